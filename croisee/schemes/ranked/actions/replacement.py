"""A place replaced after publication: a new version that mails only those concerned.

The old host and the coordinator are told of the end by `placements`, the new host and the trainee,
in one mail, of the new place by us; nobody else hears of it.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from croisee.core import journal
from croisee.mail import outbox
from croisee.offers.enums import OfferState
from croisee.offers.models import Offer, Slot
from croisee.people.models import Person
from croisee.placements.actions import FullError, cancel_placement, take_place
from croisee.placements.enums import Sequel
from croisee.placements.models import Placement
from croisee.placements.rules import UNDECIDED
from croisee.schemes.ranked import queries
from croisee.schemes.ranked.emails import results as letters
from croisee.schemes.ranked.models import Application


class ReplacementError(Exception):
    """`code` is not_placed, over, same_place, not_offered, full or not_published."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def replace_place(
    application: Application, offer: Offer, *, by: Person, at: datetime, reason: str = ""
) -> Placement:
    """Give another place instead of the published one, all or nothing. Raises ReplacementError."""
    old = _replaceable(application, offer)
    run = queries.publication_of(application)
    if run is None:
        raise ReplacementError("not_published")
    pseudonym = queries.pseudonyms(run.round)[application.pk]
    messages = letters.replacement_messages(
        run,
        pseudonym,
        offer.number,
        replaced=old,
        reason=reason,
        version=_next_version(application),
        at=at,
    )
    with transaction.atomic():
        _hold(offer)
        where = queries.homes([old])
        if not cancel_placement(old, reason=reason, by=by, at=at, sequel=Sequel.MOVES, homes=where):
            raise ReplacementError("not_placed")
        new = _take(application, offer, by=by, at=at)
        Application.objects.filter(pk=application.pk).update(
            placement=new, version=F("version") + 1
        )
        changes = {"placement": [old.pk, new.pk]}
        scope = application.edition.scope
        journal.record(
            "placement.replaced", new, by=by, at=at, scope=scope, changes=changes, note=reason
        )
        outbox.store(messages)
    application.refresh_from_db()
    return new


def _replaceable(application: Application, offer: Offer) -> Placement:
    placement = application.placement
    if placement is None or placement.state == Placement.State.CANCELLED:
        raise ReplacementError("not_placed")
    if placement.state not in UNDECIDED:
        raise ReplacementError("over")
    if placement.slot and placement.slot.offer_id == offer.pk:
        raise ReplacementError("same_place")
    if offer.edition_id != application.edition_id or offer.state != OfferState.PUBLISHED:
        raise ReplacementError("not_offered")
    return placement


def _hold(offer: Offer) -> None:
    """Nobody withdraws the offer until the new place is written."""
    held = Offer.objects.select_for_update().get(pk=offer.pk)
    if held.state != OfferState.PUBLISHED:
        raise ReplacementError("not_offered")


def _next_version(application: Application) -> int:
    """The published place is version 1."""
    return Placement.objects.filter(source=_source(application)).count() + 1


def _source(application: Application) -> str:
    return f"ranked:application:{application.pk}"


def _take(application: Application, offer: Offer, *, by: Person, at: datetime) -> Placement:
    slot = Slot.objects.select_related("offer__edition").filter(offer=offer, starts_at=None).first()
    if slot is None:
        raise ReplacementError("full")
    rank = application.choices.filter(offer=offer).values_list("rank", flat=True).first()
    try:
        return take_place(
            slot,
            application.person,
            source=_source(application),
            choice_rank=rank,
            by=by,
            at=at,
        )
    except FullError:
        raise ReplacementError("full") from None
