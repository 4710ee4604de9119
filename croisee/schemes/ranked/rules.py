"""Who may do what with applications, rounds and runs."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from croisee.editions import rules as edition_rules
from croisee.editions.enums import PhaseKind
from croisee.editions.models import Edition, PriorityLink
from croisee.editions.reach import Reach
from croisee.matching import Policy
from croisee.offers.models import Offer
from croisee.people.models import Person
from croisee.schemes.ranked.models import Application, SheetImport


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


# What any coordinator may choose between; the other policies give up something the coordination
# decided on (places, priority), so they are the administrators' (matching.md).
OFFERED = (Policy.MAX_BY_CLASS, Policy.DEFERRED_ACCEPTANCE)


def policies_for(person: Person, edition: Edition, at: datetime) -> list[Policy]:
    """The policies this person may simulate with; the edition's own is always among them."""
    if edition_rules.administers(person, edition.programme, at):
        return list(Policy)
    return [policy for policy in Policy if policy in {*OFFERED, edition.policy}]


def may_register(
    edition: Edition, at: datetime, *, link: PriorityLink | None, application: Application | None
) -> bool:
    """Begin, change or send a registration now.

    Everybody while trainees register; by a host's private link in the priority phase (IM-11). What
    was begun with a link can be finished after that phase; what was begun without one cannot enter
    by it.
    """
    phases = {phase.kind: phase for phase in edition.phases.all()}
    trainees, priority = phases.get(PhaseKind.TRAINEES), phases.get(PhaseKind.PRIORITY)
    if trainees and trainees.is_open(at):
        return True
    if priority is None:
        return False
    if priority.is_open(at):
        return _entered_by_link(edition, link, application)
    begun = application is not None and application.priority_link_id is not None
    over = trainees is None or trainees.closes_at <= at
    return begun and priority.opens_at <= at and not over


def _entered_by_link(
    edition: Edition, link: PriorityLink | None, application: Application | None
) -> bool:
    if application is not None and application.state != Application.State.WITHDRAWN:
        return application.priority_link_id is not None
    return link is not None and link.participation.edition_id == edition.pk


def may_decide_on_import(person: Person, stored: SheetImport, at: datetime) -> bool:
    """Who handed it in, or somebody who may write everywhere: its rows may lie in several provinces,
    and what another coordinator may not write would be left out unseen."""
    if stored.by_id == person.pk:
        return True
    return Reach(person, stored.edition.programme, at).everywhere


def own_organisations(person: Person, application: Application | None = None) -> set[int]:
    """Where somebody works or hosts: nobody visits their own institution."""
    found = set(person.memberships.values_list("service__organisation_id", flat=True))
    hosted = Offer.objects.filter(contacts__person=person)
    found |= set(hosted.values_list("service__organisation_id", flat=True))
    if application is not None and application.organisation_id:
        found.add(application.organisation_id)
    return found
