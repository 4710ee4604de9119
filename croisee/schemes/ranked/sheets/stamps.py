"""The origin of a file of ours, as its hidden sheet tells it (see `core.spreadsheets.stamp`)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from croisee.core.spreadsheets import Sheet
from croisee.core.spreadsheets.stamp import read_stamp
from croisee.schemes.ranked.sheets.headings import folded_heading
from croisee.schemes.ranked.sheets.rows import Stamp


def stamp_of(sheets: Iterable[Sheet]) -> Stamp | None:
    """The stamp of a file of ours, None for any other."""
    found = read_stamp(sheets)
    if found is None:
        return None
    heading, base = found
    return Stamp(
        edition=heading["edition"],
        kind=heading["kind"],
        at=datetime.fromisoformat(heading["at"]),
        columns={folded_heading(text): field for text, field in heading["columns"].items()},
        base=base if heading["base"] else None,
    )
