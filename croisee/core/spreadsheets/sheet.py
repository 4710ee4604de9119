"""One worksheet's XML into rows, within caps; the dimensions it declares are not even read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from croisee.core.spreadsheets.cells import Decoder
from croisee.core.spreadsheets.rows import CellError, Row, Sheet, Value, column_index
from croisee.core.spreadsheets.strings import TextCollector
from croisee.core.spreadsheets.xml import Budget, parse

MAX_ROWS: Final = (
    11_000  # thirty times the largest edition so far; bounds the time of a hostile file
)
MAX_COLUMNS: Final = 200
_LAST_ROW: Final = 1_048_576  # of Excel itself
_MAX_MERGED: Final = 1_000
_REFERENCE = re.compile("([A-Z]{1,3})[0-9]{1,7}")


def read_sheet(chunks: Iterable[bytes], budget: Budget, decoder: Decoder, sheet: Sheet) -> None:
    """Fill `sheet` from its XML. Raises `UnusableFileError` past `MAX_ROWS` or `MAX_COLUMNS`."""
    reading = _Reading(budget, decoder, sheet)
    parse(chunks, budget, reading.start, reading.end)
    sheet.rows.extend(Row(number, reading.rows[number]) for number in sorted(reading.rows))


class _Reading:
    def __init__(self, budget: Budget, decoder: Decoder, sheet: Sheet) -> None:
        self.rows: dict[int, dict[int, Value]] = {}
        self._budget = budget
        self._decoder = decoder
        self._sheet = sheet
        self._inline = TextCollector()
        self._row = 0
        self._row_hidden = False
        self._column = -1
        self._attributes: dict[str, str] = {}
        self._raw = ""
        self._has_inline = False
        self._has_formula = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._start_cell(attributes)
        elif name == "row":
            self._start_row(attributes)
        elif name == "is":
            self._has_inline = True
            self._inline.start(name)
        elif name == "rPh":
            self._inline.start(name)
        elif name == "mergeCell" and len(self._sheet.merged) < _MAX_MERGED:
            self._sheet.merged.append(attributes.get("ref", "")[:30])

    def end(self, name: str, text: str) -> None:
        if name == "v":
            self._raw = text
        elif name == "c":
            self._end_cell()
        elif name == "f":
            self._has_formula = True
        elif name in ("t", "rPh"):
            self._inline.end(name, text)

    def _start_row(self, attributes: dict[str, str]) -> None:
        given = attributes.get("r")
        self._row = self._row + 1 if given is None else self._position(given)
        self._row_hidden = attributes.get("hidden") in ("1", "true")
        self._column = -1
        if self._row > _LAST_ROW:
            raise self._budget.refuse("damaged")

    def _position(self, given: str) -> int:
        if not (given.isascii() and given.isdigit() and 0 < len(given) < 8 and int(given)):
            raise self._budget.refuse("damaged")
        return int(given)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        given = attributes.get("r")
        if given is None:
            self._column += 1
        else:
            match = _REFERENCE.fullmatch(given)
            if match is None:
                raise self._budget.refuse("damaged")
            self._column = column_index(match[1])
        self._attributes = attributes
        self._raw = ""
        self._has_inline = self._has_formula = False

    def _end_cell(self) -> None:
        kind = self._attributes.get("t", "n")
        inline = self._inline.whole() if self._has_inline else ""
        value = self._decoder.value(kind, self._attributes.get("s", ""), self._raw, inline)
        if self._has_formula:
            self._sheet.formulas.add((self._row, self._column))
            if value is None and kind != "str":
                value = CellError("=")
        if value is not None:
            self._keep(value)

    def _keep(self, value: Value) -> None:
        if self._column >= MAX_COLUMNS:
            raise self._budget.refuse("too_many_columns", limit=MAX_COLUMNS)
        cells = self.rows.get(self._row)
        if cells is None:
            if len(self.rows) >= MAX_ROWS:
                raise self._budget.refuse("too_many_rows", limit=MAX_ROWS)
            cells = self.rows[self._row] = {}
            self._sheet.hidden_rows += self._row_hidden
        cells[self._column] = value
