"""A list to a spreadsheet: exactly the rows, columns and order shown (IM-13).

Written to a file of the system's temporary folder a row at a time, so that memory stays flat; a
text is always a text, never a formula (reliability rule 13).
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import IO, Any

from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from croisee.core.listing.columns import Column
from croisee.core.listing.listing import Listing
from croisee.core.listing.state import State
from croisee.core.spreadsheets.writer import write_stamp

Values = Sequence[Any]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def respond(listing: Listing, state: State, kind: str) -> HttpResponseBase:
    """The file of the list as its address shows it."""
    columns = listing.exported(state)
    rows = listing.stream(state, columns)
    name = f"{listing.key}-{listing.at:%Y-%m-%d}.{kind}"
    if kind == "csv":
        return csv_response(columns, rows, name)
    imprint = listing.imprint(columns)
    if imprint is None:
        return xlsx_response(columns, rows, name)
    rows = imprint.passing(rows, [column.writer() for column in columns])
    return xlsx_response(columns, rows, name, imprint.sealed())


def xlsx_response(
    columns: Sequence[Column],
    rows: Iterable[Values],
    name: str,
    stamp: Iterable[Sequence[str]] = (),
) -> FileResponse:
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    write_xlsx(file, columns, rows, stamp)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def write_xlsx(
    file: IO[bytes],
    columns: Sequence[Column],
    rows: Iterable[Values],
    stamp: Iterable[Sequence[str]] = (),
) -> int:
    """Write the sheet, and the hidden one that says where it comes from; returns how many rows."""
    with Workbook(file, OPTIONS) as book:
        sheet = book.add_worksheet(_("Liste"))
        sheet.freeze_panes(1, 1)
        heading = book.add_format({"bold": True, "bottom": 1, "bg_color": "#EFEAE2"})
        for index, column in enumerate(columns):
            sheet.set_column(index, index, column.width)
            sheet.write_string(0, index, str(column.label), heading)
        count = _write_rows(book, sheet, columns, rows)
        sheet.autofilter(0, 0, count, max(len(columns) - 1, 0))
        write_stamp(book, stamp)
    return count


def _write_rows(
    book: Workbook, sheet: Worksheet, columns: Sequence[Column], rows: Iterable[Values]
) -> int:
    """XlsxWriter cuts a text that is longer than a cell may hold."""
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    text, number, when = sheet.write_string, sheet.write_number, sheet.write_datetime
    places = list(enumerate(column.writer() for column in columns))
    count = 0
    for count, row in enumerate(rows, start=1):
        for (place, write), raw in zip(places, row, strict=True):
            value = raw if write is None else write(raw)
            if value is None or value == "":
                continue
            if isinstance(value, str):
                text(count, place, value)
            elif isinstance(value, date):
                when(count, place, value, moment if isinstance(value, datetime) else day)
            else:
                number(count, place, value)
    return count


class _Echo:
    def write(self, line: str) -> str:
        return line


def csv_response(
    columns: Sequence[Column], rows: Iterable[Values], name: str
) -> StreamingHttpResponse:
    """Semicolons and a byte-order mark: what Excel opens well in Belgium."""
    response = StreamingHttpResponse(_lines(columns, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _lines(columns: Sequence[Column], rows: Iterable[Values]) -> Iterator[str]:
    writer = csv.writer(_Echo(), delimiter=";")
    yield "\ufeff" + str(writer.writerow([str(column.label) for column in columns]))
    for row in rows:
        cells = [column.out(value) for column, value in zip(columns, row, strict=True)]
        yield str(writer.writerow([_cell(cell) for cell in cells]))


def _cell(value: Any) -> Any:
    """A text that a spreadsheet would compute is marked as a text."""
    if isinstance(value, str) and value.startswith(DANGEROUS):
        return f"'{value}"
    if isinstance(value, datetime):
        return value.strftime("%d/%m/%Y %H:%M")
    return value.strftime("%d/%m/%Y") if isinstance(value, date) else value
