"""Acts on ticked rows. Each tells what it did, what it left and why, and how to undo it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise


@dataclass
class Outcome:
    """`done` are `(id, {field: [old, new]})` for « Annuler »; `left` are sentences.

    `onward` is the page where the act goes on, when it does not end in the list.
    """

    done: list[tuple[int, dict[str, list[Any]]]] = field(default_factory=list)
    count: int = 0
    left: list[str] = field(default_factory=list)
    onward: str = ""

    def add(self, pk: int, changes: dict[str, list[Any]] | None = None) -> None:
        self.count += 1
        if changes:
            self.done.append((pk, changes))


@dataclass(frozen=True)
class Bulk:
    """`run(ids, by=, at=)` does it; `told(count)` is the green line; `editor` undoes it.

    `question(count)` makes the act ask first. `place` of a row decides who may, as everywhere.
    """

    key: str
    label: str | Promise
    run: Callable[..., Outcome]
    told: Callable[[int], str]
    question: Callable[[int], str] | None = None
    editor: str = ""


_offered: dict[str, list[Callable[[Any], Bulk]]] = {}


def offer(*keys: str) -> Callable[[Callable[[Any], Bulk]], Callable[[Any], Bulk]]:
    """A higher room offers an act to lists it does not declare: `make(listing)` gives it."""

    def register(make: Callable[[Any], Bulk]) -> Callable[[Any], Bulk]:
        for key in keys:
            _offered.setdefault(key, []).append(make)
        return make

    return register


def offered(listing: Any) -> list[Bulk]:
    return [make(listing) for make in _offered.get(listing.key, [])]


def one_by_one(
    ids: Sequence[int],
    act: Callable[[int], dict[str, list[Any]] | None],
    refused: tuple[type[Exception], ...],
    sentence: Callable[[int, Exception], str],
) -> Outcome:
    """Each row in its own transaction: one refusal does not stop the others."""
    outcome = Outcome()
    for pk in ids:
        try:
            outcome.add(pk, act(pk))
        except refused as error:
            outcome.left.append(sentence(pk, error))
    return outcome
