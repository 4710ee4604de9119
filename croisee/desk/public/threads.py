"""The drawing of an edition: two threads, apart until the matching, then together.

Lines and circles only; the list of phases below it carries the words and the dates. Solid is done,
dotted is to come.
"""

from __future__ import annotations

from dataclasses import dataclass

from croisee.desk.public.stations import BOTH, GUEST, HOST, Station

WIDTH = 1120
HEIGHT = 158
FIRST = 12
LAST = 1116
APART = {HOST: 36, GUEST: 132}
TOGETHER = {HOST: 94, GUEST: 74}
CROSSING = 84
AFTER = 103  # from the crossing to where the threads run level again


@dataclass(frozen=True)
class Line:
    """One stroke: its path and its classes."""

    d: str
    css: str


@dataclass(frozen=True)
class Dot:
    """One circle."""

    x: float
    y: float
    r: float
    css: str


@dataclass(frozen=True)
class Threads:
    """The whole drawing, with where the names of the two threads stand."""

    lines: list[Line]
    dots: list[Dot]
    names: dict[str, float]


def threads_of(stations: list[Station]) -> Threads | None:
    """None where there is nothing to draw: fewer than two phases."""
    if len(stations) < 2:
        return None
    step = WIDTH / len(stations)
    xs = [round(FIRST + step * at, 1) for at in range(len(stations))]
    crossing = next((at for at, found in enumerate(stations) if found.lane == BOTH), None)
    now = _now(stations, xs, step)
    starts = {lane: _start(stations, xs, lane) for lane in (HOST, GUEST)}
    lines = [
        line
        for lane in (HOST, GUEST)
        for line in _thread(lane, starts[lane], xs, crossing, now, step)
    ]
    dots = [
        dot for at, found in enumerate(stations) for dot in _dots(found, xs[at], at == crossing)
    ]
    names = {} if crossing == 0 else starts
    return Threads(lines, dots, names)


def _now(stations: list[Station], xs: list[float], step: float) -> float:
    """How far one has come: at a phase that is open, between two otherwise."""
    reached = [x for x, found in zip(xs, stations, strict=True) if found.state == "here"]
    if reached:
        return reached[-1]
    done = [x for x, found in zip(xs, stations, strict=True) if found.state == "done"]
    if len(done) == len(stations):
        return LAST
    return done[-1] + step / 2 if done else 0.0


def _start(stations: list[Station], xs: list[float], lane: str) -> float:
    own = [x for x, found in zip(xs, stations, strict=True) if found.lane in (lane, BOTH)]
    return own[0] if own else xs[0]


def _thread(
    lane: str, start: float, xs: list[float], crossing: int | None, now: float, step: float
) -> list[Line]:
    """Straight, the curve into the crossing, the curve out of it, straight."""
    if crossing is None:
        return _straight(lane, start, LAST, APART[lane], now)
    if crossing == 0:
        return _straight(lane, start, LAST, TOGETHER[lane], now)
    meet, bend, level = xs[crossing], xs[crossing - 1], min(xs[crossing] + AFTER, LAST)
    start = min(start, bend)
    lean = 15 if lane == HOST else -15
    y, out = APART[lane], TOGETHER[lane]
    into = f"M{bend} {y}C{bend + step * 0.55:.1f} {y} {meet - 60:.1f} {CROSSING - lean} {meet} {CROSSING}"
    away = f"M{meet} {CROSSING}C{meet + 30:.1f} {CROSSING + lean / 2} {meet + 60:.1f} {out} {level} {out}"
    return [
        *_straight(lane, start, bend, y, now),
        _line(lane, into, done=now >= meet),
        _line(lane, away, done=now >= level),
        *_straight(lane, level, LAST, out, now),
    ]


def _straight(lane: str, start: float, end: float, y: float, now: float) -> list[Line]:
    """A straight stretch, solid up to `now`."""
    turn = min(max(now, start), end)
    parts = [(start, turn, True), (turn, end, False)]
    return [_line(lane, f"M{a} {y}H{b}", done=done) for a, b, done in parts if b > a]


def _line(lane: str, d: str, *, done: bool) -> Line:
    return Line(d, f"t-{lane}" if done else f"t-{lane} future")


def _dots(found: Station, x: float, crosses: bool) -> list[Dot]:
    filled = "s" if found.state == "to_come" else "f"
    size = 11 if found.state == "here" else 10 if found.state == "done" else 7
    if found.lane != BOTH:
        dots = [Dot(x, APART[found.lane], size, f"{filled}-{found.lane}")]
    elif crosses:
        dots = [Dot(x, CROSSING, 13, f"{filled}-both")]
    else:
        dots = [Dot(x, TOGETHER[lane], 7, f"{filled}-{lane}") for lane in (HOST, GUEST)]
    halo = [Dot(x, dots[0].y, 20, "halo")] if found.state == "here" else []
    return [*halo, *dots]
