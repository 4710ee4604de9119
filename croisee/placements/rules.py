"""Who sees a placement and who may say what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from croisee.people.models import Person
from croisee.placements.models import Placement

_State = Placement.State
UNDECIDED: Final = (_State.ASSIGNED, _State.CONTACTED, _State.DATED)


def visible_to(person: Person) -> QuerySet[Placement]:
    """Those one takes part in, and those at the offers one is a contact of. Trainees of one offer
    do not see one another."""
    mine = Q(participants__person=person) | Q(slot__offer__contacts__person=person)
    return Placement.objects.filter(mine).distinct()


def as_trainee(person: Person) -> QuerySet[Placement]:
    return Placement.objects.filter(participants__person=person)


def as_host(person: Person) -> QuerySet[Placement]:
    return Placement.objects.filter(slot__offer__contacts__person=person).distinct()


def may_end(placement: Placement, at: datetime) -> bool:
    """It may still be given up: nothing is said of what became of it, and not all its days are over.

    What took place is never cancelled; one says afterwards how it went.
    """
    if placement.state not in UNDECIDED:
        return False
    ends = [session.ends_at for session in placement.sessions.all()]
    return not ends or max(ends) > at


def lies_ahead(placement: Placement, at: datetime) -> bool:
    """Nothing is said of it yet and no date of it has begun: nobody can say what became of it."""
    if placement.state not in UNDECIDED:
        return False
    return not placement.sessions.filter(starts_at__lte=at).exists()
