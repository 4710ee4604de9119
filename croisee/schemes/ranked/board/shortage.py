"""Where places lack: by province and by sector, what was asked for first and what there is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from croisee.offers.models import Offer
from croisee.schemes.ranked.board.draft import Draft


@dataclass(frozen=True)
class ShortageRow:
    """`asked` counts people by their first choice, `without` those of them who have no place."""

    name: str
    places: int
    asked: int
    without: int
    free: int


def by_province(draft: Draft) -> list[ShortageRow]:
    return _rows(draft, lambda offer: [_province(offer)])


def by_sector(draft: Draft) -> list[ShortageRow]:
    """An offer of several sectors counts in each of them."""
    return _rows(draft, lambda offer: [sector.name for sector in offer.service.sectors.all()])


def biggest(rows: Iterable[ShortageRow]) -> int:
    """The largest number of a table: the width of its bars."""
    return max((max(row.places, row.asked) for row in rows), default=1) or 1


def _province(offer: Offer) -> str:
    return offer.service.province.name if offer.service.province else _("Ailleurs")


def _rows(draft: Draft, groups: Callable[[Offer], list[str]]) -> list[ShortageRow]:
    places: Counter[str] = Counter()
    free: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    without: Counter[str] = Counter()
    for number, offer in draft.offers.items():
        for name in groups(offer):
            places[name] += draft.capacity[number]
            free[name] += max(draft.free(number), 0)
    for pseudonym, row in draft.applicants.items():
        first = next((n for n in row["choices"] if n in draft.offers), None)
        for name in groups(draft.offers[first]) if first else []:
            asked[name] += 1
            without[name] += draft.assignment[pseudonym] is None
    rows = [
        ShortageRow(name, places[name], asked[name], without[name], free[name])
        for name in {*places, *asked}
    ]
    return sorted(rows, key=lambda row: (-row.without, row.places - row.asked, row.name))
