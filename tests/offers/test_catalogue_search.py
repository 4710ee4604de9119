"""The search forgives; filters count; the address holds everything (IM-31, IM-48)."""

from collections import Counter
from typing import Any

import numpy as np
import pytest
from django.http import QueryDict

from croisee.directory.models import Profession, Sector, Territory
from croisee.editions.models import Edition
from croisee.offers.catalogue import demand
from croisee.offers.catalogue.index import build
from croisee.offers.catalogue.results import Results, results_of
from croisee.offers.catalogue.search import find
from croisee.offers.catalogue.similar import similar_and_freer
from croisee.offers.catalogue.snapshot import Snapshot
from croisee.offers.catalogue.wanted import wanted_of
from croisee.offers.catalogue.words import words_asked, words_of
from tests.factories import make_edition, make_offer, make_organisation, make_service

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    return make_edition()


def _service(name: str, postcode: str, locality: str, province: str, *sectors: str) -> Any:
    return make_service(
        organisation=make_organisation(name=name),
        postcode=postcode,
        locality=locality,
        province=Territory.objects.get(code=province),
        municipality=Territory.objects.filter(kind="municipality", name_fr=locality).first(),
        sectors=list(Sector.objects.filter(code__in=sectors)),
    )


@pytest.fixture
def offers(edition: Edition) -> dict[str, Any]:
    """Three offers in three towns; the first has many requests in `snapshot`."""
    namur = _service("L’Œuvre du Parc", "5000", "Namur", "WNA", "mental-health")
    liege = _service("SSM Les Coteaux", "4000", "Liège", "WLG", "mental-health", "addiction")
    eupen = _service("Kaleido", "4700", "Eupen", "WLG", "school-health")
    made = {
        "namur": make_offer(
            edition=edition, service=namur, number="H2", title="Une journée au jardin",
            target_ages=["12-18"], weekdays=["mon", "thu"], places=1,
        ),
        "liege": make_offer(
            edition=edition, service=liege, number="H10", title="Parler d’usages sans juger",
            weekdays=["fri"], places=3, languages=["fr", "nl"],
        ),
        "eupen": make_offer(
            edition=edition, service=eupen, number="H3", title="Sprechstunde", languages=["de"],
            weekdays=["mon"], duration="half_day", places=2,
        ),
    }  # fmt: skip
    made["namur"].professions.add(Profession.objects.get(code="educator"))
    made["liege"].professions.add(Profession.objects.get(code="psychologist"))
    return made


@pytest.fixture
def snapshot(edition: Edition, offers: dict[str, Any]) -> Snapshot:
    index = build(edition)
    counts = {offers["namur"].pk: Counter({1: 4, 2: 1}), offers["liege"].pk: Counter({1: 1})}
    return Snapshot(index, demand.of_counts(index, counts))


def _results(snapshot: Snapshot, address: str, *, demand_shown: bool = True) -> Results:
    wanted = wanted_of(QueryDict(address), snapshot.index, demand_shown=demand_shown)
    return results_of(snapshot, wanted, demand_shown=demand_shown)


def _numbers(snapshot: Snapshot, address: str) -> list[str]:
    return [card.row.number for card in _results(snapshot, address).cards]


@pytest.mark.parametrize(
    "text",
    [
        "jardin",
        "JARDIN",
        "journee jardin",
        "jardin journée",
        "oeuvre parc",
        "parc œuvre",
        "educatrice",
        "éducateur",
        "Éducateur·rice",
        "opvoeder",
        "Namen jardin",
        "5000",
        "jardn",
        "jadrin",
        "jardinn",
        "jaxdin",
        "H2 namur",
    ],
)
def test_search_forgives(snapshot: Snapshot, text: str) -> None:
    assert _numbers(snapshot, f"q={text}") == ["H2"]


def test_a_corrected_word_is_told(snapshot: Snapshot) -> None:
    found = find(snapshot.index, "psycologue")
    assert found.read_as["psycologue"] == ["psychologue"]
    assert not find(snapshot.index, "psycho").read_as


def test_nothing_found_names_the_unknown_word(snapshot: Snapshot) -> None:
    results = _results(snapshot, "q=jardin+zzzzzz")
    assert results.count == 0
    assert results.found.unknown == ["zzzzzz"]


def test_inclusive_words_open() -> None:
    assert {"assistant", "assistante", "social", "sociale"} <= words_of("Assistant·e social·e")
    assert {"infirmier", "infirmiere"} <= words_of("Infirmier·ère")
    assert words_asked("de la") == ["de", "la"]


