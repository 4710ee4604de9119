"""The map of the catalogue and its list: provinces shaded by offers, a dot for each municipality.

Outlines: croisee/directory/data/shapes.json (credits in its README). The list says the same.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise, product
from pathlib import Path

from croisee.directory import reference
from croisee.offers.catalogue.index import Index
from croisee.offers.catalogue.results import Results
from croisee.offers.catalogue.wanted import Wanted

WIDTH = 420.0
MARGIN = 6.0
LETTER = 9.5  # as wide as a letter of a name, in drawing units
MOVES = list(product((0, -14, 14), (0, -9, 9, -18, 18, -27, 27)))
NARROWING = math.cos(math.radians(50.5))  # a degree of longitude beside one of latitude
SHAPES = Path(reference.__file__).parent / "data" / "shapes.json"
CREDIT = "© Statbel, NGI/IGN (CC BY 4.0), countries-states-cities-database (ODbL)"

Ring = list[tuple[float, float]]


@dataclass(frozen=True)
class Area:
    """A province or a municipality with what it offers. Map position in drawing units."""

    facet: str
    code: str
    name: str
    offers: int
    places: int
    wanted: Wanted
    path: str = ""
    shade: int = 0
    x: float = 0
    y: float = 0
    radius: float = 0
    labelled: bool = False

    @property
    def query(self) -> str:
        """The address of this area alone; asked for by the list, not by the dots of the map."""
        return self.wanted.only(self.facet, self.code)

    @property
    def chosen(self) -> bool:
        return self.code in self.wanted.chosen.get(self.facet, ())


@dataclass(frozen=True)
class Drawing:
    """The map of one page of results."""

    width: float
    height: float
    provinces: list[Area]
    towns: list[Area]
    town_count: int


@dataclass(frozen=True)
class _Frame:
    """Where the shown provinces lie on the drawing."""

    left: float
    top: float
    scale: float
    height: float

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        x = (longitude * NARROWING - self.left) * self.scale + MARGIN
        y = (self.top - latitude) * self.scale + MARGIN
        return round(x, 1), round(y, 1)


def drawing_of(index: Index, results: Results, towns: int | None = None) -> Drawing:
    """Every province of the edition that has offers; the municipalities of these results.

    `towns` limits how many are drawn, those with the most offers first.
    """
    with_offers = frozenset(index.provinces.values) & frozenset(_shapes())
    frame = _frame(with_offers)
    counts = index.towns.sums(results.mask)
    dots = _towns(index, results, frame, counts, towns)
    return Drawing(
        width=WIDTH + 2 * MARGIN,
        height=frame.height + 2 * MARGIN,
        provinces=[_named(area, dots) for area in _provinces(index, results, with_offers)],
        towns=dots,
        town_count=sum(1 for count in counts if count),
    )


def _provinces(index: Index, results: Results, shown: frozenset[str]) -> list[Area]:
    """Counted as the filters beside are: with every filter but the province's own."""
    facet = next((facet for facet in results.facets if facet.name == "province"), None)
    counts = {v.value: v.count for v in (*facet.first, *facet.more)} if facet else {}
    most = max(counts.values(), default=0)
    outlines = _outlines(shown)
    areas = []
    places = index.provinces.sums(results.mask, index.left)
    for code, left in zip(index.provinces.values, places, strict=True):
        path, x, y, room = outlines.get(code, ("", 0.0, 0.0, 0.0))
        name = index.material.areas.name(code)
        offers = counts.get(code, results.count)
        areas.append(
            Area(
                facet="province",
                code=code,
                name=name,
                offers=offers,
                places=left,
                wanted=results.wanted,
                path=path,
                shade=math.ceil(3 * offers / most) if most else 0,
                x=x,
                y=y,
                labelled=room > LETTER * len(name),
            )
        )
    return sorted(areas, key=lambda area: (-area.offers, area.name))


