"""One figure: a sentence, rows of numbers, and how it is drawn."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Number = int | float | None  # None: too few people to be told
Drawing = Literal["lines", "pairs", "bars", "shares", "stack"]


@dataclass(frozen=True)
class Line:
    label: str
    values: tuple[Number, ...]


@dataclass(frozen=True)
class Figure:
    """`columns` name the values of each line; `drawn` are the columns the drawing shows.

    `people` are the columns that count persons: theirs are the small numbers to hide. `shares` are
    (share column, of which counts): a share of hidden counts is hidden too. `ranked` lines stand in
    the order of their numbers, which would tell hidden ones.
    """

    key: str
    title: str
    sentence: str
    head: str
    columns: tuple[str, ...]
    lines: list[Line]
    drawing: Drawing
    drawn: tuple[int, ...] = (0,)
    people: tuple[int, ...] = ()
    shares: tuple[tuple[int, int], ...] = ()
    note: str = ""
    ranked: bool = False
    marks: dict[str, int] = field(default_factory=dict)

    @property
    def biggest(self) -> float:
        values = [line.values[at] or 0 for line in self.lines for at in self.drawn]
        return max([1.0, *map(float, values)])

    @property
    def empty(self) -> bool:
        return not any(value for line in self.lines for value in line.values)
