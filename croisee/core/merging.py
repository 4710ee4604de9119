"""Two rows that mean the same thing become one: what points to one follows to the other.

Each room declares in its `merges.py` how its rows follow (`follow`), or that they stay where they
are (`stays`): the name under an act of the past does not change. `tests/core/test_merging.py`
refuses a foreign key that says neither.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet

Counted = Callable[[int], str]


def _no_refusal(_kept: Any, _gone: Any) -> str:
    return ""


def _drop(_kept: Any, gone: Any) -> None:
    gone.delete()


@dataclass(frozen=True)
class Follow:
    """How the rows of one foreign key follow a merge.

    `counted(n)` says what they are. Two rows equal in `within` are held once: `refusal(kept, gone)`
    says why they cannot become one (empty: they can), `absorb(kept, gone)` makes them one, by
    dropping the second unless told otherwise; a row that `unique` does not describe never clashes.
    Rows outside `only` stay. `programme` is the path to the programme of a row.
    """

    model: str
    name: str
    counted: Counted
    within: tuple[str, ...] = ()
    unique: Q = field(default_factory=Q)
    only: Q = field(default_factory=Q)
    refusal: Callable[[Any, Any], str] = _no_refusal
    absorb: Callable[[Any, Any], None] = _drop
    programme: str = ""

    def rows(self, thing: Model) -> QuerySet:
        return apps.get_model(self.model)._default_manager.filter(self.only, **{self.name: thing})

    def clashes(self, kept: Model, gone: Model) -> Iterator[tuple[Any, Any]]:
        """(row of the kept one, row of the other) that cannot both belong to one."""
        if not self.within:
            return
        held = {self._key(row): row for row in self.rows(kept).filter(self.unique)}
        for row in self.rows(gone).filter(self.unique):
            if self._key(row) in held:
                yield held[self._key(row)], row

    def _key(self, row: Model) -> tuple:
        return tuple(row.serializable_value(name) for name in self.within)


@dataclass
class Plan:
    """What merging would do: sentences, to be read before it is done.

    `between` are the couples of rows (one of each side) that forbid it.
    """

    moved: list[str] = field(default_factory=list)
    joined: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    between: list[tuple[Any, Any]] = field(default_factory=list)


class MergeRefusedError(Exception):
    """Why these two cannot become one, and what to do first: `sentences`."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("; ".join(sentences))
        self.sentences = sentences


class AlreadyMergedError(Exception):
    """Somebody was quicker: one of the two is part of `kept` now."""

    def __init__(self, kept: Any) -> None:
        super().__init__(kept.pk)
        self.kept = kept


_follows: list[Follow] = []
_stays: set[tuple[str, str]] = set()


def follow(one: Follow) -> None:
    """Declare rows that follow; declaring twice changes nothing."""
    if not any((known.model, known.name) == (one.model, one.name) for known in _follows):
        _follows.append(one)


def stays(model: str, *names: str) -> None:
    """Declare foreign keys that keep pointing to the merged row, which is kept as history."""
    _stays.update((model, name) for name in names)


def declared() -> set[tuple[str, str]]:
    return {(one.model, one.name) for one in _follows} | _stays


def follows_of(thing: Model) -> list[Follow]:
    """The declarations whose foreign key leads to this kind of thing."""
    return [one for one in _follows if _target(one) is type(thing)]


def _target(one: Follow) -> Any:
    return apps.get_model(one.model)._meta.get_field(one.name).related_model


def hanging(thing: Model) -> list[str]:
    """What hangs on a thing, in words: « 2 inscriptions », « contact d’une offre »."""
    counts = [(one, one.rows(thing).count()) for one in follows_of(thing)]
    return [one.counted(count) for one, count in counts if count]


def plan(kept: Model, gone: Model) -> Plan:
    """The dry run: what would follow, what is on both sides already, what forbids it."""
    found = Plan()
    for one in follows_of(kept):
        clashes = list(one.clashes(kept, gone))
        said = [(one.refusal(*couple), couple) for couple in clashes]
        found.refused += [sentence for sentence, _couple in said if sentence]
        found.between += [couple for sentence, couple in said if sentence]
        moving = one.rows(gone).count() - len(clashes)
        found.moved += [one.counted(moving)] if moving else []
        found.joined += [one.counted(len(clashes))] if clashes else []
    return found


def carry_over(kept: Model, gone: Model) -> None:
    """Make everything follow, inside the caller's transaction. Raises MergeRefusedError."""
    refused = plan(kept, gone).refused
    if refused:
        raise MergeRefusedError(refused)
    for one in follows_of(kept):
        one.rows(gone).exclude(pk__in=_absorb(one, kept, gone)).update(**{one.name: kept})


def _absorb(one: Follow, kept: Model, gone: Model) -> list[int]:
    """Make one what is on both sides; the ids of rows that stay behind, as history."""
    clashes = [(mine, other, other.pk) for mine, other in one.clashes(kept, gone)]
    for mine, other, _pk in clashes:
        one.absorb(mine, other)
    return [pk for _mine, _other, pk in clashes]


def outside(thing: Model, programmes: QuerySet) -> bool:
    """Whether something that hangs on a thing belongs to another programme than these."""
    return any(
        one.rows(thing)
        .exclude(**{f"{one.programme}__in": programmes})
        .exclude(**{one.programme: None})
        .exists()
        for one in follows_of(thing)
        if one.programme
    )
