"""Places left and first choices by province, for the home page."""

from __future__ import annotations

from dataclasses import dataclass

from croisee.offers.catalogue.snapshot import Snapshot


@dataclass(frozen=True)
class Bar:
    """One row of the table and its two bars."""

    code: str
    name: str
    places: int
    firsts: int


def bars_of(snapshot: Snapshot) -> list[Bar]:
    """Provinces with offers, the most places first."""
    index, everything = snapshot.index, snapshot.index.everything()
    places = index.provinces.sums(everything, index.left)
    firsts = index.provinces.sums(everything, snapshot.demand.firsts)
    bars = [
        Bar(code, index.material.areas.name(code), places[at], firsts[at])
        for at, code in enumerate(index.provinces.values)
    ]
    return sorted(bars, key=lambda bar: (-bar.places, bar.name))


def biggest(bars: list[Bar]) -> int:
    return max((max(bar.places, bar.firsts) for bar in bars), default=0)
