"""The index of one edition: rows, a bit per facet value and row, and where each word occurs.

Masks are NumPy arrays of booleans, one element a row: filtering 10,000 offers by all facets and
counting every value takes well under a millisecond.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from croisee.editions.models import Edition
from croisee.offers.catalogue.rows import Material, Row, read
from croisee.offers.catalogue.words import words_of
from croisee.offers.enums import Age, Duration, SpokenLanguage, Weekday

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Table:
    """The values of one facet and, for each, which rows have it."""

    values: list[str]
    masks: NDArray[np.bool_]

    def mask(self, value: str) -> Mask | None:
        return self.masks[self.values.index(value)] if value in self.values else None


@dataclass(frozen=True)
class Places:
    """Where each row lies: a facet of hundreds of values, one a row, and the point of each value."""

    values: list[str]
    at: NDArray[np.intp]  # position in `values`; the last position is nowhere
    points: list[tuple[float, float] | None]

    def mask(self, value: str) -> Mask | None:
        return self.at == self.values.index(value) if value in self.values else None

    def sums(self, mask: Mask, weights: NDArray[Any] | None = None) -> list[int]:
        """Rows of `mask` by value, or the sum of their weights."""
        chosen = None if weights is None else weights[mask]
        sums = np.bincount(self.at[mask], weights=chosen, minlength=len(self.values) + 1)
        return sums[:-1].astype(int).tolist()


@dataclass(frozen=True)
class Index:
    """The catalogue of one edition at one moment. Never changed: a new one takes its place."""

    material: Material
    tables: dict[str, Table]
    provinces: Places
    towns: Places
    postings: dict[str, NDArray[np.int32]]
    vocabulary: list[str]
    points: NDArray[np.float64]
    capacity: NDArray[np.int32]
    left: NDArray[np.int32]
    organisations: NDArray[np.int64]
    positions: dict[int, int]
    orders: dict[str, NDArray[np.intp]] = field(default_factory=dict)

    @property
    def rows(self) -> list[Row]:
        return self.material.rows

    def everything(self) -> Mask:
        return np.ones(len(self.rows), dtype=bool)

    def rows_with(self, words: list[str]) -> Mask:
        """The rows in which one of these words occurs."""
        found = np.zeros(len(self.rows), dtype=bool)
        for word in words:
            found[self.postings[word]] = True
        return found

    def beginning_with(self, start: str) -> list[str]:
        """The known words that begin so."""
        at = bisect_left(self.vocabulary, start)
        end = bisect_left(self.vocabulary, start + "\U0010ffff", lo=at)
        return self.vocabulary[at:end]

    def facet(self, name: str) -> Table | Places:
        return self.towns if name == "town" else self.tables[name]

    def position(self, offer_id: int) -> int | None:
        return self.positions.get(offer_id)


def build(edition: Edition) -> Index:
    """Read the edition and index it."""
    material = read(edition)
    postings = _postings(material)
    rows, areas, nowhere = material.rows, list(material.areas.order), (np.nan, np.nan)
    points = np.array([row.point or nowhere for row in rows], dtype=np.float64).reshape(-1, 2)
    return Index(
        material=material,
        tables=_tables(material),
        provinces=_places([row.province for row in rows], areas, points),
        towns=_places([row.town for row in rows], areas, points),
        postings=postings,
        vocabulary=sorted(postings),
        points=points,
        capacity=np.array([row.capacity for row in rows], dtype=np.int32),
        left=np.array([row.left for row in rows], dtype=np.int32),
        organisations=np.array([row.organisation_id for row in rows], dtype=np.int64),
        positions={row.id: at for at, row in enumerate(rows)},
    )


def _tables(material: Material) -> dict[str, Table]:
    rows, areas = material.rows, list(material.areas.order)
    listed: dict[str, tuple[list[tuple[str, ...]], list[str]]] = {
        "province": ([(row.province,) for row in rows], areas),
        "sector": ([row.sectors for row in rows], list(material.sectors.order)),
        "profession": ([row.professions for row in rows], list(material.professions.order)),
        "day": ([row.weekdays for row in rows], Weekday.values),
        "age": ([row.ages for row in rows], Age.values),
        "language": ([row.languages for row in rows], SpokenLanguage.values),
        "duration": ([(row.duration,) for row in rows], Duration.values),
    }
    return {name: _table(owned, order) for name, (owned, order) in listed.items()}


def _table(owned: list[tuple[str, ...]], order: list[str]) -> Table:
    """Values nobody has are left out; unknown codes too."""
    having: dict[str, list[int]] = defaultdict(list)
    for at, codes in enumerate(owned):
        for code in codes:
            having[code].append(at)
    values = [value for value in order if value in having]
    masks = np.zeros((len(values), len(owned)), dtype=bool)
    for line, value in enumerate(values):
        masks[line, having[value]] = True
    return Table(values, masks)


def _places(owned: list[str], order: list[str], points: NDArray[np.float64]) -> Places:
    present = set(owned)
    values = [value for value in order if value in present]
    position = {value: at for at, value in enumerate(values)}
    at = np.array([position.get(code, len(values)) for code in owned], dtype=np.intp)
    return Places(values, at, [_middle(points[at == place]) for place in range(len(values))])


def _middle(points: NDArray[np.float64]) -> tuple[float, float] | None:
    """The mean of the known points."""
    known = points[~np.isnan(points[:, 0])]
    if not len(known):
        return None
    latitude, longitude = known.mean(axis=0)
    return float(latitude), float(longitude)


def _postings(material: Material) -> dict[str, NDArray[np.int32]]:
    places: dict[str, list[int]] = defaultdict(list)
    known: dict[str, frozenset[str]] = {}
    for at, (row, text) in enumerate(zip(material.rows, material.texts, strict=True)):
        for word in words_of(text, known) | _words_of_codes(material, row):
            places[word].append(at)
    return {word: np.array(at, dtype=np.int32) for word, at in places.items()}


def _words_of_codes(material: Material, row: Row) -> set[str]:
    """A sector, a profession, a place can be asked for in any of the four languages."""
    named = [
        *(material.sectors.words.get(code, set()) for code in row.sectors),
        *(material.professions.words.get(code, set()) for code in row.professions),
        *(material.areas.words.get(code, set()) for code in (row.town, row.province)),
    ]
    return set().union(*named)
