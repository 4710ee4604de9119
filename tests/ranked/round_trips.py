"""Exported files edited as somebody does in a spreadsheet program."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import openpyxl

from croisee.core.spreadsheets import Source, workbook_bytes
from croisee.editions.models import Edition
from croisee.reports.exports import LISTS
from tests.factories.people import BIRTH


def exported(edition: Edition, name: str, at: datetime = BIRTH) -> Source:
    """One of the lists of the page Matching, « Vers Excel »."""
    return Source(f"{name}.xlsx", workbook_bytes([LISTS[name](edition, at=at)]))


def edited(source: Source, changes: Mapping[tuple[str, str], Any], key: str) -> Source:
    """The file with cells changed: {(value of the column `key`, heading): new value}."""
    book = openpyxl.load_workbook(io.BytesIO(source.content))
    sheet = book.worksheets[0]
    headings = [cell.value for cell in sheet[1]]
    rows = {row[headings.index(key)].value: row for row in sheet.iter_rows(min_row=2)}
    for (who, heading), value in changes.items():
        rows[who][headings.index(heading)].value = value
    return _saved(source.name, book)


def without(source: Source, who: str) -> Source:
    """The file without the row where a cell says `who`."""
    book = openpyxl.load_workbook(io.BytesIO(source.content))
    sheet = book.worksheets[0]
    (row,) = [row for row in sheet.iter_rows() if who in [cell.value for cell in row]]
    sheet.delete_rows(row[0].row)
    return _saved(source.name, book)


def without_stamp(source: Source) -> Source:
    """The visible sheet alone, as when it is copied into another workbook."""
    book = openpyxl.load_workbook(io.BytesIO(source.content))
    for hidden in book.worksheets[1:]:
        book.remove(hidden)
    return _saved(source.name, book)


def _saved(name: str, book: Any) -> Source:
    stream = io.BytesIO()
    book.save(stream)
    return Source(name, stream.getvalue())
