"""Decisions of coordinators on a pair: pinned, forbidden, lifted, two people swapped (IM-06).

Several coordinators work at once. A decision says which was the latest one its author had seen;
one made meanwhile on the same person is shown instead of being replaced.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from croisee.core import journal
from croisee.offers.enums import OfferState
from croisee.offers.models import Offer
from croisee.people.models import Person
from croisee.schemes.ranked import queries
from croisee.schemes.ranked.actions.rounds import lock_open
from croisee.schemes.ranked.models import Application, Decision, Round


class DecisionError(Exception):
    """The decision cannot be: `code` is not_waiting, not_offered, full, met or not_two_places."""

    def __init__(self, code: str, decisions: list[Decision] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.decisions = decisions or []


@transaction.atomic
def decide(
    round_: Round,
    application: Application,
    offer: Offer,
    kind: Decision.Kind,
    *,
    by: Person,
    at: datetime,
    reason: str = "",
    seen: int | None = None,
) -> Decision:
    """Pin somebody at an offer, or forbid the pair; a pin replaces the person's earlier pin.

    `seen` is the id of the latest decision its author knew of. Raises DecisionError,
    RoundStateError.
    """
    lock_open(round_)
    _check(round_, application, offer, kind)
    active = list(queries.active_decisions(round_).filter(application=application))
    met = [earlier for earlier in active if seen is not None and earlier.pk > seen]
    if met:
        raise DecisionError("met", met)
    for earlier in active:
        if earlier.offer_id == offer.pk or kind == earlier.kind == Decision.Kind.PIN:
            _lift(earlier, by=by, at=at)
    if kind == Decision.Kind.PIN:
        _check_room(round_, offer)
    decision = Decision.objects.create(
        round=round_, application=application, offer=offer, kind=kind, by=by, at=at, reason=reason
    )
    scope = round_.edition.scope
    journal.record(f"decision.{kind}", decision, by=by, at=at, scope=scope, note=reason)
    return decision


@transaction.atomic
def swap(
    round_: Round,
    first: tuple[Application, Offer],
    second: tuple[Application, Offer],
    *,
    by: Person,
    at: datetime,
    seen: int | None = None,
) -> tuple[Decision, Decision]:
    """Two people change places: each is pinned where the other was."""
    (one, here), (other, there) = first, second
    if one == other or here == there:
        raise DecisionError("not_two_places")
    pin = Decision.Kind.PIN
    lock_open(round_)
    # Pins that stand in the way of one another go first, so that a full offer does not refuse.
    for earlier in queries.active_decisions(round_).filter(application__in=[one, other], kind=pin):
        if seen is not None and earlier.pk > seen:
            raise DecisionError("met", [earlier])
        _lift(earlier, by=by, at=at)
    return (
        decide(round_, one, there, pin, by=by, at=at),
        decide(round_, other, here, pin, by=by, at=at),
    )


@transaction.atomic
def lift(decision: Decision, *, by: Person, at: datetime) -> bool:
    """End a decision; False when somebody did already. Raises RoundStateError."""
    lock_open(decision.round)
    return _lift(decision, by=by, at=at)


def _lift(decision: Decision, *, by: Person, at: datetime) -> bool:
    lifted = Decision.objects.filter(pk=decision.pk, lifted_at=None).update(lifted_at=at)
    if lifted:
        scope = decision.round.edition.scope
        journal.record("decision.lifted", decision, by=by, at=at, scope=scope)
    return bool(lifted)


def _check(round_: Round, application: Application, offer: Offer, kind: Decision.Kind) -> None:
    if not queries.waiting(round_.edition).filter(pk=application.pk).exists():
        raise DecisionError("not_waiting")
    offered = Offer.objects.filter(pk=offer.pk, edition=round_.edition)
    if kind == Decision.Kind.PIN:
        offered = offered.filter(state=OfferState.PUBLISHED)
    if not offered.exists():
        raise DecisionError("not_offered")


def _check_room(round_: Round, offer: Offer) -> None:
    """More pins than places could not be solved: say so at once, and who is pinned there."""
    pinned = list(queries.active_decisions(round_).filter(offer=offer, kind=Decision.Kind.PIN))
    if len(pinned) >= queries.places_left(offer):
        raise DecisionError("full", pinned)
