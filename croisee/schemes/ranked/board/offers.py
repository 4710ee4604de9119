"""The offers of a draft, the tightest first; what one more place would do at each."""

from __future__ import annotations

from dataclasses import dataclass

from croisee.schemes.ranked.board.draft import Draft

MOST_MARKS = 9

SORTS = {
    "tension": lambda row: (-(row.waiting - row.free), -row.demand, row.number),
    "demandes": lambda row: (-row.demand, row.number),
    "places": lambda row: (-row.places, row.number),
    "plus": lambda row: (-row.more_placed, -row.more_better, -row.waiting, row.number),
    "nom": lambda row: (row.host.casefold(), row.number),
}


@dataclass(frozen=True)
class OfferRow:
    number: str
    host: str
    where: str
    admitted: int
    waiting: int  # who would rather be here than where they are
    free: int
    demand: int
    places: int
    more_placed: int  # with one more place: people placed more, 0 or 1
    more_better: int  # with one more place: people with a better rank

    @property
    def dots(self) -> int:
        """Of those waiting, how many are drawn; the others are said."""
        return min(self.waiting, max(MOST_MARKS - self.places, 3))

    @property
    def beyond(self) -> int:
        return self.waiting - self.dots


def offer_rows(draft: Draft, sort: str = "tension") -> list[OfferRow]:
    more = draft.run.insights.get("offers", {})
    rows = [_row(draft, number, more.get(number, {})) for number in draft.capacity]
    shown = [row for row in rows if row.places or row.demand]
    return sorted(shown, key=SORTS.get(sort, SORTS["tension"]))


def _row(draft: Draft, number: str, more: dict) -> OfferRow:
    offer = draft.offers.get(number)
    sectors = [sector.name for sector in offer.service.sectors.all()] if offer else []
    where = [offer.service.locality, *sectors[:1]] if offer else []
    return OfferRow(
        number=number,
        host=draft.host(number),
        where=", ".join(filter(None, where)),
        admitted=len(draft.holders[number]),
        waiting=len(draft.wanting[number]),
        free=max(draft.free(number), 0),
        demand=draft.demand[number].total(),
        places=draft.capacity[number],
        more_placed=more.get("placed", 0),
        more_better=more.get("better", 0),
    )
