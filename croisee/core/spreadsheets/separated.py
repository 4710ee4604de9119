"""A .csv file into plain rows: what our lists write, what Excel saves, what a form tool sends."""

from __future__ import annotations

import csv
import io
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from typing import Final

from croisee.core.spreadsheets.refusal import UnusableFileError
from croisee.core.spreadsheets.rows import CellError, Row, Sheet, Value
from croisee.core.spreadsheets.sheet import MAX_COLUMNS, MAX_ROWS
from croisee.core.spreadsheets.source import Source
from croisee.core.spreadsheets.strings import MAX_CELL_TEXT

_SEPARATORS: Final = ";,\t"
_LAST_LINE: Final = 1_048_576  # of Excel itself: a file of blank lines takes a second, not a minute
_SAID: Final = re.compile(r"sep=([;,\t])\r?\n", re.IGNORECASE)  # Excel's own first line
_MARKED: Final = re.compile(
    r"'[=+\-@\t\r]"
)  # a text that a spreadsheet would compute, as we mark it
_ERROR: Final = re.compile(r"#(?:N/A|REF!|VALUE!|VALEUR!|NAME\?|NOM\?|DIV/0!|NUM!|NOMBRE!|NULL!)")


def is_separated(source: Source) -> bool:
    """Whether the file is text in columns: by its name, unless its bytes are a workbook's."""
    workbook = source.content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))
    return source.name.lower().endswith((".csv", ".tsv")) and not workbook


def read_separated(source: Source) -> Sheet:
    """The file as one sheet of texts; `;`, `,` or tabulations, whichever its headings use.

    Raises `UnusableFileError` past `MAX_ROWS` or `MAX_COLUMNS`, or when it is no text.
    """
    text = _text(source)
    said = _SAID.match(text)
    text = text[said.end() :] if said else text
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=said[1] if said else _used(text))
    sheet = Sheet("")
    try:
        for number, line in enumerate(lines, start=1):
            if cells := _cells(line, source):
                sheet.rows.append(Row(number, cells))
            if len(sheet.rows) > MAX_ROWS or number > _LAST_LINE:
                raise UnusableFileError("too_many_rows", source.name, limit=MAX_ROWS)
    except csv.Error:  # a cell beyond what the module reads
        raise UnusableFileError("damaged", source.name) from None
    return sheet


def _text(source: Source) -> str:
    """UTF-8, or what Excel saves: UTF-16 with its mark, else the Windows alphabet of Belgium."""
    content = source.content
    try:
        if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
            text = content.decode("utf-16")
        else:
            text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\0" in text:
        raise UnusableFileError("not_a_spreadsheet", source.name)
    return text


def _used(text: str) -> str:
    """The separator of the first line that has any, quoted texts left aside."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", first)
    return max(_SEPARATORS, key=bare.count)


def _cells(line: list[str], source: Source) -> dict[int, Value]:
    if len(line) > MAX_COLUMNS and any(line[MAX_COLUMNS:]):
        raise UnusableFileError("too_many_columns", source.name, limit=MAX_COLUMNS)
    return {index: _value(text) for index, text in enumerate(line) if text}


def _value(text: str) -> Value:
    if _ERROR.fullmatch(text):
        return CellError(text)
    return (text[1:] if _MARKED.match(text) else text)[:MAX_CELL_TEXT]
