"""What the address of a list asks for. Whatever is odd in it is ignored: no address is an error."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from croisee.core.listing.columns import Column
from croisee.core.listing.filters import Filter

SIZES = (25, 50, 100, 200)
QUERY_LENGTH = 100


@dataclass(frozen=True)
class State:
    """Search, filters, order, columns and page of a list, as its address says them."""

    q: str = ""
    chosen: tuple[tuple[str, str], ...] = ()
    sort: str = ""
    descending: bool = False
    columns: tuple[str, ...] = ()
    page: int = 1
    size: int = 50
    editing: int = 0

    def query(self, **changes: Any) -> str:
        """The query of an address that differs from this one by `changes`."""
        new = replace(self, **{"editing": 0, **changes})
        parts: list[tuple[str, Any]] = [("q", new.q), *new.chosen]
        parts.append(("tri", ("-" if new.descending else "") + new.sort if new.sort else ""))
        parts.append(("colonnes", ".".join(new.columns)))
        parts.append(("par", new.size if new.size != State.size else ""))
        parts.append(("page", new.page if new.page > 1 else ""))
        parts.append(("modifier", new.editing or ""))
        return "?" + urlencode([(key, value) for key, value in parts if value])

    @property
    def filtered(self) -> bool:
        return bool(self.q or self.chosen)

    def value(self, key: str) -> str:
        return dict(self.chosen).get(key, "")


def read_state(given: QueryDict, columns: tuple[Column, ...], filters: tuple[Filter, ...]) -> State:
    sort, descending = _sort(given.get("tri", ""), columns)
    size = _number(given.get("par"), State.size)
    return State(
        q=_printable(given.get("q", ""))[:QUERY_LENGTH].strip(),
        chosen=tuple(
            (one.key, str(given[one.key]))
            for one in filters
            if given.get(one.key) and given[one.key] in dict(one.choices())
        ),
        sort=sort,
        descending=descending,
        columns=_columns(given, columns),
        page=_number(given.get("page"), 1),
        size=size if size in SIZES else State.size,
        editing=_number(given.get("modifier"), 0),
    )


def _printable(text: str) -> str:
    return "".join(char for char in text if char.isprintable())


def _sort(wanted: str, columns: tuple[Column, ...]) -> tuple[str, bool]:
    key = wanted.removeprefix("-")
    if any(column.key == key and column.sortable for column in columns):
        return key, wanted.startswith("-")
    return "", False


def _columns(given: QueryDict, columns: tuple[Column, ...]) -> tuple[str, ...]:
    """The chosen keys in the order of the list; empty means the usual ones."""
    wanted = {key for part in given.getlist("colonnes") for key in part.split(".")}
    found = tuple(column.key for column in columns if column.key in wanted)
    usual = tuple(column.key for column in columns if column.shown)
    return () if found == usual else found


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else otherwise
