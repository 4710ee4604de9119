"""Reading the cells of one row by field, telling whatever is odd with its exact place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from croisee.core.spreadsheets import Row, Value
from croisee.core.text import fold, printable
from croisee.schemes.ranked.sheets import readings
from croisee.schemes.ranked.sheets.problems import Problem
from croisee.schemes.ranked.sheets.readings import NotReadError, Params, Read
from croisee.schemes.ranked.sheets.tables import Table

T = TypeVar("T")


class RowReader:
    """One row of a table. `who` is set as soon as it is known; problems gather in `problems`."""

    def __init__(self, table: Table, row: Row) -> None:
        self.table = table
        self.row = row
        self.who = ""
        self.refused = False
        self.left_out: set[str] = set()
        self._found: list[tuple[str, str, Params]] = []

    @property
    def problems(self) -> list[Problem]:
        """What was odd, in the order it was read."""
        return [
            Problem(code, self.table.file, self.row.number, column, self.who, params)
            for code, column, params in self._found
        ]

    def tell(self, code: str, field: str = "", **params: str | int) -> None:
        """Note a problem with the field, or with the whole row; once, however often it is met."""
        told = (code, self.table.heading(field) if field else "", params)
        if told not in self._found:
            self._found.append(told)

    def value(self, field: str) -> Value | None:
        """The cell's value; None when it is blank or the file has no such column.

        A form with branches asks a question twice under one heading: the filled one counts.
        """
        columns = self.table.columns.get(field, ())
        cells = [self.row.cells.get(column) for column in columns]
        filled = [cell for cell in cells if cell is not None and not is_blank(cell)]
        if not filled:
            return None
        for other in filled[1:]:
            kept, said = readings.as_shown(filled[0]), readings.as_shown(other)
            if fold(kept) != fold(said):
                self.tell(
                    "same_heading_differs", field, kept=printable(kept), other=printable(said)
                )
        return filled[0]

    def has_nothing(self) -> bool:
        """Tell whether the row's recognised columns are all blank."""
        used = self.table.used
        return all(is_blank(value) for column, value in self.row.cells.items() if column in used)

    @property
    def given(self) -> frozenset[str]:
        """The fields that the file has a column for, but those whose cell could not be read."""
        return frozenset(self.table.columns) - self.left_out

    def has(self, field: str) -> bool:
        """Tell whether the file has such a column."""
        return field in self.table.columns

    def read(self, field: str, reading: Callable[[Value | None], Read[T]], default: T) -> T:
        """Read an optional field; `default` when it cannot be read, which is told."""
        try:
            read = reading(self.value(field))
        except NotReadError as problem:
            self.left_out.add(field)
            self.tell(problem.code, field, **problem.params)
            return default
        if read.remark:
            self.tell(read.remark, field, **read.params)
        return read.value

    def require(self, field: str, reading: Callable[[Value | None], Read[T]]) -> T | None:
        """Read a field without which the row is refused; None, told, when it cannot be read."""
        try:
            read = reading(self.value(field))
        except NotReadError as problem:
            self.refused = True
            self.tell(problem.code, field, **problem.params)
            return None
        if read.remark:
            self.tell(read.remark, field, **read.params)
        return read.value

    def text(self, field: str, limit: int = 200, *, lines: bool = False, date: bool = False) -> str:
        """A clean text of at most `limit` characters; '' when there is none or it is left out."""
        return self.read(
            field, lambda value: readings.text(value, limit=limit, lines=lines, date=date), ""
        )

    def items(self, field: str, limit: int = 500) -> tuple[str, ...]:
        """The items of a list written in one cell."""
        return self.read(field, lambda value: readings.listed(value, limit=limit), ())

    def answered_at(self) -> datetime | None:
        """When the form was answered; of a list of ours, a draft has no such moment."""
        ours = self.table.ours and is_blank(self.value("answered_at"))
        if ours or not self.has("answered_at"):
            return None
        return self.read("answered_at", readings.moment, None)

    def conditions(self) -> bool | None:
        """Whether the conditions are accepted; anything but yes is told (IM-17)."""
        if not self.has("conditions"):
            return None
        value = self.value("conditions")
        if is_blank(value):
            self.tell("conditions_missing", "conditions")
            return None
        return self.read("conditions", _conditions, None)


def _conditions(value: Value | None) -> Read[bool | None]:
    said = readings.agreement(value)
    if said is False:
        return Read(said, "conditions_refused")
    if said is None and value is not None:
        return Read(said, "conditions_unclear", {"value": printable(readings.as_shown(value))})
    return Read(said)


def is_blank(value: Value | None) -> bool:
    """Tell whether a cell holds nothing one could see."""
    return value is None or (
        isinstance(value, str) and not value.strip("\u200b\ufeff\u2060 \t\r\n\xa0")
    )
