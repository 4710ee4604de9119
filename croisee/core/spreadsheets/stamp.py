"""What a spreadsheet of ours remembers of its origin, on a hidden sheet, sealed.

A person who removes a column before passing a file on must be able to trust that it is gone: the
stamp says nothing to anybody but this installation. It comes back with the file, whatever was
edited, sorted or added in between; without it a file is simply a file.

It remembers the rows as they were written, so that reading the file back tells what somebody
changed in it from what changed here meanwhile.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from croisee.core.sealing import seal, unseal
from croisee.core.spreadsheets.rows import Sheet
from croisee.core.spreadsheets.sheet import MAX_ROWS

SHEET: Final = "Croisée"
_PURPOSE: Final = "sheet-stamp"
_PIECE: Final = 30_000  # a cell holds 32,767 characters
_BATCH: Final = 200  # rows sealed together
_HALF_A_SECOND: Final = timedelta(milliseconds=500)

Rows = Iterable[Sequence[Any]]
#: What a sheet holds of a value, None for the value itself.
Writer = Callable[[Any], Any] | None


class Imprint:
    """A sheet as it leaves: its rows pass through `passing`, then `sealed` is the hidden sheet.

    `columns`: heading → field it is read as, '' for none, in the order of the sheet. Rows are
    sealed a batch at a time; of a sheet too long to come back (`MAX_ROWS`) only the origin is
    remembered, so memory stays flat.
    """

    def __init__(
        self, edition: int, kind: str, columns: Mapping[str, str], *, at: datetime
    ) -> None:
        self._heading = {
            "edition": edition,
            "kind": kind,
            "at": at.isoformat(),
            "columns": dict(columns),
        }
        self._batches: list[list[str]] | None = []

    def passing(self, rows: Rows, writers: Sequence[Writer] = ()) -> Iterator[Sequence[Any]]:
        """The same rows, remembered on their way."""
        rest, batch = iter(rows), list[Any]()
        for number, row in enumerate(rest, start=2):
            if number > MAX_ROWS:
                self._batches = None
                yield row
                yield from rest
                return
            batch.append(_as_written(row, writers))
            if len(batch) == _BATCH:
                self._seal(batch)
                batch = []
            yield row
        if batch:
            self._seal(batch)

    def _seal(self, batch: list[Any]) -> None:
        if self._batches is not None:
            self._batches.append(_pieces(batch))

    def sealed(self) -> Iterator[list[str]]:
        """The rows of the hidden sheet, once all the others are written."""
        yield _pieces({**self._heading, "rows": self._batches is not None})
        yield from self._batches or ()


def _as_written(row: Sequence[Any], writers: Sequence[Writer]) -> list[Any]:
    if writers:
        row = [
            raw if write is None else write(raw) for write, raw in zip(writers, row, strict=True)
        ]
    return [_plain(value) for value in row]


def _plain(value: Any) -> Any:
    """A date as its text: that is how the import reads it back, to the nearest second."""
    if isinstance(value, datetime):
        value += _HALF_A_SECOND
        if (value.hour, value.minute) != (0, 0):
            return value.strftime("%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return None if value == "" else value


def read_stamp(sheets: Iterable[Sheet]) -> tuple[dict[str, Any], list[list[Any]] | None] | None:
    """(heading, the rows as they were written or None) of a file of ours; None for any other."""
    sheet = next((one for one in sheets if one.hidden and one.name == SHEET), None)
    if sheet is None or not sheet.rows:
        return None
    parts = [_opened("".join(map(str, row.cells.values()))) for row in sheet.rows]
    heading, *batches = parts
    # Sealed by us, but perhaps sorted, doubled or joined since: then the file is simply a file.
    if not isinstance(heading, dict) or not all(isinstance(one, list) for one in batches):
        return None
    return heading, [row for batch in batches for row in batch] if heading.get("rows") else None


def _pieces(content: Any) -> list[str]:
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    text = seal(_PURPOSE, zlib.compress(written.encode()))
    return [text[start : start + _PIECE] for start in range(0, len(text), _PIECE)]


def _opened(text: str) -> Any:
    """Unsealed first: only what we wrote is decompressed."""
    content = unseal(_PURPOSE, text)
    return None if content is None else json.loads(zlib.decompress(content))
