"""Reads of the directory that have a name."""

from __future__ import annotations

import math
from dataclasses import dataclass

from croisee.core.text import fold
from croisee.directory.models import Postcode, Profession, Sector, Territory


@dataclass(frozen=True)
class Place:
    """Where a postcode lies. `point` is (latitude, longitude) in degrees, or None."""

    municipality: Territory
    province: Territory | None
    point: tuple[float, float] | None


class Gazetteer:
    """All Belgian postcodes in memory, read in one query: for imports and distances."""

    def __init__(self) -> None:
        found = Postcode.objects.select_related("municipality__parent")
        self._places = {(row.country, row.code): _place(row) for row in found}

    def place(self, postcode: str, country: str = "BE") -> Place | None:
        return self._places.get((country, postcode.strip()))


def place_of(postcode: str, country: str = "BE") -> Place | None:
    """Where one postcode lies; None when it is unknown."""
    row = (
        Postcode.objects.select_related("municipality__parent")
        .filter(country=country, code=postcode.strip())
        .first()
    )
    return _place(row) if row else None


def _place(row: Postcode) -> Place:
    has_point = row.latitude is not None and row.longitude is not None
    point = (row.latitude, row.longitude) if has_point else None
    return Place(row.municipality, row.municipality.parent, point)  # type: ignore[arg-type]


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance of two points in degrees, in kilometres (mean Earth radius)."""
    (lat1, lon1), (lat2, lon2) = (tuple(map(math.radians, point)) for point in (a, b))
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(half))


class Nomenclature:
    """Sectors and professions by any of their names; unknown words give None, never a guess."""

    def __init__(self) -> None:
        self._sectors = {name: row for row in Sector.objects.all() for name in _known_as(row)}
        self._professions = {
            name: row for row in Profession.objects.all() for name in _known_as(row)
        }

    def sector(self, text: str) -> Sector | None:
        return self._sectors.get(fold(text))

    def profession(self, text: str) -> Profession | None:
        return self._professions.get(fold(text))


def _known_as(row: Sector | Profession) -> list[str]:
    return row.aliases.splitlines()


def provinces() -> list[Territory]:
    return list(Territory.objects.filter(kind=Territory.Kind.PROVINCE).order_by("name_fr"))
