"""A place given up or taken back: the trainee waits again, the coordination is told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from croisee.offers.actions import withdraw_offer
from croisee.offers.models import Offer
from croisee.people.models import Person
from croisee.placements.actions import PlacementStateError, cancel_placements
from croisee.placements.enums import Sequel
from croisee.placements.models import Placement
from croisee.placements.queries import to_come_of
from croisee.placements.rules import UNDECIDED
from croisee.schemes.ranked.actions.applications import withdraw_application
from croisee.schemes.ranked.models import Application
from croisee.schemes.ranked.queries import homes


@transaction.atomic
def free_place(placement: Placement, *, reason: str, by: Person, at: datetime) -> bool:
    """Cancel a placement; its trainee, still registered, enters the next round. Twice is once."""
    return bool(_free([placement], reason=reason, by=by, at=at))


def _free(placements: list[Placement], **act: Any) -> list[Placement]:
    """Their trainees wait again."""
    where = homes(placements)
    freed = cancel_placements(placements, sequel=Sequel.WAITS, homes=where, **act)
    waiting = Application.objects.filter(placement__in=placements)
    waiting.update(placement=None, version=F("version") + 1)
    return freed


@transaction.atomic
def cancel_place(
    placement: Placement, *, again: bool, reason: str, by: Person, at: datetime
) -> None:
    """Cancel one published place, everybody concerned told; with `again` its trainee enters the
    next round, else the registration ends with the place.

    Raises PlacementStateError when it is cancelled already, or over.
    """
    held = Placement.objects.select_for_update().get(pk=placement.pk)
    if held.state not in UNDECIDED:
        raise PlacementStateError(held.state)
    application = Application.objects.filter(placement=held).first()
    if application and not again:
        withdraw_application(application, by=by, at=at, reason=reason)
    else:
        free_place(held, reason=reason, by=by, at=at)


@transaction.atomic
def withdraw_hosted_offer(offer: Offer, *, reason: str, by: Person, at: datetime) -> int:
    """Withdraw an offer and free its places; how many trainees are concerned. What took place stays.

    Raises OfferStateError when it is withdrawn already.
    """
    # Held until the end, so that a publication cannot place somebody here in between.
    Offer.objects.select_for_update().get(pk=offer.pk)
    placements = list(to_come_of(offer, at))
    _free(placements, reason=reason, by=by, at=at, offer_ends=True)
    kept = Placement.objects.filter(slot__offer=offer).exclude(state=Placement.State.CANCELLED)
    withdraw_offer(offer, by=by, at=at, reason=reason, kept=kept.count())
    return len(placements)
