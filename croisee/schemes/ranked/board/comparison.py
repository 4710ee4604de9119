"""Two drafts of a round side by side: who gains, who loses."""

from __future__ import annotations

from dataclasses import dataclass

from croisee.schemes.ranked.board import words
from croisee.schemes.ranked.board.draft import Draft


@dataclass(frozen=True)
class Change:
    pk: int
    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Difference:
    placed: tuple[int, int]
    gaining: list[Change]
    losing: list[Change]
    other: list[Change]  # elsewhere, neither better nor worse
    only_before: list[str]
    only_after: list[str]


def difference(before: Draft, after: Draft) -> Difference:
    """From one draft to another. A place outside the list is neither a gain nor a loss."""
    gaining: list[Change] = []
    losing: list[Change] = []
    other: list[Change] = []
    common = [name for name in before.assignment if name in after.assignment]
    for name in sorted(common, key=lambda pseudonym: before.people[pseudonym]):
        if before.assignment[name] == after.assignment[name]:
            continue
        old, new = _worth(before, name), _worth(after, name)
        kind = other if old is None or new is None or old == new else gaining
        (losing if kind is gaining and new > old else kind).append(  # type: ignore[operator]
            _change(before, after, name)
        )
    return Difference(
        placed=(_placed(before), _placed(after)),
        gaining=gaining,
        losing=losing,
        other=other,
        only_before=[before.people[n] for n in before.assignment if n not in after.assignment],
        only_after=[after.people[n] for n in after.assignment if n not in before.assignment],
    )


def _worth(draft: Draft, name: str) -> int | None:
    """The rank; after all ranks without a place; None at a place nobody listed."""
    if draft.assignment[name] is None:
        return 10_000
    return draft.rank(name)


def _placed(draft: Draft) -> int:
    return sum(place is not None for place in draft.assignment.values())


def _change(before: Draft, after: Draft, name: str) -> Change:
    return Change(
        pk=before.application_ids.get(name, 0),
        name=before.people[name],
        before=words.place(before.assignment[name], before.rank(name), before.name),
        after=words.place(after.assignment[name], after.rank(name), after.name),
    )
