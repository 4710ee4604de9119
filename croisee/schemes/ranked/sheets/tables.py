"""Finding, in a workbook, the sheet and the row of headings: columns in any order (IM-13).

The headings need not stand in the first row, nor on the first sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Final

from croisee.core.spreadsheets import Row, Sheet
from croisee.core.spreadsheets.rows import column_letters
from croisee.core.text import fold, printable
from croisee.schemes.ranked.sheets.headings import (
    HOST_FIELDS,
    TRAINEE_FIELDS,
    Field,
    folded_heading,
)

# Headings are looked for in this corner of each sheet only: recognising one takes some seventy
# patterns, and a hostile file could offer millions.
_ROWS_SEARCHED: Final = 25
_COLUMNS_SEARCHED: Final = 80
_MAX_HEADING: Final = 200
_SAID: Final = 100  # surer than any pattern


@dataclass(frozen=True, slots=True)
class Kind:
    """Hosts or trainees: the fields of a sheet, and those without which it is not one."""

    name: str
    fields: tuple[Field, ...]
    any_of: str  # besides the essential fields, at least one field whose name begins so
    identity: str  # the field that tells whom a row is about

    def lacking(self, found: Iterable[str], *, ours: bool = False) -> list[str]:
        """The labels of the essential fields absent from `found`; of a list that we exported, its
        reader chose the columns, and only the one that tells the rows apart is needed."""
        names = set(found)
        if ours:
            return [one.label for one in self.fields if one.name == self.identity not in names]
        lacking = [one.label for one in self.fields if one.essential and one.name not in names]
        if self.any_of and not any(name.startswith(self.any_of) for name in names):
            lacking += [one.label for one in self.fields if one.name.startswith(self.any_of)][:1]
        return lacking


HOSTS: Final = Kind("hosts", HOST_FIELDS, "", "number")
TRAINEES: Final = Kind("trainees", TRAINEE_FIELDS, "choice_", "email")


@dataclass
class Table:
    """A sheet whose headings were recognised. `columns`: field → column indexes, the best first."""

    kind: Kind
    file: str
    sheet: Sheet
    heading_row: int
    headings: dict[int, str]
    columns: dict[str, list[int]] = field(default_factory=dict)
    unread: list[int] = field(default_factory=list)
    similar: list[tuple[int, int]] = field(default_factory=list)  # (column read, column not read)
    others: list[str] = field(default_factory=list)  # further sheets with the same columns
    ignored: list[int] = field(default_factory=list)  # somebody said not to read them
    ours: bool = False  # we exported it

    @property
    def rows(self) -> list[Row]:
        """The rows below the headings."""
        return [row for row in self.sheet.rows if row.number > self.heading_row]

    def heading(self, name: str) -> str:
        """The heading of the field `name`, as the file has it; '' when the file has no such column."""
        columns = self.columns.get(name)
        return self.headings[columns[0]] if columns else ""

    @cached_property
    def used(self) -> frozenset[int]:
        """The columns read."""
        return frozenset(column for columns in self.columns.values() for column in columns)

    @property
    def lacking(self) -> list[str]:
        """The labels of the essential columns that are not there."""
        return self.kind.lacking(self.columns, ours=self.ours)


#: What somebody said of headings: folded heading → field, '' for « do not read it ».
Meant = Mapping[str, str]


def find_table(
    file: str,
    sheets: Sequence[Sheet],
    kind: Kind,
    meant: Meant = MappingProxyType({}),
    *,
    ours: bool = False,
) -> Table | None:
    """The table that looks most like `kind`, complete or not; None when no heading is recognised.

    What is said in `meant` goes before what a heading looks like. A complete table goes before an
    incomplete one, a visible sheet before a hidden one, then the one with most columns recognised,
    then the first.
    """
    bests = (_best_of(file, sheet, kind, meant, ours=ours) for sheet in sheets)
    found = [table for table in bests if table is not None]
    if not found:
        return None
    best = max(found, key=_fitness)
    best.others = [
        table.sheet.name
        for table in found
        if table is not best and not table.lacking and not table.sheet.hidden
    ]
    return best


def likely_table(file: str, sheets: Sequence[Sheet], kind: Kind, meant: Meant) -> Table | None:
    """What `find_table` finds, else the row with most texts: somebody will say what they mean."""
    found = find_table(file, sheets, kind, meant)
    rows = [
        table_at(file, sheet, kind, row, meant)
        for sheet in sheets
        if not sheet.hidden
        for row in sheet.rows[:_ROWS_SEARCHED]
    ]
    return found or max(rows, key=lambda table: len(table.headings), default=None)


def _best_of(file: str, sheet: Sheet, kind: Kind, meant: Meant, *, ours: bool) -> Table | None:
    first = sheet.rows[:_ROWS_SEARCHED]
    tables = [table_at(file, sheet, kind, row, meant, ours=ours) for row in first]
    candidates = [table for table in tables if table.columns]
    return max(candidates, key=_fitness, default=None)


def _fitness(table: Table) -> tuple[bool, bool, int]:
    return (not table.lacking, not table.sheet.hidden, len(table.columns))


def table_at(
    file: str, sheet: Sheet, kind: Kind, row: Row, meant: Meant, *, ours: bool = False
) -> Table:
    """The table whose headings are in `row`."""
    headings = {
        index: printable(value) or column_letters(index)
        for index, value in sorted(row.cells.items())
        if index < _COLUMNS_SEARCHED
        and isinstance(value, str)
        and len(value) <= _MAX_HEADING
        and fold(value)
    }
    table = Table(kind, file, sheet, row.number, headings, ours=ours)
    folded = {index: folded_heading(str(row.cells[index])) for index in headings}
    for name, columns in _claims(folded, kind.fields, meant).items():
        first = columns[0]
        table.columns[name] = [one for one in columns if folded[one] == folded[first]]
        table.similar += [(first, one) for one in columns if folded[one] != folded[first]]
    told = {other for _, other in table.similar}
    table.ignored = [one for one in headings if meant.get(folded[one]) == ""]
    table.unread = [one for one in headings if one not in {*table.used, *told, *table.ignored}]
    return table


def _claims(
    folded: dict[int, str], fields: tuple[Field, ...], meant: Meant
) -> dict[str, list[int]]:
    """For each field, the columns that mean it, the surest first, then from left to right."""
    claims: dict[str, list[tuple[int, int]]] = {}
    names = {one.name for one in fields}
    for index, heading in folded.items():
        said = meant.get(heading)
        if said is not None:
            score, name = (_SAID, said) if said in names else (0, "")
        else:
            score, name = max(((one.score(heading), one.name) for one in fields), key=_score)
        if score:
            claims.setdefault(name, []).append((-score, index))
    return {name: [index for _, index in sorted(found)] for name, found in claims.items()}


def _score(scored: tuple[int, str]) -> int:
    return scored[0]
