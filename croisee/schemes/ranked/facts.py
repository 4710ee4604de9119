"""What a preview may say of somebody who registered: profession, wishes, choices."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from croisee.editions.enums import PhaseKind
from croisee.editions.models import Edition
from croisee.offers.reminders import deadline_of
from croisee.people.models import Person
from croisee.schemes.ranked.emails.applications import chosen
from croisee.schemes.ranked.labels import profession
from croisee.schemes.ranked.models import Application
from croisee.schemes.ranked.queries import with_details


def taking_part(edition: Edition) -> Q:
    return Q(applications__edition=edition)


def facts(edition: Edition, person: Person, kind: str) -> dict[str, Any]:
    mine = Application.objects.filter(edition=edition, person=person)
    found = None if "host" in kind else with_details(mine).first()
    if found is None:
        return {}
    known: dict[str, Any] = {
        "profession": profession(found),
        "employer": found.employer,
        "expectations": found.expectations,
        "choices": chosen(found.choices.all()),
        "province": found.province,
    }
    if kind == "application_unfinished":
        known["deadline"] = deadline_of(edition, PhaseKind.TRAINEES)
    if found.placement:
        known["choice_rank"] = found.placement.choice_rank
    return known