def test_filters_are_or_inside_and_and_between(snapshot: Snapshot) -> None:
    assert _numbers(snapshot, "province=WNA&province=WLG&sort=number") == ["H2", "H3", "H10"]
    assert _numbers(snapshot, "province=WLG&sector=mental-health") == ["H10"]
    assert _numbers(snapshot, "day=mon&language=de") == ["H3"]
    assert _numbers(snapshot, "age=12-18") == ["H2"]
    assert _numbers(snapshot, "duration=half_day") == ["H3"]


def test_counts_are_those_one_would_see(snapshot: Snapshot) -> None:
    """Beside each unticked value: what its ticking would add, other filters kept."""
    results = _results(snapshot, "province=WNA")
    counts = {
        facet.name: {value.value: value.count for value in (*facet.first, *facet.more)}
        for facet in results.facets
    }
    assert counts["province"] == {"WNA": 1, "WLG": 2}
    assert counts["sector"] == {"mental-health": 1, "addiction": 0, "school-health": 0}


def test_places_left_and_calm(snapshot: Snapshot) -> None:
    assert _numbers(snapshot, "places=calm&sort=number") == ["H3", "H10"]
    assert len(_numbers(snapshot, "places=left")) == 3


def test_sorts(snapshot: Snapshot) -> None:
    assert _numbers(snapshot, "") == ["H3", "H10", "H2"]  # least asked for first
    assert _numbers(snapshot, "sort=number") == ["H2", "H3", "H10"]
    assert _numbers(snapshot, "sort=town") == ["H3", "H10", "H2"]
    assert _numbers(snapshot, "sort=profession") == ["H2", "H10", "H3"]
    near = _results(snapshot, "sort=near&near=4000")
    assert [card.row.number for card in near.cards] == ["H10", "H3", "H2"]
    assert near.cards[0].distance == 0
    assert near.cards[1].distance is not None and 25 < near.cards[1].distance < 45


def test_demand_can_be_hidden(snapshot: Snapshot) -> None:
    """An edition that does not show its demand neither sorts nor filters by it."""
    results = _results(snapshot, "sort=calm&places=calm", demand_shown=False)
    assert results.wanted.sort == ""
    assert results.count == 3
    assert [card.row.number for card in results.cards] == ["H3", "H10", "H2"]  # by town


def test_the_address_holds_everything(snapshot: Snapshot) -> None:
    address = "q=journ%C3%A9e&province=WNA&day=mon&places=left&sort=near&near=5000"
    results = _results(snapshot, address)
    assert results.wanted.query() == address
    assert [chip.label for chip in results.chips][1:] == [
        "Namur",
        "lundi",
        "Encore des places libres",
    ]
    assert results.chips[1].query == address.replace("province=WNA&", "")


@pytest.mark.parametrize(
    "address",
    [
        "q=%00",
        "q=" + "x" * 5000,
        "q=%F0%9F%98%80&province=%22%3E",
        "page=-1",
        "page=99999999999999999999999",
        "page=abc",
        "size=7",
        "size=1000000",
        "sort=drop+table",
        "near=99999",
        "near=%00",
        "near=" + "9" * 400,
        "near=%D9%A1%D9%A2%D9%A3%D9%A4",
        "province=" + "&province=".join(map(str, range(500))),
        "places=left&places=left&places=nonsense",
        "day=mon&day=mon&day=%00",
        "q=" + "+".join("abcdefgh"),
        "=&&&=",
    ],
)
def test_odd_addresses_are_ignored_or_explained(snapshot: Snapshot, address: str) -> None:
    results = _results(snapshot, address)
    assert results.wanted.page == 1
    assert len(results.wanted.query()) < 500


def test_unreadable_search_and_unknown_place_are_told(snapshot: Snapshot) -> None:
    assert _results(snapshot, "q=%00").wanted.remarks
    assert "99999" in _results(snapshot, "near=99999").wanted.remarks[0]
    assert _results(snapshot, "sort=near").wanted.remarks


def test_similar_and_freer(snapshot: Snapshot, offers: dict[str, Any]) -> None:
    """Offers in the same sector, with places, that fewer ask for; never one's own house."""
    cards = similar_and_freer(snapshot, offers["namur"].pk)
    assert [card.row.number for card in cards] == ["H10"]
    assert similar_and_freer(snapshot, offers["liege"].pk) == []
    assert similar_and_freer(snapshot, -1) == []


def test_an_empty_edition(edition: Edition) -> None:
    index = build(edition)
    results = _results(Snapshot(index, demand.of_counts(index, {})), "q=a&province=WNA&near=5000")
    assert results.count == results.everything == 0
    assert np.all(results.mask)
