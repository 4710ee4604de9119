"""Taking and freeing places. The database decides who gets the last one (reliability rule 1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from croisee.core import journal
from croisee.offers.models import Slot
from croisee.people.models import Person
from croisee.placements import emails
from croisee.placements.cancellation import Homes
from croisee.placements.enums import Sequel
from croisee.placements.models import Participant, Placement, Session
from croisee.placements.rules import UNDECIDED


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
def cancel_placement(
    placement: Placement,
    *,
    reason: str,
    by: Person | None,
    at: datetime,
    sequel: Sequel = Sequel.UNKNOWN,
    homes: Homes | None = None,
) -> bool:
    """Free the place and tell everybody concerned; False when it was cancelled already."""
    freed = cancel_placements([placement], reason=reason, by=by, at=at, sequel=sequel, homes=homes)
    return bool(freed)


@transaction.atomic
def cancel_placements(
    placements: Sequence[Placement],
    *,
    reason: str,
    by: Person | None,
    at: datetime,
    sequel: Sequel,
    offer_ends: bool = False,
    homes: Homes | None = None,
) -> list[Placement]:
    """Free places at one offer; host and coordinator get one mail for all. Those it freed.

    `homes` says where the trainees work, as far as the scheme knows: the coordinator of that
    province is told too.
    """
    freed = [placement for placement in placements if _free(placement, reason, by, at)]
    if freed:
        emails.cancelled(freed, by=by, at=at, sequel=sequel, offer_ends=offer_ends, homes=homes)
    return freed


def _free(placement: Placement, reason: str, by: Person | None, at: datetime) -> bool:
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


class PlacementStateError(Exception):
    """The placement no longer is in a state that allows this."""


State = Placement.State


@transaction.atomic
def mark_contacted(placement: Placement, *, by: Person, at: datetime) -> None:
    """« Contact pris »: said by either side; said again, nothing changes."""
    _move(placement, State.CONTACTED, (State.ASSIGNED,), "placement.contacted", by=by, at=at)


@transaction.atomic
def fix_dates(
    placement: Placement, spans: Sequence[tuple[datetime, datetime]], *, by: Person, at: datetime
) -> bool:
    """The days are fixed, or fixed anew; True when that changed something.

    `spans` are (start, end) in UTC. What is known of a day that stays is kept. Raises
    PlacementStateError when the placement was cancelled or is over.
    """
    held = Placement.objects.select_for_update().get(pk=placement.pk)
    if held.state not in UNDECIDED:
        raise PlacementStateError(held.state)
    before, wanted = {(s.starts_at, s.ends_at): s for s in held.sessions.all()}, sorted(set(spans))
    if sorted(before) == wanted:
        return False
    for span in before.keys() - set(wanted):
        before[span].delete()
    Session.objects.bulk_create(
        Session(placement=held, starts_at=starts, ends_at=ends)
        for starts, ends in wanted
        if (starts, ends) not in before
    )
    Placement.objects.filter(pk=held.pk).update(state=State.DATED)
    placement.refresh_from_db()
    changes = {"sessions": [_written(sorted(before)), _written(wanted)]}
    scope = held.edition.scope
    journal.record("placement.dated", held, by=by, at=at, scope=scope, changes=changes)
    emails.date_fixed(placement, at=at)
    return True


def _written(spans: Sequence[tuple[datetime, datetime]]) -> list[list[str]]:
    return [[starts.isoformat(), ends.isoformat()] for starts, ends in spans]


@transaction.atomic
def conclude(placement: Placement, outcome: str, *, by: Person, at: datetime) -> None:
    """It took place, in part, or nobody came; may be corrected afterwards."""
    origins = (*UNDECIDED, State.DONE, State.PARTLY, State.NO_SHOW)
    _move(placement, State(outcome), origins, f"placement.{outcome}", by=by, at=at)
    if outcome != State.PARTLY:
        present = {State.DONE: Session.Attendance.PRESENT, State.NO_SHOW: Session.Attendance.ABSENT}
        placement.sessions.update(attendance=present[State(outcome)])


def _move(
    placement: Placement,
    target: State,
    origins: tuple[State, ...],
    verb: str,
    *,
    by: Person,
    at: datetime,
) -> None:
    """One conditional UPDATE; already there is fine, elsewhere is PlacementStateError."""
    placement.refresh_from_db()
    before = placement.state
    if before == target:
        return
    moved = Placement.objects.filter(pk=placement.pk, state__in=origins).update(state=target)
    placement.refresh_from_db()
    if not moved:
        if placement.state == target or (
            target == State.CONTACTED and placement.state == State.DATED
        ):
            return
        raise PlacementStateError(placement.state)
    scope = placement.edition.scope
    changes = {"state": [before, target]}
    journal.record(verb, placement, by=by, at=at, scope=scope, changes=changes)
