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

import xlsxwriter
from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from croisee.core.listing.columns import Column
from croisee.core.listing.listing import Listing
from croisee.core.listing.state import State
from croisee.core.spreadsheets.writer import write_stamp

Values = Sequence[Any]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST = 32_767
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
    count = 0
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        heading = book.add_format({"bold": True, "bottom": 1, "bg_color": "#EFEAE2"})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        sheet = book.add_worksheet(_("Liste"))
        sheet.freeze_panes(1, 1)
        for index, column in enumerate(columns):
            sheet.set_column(index, index, column.width)
            sheet.write_string(0, index, str(column.label), heading)
        text, number, when = sheet.write_string, sheet.write_number, sheet.write_datetime
        writers = [column.writer() for column in columns]
        for count, row in enumerate(rows, start=1):
            for index, (write, raw) in enumerate(zip(writers, row, strict=True)):
                value = raw if write is None else write(raw)
                if value is None or value == "":
                    continue
                if isinstance(value, str):
                    text(count, index, value if len(value) <= LONGEST else value[:LONGEST])
                elif isinstance(value, datetime):
                    when(count, index, value, moment)
                elif isinstance(value, date):
                    when(count, index, value, day)
                else:
                    number(count, index, value)
        sheet.autofilter(0, 0, count, max(len(columns) - 1, 0))
        write_stamp(book, stamp)
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
