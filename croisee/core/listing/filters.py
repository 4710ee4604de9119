"""Filters of a list: one answer each, kept in the address; an odd value filters nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

Options = Iterable[tuple[Any, Any]]


@dataclass(frozen=True)
class Filter:
    """`narrow(rows, value)` keeps what fits; `options` are the answers with their labels."""

    key: str
    label: str | Promise
    options: Options | Callable[[], Options]
    narrow: Callable[[QuerySet, str], QuerySet]

    def choices(self) -> list[tuple[str, str]]:
        found = self.options() if callable(self.options) else self.options
        return [(str(value), str(label)) for value, label in found]


def equal(key: str, label: Any, path: str, options: Any) -> Filter:
    """Rows whose `path` is the chosen value."""
    return Filter(key, label, options, lambda rows, value: rows.filter(**{path: value}))


def among(key: str, label: Any, cases: Mapping[str, tuple[Any, Q]]) -> Filter:
    """Named conditions: `{value: (label, condition)}`."""
    return Filter(
        key,
        label,
        [(value, case[0]) for value, case in cases.items()],
        lambda rows, value: rows.filter(cases[value][1]),
    )
