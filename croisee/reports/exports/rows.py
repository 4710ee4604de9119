"""What the lists have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from croisee.core.spreadsheets import Column, Page
from croisee.core.spreadsheets.stamp import stamped_rows
from croisee.core.spreadsheets.writer import Out
from croisee.editions.models import Edition

#: What each row said when it was exported: (key, {field: value}), filled while rows are written.
Base = list[tuple[str, dict[str, Any]]]
Stamping = Callable[[Mapping[str, str]], Iterator[list[str]]]

STRETCH: Final = 500


def local(instant: datetime | None, edition: Edition) -> datetime | None:
    """Spreadsheets know no zones: the edition's local time."""
    return instant.astimezone(edition.timezone) if instant else None


def stamp(edition: Edition, kind: str, at: datetime, base: Base) -> Stamping:
    """The hidden sheet by which the import knows the file again, given its columns."""
    return lambda columns: stamped_rows(edition.pk, kind, columns, at=at, rows=base)


def page(
    name: str,
    columns: Sequence[tuple[Column, str]],
    rows: Iterable[Sequence[Out]],
    stamping: Stamping,
) -> Page:
    """A list that may come back: each column with the field it is read as ('' for none)."""
    fields = {column.heading: field for column, field in columns}
    return Page(name, [column for column, _field in columns], rows, stamping(fields))
