"""Plain rows into an .xlsx file. A text is always a text: never a formula, never a link."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from croisee.core.spreadsheets.stamp import SHEET

Out = str | int | float | bool | date | None

_MAX_CELL_TEXT: Final = 32_767
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading, its width in characters, and whether long texts wrap."""

    heading: str
    width: int = 16
    wrap: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet to write: its first row holds the headings (ready for mail merge).

    `stamp` gives the rows of the hidden sheet, read once the others are written (see `stamp`).
    """

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Out]]
    stamp: Iterable[Sequence[str]] = ()


def workbook_bytes(pages: Sequence[Page]) -> bytes:
    """The .xlsx file holding `pages`, in order (IM-13).

    Built in memory so that whoever stores it can do so in one step. Characters a spreadsheet
    cannot hold are replaced by « � ».
    """
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, _OPTIONS) as workbook:
        styles = _Styles(workbook)
        for page in pages:
            _write_page(workbook.add_worksheet(page.name), page, styles)
            write_stamp(workbook, page.stamp)
    return stream.getvalue()


def write_stamp(workbook: xlsxwriter.Workbook, rows: Iterable[Sequence[str]]) -> None:
    """The sheet that says where the file comes from, hidden so that nobody trips over it."""
    hidden = None
    for number, pieces in enumerate(rows):
        if hidden is None:
            hidden = workbook.add_worksheet(SHEET)
            hidden.very_hidden()
        for index, piece in enumerate(pieces):
            hidden.write_string(number, index, piece)


class _Styles:
    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        top = {"valign": "top"}
        self.heading: Format = workbook.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#EFEAE2"}
        )
        self.plain: Format = workbook.add_format(top)
        self.wrapped: Format = workbook.add_format({**top, "text_wrap": True})
        self.text: Format = workbook.add_format({**top, "num_format": "@"})
        self.date: Format = workbook.add_format({**top, "num_format": "dd/mm/yyyy"})
        self.moment: Format = workbook.add_format({**top, "num_format": "dd/mm/yyyy hh:mm"})


def _write_page(sheet: Worksheet, page: Page, styles: _Styles) -> None:
    for index, column in enumerate(page.columns):
        sheet.set_column(index, index, column.width)
        sheet.write_string(0, index, column.heading, styles.heading)
    last = 0
    for last, row in enumerate(page.rows, start=1):
        for index, (column, value) in enumerate(zip(page.columns, row, strict=True)):
            _write(sheet, last, index, value, styles, wrap=column.wrap)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, len(page.columns) - 1)


def _write(
    sheet: Worksheet, row: int, column: int, value: Out, styles: _Styles, *, wrap: bool
) -> None:
    match value:
        case None | "":
            return
        case bool():
            sheet.write_boolean(row, column, value, styles.plain)
        case int() | float():
            sheet.write_number(row, column, value, styles.plain)
        case datetime():
            sheet.write_datetime(row, column, value.replace(tzinfo=None), styles.moment)
        case date():
            sheet.write_datetime(row, column, value, styles.date)
        case _:
            # write_string, not write: a text that looks like a formula, a number or a link stays
            # a text (reliability.md, rule 13). The format "@" keeps it so when somebody edits it.
            style = styles.wrapped if wrap else styles.text
            sheet.write_string(row, column, _writable(value), style)


def _writable(text: str) -> str:
    return _UNWRITABLE.sub("�", text)[:_MAX_CELL_TEXT]
