"""Where the marks of a figure stand. Numbers in, coordinates out; the template draws them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from croisee.core.written_lists import sign
from croisee.reports.figures.figure import Figure, Number

WIDTH = 600
BARS = 300
ROW = 30
LEFT, RIGHT, TOP, HEIGHT = 40, 470, 20, 160
LONGEST_LABEL = 36
MOST_DRAWN = 24  # the table has them all


@dataclass(frozen=True)
class Bar:
    y: int
    width: float
    kind: str
    text: str


@dataclass(frozen=True)
class BarLine:
    y: int
    label: str
    bars: list[Bar]


@dataclass(frozen=True)
class Path:
    kind: str
    d: str
    label: str
    x: float
    y: float


@dataclass(frozen=True)
class Drawn:
    """Everything the SVG of a figure holds."""

    width: int
    height: int
    lines: list[BarLine] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    axis: list[tuple[float, str]] = field(default_factory=list)
    days: list[tuple[float, str, str]] = field(default_factory=list)
    legend: list[tuple[str, str]] = field(default_factory=list)


def draw(figure: Figure) -> Drawn:
    return _curves(figure) if figure.drawing == "lines" else _bars(figure)


def _bars(figure: Figure) -> Drawn:
    kinds = ["places", "demand"] if figure.drawing == "pairs" else [_single(figure)]
    biggest = 100.0 if figure.drawing == "shares" else figure.biggest
    height = ROW if len(kinds) == 2 else 24
    lines = [
        BarLine(
            top,
            _short(line.label),
            [
                _bar(line.values[at], biggest, top + 2 + 12 * place, kind, figure)
                for place, (at, kind) in enumerate(zip(figure.drawn, kinds, strict=False))
            ],
        )
        for top, line in zip(range(4, 10_000, height), figure.lines[:MOST_DRAWN], strict=False)
    ]
    legend = [(kind, figure.columns[at]) for at, kind in zip(figure.drawn, kinds, strict=False)]
    return Drawn(WIDTH, 8 + height * len(lines), lines=lines, legend=legend)


def _single(figure: Figure) -> str:
    return "demand" if figure.drawing == "bars" else "places"


def _bar(value: Number, biggest: float, y: int, kind: str, figure: Figure) -> Bar:
    if value is None:
        return Bar(y, 0, kind, "< 5")
    sign = "\u00a0%" if figure.drawing == "shares" else ""
    return Bar(y, round(BARS * min(value / biggest, 1), 1), kind, f"{value}{sign}")


def _short(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1].rstrip() + "…"


def _curves(figure: Figure) -> Drawn:
    top = _round_up(figure.biggest)
    last = max(len(figure.lines) - 1, 1)
    paths = []
    for place, at in enumerate(figure.drawn):
        values = [line.values[at] for line in figure.lines]
        points = _points(values, last, top)
        if points:
            x, y = points[-1]
            told = f"{figure.columns[at]}{sign(':')} {_last(values)}"
            paths.append(Path("prev" if place else "cur", _path(points), told, x, y))
    axis = [(_y(top * part / 4, top), str(round(top * part / 4))) for part in range(1, 5)]
    return Drawn(WIDTH, 210, paths=paths[::-1], axis=axis, days=_days(figure, last))


def _points(values: Sequence[Number], last: int, top: float) -> list[tuple[float, float]]:
    return [(_x(at, last), _y(value, top)) for at, value in enumerate(values) if value is not None]


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in points)


def _x(at: int, last: int) -> float:
    return round(LEFT + (RIGHT - LEFT) * at / last, 1)


def _y(value: float, top: float) -> float:
    return round(TOP + HEIGHT * (1 - value / top), 1)


def _last(values: Sequence[Number]) -> Number:
    return next((value for value in reversed(values) if value is not None), 0)


def _days(figure: Figure, last: int) -> list[tuple[float, str, str]]:
    """The first and the last day, under the axis."""
    if not figure.lines:
        return []
    return [
        (_x(0, last), figure.lines[0].label, "start"),
        (_x(last, last), figure.lines[-1].label, "end"),
    ]


def _round_up(value: float) -> float:
    """A round number of four equal parts at least as large."""
    step = next(
        size for size in (1, 2, 5, 10, 25, 50, 100, 250, 500, 2500, 10**6) if size * 4 >= value
    )
    return float(step * 4)
