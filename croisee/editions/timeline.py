"""What opens and closes by itself: the phases of an edition on one line of time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from croisee.editions.enums import Switch
from croisee.editions.models import Edition, Phase

LEFT, WIDTH = 190, 500
ROW, TOP = 30, 26


@dataclass(frozen=True)
class Stretch:
    phase: Phase
    open: bool
    by_hand: bool
    past: bool
    coming: bool
    x: float
    width: float
    y: int


@dataclass(frozen=True)
class Timeline:
    stretches: list[Stretch]
    height: int
    today: float | None
    first: datetime | None
    last: datetime | None


def timeline(edition: Edition, at: datetime) -> Timeline:
    """Bars of the phases from the first opening to the last closing, and today between them."""
    phases = list(edition.phases.all())
    if not phases:
        return Timeline([], TOP, None, None, None)
    first = min(phase.opens_at for phase in phases)
    last = max(phase.closes_at for phase in phases)
    whole = (last - first).total_seconds()

    def place(instant: datetime) -> float:
        return round(LEFT + WIDTH * (instant - first).total_seconds() / whole, 1)

    stretches = [
        Stretch(
            phase,
            phase.is_open(at),
            phase.switch != Switch.DATES,
            phase.closes_at <= at,
            phase.opens_at > at,
            place(phase.opens_at),
            max(round(place(phase.closes_at) - place(phase.opens_at), 1), 3),
            TOP + ROW * row,
        )
        for row, phase in enumerate(phases)
    ]
    today = place(at) if first <= at <= last else None
    return Timeline(stretches, TOP + ROW * len(phases), today, first, last)
