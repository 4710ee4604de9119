"""The index of one edition: rows, a bit per facet value and row, and where each word occurs.

Masks are NumPy arrays of booleans, one element a row: filtering 10,000 offers by all facets and
counting every value takes well under a millisecond.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field

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
class Index:
    """The catalogue of one edition at one moment. Never changed: a new one takes its place."""

    material: Material
    tables: dict[str, Table]
    postings: dict[str, NDArray[np.int32]]
    vocabulary: list[str]
    points: NDArray[np.float64]
    left: NDArray[np.int32]
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

    def position(self, offer_id: int) -> int | None:
        return next((at for at, row in enumerate(self.rows) if row.id == offer_id), None)


def build(edition: Edition) -> Index:
    """Read the edition and index it."""
    material = read(edition)
    postings = _postings(material)
    nowhere = (np.nan, np.nan)
    return Index(
        material=material,
        tables=_tables(material),
        postings=postings,
        vocabulary=sorted(postings),
        points=np.array([row.point or nowhere for row in material.rows]).reshape(-1, 2),
        left=np.array([row.left for row in material.rows], dtype=np.int32),
    )


def _tables(material: Material) -> dict[str, Table]:
    rows = material.rows
    listed = {
        "province": ([(row.province,) for row in rows], list(material.areas.order)),
        "sector": ([row.sectors for row in rows], list(material.sectors.order)),
        "profession": ([row.professions for row in rows], list(material.professions.order)),
        "day": ([row.weekdays for row in rows], Weekday.values),
        "age": ([row.ages for row in rows], Age.values),
        "language": ([row.languages for row in rows], SpokenLanguage.values),
        "duration": ([(row.duration,) for row in rows], Duration.values),
        "town": ([(row.town,) for row in rows], list(material.areas.order)),
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


def _postings(material: Material) -> dict[str, NDArray[np.int32]]:
    places: dict[str, list[int]] = defaultdict(list)
    for at, (row, text) in enumerate(zip(material.rows, material.texts, strict=True)):
        for word in words_of(text) | _words_of_codes(material, row):
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
