"""The catalogue in memory, one for each edition and process, kept fresh cheaply.

Every request asks one question: the number of the last journal entry. Each act on an offer, a slot or
a choice writes one (docs/structure.md), so an unchanged number means an unchanged catalogue. New entries
say by their subject what to read again: the offers, or the demand alone. Once a second at most, counts
and sums of the offers themselves are compared too, for changes made without the journal.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.db import connection
from django.db.models import Count, Max, Sum

from croisee.core.models import JournalEntry
from croisee.editions.models import Edition
from croisee.offers.catalogue import demand
from croisee.offers.catalogue.demand import Demand
from croisee.offers.catalogue.index import Index, build
from croisee.offers.models import Offer, Slot

LOOK_AGAIN = 1.0  # seconds
KEPT = 8  # editions; the oldest is forgotten
# Acts on these change what a card says; acts on anything else at most the demand.
CARDS = ("offers.", "directory.", "placements.", "editions.", "ranked.round", "ranked.run")


@dataclass(frozen=True)
class Snapshot:
    """An index and the demand counted for it."""

    index: Index
    demand: Demand


@dataclass
class _Kept:
    snapshot: Snapshot
    pulse: int
    stamp: tuple[Any, ...]
    looked_at: float


_kept: dict[int, _Kept] = {}
_lock = Lock()


def snapshot_of(edition: Edition) -> Snapshot:
    """The catalogue of an edition as it is now.

    Inside a transaction it is read anew and not kept: what one sees there may be rolled back.
    """
    if connection.in_atomic_block:
        return _fresh(edition)
    pulse, kept = _pulse(), _kept.get(edition.pk)
    if kept and kept.pulse == pulse and time.monotonic() - kept.looked_at < LOOK_AGAIN:
        return kept.snapshot
    with _lock:
        kept = _renewed(edition, _kept.pop(edition.pk, None), pulse)
        _kept[edition.pk] = kept
        while len(_kept) > KEPT:
            _kept.pop(next(iter(_kept)))
    return kept.snapshot


def forget() -> None:
    """Empty the memory."""
    with _lock:
        _kept.clear()


def _fresh(edition: Edition) -> Snapshot:
    index = build(edition)
    return Snapshot(index, demand.count(edition, index))


def _renewed(edition: Edition, kept: _Kept | None, pulse: int) -> _Kept:
    """Read again what may have changed, and only that."""
    looked_at, stamp = time.monotonic(), _stamp(edition)
    if kept is None or kept.stamp != stamp or _cards_changed(kept.pulse, pulse):
        return _Kept(_fresh(edition), pulse, stamp, looked_at)
    snapshot = kept.snapshot
    if kept.pulse != pulse:
        snapshot = Snapshot(snapshot.index, demand.count(edition, snapshot.index))
    return _Kept(snapshot, pulse, stamp, looked_at)


def _pulse() -> int:
    return JournalEntry.objects.aggregate(last=Max("id"))["last"] or 0


def _cards_changed(before: int, after: int) -> bool:
    if after < before:
        return True
    subjects = JournalEntry.objects.filter(id__gt=before).order_by()
    return any(
        subject.startswith(CARDS)
        for subject in subjects.values_list("subject_type", flat=True).distinct()
    )


def _stamp(edition: Edition) -> tuple[Any, ...]:
    offers = Offer.objects.filter(edition=edition)
    told = offers.values("state").annotate(Count("id"), Sum("version"), Max("published_at"))
    slots = Slot.objects.filter(offer__edition=edition).aggregate(Sum("capacity"), Sum("taken"))
    by_state = sorted(tuple(map(str, row.values())) for row in told.order_by())
    return (*by_state, *slots.values())
