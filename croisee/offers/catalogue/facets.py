"""Filters with counts: beside each value, how many offers one would see with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from croisee.offers.catalogue.index import Index, Mask
from croisee.offers.catalogue.snapshot import Snapshot
from croisee.offers.catalogue.wanted import PLACES, Wanted
from croisee.offers.enums import Age, Duration, SpokenLanguage, Weekday

TITLES: dict[str, str | Promise] = {
    "province": _("Province"),
    "sector": _("Secteur"),
    "profession": _("Profession à suivre"),
    "day": _("Jour possible"),
    "age": _("Âge du public"),
    "language": _("Langue"),
    "duration": _("Durée"),
    "places": _("Places"),
}
PLACES_LABELS: dict[str, str | Promise] = {
    "left": _("Encore des places libres"),
    "calm": _("Moins de demandes que de places"),
}
CHOICES = {"day": Weekday, "age": Age, "language": SpokenLanguage, "duration": Duration}
SHOWN = 6  # values before « Voir tout »


@dataclass(frozen=True)
class Value:
    """One box: its value, its name, how many offers, whether it is ticked."""

    value: str
    label: str
    count: int
    ticked: bool

    @property
    def unit(self) -> str:
        """The word after the number."""
        return ngettext("offre", "offres", self.count)


@dataclass(frozen=True)
class Facet:
    """One filter. The most useful values stand first; the others are folded."""

    name: str
    title: str | Promise
    first: list[Value]
    more: list[Value]

    @property
    def total(self) -> int:
        return len(self.first) + len(self.more)


class Filtering:
    """The masks of a search, kept apart so that each facet counts without its own filter."""

    def __init__(self, snapshot: Snapshot, wanted: Wanted, found: Mask) -> None:
        self.snapshot, self.wanted = snapshot, wanted
        self._masks = {"text": found}
        for name, values in wanted.chosen.items():
            masks = [snapshot.index.facet(name).mask(value) for value in values]
            self._masks[name] = np.logical_or.reduce([mask for mask in masks if mask is not None])
        for name in wanted.places:
            self._masks[f"places:{name}"] = self.places_mask(name)

    def places_mask(self, name: str) -> Mask:
        if name == "calm":
            return self.snapshot.demand.calm
        return self.snapshot.index.left > 0

    def all_but(self, *names: str) -> Mask:
        """The rows that pass every filter but these."""
        kept = [mask for name, mask in self._masks.items() if name not in names]
        return np.logical_and.reduce(kept)


def facets_of(filtering: Filtering, *, demand_shown: bool) -> list[Facet]:
    """All filters that offer a choice, with their counts."""
    names = [name for name in TITLES if name != "places"]
    found = [_facet(filtering, name) for name in names]
    places = _places(filtering, demand_shown)
    return [facet for facet in [*found, places] if facet.total > 1 or _ticked(facet)]


def _ticked(facet: Facet) -> bool:
    return any(value.ticked for value in (*facet.first, *facet.more))


def _facet(filtering: Filtering, name: str) -> Facet:
    index, table = filtering.snapshot.index, filtering.snapshot.index.tables[name]
    counts = np.count_nonzero(table.masks & filtering.all_but(name), axis=1)
    chosen = filtering.wanted.chosen.get(name, ())
    values = [
        Value(value, text, count, value in chosen)
        for value, text, count in zip(
            table.values, labels(index, name, table.values), counts.tolist(), strict=True
        )
    ]
    if name not in CHOICES:
        values.sort(key=lambda value: (not value.ticked, -value.count, value.label))
    first = values if len(values) <= SHOWN + 2 or name in CHOICES else values[:SHOWN]
    return Facet(name, TITLES[name], first, values[len(first) :])


def _places(filtering: Filtering, demand_shown: bool) -> Facet:
    names = [name for name in PLACES if demand_shown or name != "calm"]
    values = [
        Value(
            name,
            str(PLACES_LABELS[name]),
            int(
                np.count_nonzero(filtering.places_mask(name) & filtering.all_but(f"places:{name}"))
            ),
            name in filtering.wanted.places,
        )
        for name in names
    ]
    return Facet("places", TITLES["places"], values, [])


def label(index: Index, name: str, value: str) -> str:
    """The name of a value in the active language."""
    return labels(index, name, [value])[0]


def labels(index: Index, name: str, values: Sequence[str]) -> list[str]:
    """The names of values of one facet in the active language."""
    if name in CHOICES:
        return [str(CHOICES[name](value).label) for value in values]
    if name == "places":
        return [str(PLACES_LABELS[value]) for value in values]
    material = index.material
    names = {"sector": material.sectors, "profession": material.professions}
    return names.get(name, material.areas).names(values)
