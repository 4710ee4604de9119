"""Spreadsheets in and out: any .xlsx file into plain rows, plain rows into an .xlsx file."""

from croisee.core.spreadsheets.reader import read_workbook
from croisee.core.spreadsheets.refusal import UnusableFileError
from croisee.core.spreadsheets.rows import CellError, Row, Sheet, Value
from croisee.core.spreadsheets.source import Source, from_bytes, from_path
from croisee.core.spreadsheets.writer import Column, Page, workbook_bytes

__all__ = [
    "CellError",
    "Column",
    "Page",
    "Row",
    "Sheet",
    "Source",
    "UnusableFileError",
    "Value",
    "from_bytes",
    "from_path",
    "read_workbook",
    "workbook_bytes",
]
