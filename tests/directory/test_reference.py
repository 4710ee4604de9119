"""The reference lists as they are loaded, and what is asked of them."""

import pytest

from croisee.directory.models import Postcode, Territory
from croisee.directory.queries import Gazetteer, Nomenclature, distance_km, place_of
from croisee.directory.reference import load_reference

pytestmark = pytest.mark.django_db


def test_loading_again_adds_nothing() -> None:
    before = (Territory.objects.count(), Postcode.objects.count())
    load_reference()
    assert (Territory.objects.count(), Postcode.objects.count()) == before
    assert before == (576, 1149)


@pytest.mark.parametrize(
    ("postcode", "municipality", "province"),
    [
        ("5000", "Namur", "Namur"),
        ("4700", "Eupen", "Liège"),
        ("1000", "Bruxelles", "Bruxelles-Capitale"),
        ("7780", "Comines-Warneton", "Hainaut"),
    ],
)
def test_a_postcode_lies_in_its_municipality_and_province(
    postcode: str, municipality: str, province: str
) -> None:
    place = place_of(postcode)
    assert place is not None
    assert place.province is not None
    assert (place.municipality.name_fr, place.province.name_fr) == (municipality, province)


def test_an_unknown_postcode_is_nowhere() -> None:
    assert place_of("0000") is None
    assert Gazetteer().place("L-1234") is None


def test_namur_and_liege_are_some_fifty_kilometres_apart() -> None:
    gazetteer = Gazetteer()
    namur, liege = gazetteer.place("5000"), gazetteer.place("4000")
    assert namur and liege and namur.point and liege.point
    assert 45 < distance_km(namur.point, liege.point) < 60


def test_words_are_found_by_any_name_and_never_guessed() -> None:
    words = Nomenclature()
    assert words.profession("ÉDUCATRICE spécialisée") == words.profession("Éducateur")
    assert words.profession("Éducateur") is not None
    assert words.sector("jeugdhulp") == words.sector("Aide à la jeunesse")
    assert words.profession("astronaute") is None
