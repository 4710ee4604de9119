"""Where somebody may be moved by hand: offers with a free place, full ones, people to swap with."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from croisee.core.templatetags.look import ordinal
from croisee.schemes.ranked.board.draft import Draft
from croisee.schemes.ranked.models import Decision


@dataclass(frozen=True)
class Target:
    number: str
    host: str
    free: int


@dataclass(frozen=True)
class Moves:
    """`placed` groups people by host: `[(host, [(application id, name)])]`, with what the swap would
    be to either side; the offers of the person's own list come first.

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
        placed=_placed(draft, pseudonym, here) if here else [],
    )


def _pinned(draft: Draft) -> Counter[str]:
    pins = (one for one in draft.decisions if one.kind == Decision.Kind.PIN)
    return Counter(pin.offer.number for pin in pins)


def _placed(draft: Draft, pseudonym: str, here: str) -> list[tuple[str, list[tuple[int, str]]]]:
    choices = draft.applicants[pseudonym]["choices"]
    others = [(number, names) for number, names in draft.holders.items() if number != here]

    def order(row: tuple[str, list[str]]) -> tuple[int, str]:
        return _place_in(choices, row[0]), draft.host(row[0]).casefold()

    return [
        (_ranked(f"{draft.host(number)}, {number}", choices, number), people)
        for number, names in sorted(others, key=order)
        if (people := _people(draft, names, here))
    ]


def _people(draft: Draft, names: list[str], here: str) -> list[tuple[int, str]]:
    found = [
        (draft.application_ids[n], _ranked(draft.people[n], draft.applicants[n]["choices"], here))
        for n in names
        if n in draft.application_ids
    ]
    return sorted(found, key=lambda row: row[1].casefold())


def _ranked(name: str, choices: list[str], number: str) -> str:
    """« Zoé Henrion, son 2e choix »: whether this offer is on that list."""
    if number not in choices:
        return name
    rank = ordinal(choices.index(number) + 1, "text")
    return _("%(name)s, son %(rank)s choix") % {"name": name, "rank": rank}


def _place_in(choices: list[str], number: str) -> int:
    return choices.index(number) if number in choices else len(choices)
