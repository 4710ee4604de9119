"""Who sees a placement and who may say what became of it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from croisee.editions import rules as edition_rules
from croisee.people.models import Person
from croisee.placements.models import Placement


def visible_to(person: Person) -> QuerySet[Placement]:
    """Those one takes part in, and those at the offers one is a contact of. Trainees of one offer
    do not see one another."""
    mine = Q(participants__person=person) | Q(slot__offer__contacts__person=person)
    return Placement.objects.filter(mine).distinct()


def as_trainee(person: Person) -> QuerySet[Placement]:
    return Placement.objects.filter(participants__person=person)


def as_host(person: Person) -> QuerySet[Placement]:
    return Placement.objects.filter(slot__offer__contacts__person=person).distinct()


def is_host_of(person: Person, placement: Placement) -> bool:
    return as_host(person).filter(pk=placement.pk).exists()


def may_act(person: Person, placement: Placement, at: datetime) -> bool:
    """Both sides, and the coordinators of the host's province."""
    if visible_to(person).filter(pk=placement.pk).exists():
        return True
    slot = placement.slot
    province = slot.offer.service.province if slot else None
    return edition_rules.writes_in(person, placement.edition.programme, province, at)
