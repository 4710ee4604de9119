"""The origin of a file of ours, as its hidden sheet tells it (see `core.spreadsheets.stamp`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from croisee.core.spreadsheets import Row, Sheet
from croisee.core.spreadsheets.stamp import read_stamp
from croisee.schemes.ranked.sheets.headings import folded_heading
from croisee.schemes.ranked.sheets.rows import Stamp


def stamp_of(sheets: Iterable[Sheet]) -> Stamp | None:
    """The stamp of a file of ours, None for any other."""
    found = read_stamp(sheets)
    if found is None:
        return None
    heading, rows = found
    columns = heading["columns"]
    return Stamp(
        edition=heading["edition"],
        kind=heading["kind"],
        at=datetime.fromisoformat(heading["at"]),
        columns={folded_heading(text): field for text, field in columns.items()},
        before=None if rows is None else _sheet([list(columns), *rows]),
    )


def _sheet(rows: Sequence[Sequence[Any]]) -> Sheet:
    """The sheet as it was written, its headings in the first row."""
    found = [
        Row(number, {index: value for index, value in enumerate(row) if value is not None})
        for number, row in enumerate(rows, start=1)
    ]
    return Sheet("", rows=found)
