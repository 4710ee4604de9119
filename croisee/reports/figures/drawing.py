"""Where the marks of a figure stand. Numbers in, coordinates out; the template draws them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from textwrap import wrap

from croisee.core.written_lists import sign
from croisee.reports.figures.figure import Figure, Number

ROW, BAR = 30, 12
TOP, HEIGHT = 20, 160
LONGEST_LABEL = 36
MOST_DRAWN = 24  # the table has them all
LONGEST_LINE = 88  # signs of the sentence above a drawing that stands alone


@dataclass(frozen=True)
class Layout:
    """Where things stand across: labels beside the bars, or above them on a telephone."""

    name: str
    width: int
    label: int
    anchor: str
    above: int  # the height a label takes above its bars
    bar: int
    bars: int
    left: int
    right: int


WIDE = Layout("wide", 600, 232, "end", 0, 240, 300, 40, 470)
NARROW = Layout("narrow", 330, 0, "start", 16, 0, 270, 36, 320)


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
class Words:
    """A text beside a point of the drawing."""

    dx: int
    dy: int
    anchor: str


@dataclass(frozen=True)
class Path:
    kind: str
    d: str
    label: str
    x: float
    y: float
    words: Words


@dataclass(frozen=True)
class Drawn:
    """Everything the SVG of a figure holds; `narrow` is the same for a telephone."""

    layout: Layout
    height: int
    lines: list[BarLine] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    axis: list[tuple[float, str]] = field(default_factory=list)
    days: list[tuple[float, str, str]] = field(default_factory=list)
    legend: list[tuple[str, str]] = field(default_factory=list)
    head: list[tuple[int, str]] = field(default_factory=list)
    narrow: Drawn | None = None

    @property
    def head_height(self) -> int:
        """What the title and the sentence take above a drawing that stands alone."""
        return 40 + 16 * len(self.head)

    @property
    def whole_height(self) -> int:
        return self.head_height + self.height + 36


def draw(figure: Figure) -> Drawn:
    draws = _curves if figure.drawing == "lines" else _bars
    lines = wrap(figure.sentence, LONGEST_LINE)
    head = [(44 + 16 * at, line) for at, line in enumerate(lines)]
    return replace(draws(figure, WIDE), narrow=draws(figure, NARROW), head=head)


def _bars(figure: Figure, layout: Layout) -> Drawn:
    kinds = ["places", "demand"] if figure.drawing == "pairs" else [_single(figure)]
    biggest = 100.0 if figure.drawing == "shares" else figure.biggest
    height = layout.above + (ROW if len(kinds) == 2 else 24)
    inside = 12 if layout.above else 16 if len(kinds) == 2 else 12
    lines = [
        BarLine(
            top + inside,
            _short(line.label),
            [
                _bar(
                    line.values[at], biggest, layout, top + layout.above + 2 + BAR * n, kind, figure
                )
                for n, (at, kind) in enumerate(zip(figure.drawn, kinds, strict=False))
            ],
        )
        for top, line in zip(range(4, 10_000, height), figure.lines[:MOST_DRAWN], strict=False)
    ]
    legend = [(kind, figure.columns[at]) for at, kind in zip(figure.drawn, kinds, strict=False)]
    return Drawn(layout, 8 + height * len(lines), lines=lines, legend=legend)


def _single(figure: Figure) -> str:
    return "demand" if figure.drawing == "bars" else "places"


def _bar(value: Number, biggest: float, layout: Layout, y: int, kind: str, figure: Figure) -> Bar:
    if value is None:
        return Bar(y, 0, kind, "< 5")
    unit = "\u00a0%" if figure.drawing == "shares" else ""
    return Bar(y, round(layout.bars * min(value / biggest, 1), 1), kind, f"{value}{unit}")


def _short(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1].rstrip() + "…"


def _curves(figure: Figure, layout: Layout) -> Drawn:
    top = _round_up(figure.biggest)
    last = max(len(figure.lines) - 1, 1)
    paths = []
    for place, at in enumerate(figure.drawn):
        values = [line.values[at] for line in figure.lines]
        points = _points(values, last, top, layout)
        if points:
            x, y = points[-1]
            told = f"{figure.columns[at]}{sign(':')} {_last(values)}"
            kind = "prev" if place else "cur"
            paths.append(Path(kind, _path(points), told, x, y, _words(kind, x, layout)))
    axis = [(_y(top * part / 4, top), str(round(top * part / 4))) for part in range(1, 5)]
    return Drawn(layout, 210, paths=paths[::-1], axis=axis, days=_days(figure, last, layout))


def _words(kind: str, x: float, layout: Layout) -> Words:
    """This year above its point, the last one beside it; on a telephone below it."""
    if kind == "cur":
        return Words(-10, -12, "end") if x > layout.width * 0.35 else Words(0, -12, "start")
    return Words(8, 4, "start") if layout is WIDE else Words(0, 20, "end")


def _points(
    values: Sequence[Number], last: int, top: float, layout: Layout
) -> list[tuple[float, float]]:
    told = [(at, value) for at, value in enumerate(values) if value is not None]
    return [(_x(at, last, layout), _y(value, top)) for at, value in told]


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in points)


def _x(at: int, last: int, layout: Layout) -> float:
    return round(layout.left + (layout.right - layout.left) * at / last, 1)


def _y(value: float, top: float) -> float:
    return round(TOP + HEIGHT * (1 - value / top), 1)


def _last(values: Sequence[Number]) -> Number:
    return next((value for value in reversed(values) if value is not None), 0)


def _days(figure: Figure, last: int, layout: Layout) -> list[tuple[float, str, str]]:
    """The first and the last day, under the axis."""
    if not figure.lines:
        return []
    return [
        (_x(0, last, layout), figure.lines[0].label, "start"),
        (_x(last, last, layout), figure.lines[-1].label, "end"),
    ]


def _round_up(value: float) -> float:
    """A round number of four equal parts at least as large."""
    step = next(
        size for size in (1, 2, 5, 10, 25, 50, 100, 250, 500, 2500, 10**6) if size * 4 >= value
    )
    return float(step * 4)
