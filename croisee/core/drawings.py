"""The house's drawings, as SVG text. Numbers in, markup out; no words, no database.

Two meanings hold everywhere: squares and canard are places, dots and brique are requests.
Every drawing is hidden from screen readers: a sentence or a table beside it carries the numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate

MOST_PIPS = 14  # beyond, two bars
PIP = 13  # from one pip to the next, in the public drawing
CAP = 12  # the same on the matching board
MOST_CAPS = 24
BAR = 182  # as wide as fourteen pips


def seats_and_people(places: int, requests: int) -> str:
    """Squares for places (full = asked for), dots above for requests (hollow = too many)."""
    widest = max(places, requests, 1)
    return _bars(places, requests, widest) if widest > MOST_PIPS else _pips(places, requests)


def _pips(places: int, requests: int) -> str:
    people = (
        f'<circle class="person{" extra" if i >= places else ""}" cx="{5.5 + PIP * i}" cy="6" r="4"/>'
        for i in range(requests)
    )
    seats = (
        f'<rect class="seat{" taken" if i < requests else ""}" x="{1 + PIP * i}" y="15"'
        ' width="9" height="9" rx="1.5"/>'
        for i in range(places)
    )
    marks, width = [*people, *seats], PIP * max(places, requests, 1)
    if places and requests:
        return _svg("pips", width, 26, marks)
    return _svg("pips", width, 12, marks, top=0 if requests else 13)  # one row only


def _bars(places: int, requests: int, widest: int) -> str:
    marks = [
        f'<rect class="f-places" y="2" width="{_share(places, widest, BAR)}" height="7"/>',
        f'<rect class="f-demand" y="11" width="{_share(requests, widest, BAR)}" height="4"/>',
    ]
    return _svg("pips", BAR, 18, marks)


def pair_of_bars(places: int, requests: int, biggest: int) -> str:
    """Two bars of a table of provinces or sectors; `biggest` is the largest number of the table."""
    marks = [
        f'<rect class="f-places" y="2" width="{_share(places, biggest, 120)}" height="7"/>',
        f'<rect class="f-demand" y="11" width="{_share(requests, biggest, 120)}" height="4"/>',
    ]
    return _stretched("", 120, 18, marks)


def admitted_and_not(admitted: int, not_admitted: int, free: int = 0) -> str:
    """Matching board: full square = admitted, empty = free, line = cut-off, dot = not admitted."""
    if admitted + not_admitted + free > MOST_CAPS:
        return _long_cap(admitted, not_admitted, free)
    places = admitted + free
    marks = [_square(i, full=i < admitted) for i in range(places)]
    marks += [
        f'<circle class="out" cx="{CAP * (places + i) + 10}" cy="7" r="4"/>'
        for i in range(not_admitted)
    ]
    if not_admitted:
        marks.append(f'<path class="cut" d="M{CAP * places + 2} 0V14"/>')
    width = CAP * (places + not_admitted) + (5 if not_admitted else 0)
    return _svg("cap", max(width, CAP), 14, marks)


def _square(index: int, *, full: bool) -> str:
    if full:
        return f'<rect class="in" x="{CAP * index + 1}" y="2" width="10" height="10" rx="1.5"/>'
    return (
        f'<rect class="room" x="{CAP * index + 1.75}" y="2.75" width="8.5" height="8.5" rx="1.5"/>'
    )


def _long_cap(admitted: int, not_admitted: int, free: int) -> str:
    """The same with lengths instead of squares and dots."""
    total, width = admitted + not_admitted + free, CAP * MOST_CAPS
    a, f, n = (_share(part, total, width) for part in (admitted, free, not_admitted))
    marks = [f'<rect class="in" y="2" width="{a}" height="10"/>']
    if free:
        inner = round(max(f - 1.5, 0), 1)
        marks.append(f'<rect class="room" x="{a + 0.75}" y="2.75" width="{inner}" height="8.5"/>')
    if not_admitted:
        cut = round(a + f, 1)
        marks.append(f'<rect class="out" x="{cut}" y="5" width="{n}" height="4"/>')
        marks.append(f'<path class="cut" d="M{cut} 0V14"/>')
    return _svg("cap", width, 14, marks)


def ranks(by_rank: Sequence[int], without: int) -> str:
    """One bar: first, second, third and later choices fading; then those without a place."""
    starts = [0, *accumulate(by_rank)]
    marks = [
        f'<g class="rank{min(i, 3)}"><rect x="{start}" width="{count}" height="14"/></g>'
        for i, (start, count) in enumerate(zip(starts, by_rank, strict=False), start=1)
        if count
    ]
    if without:
        marks.append(
            f'<g class="rank0"><rect x="{starts[-1]}" y="5" width="{without}" height="4"/></g>'
        )
    return _stretched("ranks", max(starts[-1] + without, 1), 14, marks)


def _share(part: int, whole: int, width: int) -> float:
    return round(width * min(part / whole, 1), 1) if whole else 0


def _svg(name: str, width: int, height: int, marks: Iterable[str], top: int = 0) -> str:
    return (
        f'<svg class="{name}" width="{width}" height="{height}" viewBox="0 {top} {width} {height}"'
        f' aria-hidden="true">{"".join(marks)}</svg>'
    )


def _stretched(name: str, width: int, height: int, marks: Iterable[str]) -> str:
    """As wide as its cell."""
    return (
        f'<svg class="{name or "bar"}" width="100%" height="{height}" viewBox="0 0 {width} {height}"'
        f' preserveAspectRatio="none" aria-hidden="true">{"".join(marks)}</svg>'
    )
