"""The territory files agree with one another and with what people know. No Django."""

import csv
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
DATA = ROOT / "croisee" / "directory" / "data"
LANGUAGES = ("fr", "nl", "de", "en")
WALLOON = {"WBR": "Brabant wallon", "WHT": "Hainaut", "WLG": "Liège", "WLX": "Luxembourg"}


def rows(name: str) -> list[dict[str, str]]:
    """One CSV of the data folder."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PROVINCES = {row["code"]: row for row in rows("provinces")}
MUNICIPALITIES = {row["nis"]: row for row in rows("municipalities")}
POSTCODES = {row["postcode"]: row for row in rows("postcodes")}


def municipality(postcode: str) -> dict[str, str]:
    """The municipality of a postcode."""
    return MUNICIPALITIES[POSTCODES[postcode]["municipality"]]


def province(postcode: str) -> str:
    """French name of the province of a postcode."""
    return PROVINCES[municipality(postcode)["province"]]["fr"]


def truth() -> list[dict]:
    """Every row of the samples that states a postcode and a province."""
    data = json.loads((ROOT / "tests/samples/truth.json").read_text(encoding="utf-8"))
    return [row for key in ("host_rows", "trainee_rows") for row in data[key]]


def test_there_are_ten_provinces_and_brussels_in_four_languages():
    assert len(PROVINCES) == 11
    assert all(row[language] for row in PROVINCES.values() for language in LANGUAGES)
    assert sorted(c for c, row in PROVINCES.items() if row["region"] == "BRU") == ["BRU"]


def test_the_five_walloon_provinces_bear_the_names_of_the_forms():
    walloon = {code: row["fr"] for code, row in PROVINCES.items() if row["region"] == "WAL"}
    assert walloon == {**WALLOON, "WNA": "Namur"}


def test_municipalities_are_those_since_the_mergers_of_2025():
    assert len(MUNICIPALITIES) == 565
    assert all(row["province"] in PROVINCES for row in MUNICIPALITIES.values())
    assert municipality("6687") == municipality("6600")  # Bertogne joined Bastogne
    assert municipality("6600")["fr"] == "Bastogne"


def test_every_postcode_has_a_municipality_a_name_and_a_point_in_belgium():
    assert len(POSTCODES) == 1149
    for row in POSTCODES.values():
        assert row["municipality"] in MUNICIPALITIES
        assert row["locality_fr"]
        assert row["locality_nl"]
        assert 49.4 < float(row["lat"]) < 51.6
        assert 2.5 < float(row["lon"]) < 6.5


@pytest.mark.parametrize(
    ("postcode", "language", "name", "where"),
    [
        ("1000", "fr", "Bruxelles", "Bruxelles-Capitale"),
        ("1000", "nl", "Brussel", "Bruxelles-Capitale"),
        ("1050", "fr", "Ixelles", "Bruxelles-Capitale"),
        ("1400", "fr", "Nivelles", "Brabant wallon"),
        ("4700", "de", "Eupen", "Liège"),
        ("4720", "de", "Kelmis", "Liège"),
        ("4780", "de", "Sankt Vith", "Liège"),
        ("5000", "fr", "Namur", "Namur"),
        ("5000", "nl", "Namen", "Namur"),
        ("6700", "fr", "Arlon", "Luxembourg"),
        ("7000", "fr", "Mons", "Hainaut"),
        ("7700", "fr", "Mouscron", "Hainaut"),
        ("7780", "fr", "Comines-Warneton", "Hainaut"),
        ("9000", "nl", "Gent", "Flandre orientale"),
    ],
)
def test_a_known_postcode_leads_to_its_town_and_province(postcode, language, name, where):
    assert municipality(postcode)[language] == name
    assert province(postcode) == where


def test_the_postcode_of_a_town_bears_the_name_of_the_town():
    assert POSTCODES["5000"]["locality_fr"] == "Namur"
    assert POSTCODES["5100"]["locality_fr"] == "Jambes"
    assert POSTCODES["1348"]["locality_fr"] == "Louvain-la-Neuve"


def test_every_row_of_the_samples_resolves_to_the_province_it_states():
    wrong = [
        row for row in truth() if row["postcode"] and province(row["postcode"]) != row["province"]
    ]
    assert wrong == []


def test_outlines_are_the_same_eleven_small_and_closed():
    path = DATA / "shapes.json"
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    assert {f["properties"]["code"] for f in features} == set(PROVINCES)
    assert 15_000 < path.stat().st_size < 34_000
    for ring in (ring for f in features for polygon in polygons(f) for ring in polygon):
        assert ring[0] == ring[-1]


def polygons(feature: dict) -> list:
    """The polygons of a feature, one or several."""
    geometry = feature["geometry"]
    many = geometry["type"] == "MultiPolygon"
    return geometry["coordinates"] if many else [geometry["coordinates"]]


def test_points_lie_in_or_beside_the_outline_of_their_province():
    boxes = {f["properties"]["code"]: box(f) for f in shapes()}
    for row in POSTCODES.values():
        west, south, east, north = boxes[municipality(row["postcode"])["province"]]
        assert west - 0.03 <= float(row["lon"]) <= east + 0.03, row
        assert south - 0.03 <= float(row["lat"]) <= north + 0.03, row


def shapes() -> list[dict]:
    """Features of the outline file."""
    return json.loads((DATA / "shapes.json").read_text(encoding="utf-8"))["features"]


def box(feature: dict) -> tuple[float, float, float, float]:
    """West, south, east, north."""
    points = [p for polygon in polygons(feature) for ring in polygon for p in ring]
    lons, lats = [p[0] for p in points], [p[1] for p in points]
    return min(lons), min(lats), max(lons), max(lats)


@pytest.mark.parametrize("name", ["sectors", "professions"])
def test_lists_have_unique_codes_and_names_in_four_languages(name):
    found = rows(name)
    assert len({row["code"] for row in found}) == len(found)
    assert all(row[language] for row in found for language in LANGUAGES)


@pytest.mark.parametrize("name", ["sectors", "professions"])
def test_no_word_means_two_things(name):
    owners: dict[str, set[str]] = {}
    for row in rows(name):
        words = [*(row[language] for language in LANGUAGES), *row["aliases"].split("|")]
        for word in words:
            owners.setdefault(word.casefold(), set()).add(row["code"])
    assert {word: codes for word, codes in owners.items() if len(codes) > 1} == {}


def test_every_sector_of_the_samples_is_known():
    known = {row["fr"] for row in rows("sectors")}
    data = json.loads((ROOT / "tests/samples/truth.json").read_text(encoding="utf-8"))
    used = {sector for row in data["host_rows"] for sector in row["sectors"]}
    used |= {row["sector"] for row in data["trainee_rows"]}
    assert used - known == set()


def test_professions_of_the_samples_are_known_but_for_two():
    known = {
        word for row in rows("professions") for word in (row["fr"], *row["aliases"].split("|"))
    }
    data = json.loads((ROOT / "tests/samples/truth.json").read_text(encoding="utf-8"))
    used = {p for row in data["host_rows"] for p in row["professions"]}
    used |= {row["profession"] for row in data["trainee_rows"]}
    assert used - known == {"Criminologue", "Puéricultrice"}
