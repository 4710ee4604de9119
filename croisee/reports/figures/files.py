"""Figures as files: one workbook with a sheet each, one SVG a figure."""

from __future__ import annotations

from collections.abc import Sequence

from croisee.core.spreadsheets.writer import Column, Out, Page, workbook_bytes
from croisee.reports.figures.figure import Figure, Number

LONGEST_SHEET = 31
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def workbook(figures: Sequence[Figure]) -> bytes:
    """The .xlsx of some figures; a hidden number is « < 5 »."""
    return workbook_bytes([_page(figure, place) for place, figure in enumerate(figures, start=1)])


def _page(figure: Figure, place: int) -> Page:
    name = f"{place} {figure.title}".translate(FORBIDDEN)[:LONGEST_SHEET].strip()
    columns = [Column(figure.head, 34), *(Column(title, 16) for title in figure.columns)]
    return Page(name, columns, [[line.label, *map(_cell, line.values)] for line in figure.lines])


def _cell(value: Number) -> Out:
    return "< 5" if value is None else value
