"""One offer on the board: who is admitted, the cut-off, who waits, what more places would do."""

from __future__ import annotations

from dataclasses import dataclass

from croisee.offers.models import Offer, OfferContact
from croisee.schemes.ranked.board import words
from croisee.schemes.ranked.board.draft import Draft
from croisee.schemes.ranked.insights import MOST_MORE
from croisee.schemes.ranked.models import Application, Decision


@dataclass(frozen=True)
class Line:
    """A person at an offer. `rank` is that of this offer in their list."""

    pk: int
    name: str
    rank: int | None
    priority: bool
    lottery: int
    elsewhere: str  # where they are, for those who wait
    decision: Decision | None
    pending: bool  # the decision counts from the next computation on


@dataclass(frozen=True)
class More:
    """What so many more places would do."""

    more: int
    placed: int
    better: int
    moves: list[str]


@dataclass(frozen=True)
class OfferPanel:
    offer: Offer
    number: str
    host: str
    places: int
    free: int
    demand: int
    by_rank: list[tuple[int, int]]
    admitted: list[Line]
    waiting: list[Line]
    cut: Line | None
    mores: list[More]
    contacts: list[OfferContact]
    to_come: list[str]  # who is fixed here from the next computation on


def offer_panel(draft: Draft, number: str) -> OfferPanel | None:
    """None when the draft does not know this offer."""
    offer = draft.offers.get(number)
    if offer is None:
        return None
    explained = draft.result.explain_offer(number)
    last = explained.last_admitted
    ranks = enumerate(explained.demand, start=1)
    return OfferPanel(
        offer=offer,
        number=number,
        host=draft.host(number),
        places=draft.capacity[number],
        free=max(draft.free(number), 0),
        demand=explained.requests,
        by_rank=[(rank, count) for rank, count in ranks if count],
        admitted=_ordered([_line(draft, name, number) for name in draft.holders[number]]),
        waiting=_ordered([_line(draft, name, number) for name in draft.wanting[number]]),
        cut=_line(draft, last, number) if last and draft.wanting[number] else None,
        mores=_mores(draft, number) if not draft.free(number) else [],
        contacts=draft.contacts([number])[number],
        to_come=[
            pin.application.person.full_name
            for pin in draft.pins_to_come.values()
            if pin.offer.number == number
        ],
    )


def _line(draft: Draft, name: str, number: str) -> Line:
    row, place = draft.applicants[name], draft.assignment[name]
    choices, decision = row["choices"], draft.decision(name, number)
    return Line(
        pk=draft.application_ids.get(name, 0),
        name=draft.people[name],
        rank=choices.index(number) + 1 if number in choices else None,
        priority=row["class"] == Application.PriorityClass.HOST_STAFF,
        lottery=row["lottery"] + 1,
        elsewhere="" if place == number else words.place(place, draft.rank(name), draft.name),
        decision=decision,
        pending=decision is not None and draft.pending(decision),
    )


def _ordered(lines: list[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (not line.priority, line.lottery))


def _mores(draft: Draft, number: str) -> list[More]:
    """One, two, three more places; stops where another one changes nothing further."""
    found: list[More] = []
    for more in range(1, MOST_MORE + 1):
        would = draft.result.more_places(number, more)
        chain = words.chained([words.as_row(move) for move in would.moves], number)
        moves = [words.moved(move, draft.name) for move in chain]
        if found and found[-1].moves == moves:
            break
        found.append(More(more, would.placed_more, len(would.better_off), moves))
    return found
