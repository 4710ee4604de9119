"""Small cells are hidden from who reads figures only (ui.md, « cells under 5 hidden »)."""

from __future__ import annotations

from dataclasses import replace

from croisee.reports.figures.figure import Figure, Line, Number

LEAST = 5


def without_small_cells(figure: Figure) -> Figure:
    """Counts of 1 to 4 persons become None; when one alone is hidden, the next smallest too.

    Otherwise the total would give it back. Shares of a hidden count are hidden with it. Of lines in
    the order of their numbers, those with a hidden one stand last, by name.
    """
    columns = {at: _hidden([line.values[at] for line in figure.lines]) for at in figure.people}
    lines = []
    for row, line in enumerate(figure.lines):
        values: list[Number] = list(line.values)
        for at, hidden in columns.items():
            if row in hidden:
                values[at] = None
        for share, count in figure.shares:
            if values[count] is None:
                values[share] = None
        lines.append(Line(line.label, tuple(values)))
    if figure.ranked:
        told = [line for line in lines if None not in line.values]
        rest = [line for line in lines if None in line.values]
        lines = told + sorted(rest, key=lambda line: line.label)
    return replace(figure, lines=lines)


def _hidden(values: list[Number]) -> set[int]:
    small = {row for row, value in enumerate(values) if value is not None and 0 < value < LEAST}
    if len(small) == 1:
        others = [(value, row) for row, value in enumerate(values) if value and row not in small]
        if others:
            small.add(min(others)[1])
    return small
