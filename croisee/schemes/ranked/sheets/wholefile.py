"""What is odd about a file as a whole: its columns, sheets, formulas, merged cells."""

from __future__ import annotations

import re

from croisee.core.spreadsheets.rows import column_index
from croisee.core.text import printable
from croisee.schemes.ranked.sheets.problems import Problem
from croisee.schemes.ranked.sheets.tables import Table

_RANGE = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})")
_SHOWN_RANGES = 5


def file_problems(table: Table) -> list[Problem]:
    """Everything to tell about the file before its rows."""
    return [*_sheets(table), *_columns(table), *_formulas(table), *_merged(table)]


def _sheets(table: Table) -> list[Problem]:
    file, sheet = table.file, printable(table.sheet.name)
    told = []
    if table.sheet.hidden:
        told.append(Problem("hidden_sheet", file, params={"sheet": sheet}))
    for other in table.others:
        params = {"sheet": sheet, "other": printable(other)}
        told.append(Problem("other_sheet_not_read", file, params=params))
    if table.sheet.hidden_rows:
        told.append(Problem("hidden_rows", file, params={"count": table.sheet.hidden_rows}))
    return told


def _columns(table: Table) -> list[Problem]:
    file, row = table.file, table.heading_row
    told = []
    for columns in table.columns.values():
        for column in columns[1:]:
            heading = table.headings[column]
            told.append(Problem("same_heading", file, row, heading, params={"heading": heading}))
    for read, other in table.similar:
        params = {"heading": table.headings[read], "other": table.headings[other]}
        told.append(Problem("similar_heading", file, row, table.headings[other], params=params))
    if table.unread:
        headings = ", ".join(f"« {table.headings[column]} »" for column in table.unread)
        told.append(Problem("columns_not_read", file, row, params={"headings": headings}))
    return told


def missing_columns(table: Table, *, repeated: bool, new: bool) -> list[Problem]:
    """Columns that a file of answers should have, where their absence matters: some answers are
    `repeated`, some offers are `new`."""
    file, row = table.file, table.heading_row
    told = []
    if repeated and "answered_at" not in table.columns:
        told.append(Problem("no_time_column", file, row))
    if new and "email" not in table.columns:
        told.append(Problem("no_email_column", file, row))
    return told


def _formulas(table: Table) -> list[Problem]:
    """One remark per column read that holds formulas: their last results are what the file has."""
    rows: dict[int, list[int]] = {}
    for row, column in table.sheet.formulas:
        if column in table.used and row > table.heading_row:
            rows.setdefault(column, []).append(row)
    return [
        Problem(
            "formulas",
            table.file,
            min(found),
            table.headings[column],
            params={"count": len(found), "first_row": min(found)},
        )
        for column, found in sorted(rows.items())
    ]


def _merged(table: Table) -> list[Problem]:
    """Merged cells over several rows of answers hide values; merged titles do not matter."""
    ranges = []
    for merged in table.sheet.merged:
        match = _RANGE.fullmatch(merged)
        if match is None or int(match[4]) <= table.heading_row:
            continue
        if any(column_index(match[1]) <= column <= column_index(match[3]) for column in table.used):
            ranges.append(merged)
    if not ranges:
        return []
    shown = ", ".join(ranges[:_SHOWN_RANGES]) + ("…" if len(ranges) > _SHOWN_RANGES else "")
    return [Problem("merged_cells", table.file, params={"ranges": shown})]
