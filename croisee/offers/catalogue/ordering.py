"""The order of the list."""

from __future__ import annotations

import numpy as np
from django.utils.translation import get_language
from numpy.typing import NDArray

from croisee.core.text import fold
from croisee.offers.catalogue.index import Index
from croisee.offers.catalogue.snapshot import Snapshot
from croisee.offers.catalogue.wanted import Wanted

EARTH = 6371.0  # kilometres
LAST = "\uffff"  # after every word


def order_of(snapshot: Snapshot, wanted: Wanted, *, demand_shown: bool) -> NDArray[np.intp]:
    """Positions of all rows in the order asked for.

    Without a wish: by distance where a place is known, else the least asked for first (a first
    choice that few share is more often granted), else by municipality.
    """
    sort = wanted.sort or ("near" if wanted.point else "calm" if demand_shown else "town")
    if sort == "near" and wanted.point:
        return np.argsort(distances(snapshot.index, wanted.point), kind="stable")
    if sort in ("calm", "near") and demand_shown:
        return snapshot.demand.order
    if sort == "number":
        return np.arange(len(snapshot.index.rows))
    return _by_name(snapshot.index, "profession" if sort == "profession" else "town")


def distances(index: Index, point: tuple[float, float]) -> NDArray[np.float64]:
    """Great-circle distances in kilometres from `point`; not-a-number where a place is unknown."""
    there, here = np.radians(index.points), np.radians(point)
    half = np.sin((there - here) / 2) ** 2
    inner = half[:, 0] + np.cos(there[:, 0]) * np.cos(here[0]) * half[:, 1]
    return 2 * EARTH * np.arcsin(np.sqrt(inner))


def _by_name(index: Index, by: str) -> NDArray[np.intp]:
    """By the names in the active language; computed once a language."""
    key = f"{by}:{get_language()}"
    if key not in index.orders:
        names = [_first_name(index, row, by) for row in range(len(index.rows))]
        index.orders[key] = np.array(
            sorted(range(len(names)), key=names.__getitem__), dtype=np.intp
        )
    return index.orders[key]


def _first_name(index: Index, at: int, by: str) -> str:
    row, material = index.rows[at], index.material
    if by == "town":
        return fold(material.areas.name(row.town) or row.locality) or LAST
    named = [fold(material.professions.name(code)) for code in row.professions]
    return min([*named, fold(row.professions_text)], key=lambda name: name or LAST) or LAST
