"""The hosts to phone first: where one more place gives one more person a place.

One place never adds more than one person, and the gains of two hosts do not add up when they
would serve the same one: `together` is a list of calls whose gains do.
"""

from __future__ import annotations

from dataclasses import dataclass

from croisee.offers.models import OfferContact
from croisee.schemes.ranked.board import words
from croisee.schemes.ranked.board.draft import Draft
from croisee.schemes.ranked.insights import more_at


@dataclass(frozen=True)
class Call:
    number: str
    host: str
    waiting: int
    placed: list[int]  # with one, two, three more places: people placed more
    chain: list[str]
    contacts: list[OfferContact]


def useful_offers(draft: Draft) -> list[str]:
    """Where one more place places somebody more; those that most people would prefer first."""
    insights = draft.run.insights.get("offers", {})
    useful = [n for n, more in insights.items() if more["placed"] and n in draft.offers]
    return sorted(useful, key=lambda number: (-len(draft.wanting[number]), number))


def calls(draft: Draft, numbers: list[str]) -> list[Call]:
    """What one, two, three more places at each of these would do, and whom to phone."""
    contacts = draft.contacts(numbers)
    return [_call(draft, number, contacts[number]) for number in numbers]


def _call(draft: Draft, number: str, contacts: list[OfferContact]) -> Call:
    one_more = draft.run.insights["offers"][number]
    further = one_more.get("further")
    if further is None:  # a draft made before these were stored
        further = more_at(draft.result, number)["further"]
    return Call(
        number=number,
        host=draft.host(number),
        waiting=len(draft.wanting[number]),
        placed=[one_more["placed"], *further],
        chain=[words.moved(move, draft.name) for move in words.chained(one_more["moves"], number)],
        contacts=contacts,
    )


@dataclass(frozen=True)
class Together:
    """One call of a list whose gains add up."""

    number: str
    host: str
    whom: str
    contacts: list[OfferContact]


def together(draft: Draft) -> list[Together]:
    found = draft.run.insights.get("together", [])
    contacts = draft.contacts([number for number, _ in found])
    return [
        Together(
            number=number,
            host=draft.host(number),
            whom=", ".join(draft.name(name) for name in names),
            contacts=contacts[number],
        )
        for number, names in found
    ]
