"""What comes out of a spreadsheet: sheets of numbered rows of plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell whose value is an error (`#N/A`), or a formula nobody has computed (`=`)."""

    text: str


Value = str | int | float | bool | datetime | CellError


@dataclass(frozen=True, slots=True)
class Row:
    """The non-empty cells of Excel's row `number` (from 1), by column index (from 0)."""

    number: int
    cells: dict[int, Value]


@dataclass(slots=True)
class Sheet:
    """One worksheet. Rows without any value are absent; `formulas` are (row, column index)."""

    name: str
    hidden: bool = False
    rows: list[Row] = field(default_factory=list)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    merged: list[str] = field(default_factory=list)
    hidden_rows: int = 0


def column_letters(index: int) -> str:
    """Excel's name of the column `index` (from 0): A, B … Z, AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """The index (from 0) of the column Excel calls `letters`."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1