def _towns(
    index: Index, results: Results, frame: _Frame, counts: list[int], limit: int | None
) -> list[Area]:
    """The municipalities with the most offers first."""
    towns, places = index.towns, index.towns.sums(results.mask, index.left)
    names = index.material.areas.names(towns.values)
    present = [at for at, count in enumerate(counts) if count]
    present.sort(key=lambda at: (-counts[at], names[at]))
    areas = []
    for at in present[:limit]:
        point, offers = towns.points[at], counts[at]
        x, y = frame.place(point[1], point[0]) if point else (0.0, 0.0)
        areas.append(
            Area(
                facet="town",
                code=towns.values[at],
                name=names[at],
                offers=offers,
                places=places[at],
                wanted=results.wanted,
                x=x,
                y=y,
                radius=round(min(3 + 1.2 * math.sqrt(offers), 14), 1) if point else 0,
            )
        )
    return areas


def _named(province: Area, towns: list[Area]) -> Area:
    """Its name moved a little, to where it covers the fewest dots."""
    if not province.labelled:
        return province
    _covered, _far, x, y = min(
        (_dots_under(province, towns, dx, dy), abs(dx) + abs(dy), province.x + dx, province.y + dy)
        for dx, dy in MOVES
    )
    return replace(province, x=round(x, 1), y=round(y, 1))


def _dots_under(province: Area, towns: list[Area], dx: int, dy: int) -> int:
    half, middle = LETTER * len(province.name) / 2, province.y + dy - LETTER / 2
    return sum(
        abs(town.x - province.x - dx) < half + town.radius
        and abs(town.y - middle) < LETTER + town.radius
        for town in towns
        if town.radius
    )


@cache
def _shapes() -> dict[str, list[Ring]]:
    """Outer rings of each province, in degrees."""
    shapes = {}
    for feature in json.loads(SHAPES.read_text())["features"]:
        geometry = feature["geometry"]
        polygons = geometry["coordinates"]
        if geometry["type"] == "Polygon":
            polygons = [polygons]
        shapes[feature["properties"]["code"]] = [
            [(point[0], point[1]) for point in polygon[0]] for polygon in polygons
        ]
    return shapes


@lru_cache(maxsize=16)
def _frame(codes: frozenset[str]) -> _Frame:
    points = [point for code in codes for ring in _shapes()[code] for point in ring]
    if not points:
        return _Frame(0, 0, 1, 0)
    eastings = [longitude * NARROWING for longitude, _latitude in points]
    northings = [latitude for _longitude, latitude in points]
    scale = WIDTH / (max(eastings) - min(eastings))
    height = round((max(northings) - min(northings)) * scale, 1)
    return _Frame(min(eastings), max(northings), scale, height)


@lru_cache(maxsize=16)
def _outlines(codes: frozenset[str]) -> dict[str, tuple[str, float, float, float]]:
    """`{province: (path, x and y of its name, width there is for it)}`."""
    frame = _frame(codes)
    return {code: _outline([_placed(ring, frame) for ring in _shapes()[code]]) for code in codes}


def _placed(ring: Ring, frame: _Frame) -> Ring:
    return [frame.place(*point) for point in ring]


def _outline(rings: list[Ring]) -> tuple[str, float, float, float]:
    largest = max(rings, key=_size)
    eastings = [x for x, _y in largest]
    x = sum(eastings) / len(eastings)
    y = sum(y for _x, y in largest) / len(largest)
    return "".join(map(_path, rings)), round(x, 1), round(y, 1), max(eastings) - min(eastings)


def _size(ring: Ring) -> float:
    xs, ys = [x for x, _y in ring], [y for _x, y in ring]
    return (max(xs) - min(xs)) * (max(ys) - min(ys))


def _path(ring: Ring) -> str:
    """Whole units, each point relative to the one before: a third of the bytes."""
    whole = list(dict.fromkeys((round(x), round(y)) for x, y in ring))
    steps = (f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in pairwise(whole))
    return f"M{whole[0][0]} {whole[0][1]}l{' '.join(steps).replace(' -', '-')}z"
