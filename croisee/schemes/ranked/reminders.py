"""What future trainees are told at its time: the priority ends, the registration is not sent (IM-47)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.urls import reverse
from django.utils import translation

from croisee.editions.emails import EditionLetters
from croisee.editions.enums import PhaseKind
from croisee.editions.models import Edition
from croisee.editions.reminded import Due, Reminded
from croisee.editions.reminders import Reminder
from croisee.offers.reminders import STILL_WRITING, PriorityOpens, closing, deadline_of
from croisee.people.models import Person
from croisee.schemes.ranked.emails.applications import chosen
from croisee.schemes.ranked.models import Application
from croisee.schemes.ranked.queries import with_details

SCHEME: Final = "ranked"
#: Between being told that the priority opens and being reminded of it.
REMINDED_AFTER: Final = timedelta(days=2)


class PriorityCloses(PriorityOpens):
    """Once, before the priority period ends: to the staff of hosts who have not registered (IM-30)."""

    kind = "priority_closes"

    def due(self, edition: Edition, at: datetime, reminded: Reminded) -> Iterator[Due]:
        if edition.scheme != SCHEME or closing(edition, PhaseKind.PRIORITY, at) is None:
            return
        registered = set(_registered(edition))
        for due in super().due(edition, at, reminded):
            told = reminded.left_at(PriorityOpens.kind, due)
            if due.person not in registered and told and told + REMINDED_AFTER <= at:
                yield due


def _registered(edition: Edition) -> Iterator[int]:
    """Who began at least: the reminder of unfinished registrations is for them."""
    active = Application.objects.filter(edition=edition).exclude(state=Application.State.WITHDRAWN)
    yield from active.values_list("person_id", flat=True)


class ApplicationUnfinished(Reminder):
    """A registration begun and not sent, two or three days before registration closes (IM-47)."""

    kind = "application_unfinished"

    def due(self, edition: Edition, at: datetime, reminded: Reminded) -> Iterator[Due]:
        if edition.scheme == SCHEME and closing(edition, PhaseKind.TRAINEES, at):
            drafts = Application.objects.filter(
                edition=edition,
                state=Application.State.DRAFT,
                created_at__lt=at - STILL_WRITING,
            )
            rows = drafts.order_by("pk").values_list("pk", "person_id")
            yield from (Due(application, person) for application, person in rows)

    def load(self, edition: Edition, ids: set[int], at: datetime) -> Mapping[int, Application]:
        return with_details(Application.objects.filter(pk__in=ids)).in_bulk()

    def values(
        self, letters: EditionLetters, thing: Application, person: Person, due: Due
    ) -> dict[str, Any]:
        values = letters.values(person, thing.province, reverse("ranked:apply"))
        with translation.override(person.language):
            values["choices"] = chosen(thing.choices.all())
        values["deadline"] = deadline_of(letters.edition, PhaseKind.TRAINEES)
        return values
