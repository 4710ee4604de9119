"""The catalogue in memory, one for each edition and process, kept fresh cheaply.

Every request asks one question: the number of the last journal entry. Each act on an offer, a slot or
a choice writes one (docs/structure.md), so an unchanged number means an unchanged catalogue. New entries
lead to the offers to read again (`changes`); the demand is counted again. After that, and once a second
at most, counts and sums of the offers are compared with the index, for changes made without the
journal: where they differ, everything is read again.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from threading import Lock

from django.db import connection

from croisee.editions.models import Edition
from croisee.offers.catalogue import changes, demand
from croisee.offers.catalogue.demand import Demand
from croisee.offers.catalogue.index import Index, build, renewed

LOOK_AGAIN = 1.0  # seconds
PATIENCE = (
    0.5  # seconds one waits for a renewal in another thread before reading the older catalogue
)
KEPT = 8  # editions; the oldest is forgotten


@dataclass(frozen=True)
class Snapshot:
    """An index and the demand counted for it."""

    index: Index
    demand: Demand


@dataclass(frozen=True)
class _Kept:
    snapshot: Snapshot
    pulse: int
    looked_at: float


_kept: dict[int, _Kept] = {}
_lock = Lock()


def snapshot_of(edition: Edition) -> Snapshot:
    """The catalogue of an edition as it is now.

    While another thread reads a whole large edition again, the one before it is good enough: what
    may be chosen is decided by the database. Inside a transaction everything is read and nothing
    kept: what one sees there may be rolled back.
    """
    if connection.in_atomic_block:
        return _read(edition)
    kept = _kept.get(edition.pk)
    if kept and _is_fresh(kept):
        return kept.snapshot
    if not _lock.acquire(timeout=PATIENCE if kept else -1):
        assert kept is not None  # one waits for ever where there is nothing yet
        return kept.snapshot
    try:
        return _renew(edition).snapshot
    finally:
        _lock.release()


def forget() -> None:
    """Empty the memory."""
    with _lock:
        _kept.clear()


def _is_fresh(kept: _Kept) -> bool:
    return kept.pulse == changes.pulse() and time.monotonic() - kept.looked_at < LOOK_AGAIN


def _renew(edition: Edition) -> _Kept:
    """Read again what may have changed, and only that. Called by one thread at a time."""
    kept = _kept.get(edition.pk)
    if kept is None or not _is_fresh(kept):
        kept = _renewed(edition, kept)
        _kept.pop(edition.pk, None)
        _kept[edition.pk] = kept
        while len(_kept) > KEPT:
            _kept.pop(next(iter(_kept)))
    return kept


def _renewed(edition: Edition, kept: _Kept | None) -> _Kept:
    looked_at, pulse = time.monotonic(), changes.pulse()
    index = _caught_up(edition, kept.snapshot.index, kept.pulse, pulse) if kept else build(edition)
    while changes.stamp_of(index) != changes.stamp(edition):
        before, pulse = pulse, changes.pulse()
        if before == pulse:  # no act since: something changed without the journal
            index = build(edition)
            break
        index = _caught_up(edition, index, before, pulse)
    if kept and index is kept.snapshot.index and pulse == kept.pulse:
        return _Kept(kept.snapshot, pulse, looked_at)
    return _Kept(Snapshot(index, demand.count(edition, index)), pulse, looked_at)


def _caught_up(edition: Edition, index: Index, before: int, after: int) -> Index:
    """The index after the acts between two pulses."""
    offers = changes.offers_changed(edition, before, after) if before != after else set()
    if offers is None:
        return build(edition)
    return renewed(edition, index, offers) if offers else index


def _read(edition: Edition) -> Snapshot:
    index = build(edition)
    return Snapshot(index, demand.count(edition, index))
