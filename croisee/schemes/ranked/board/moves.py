"""Where somebody may be moved by hand: offers with a free place, full ones, people to swap with."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from croisee.schemes.ranked.board.draft import Draft
from croisee.schemes.ranked.models import Decision


@dataclass(frozen=True)
class Target:
    number: str
    host: str
    free: int


@dataclass(frozen=True)
class Moves:
    """`placed` groups people by host: `[(host, [(application id, name)])]`.

    Who has a place leaves a full offer to a swap, where both know where they go.
    """

    free: list[Target]
    full: list[Target]
    placed: list[tuple[str, list[tuple[int, str]]]]


def moves(draft: Draft, pseudonym: str) -> Moves:
    """Never where they are already, nor where every place is fixed to somebody."""
    here, pinned = draft.assignment[pseudonym], _pinned(draft)
    targets = [
        Target(number, draft.host(number), draft.free(number))
        for number, places in draft.capacity.items()
        if number != here and places > pinned[number]
    ]
    ordered = sorted(targets, key=lambda target: (target.host.casefold(), target.number))
    return Moves(
        free=[target for target in ordered if target.free > 0],
        full=[target for target in ordered if target.free <= 0 and here is None],
        placed=_placed(draft, here) if here else [],
    )


def _pinned(draft: Draft) -> Counter[str]:
    pins = (one for one in draft.decisions if one.kind == Decision.Kind.PIN)
    return Counter(pin.offer.number for pin in pins)


def _placed(draft: Draft, here: str) -> list[tuple[str, list[tuple[int, str]]]]:
    groups = [
        (f"{draft.host(number)}, {number}", _people(draft, names))
        for number, names in draft.holders.items()
        if number != here
    ]
    return sorted(
        [(host, people) for host, people in groups if people], key=lambda row: row[0].casefold()
    )


def _people(draft: Draft, names: list[str]) -> list[tuple[int, str]]:
    found = [
        (draft.application_ids[n], draft.people[n]) for n in names if n in draft.application_ids
    ]
    return sorted(found, key=lambda row: row[1].casefold())
