"""Who may do what with applications, rounds and runs."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from croisee.editions import rules as edition_rules
from croisee.editions.models import Edition
from croisee.matching import Policy
from croisee.people.models import Person
from croisee.schemes.ranked.models import Application


def own(person: Person) -> QuerySet[Application]:
    return Application.objects.filter(person=person)


def visible_in_office(edition: Edition) -> QuerySet[Application]:
    """Coordinators read every application of their programme, whatever the province."""
    return Application.objects.filter(edition=edition)


def may_change(person: Person, application: Application, at: datetime) -> bool:
    """An application belongs to the territory of its workplace (ui.md); its own person changes it."""
    if application.person_id == person.pk:
        return True
    programme = application.edition.programme
    return edition_rules.writes_in(person, programme, application.province, at)


def may_match(person: Person, edition: Edition, at: datetime) -> bool:
    """Any coordinator of the programme simulates, pins and publishes: rounds cross provinces."""
    return edition_rules.works_in(person, edition.programme, at)


# What any coordinator may choose between; the other policies give up something the coordination
# decided on (places, priority), so they are the administrators' (matching.md).
OFFERED = (Policy.MAX_BY_CLASS, Policy.DEFERRED_ACCEPTANCE)


def policies_for(person: Person, edition: Edition, at: datetime) -> list[Policy]:
    """The policies this person may simulate with; the edition's own is always among them."""
    if edition_rules.administers(person, edition.programme, at):
        return list(Policy)
    return [policy for policy in Policy if policy in {*OFFERED, edition.policy}]


def may_use_policy(person: Person, edition: Edition, policy: str, at: datetime) -> bool:
    return policy in policies_for(person, edition, at)
