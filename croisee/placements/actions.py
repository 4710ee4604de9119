"""Taking and freeing places. The database decides who gets the last one (reliability rule 1)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from croisee.core import journal
from croisee.offers.models import Slot
from croisee.people.models import Person
from croisee.placements.models import Participant, Placement


class FullError(Exception):
    """No place is left in this slot."""


@transaction.atomic
def take_place(
    slot: Slot,
    person: Person,
    *,
    source: str,
    choice_rank: int | None,
    by: Person | None,
    at: datetime,
) -> Placement:
    """One place of `slot` for `person`: a conditional UPDATE and the rows, in one transaction.

    Raises FullError when none is left; IntegrityError when the person already holds one here.
    """
    if not Slot.objects.filter(pk=slot.pk, taken__lt=F("capacity")).update(taken=F("taken") + 1):
        raise FullError(slot.pk)
    edition = slot.offer.edition
    placement = Placement.objects.create(
        edition=edition, slot=slot, source=source, choice_rank=choice_rank, created_at=at
    )
    Participant.objects.create(placement=placement, person=person, slot=slot)
    journal.record("placement.made", placement, by=by, at=at, scope=edition.scope)
    return placement


@transaction.atomic
def cancel_placement(placement: Placement, *, reason: str, by: Person | None, at: datetime) -> bool:
    """Free the place; False when it was cancelled already."""
    cancelled = (
        Placement.objects.filter(pk=placement.pk)
        .exclude(state=Placement.State.CANCELLED)
        .update(state=Placement.State.CANCELLED, cancelled_at=at, cancel_reason=reason)
    )
    if not cancelled:
        return False
    Participant.objects.filter(placement=placement).update(active=False)
    if placement.slot_id:
        Slot.objects.filter(pk=placement.slot_id).update(taken=F("taken") - 1)
    placement.refresh_from_db()
    scope = placement.edition.scope
    journal.record("placement.cancelled", placement, by=by, at=at, scope=scope, note=reason)
    return True
