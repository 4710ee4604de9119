"""The life of an offer: draft → submitted → published ⇄ paused, corrected, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from croisee.core import journal
from croisee.offers import emails
from croisee.offers.enums import OfferState
from croisee.offers.models import Offer, Slot
from croisee.people.models import Person


class OfferStateError(Exception):
    """The offer is no longer in a state that allows this act: somebody was quicker."""


class PlacesTakenError(Exception):
    """Fewer places than people already placed; `taken` says how many there are."""

    def __init__(self, taken: int) -> None:
        super().__init__(f"{taken} places are taken")
        self.taken = taken


@dataclass(frozen=True)
class _Move:
    verb: str
    origins: tuple[OfferState, ...]
    target: OfferState


SUBMIT = _Move("offer.submitted", (OfferState.DRAFT, OfferState.CORRECTION), OfferState.SUBMITTED)
PUBLISH = _Move("offer.published", (OfferState.SUBMITTED, OfferState.PAUSED), OfferState.PUBLISHED)
CORRECT = _Move(
    "offer.correction_asked", (OfferState.SUBMITTED, OfferState.PUBLISHED), OfferState.CORRECTION
)
PAUSE = _Move("offer.paused", (OfferState.PUBLISHED,), OfferState.PAUSED)
RESUME = _Move("offer.resumed", (OfferState.PAUSED,), OfferState.PUBLISHED)
WITHDRAW = _Move(
    "offer.withdrawn",
    (
        OfferState.DRAFT,
        OfferState.SUBMITTED,
        OfferState.CORRECTION,
        OfferState.PUBLISHED,
        OfferState.PAUSED,
    ),
    OfferState.WITHDRAWN,
)


def _move(
    offer: Offer, move: _Move, *, by: Person | None, at: datetime, note: str = "", **also: object
) -> None:
    """Change the state if it still allows it: one conditional UPDATE, so two people cannot both."""
    before = offer.state
    moved = Offer.objects.filter(pk=offer.pk, state__in=move.origins).update(
        state=move.target, version=F("version") + 1, **also
    )
    if not moved:
        raise OfferStateError(move.verb)
    offer.refresh_from_db()
    changes = {"state": [before, move.target]}
    journal.record(
        move.verb, offer, by=by, at=at, scope=offer.edition.scope, changes=changes, note=note
    )


@transaction.atomic
def submit_offer(offer: Offer, *, by: Person, at: datetime) -> None:
    """The host hands the offer in; a confirmation repeats the conditions (IM-29)."""
    _move(offer, SUBMIT, by=by, at=at, submitted_at=at, remarks={})
    emails.host_registered(offer, by, at=at)


@transaction.atomic
def publish_offer(
    offer: Offer, *, by: Person | None, at: datetime, told_at: datetime | None = None
) -> None:
    """The offer enters the catalogue; its contacts are told, not before `told_at`."""
    _move(offer, PUBLISH, by=by, at=at, published_at=at, remarks={})
    emails.offer_published(offer, at=at, not_before=told_at)


@transaction.atomic
def ask_correction(offer: Offer, remarks: Mapping[str, str], *, by: Person, at: datetime) -> None:
    """Back to the host with a remark per field, `{field: sentence}`; the contacts are told."""
    _move(offer, CORRECT, by=by, at=at, remarks=dict(remarks))
    emails.offer_correction(offer, at=at)


@transaction.atomic
def pause_offer(offer: Offer, *, by: Person, at: datetime) -> None:
    _move(offer, PAUSE, by=by, at=at)


@transaction.atomic
def resume_offer(offer: Offer, *, by: Person, at: datetime) -> None:
    """Back into the catalogue after a pause; it was read before, so nobody reads it again."""
    _move(offer, RESUME, by=by, at=at)


@transaction.atomic
def withdraw_offer(
    offer: Offer, *, by: Person, at: datetime, reason: str = "", kept: int = 0
) -> None:
    """The offer leaves the catalogue and the rounds to come.

    Raises PlacesTakenError while somebody has a place there: they are told first, by whoever
    frees their places (the scheme's own way of withdrawing). `kept` places were used already.
    """
    _move(offer, WITHDRAW, by=by, at=at, note=reason)
    taken = sum(Slot.objects.filter(offer=offer).values_list("taken", flat=True))
    if taken > kept:
        raise PlacesTakenError(taken)


@transaction.atomic
def set_places(slot: Slot, capacity: int, *, by: Person | None, at: datetime) -> None:
    """Change a capacity, never below the places taken: the condition is in the UPDATE (rule 1)."""
    before = slot.capacity
    if before == capacity:
        return
    changed = Slot.objects.filter(pk=slot.pk, taken__lte=capacity).update(capacity=capacity)
    slot.refresh_from_db()
    if not changed:
        raise PlacesTakenError(slot.taken)
    changes = {"capacity": [before, capacity]}
    offer = slot.offer
    journal.record(
        "offer.places_set", offer, by=by, at=at, scope=offer.edition.scope, changes=changes
    )
