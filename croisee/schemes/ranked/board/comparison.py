"""Two drafts of a round side by side: who gains, who loses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from croisee.core.templatetags.look import ordinal
from croisee.schemes.ranked.board import words
from croisee.schemes.ranked.board.draft import Draft
from croisee.schemes.ranked.models import Application


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
    """From one draft to another, who loses or gains most first. A place outside the list is
    neither a gain nor a loss."""
    gaining: list[Change] = []
    losing: list[Change] = []
    other: list[Change] = []
    common = [name for name in before.assignment if name in after.assignment]
    for name in sorted(
        common, key=lambda name: (-_moved(before, after, name), before.people[name])
    ):
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


def _moved(before: Draft, after: Draft, name: str) -> int:
    """By how much somebody gains or loses; a place won or lost counts more than any rank."""
    old, new = _worth(before, name), _worth(after, name)
    return 0 if old is None or new is None else abs(old - new)


def _placed(draft: Draft) -> int:
    return sum(place is not None for place in draft.assignment.values())


@dataclass(frozen=True)
class Beside:
    """People placed in a group, in one draft and in the other."""

    label: str
    before: int
    after: int

    @property
    def change(self) -> str:
        more = self.after - self.before
        return f"+{more}" if more > 0 else f"\u2212{-more}" if more else "0"


def beside(before: Draft, after: Draft) -> list[tuple[str, list[Beside]]]:
    """People placed, `[(what they are grouped by, rows)]`: all, by rank, class and province."""
    return [
        ("", [Beside(_("Placé·es"), _placed(before), _placed(after))]),
        (_("Rang obtenu"), _grouped(before, after, _rank, _ranks(after))),
        (_("Priorité"), _grouped(before, after, _class, _classes())),
        (_("Province"), _grouped(before, after, _province, _provinces(after))),
    ]


def _grouped(
    before: Draft,
    after: Draft,
    group: Callable[[Draft, str], str],
    labels: Iterable[str],
) -> list[Beside]:
    old, new = (
        Counter(group(draft, name) for name, place in draft.assignment.items() if place is not None)
        for draft in (before, after)
    )
    return [Beside(label, old[label], new[label]) for label in labels if old[label] or new[label]]


def _rank(draft: Draft, name: str) -> str:
    rank = draft.rank(name)
    return _ordered(rank) if rank else _("Hors liste")


def _ranks(draft: Draft) -> list[str]:
    last: int = draft.run.problem["max_choices"]
    return [*map(_ordered, range(1, last + 1)), _("Hors liste")]


def _ordered(rank: int) -> str:
    return _("%(rank)s choix obtenu") % {"rank": ordinal(rank, "text")}


def _class(draft: Draft, name: str) -> str:
    return _classes()[draft.applicants[name]["class"]]


def _classes() -> list[str]:
    return [str(capfirst(label)) for label in Application.PriorityClass.labels]


def _province(draft: Draft, name: str) -> str:
    return draft.provinces.get(name) or _("Ailleurs")


def _provinces(draft: Draft) -> list[str]:
    return [*sorted(filter(None, set(draft.provinces.values()))), _("Ailleurs")]


def _change(before: Draft, after: Draft, name: str) -> Change:
    return Change(
        pk=before.application_ids.get(name, 0),
        name=before.people[name],
        before=words.place(before.assignment[name], before.rank(name), before.name),
        after=words.place(after.assignment[name], after.rank(name), after.name),
    )
