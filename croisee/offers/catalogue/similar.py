"""Offers like one another, but asked for by fewer: told before the deadline (matching.md)."""

from __future__ import annotations

import numpy as np

from croisee.offers.catalogue.index import Index, Mask
from croisee.offers.catalogue.results import Card, cards_of
from croisee.offers.catalogue.snapshot import Snapshot

#: What makes two offers alike, and how much it weighs.
WEIGHTS = {"sector": 3, "profession": 2, "province": 2, "age": 1}


def similar_and_freer(snapshot: Snapshot, offer_id: int, limit: int = 3) -> list[Card]:
    """Cards of the offers most like this one that fewer people ask for, with places left.

    Those of the same organisation are left out: one looks elsewhere for another view.
    """
    index, demand = snapshot.index, snapshot.demand
    at = index.position(offer_id)
    if at is None:
        return []
    likeness = _likeness(index, at)
    possible = (likeness > 0) & (index.left > 0) & (demand.ratio < demand.ratio[at])
    possible &= index.organisations != index.organisations[at]
    ranked = np.lexsort((demand.ratio, -likeness))
    return cards_of(snapshot, ranked[possible[ranked]][:limit])


def _likeness(index: Index, at: int) -> np.ndarray:
    """A sector or a profession in common is needed; the rest only orders."""
    shared = {name: _shared(index, name, at) for name in WEIGHTS}
    alike = shared["sector"] | shared["profession"]
    total = sum(weight * shared[name] for name, weight in WEIGHTS.items())
    return np.where(alike, total, 0)


def _shared(index: Index, name: str, at: int) -> Mask:
    table = index.tables[name]
    owned = table.masks[table.masks[:, at]] if len(table.values) else table.masks
    return np.asarray(owned.any(axis=0))
