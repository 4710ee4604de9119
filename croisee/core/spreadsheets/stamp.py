"""What a spreadsheet of ours remembers of its origin, on a hidden sheet, sealed.

A person who removes a column before passing a file on must be able to trust that it is gone: the
stamp says nothing to anybody but this installation. It comes back with the file, whatever was
edited, sorted or added in between; without it a file is simply a file.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from croisee.core.sealing import seal, unseal
from croisee.core.spreadsheets.rows import Sheet

SHEET: Final = "Croisée"
_PURPOSE: Final = "sheet-stamp"
_PIECE: Final = 30_000  # a cell holds 32,767 characters
_BATCH: Final = 200  # rows sealed together


def stamped_rows(
    edition: int,
    kind: str,
    columns: Mapping[str, str],
    *,
    at: datetime,
    rows: Iterable[tuple[str, Any]] | None = None,
) -> Iterator[list[str]]:
    """The rows of the hidden sheet: where the file comes from, then what each row said, in batches.

    `columns`: heading → field it is read as, '' for none. `rows`: (key, what to remember); None
    where a file remembers only its origin.
    """
    yield _pieces(
        {
            "edition": edition,
            "kind": kind,
            "at": at.isoformat(),
            "columns": dict(columns),
            "base": rows is not None,
        }
    )
    batch: dict[str, Any] = {}
    for key, remembered in rows or ():
        batch[key] = remembered
        if len(batch) == _BATCH:
            yield _pieces(batch)
            batch = {}
    if batch:
        yield _pieces(batch)


def read_stamp(sheets: Iterable[Sheet]) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """(heading, {key: what was remembered}) of a file of ours; None for any other."""
    sheet = next((one for one in sheets if one.hidden and one.name == SHEET), None)
    if sheet is None or not sheet.rows:
        return None
    parts = [_opened("".join(map(str, row.cells.values()))) for row in sheet.rows]
    heading, *batches = parts
    if heading is None or None in batches:
        return None
    return heading, {key: kept for batch in batches if batch for key, kept in batch.items()}


def _pieces(content: dict[str, Any]) -> list[str]:
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    text = seal(_PURPOSE, zlib.compress(written.encode()))
    return [text[start : start + _PIECE] for start in range(0, len(text), _PIECE)]


def _opened(text: str) -> dict[str, Any] | None:
    """Unsealed first: only what we wrote is decompressed."""
    content = unseal(_PURPOSE, text)
    return None if content is None else json.loads(zlib.decompress(content))
