"""A list of ours beside itself as it left: what of its changes cannot come back, what is news.

A column that is computed here, a row that was deleted: nothing happens to what is stored, and that
is told. What was odd already when the file left is not told again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from croisee.core.spreadsheets import Row, Value
from croisee.core.text import printable
from croisee.schemes.ranked.sheets.headings import folded_heading
from croisee.schemes.ranked.sheets.problems import Level, Problem
from croisee.schemes.ranked.sheets.readings import as_shown
from croisee.schemes.ranked.sheets.tables import Table

#: Fields that follow from others, or are only read of a new row.
_FOLLOWS: Final = {"province": "column_province", "answered_at": "column_not_taken"}
#: Contacts, as the lists of hosts show them together in one cell.
_CONTACTS: Final = frozenset({folded_heading("Contacts"), folded_heading("Contact")})
_MOST_ROWS: Final = 8


def left_behind(table: Table, before: Table) -> list[Problem]:
    """What is told of a file of ours; `before` is the sheet as it left."""
    old = {one: row for row in before.rows if (one := _identity(before, row))}
    new = {one: row for row in table.rows if (one := _identity(table, row))}
    gone = [printable(_name(before, row)) for one, row in old.items() if one not in new]
    told = list(_columns(table, before, [(old[one], new[one]) for one in old if one in new]))
    if gone:
        found: dict[str, str | int] = {"count": len(gone), "names": _some(gone)}
        told.append(Problem("rows_gone", table.file, params=found))
    return told


def news(told: Iterable[Problem], before: Iterable[Problem]) -> list[Problem]:
    """What was not odd already when the file left; a row that is refused is told every time."""
    known = {_said(one) for one in before if one.level != Level.REFUSED}
    return [one for one in told if _said(one) not in known]


def _said(problem: Problem) -> tuple[str, str, str]:
    """A problem wherever its row stands now."""
    params = {name: value for name, value in problem.params.items() if not name.endswith("row")}
    return problem.code, problem.who, str(sorted(params.items()))


def _columns(table: Table, before: Table, pairs: list[tuple[Row, Row]]) -> Iterator[Problem]:
    """One problem a column in which cells changed to no effect."""
    places = {folded_heading(text): index for index, text in before.headings.items()}
    for index, code in _not_taken(table).items():
        place = places.get(folded_heading(table.headings[index]))
        changed = [
            str(new.number)
            for old, new in pairs
            if place is not None and _words(old.cells.get(place)) != _words(new.cells.get(index))
        ]
        if changed:
            heading, row = table.headings[index], int(changed[0])
            params = {"heading": heading, "rows": _some(changed)}
            yield Problem(code, table.file, row, heading, params=params)


def _not_taken(table: Table) -> dict[int, str]:
    """Column → code of what is told, of the columns that do not come back."""
    found = dict.fromkeys(table.ignored, "column_not_taken")
    for index in table.ignored:
        if folded_heading(table.headings[index]) in _CONTACTS:
            found[index] = "column_contacts"
    for name, code in _FOLLOWS.items():
        found |= dict.fromkeys(table.columns.get(name, ()), code)
    return found


def _identity(table: Table, row: Row) -> str:
    return _name(table, row).upper()


def _name(table: Table, row: Row) -> str:
    """What the row is known by, as it is written."""
    (column, *_others) = table.columns[table.kind.identity]
    return " ".join(_words(row.cells.get(column)))


def _words(value: Value | None) -> list[str]:
    return [] if value is None else as_shown(value).split()


def _some(texts: list[str]) -> str:
    return ", ".join([*texts[:_MOST_ROWS], *(["…"] if len(texts) > _MOST_ROWS else [])])
