"""One page of the catalogue: its cards, its filters, where one can go from here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from django.utils.translation import gettext as _

from croisee.offers.catalogue.facets import Facet, Filtering, facets_of, label
from croisee.offers.catalogue.index import Index, Mask
from croisee.offers.catalogue.ordering import distances, order_of
from croisee.offers.catalogue.rows import Row
from croisee.offers.catalogue.search import Found, find
from croisee.offers.catalogue.snapshot import Snapshot
from croisee.offers.catalogue.wanted import Wanted
from croisee.offers.enums import Duration


@dataclass(frozen=True)
class Card:
    """One offer of the list, in the active language."""

    row: Row
    where: str
    distance: int | None
    professions: str
    duration: str
    requests: int
    calm: bool


@dataclass(frozen=True)
class Chip:
    """A filter in force, with the address that takes it away."""

    label: str
    query: str


@dataclass(frozen=True)
class Results:
    """Everything the page shows."""

    wanted: Wanted
    cards: list[Card]
    count: int
    places: int
    first: int
    last: int
    pages: int
    facets: list[Facet]
    chips: list[Chip]
    found: Found
    mask: Mask
    everything: int

    @property
    def previous(self) -> str:
        return self.wanted.query(page=self.wanted.page - 1) if self.wanted.page > 1 else ""

    @property
    def next(self) -> str:
        return self.wanted.query(page=self.wanted.page + 1) if self.wanted.page < self.pages else ""

    @property
    def ticked(self) -> int:
        """How many filters hold; the words searched for are none."""
        return len(self.chips) - bool(self.wanted.text)


def results_of(snapshot: Snapshot, wanted: Wanted, *, demand_shown: bool) -> Results:
    """Search, filter, count, order, and draw up the cards of one page."""
    index = snapshot.index
    found = find(index, wanted.text)
    filtering = Filtering(snapshot, wanted, found.mask)
    mask = filtering.all_but()
    order = order_of(snapshot, wanted, demand_shown=demand_shown)
    positions = order[mask[order]] if len(order) else order
    pages = max(1, -(-len(positions) // wanted.size))
    wanted = replace(wanted, page=min(wanted.page, pages))
    first = (wanted.page - 1) * wanted.size
    shown = positions[first : first + wanted.size]
    return Results(
        wanted=wanted,
        cards=cards_of(snapshot, shown, wanted.point),
        count=len(positions),
        places=int(index.left[mask].sum()) if len(positions) else 0,
        first=first + 1 if len(positions) else 0,
        last=first + len(shown),
        pages=pages,
        facets=facets_of(filtering, demand_shown=demand_shown),
        chips=_chips(index, wanted),
        found=found,
        mask=mask,
        everything=len(index.rows),
    )


def cards_of(
    snapshot: Snapshot, positions: Iterable[int], point: tuple[float, float] | None = None
) -> list[Card]:
    """Cards of rows, in this order; with distances when `point` is given."""
    far = distances(snapshot.index, point) if point else None
    return [_card(snapshot, int(at), None if far is None else float(far[at])) for at in positions]


def _card(snapshot: Snapshot, at: int, far: float | None) -> Card:
    index, row = snapshot.index, snapshot.index.rows[at]
    professions = [index.material.professions.name(code) for code in row.professions]
    return Card(
        row=row,
        where=row.locality or index.material.areas.name(row.town),
        distance=None if far is None or np.isnan(far) else round(far),
        professions=", ".join([*professions, *filter(None, [row.professions_text])]),
        duration=str(Duration(row.duration).label) if row.duration in Duration.values else "",
        requests=int(snapshot.demand.requests[at]),
        calm=bool(snapshot.demand.calm[at]),
    )


def _chips(index: Index, wanted: Wanted) -> list[Chip]:
    quoted = _("« %(text)s »") % {"text": wanted.text}
    chips = [Chip(quoted, wanted.query(text="", page=1))] if wanted.text else []
    chosen = [(name, value) for name, values in wanted.chosen.items() for value in values]
    chosen += [("places", value) for value in wanted.places]
    return chips + [
        Chip(label(index, name, value), wanted.without(name, value)) for name, value in chosen
    ]
