"""Spreadsheets handed in on the web: read, previewed, taken whole or not at all, safe to repeat."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from croisee.core.spreadsheets import Source
from croisee.core.spreadsheets.source import MAX_FILE_BYTES
from croisee.editions.models import Edition
from croisee.offers.models import Offer, Slot
from croisee.placements.actions import take_place
from croisee.schemes.ranked.enrolment.trainees import TraineeEnrolment
from croisee.schemes.ranked.models import SheetImport
from tests import factories
from tests.entry import signed_in
from tests.ranked.dirt.workbooks import hosts_file
from tests.ranked.round_trips import edited, exported

SAMPLES = Path(__file__).parent.parent / "samples"
HOSTS, TRAINEES = "hotes.xlsx", "stagiaires.xlsx"

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    return factories.make_edition()


@pytest.fixture
def client(edition: Edition) -> Client:
    return signed_in(factories.make_role(edition))


def sample(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, (SAMPLES / name).read_bytes())


def hand_in(client: Client, edition: Edition, **files: Any) -> str:
    """The page after handing files in, its blanks made plain."""
    url = reverse("ranked:import", args=[edition.pk])
    response = client.post(url, {"publish": "on", **files}, follow=True)
    assert response.status_code == 200
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def both(client: Client, edition: Edition) -> str:
    return hand_in(client, edition, hosts=sample(HOSTS), trainees=sample(TRAINEES))


def act(client: Client, name: str, stored: SheetImport) -> str:
    url = reverse(f"ranked:{name}", args=[stored.edition_id, stored.pk])
    response = client.post(url, follow=True)
    assert response.status_code == 200
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def test_the_preview_tells_everything_and_stores_nothing(client: Client, edition: Edition) -> None:
    text = both(client, edition)
    assert "Avant d’importer" in text
    assert "408 places" in text
    assert "« pas-une-adresse » n’est pas une adresse e-mail valable" in text
    assert edition.offers.count() == edition.applications.count() == 0


def test_taking_it_imports_all_and_forgets_the_files(client: Client, edition: Edition) -> None:
    both(client, edition)
    stored = edition.sheet_imports.get()
    assert "C’est importé" in act(client, "import_confirm", stored)
    assert (edition.offers.count(), edition.applications.count()) == (120, 290)
    stored.refresh_from_db()
    assert (stored.state, stored.hosts_file, stored.trainees_file) == ("applied", None, None)


def test_a_double_click_imports_once(client: Client, edition: Edition) -> None:
    both(client, edition)
    stored = edition.sheet_imports.get()
    act(client, "import_confirm", stored)
    assert "rien n’a été fait deux fois" in act(client, "import_confirm", stored)
    assert edition.offers.count() == 120


def test_the_same_files_again_change_nothing(client: Client, edition: Edition) -> None:
    both(client, edition)
    act(client, "import_confirm", edition.sheet_imports.get())
    both(client, edition)
    again = edition.sheet_imports.first()
    assert again is not None
    counts = [again.summary[kind] for kind in ("offers", "applications")]
    assert [(count["made"], count["changed"]) for count in counts] == [(0, 0), (0, 0)]


def test_problems_are_filtered_by_level_and_file(client: Client, edition: Edition) -> None:
    both(client, edition)
    url = reverse("ranked:import_preview", args=[edition.pk, edition.sheet_imports.get().pk])
    refused = client.get(url + "?niveau=refused").content.decode()
    problems = refused[refused.index('id="problems"') :]
    assert problems.count("<tr>") == 2 + 1  # rows, heading
    assert "stagiaires.xlsx</td>" not in client.get(url + "?fichier=hotes.xlsx").content.decode()
    assert client.get(url + "?niveau=%00&fichier=zz&page=x").status_code == 200


def test_an_abandoned_import_is_forgotten(client: Client, edition: Edition) -> None:
    both(client, edition)
    stored = edition.sheet_imports.get()
    assert "abandonné" in act(client, "import_discard", stored)
    assert "a déjà traité cet import" in act(client, "import_confirm", stored)
    assert edition.offers.count() == 0


def test_a_new_preview_replaces_the_earlier_one(client: Client, edition: Edition) -> None:
    both(client, edition)
    both(client, edition)
    states = edition.sheet_imports.values_list("state", flat=True)
    assert sorted(states) == ["discarded", "previewed"]


def test_one_file_is_enough_and_none_is_not(client: Client, edition: Edition) -> None:
    assert "Choisissez au moins un fichier" in hand_in(client, edition)
    assert "Avant d’importer" in hand_in(client, edition, hosts=sample(HOSTS))


def test_trainees_alone_find_the_offers_already_there(client: Client, edition: Edition) -> None:
    hand_in(client, edition, hosts=sample(HOSTS))
    act(client, "import_confirm", edition.sheet_imports.get())
    hand_in(client, edition, trainees=sample(TRAINEES))
    last = edition.sheet_imports.first()
    assert last is not None
    assert last.summary["applications"]["made"] == 290
    assert last.summary["offers"] == {"made": 0, "changed": 0, "unchanged": 0}


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("vide.xlsx", b"", "est vide"),
        ("notes.xlsx", b"ceci n'est pas un classeur", "n’est pas un classeur Excel"),
        ("vieux.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "ancien format"),
        ("abime.xlsx", b"PK\x03\x04" + b"\0" * 50, "abîmé"),
        ("gros.xlsx", b"\0" * (MAX_FILE_BYTES + 1), "trop gros"),
    ],
)
def test_an_unusable_file_is_told_at_its_field(
    client: Client, edition: Edition, name: str, content: bytes, sentence: str
) -> None:
    text = hand_in(client, edition, trainees=SimpleUploadedFile(name, content))
    assert sentence in text
    assert 'href="#id_trainees"' in text
    assert edition.sheet_imports.count() == 0


def test_the_wrong_file_is_told_at_its_field(client: Client, edition: Edition) -> None:
    text = hand_in(client, edition, hosts=sample(TRAINEES))
    assert "est celui des stagiaires" in text
    assert 'href="#id_hosts"' in text


def test_fewer_places_than_placed_cannot_be_taken(
    client: Client, edition: Edition, at: Any
) -> None:
    hand_in(client, edition, hosts=sample(HOSTS))
    act(client, "import_confirm", edition.sheet_imports.get())
    slot = Slot.objects.get(offer__edition=edition, offer__number="H003")
    Slot.objects.filter(pk=slot.pk).update(capacity=9)
    for number in range(4):
        person = factories.make_person(first_name="Kenza", last_name=f"El Amrani {number}")
        take_place(slot, person, source="test", choice_rank=1, by=None, at=at)
    text = hand_in(client, edition, hosts=sample(HOSTS))
    assert "Kenza El Amrani 0, Kenza El Amrani 1" in text
    assert 'name="prendre"' not in text
    text = act(client, "import_confirm", edition.sheet_imports.first())  # type: ignore[arg-type]
    assert "Rien n’est coché" in text
    slot.refresh_from_db()
    assert slot.capacity == 9


def test_the_import_of_another_edition_is_not_found(client: Client, edition: Edition) -> None:
    other = factories.make_edition(programme=edition.programme, slug="2028")
    both(client, edition)
    stored = edition.sheet_imports.get()
    for name in ("import_preview", "import_confirm", "import_discard"):
        url = reverse(f"ranked:{name}", args=[other.pk, stored.pk])
        assert client.post(url).status_code in {404, 405}
    stored.refresh_from_db()
    assert stored.state == SheetImport.State.PREVIEWED


def test_the_preview_reads_no_file_from_the_database(client: Client, edition: Edition) -> None:
    both(client, edition)
    url = reverse("ranked:import_preview", args=[edition.pk, edition.sheet_imports.get().pk])
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    assert not any("hosts_file" in query["sql"] for query in queries)
    assert len(queries) < 22


def test_an_error_in_the_middle_keeps_the_preview(
    client: Client, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    both(client, edition)
    stored = edition.sheet_imports.get()

    def power_cut(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("power cut")

    with monkeypatch.context() as patch, pytest.raises(RuntimeError):
        patch.setattr(TraineeEnrolment, "finish", power_cut)
        act(client, "import_confirm", stored)
    stored.refresh_from_db()
    assert (stored.state, edition.offers.count()) == ("previewed", 0)
    assert stored.hosts_file


def test_a_file_of_a_thousand_columns_is_refused_quickly(client: Client, edition: Edition) -> None:
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        for column in range(3000):
            sheet.write(0, column, "x")
    text = hand_in(client, edition, hosts=SimpleUploadedFile("large.xlsx", stream.getvalue()))
    assert 'href="#id_hosts"' in text


# ---------------------------------------------------------------- the difference on screen


def many(edition: Edition, rows: int) -> tuple[Source, list[Offer]]:
    """An export of some offers with each title changed in the file."""
    offers = [
        factories.make_offer(edition=edition, number=f"N{number:03d}", title="Avant")
        for number in range(rows)
    ]
    changes = {(offer.number, "Intitulé de l’immersion"): "Après" for offer in offers}
    return edited(exported(edition, "offres"), changes, "N°"), offers


def give(client: Client, edition: Edition, source: Source) -> SheetImport:
    hand_in(client, edition, hosts=SimpleUploadedFile(source.name, source.content))
    found = edition.sheet_imports.first()
    assert found is not None
    return found


def page_of(client: Client, stored: SheetImport, query: str = "") -> str:
    url = reverse("ranked:import_preview", args=[stored.edition_id, stored.pk])
    return " ".join(client.get(url + query).content.decode().replace("\u00a0", " ").split())


def test_the_page_costs_the_same_queries_for_one_row_and_for_forty(
    client: Client, edition: Edition
) -> None:
    counts = []
    for rows in (1, 40):
        other = factories.make_edition(programme=edition.programme, slug=f"e{rows}")
        source, _offers = many(other, rows)
        stored = give(client, other, source)
        with CaptureQueriesContext(connection) as queries:
            assert page_of(client, stored).count('name="prendre"') == rows
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_ticks_are_kept_from_page_to_page(client: Client, edition: Edition) -> None:
    """Without JavaScript: the buttons of the pages carry the ticks along."""
    source, offers = many(edition, 60)
    stored = give(client, edition, source)
    choose = reverse("ranked:import_choose", args=[edition.pk, stored.pk])
    shown = [f"offer:title:{offer.number}" for offer in offers[:50]]
    data = {"montre": shown, "prendre": shown[1:], "aller": "?vue=&page=2"}
    response = client.post(choose, data)
    assert response["Location"].endswith("?page=2#difference")
    assert "59 changements sont cochés" in page_of(client, stored, "?page=2")
    act(client, "import_confirm", stored)
    titles = edition.offers.values_list("number", "title").order_by("number")
    assert [title for _number, title in titles] == ["Avant", *["Après"] * 59]


def test_all_and_none_speak_of_all_pages(client: Client, edition: Edition) -> None:
    source, _offers = many(edition, 60)
    stored = give(client, edition, source)
    choose = reverse("ranked:import_choose", args=[edition.pk, stored.pk])
    client.post(choose, {"aller": "rien"})
    assert "Rien n’est coché" in act(client, "import_confirm", stored)
    client.post(choose, {"aller": "tout"})
    assert "60 changements sont cochés" in page_of(client, stored)


def test_an_address_in_the_button_leads_nowhere_else(client: Client, edition: Edition) -> None:
    source, _offers = many(edition, 1)
    stored = give(client, edition, source)
    choose = reverse("ranked:import_choose", args=[edition.pk, stored.pk])
    for wanted in ("https://evil.example/", "?page=%00&suite=//evil", "x" * 5000):
        response = client.post(choose, {"aller": wanted, "montre": ["nimporte"], "prendre": "\x00"})
        place = response["Location"]
        assert place.startswith(reverse("ranked:import_preview", args=[edition.pk, stored.pk]))
        assert "evil" not in place
    stored.refresh_from_db()
    assert stored.choices == {}


def test_columns_are_told_on_screen_and_remembered(client: Client, edition: Edition) -> None:
    offer = factories.make_offer(edition=edition, number="H001", places=2)
    source = hosts_file({"Dossier": "H001", "Combien": 5})
    stored = give(client, edition, source)
    text = page_of(client, stored)
    assert "Dites ce que contiennent les colonnes" in text
    assert "Importer ce qui est coché" not in text
    url = reverse("ranked:import_headings", args=[edition.pk, stored.pk])
    text = client.post(url, {"c0": "number", "c1": "nimporte"}, follow=True).content.decode()
    assert "Dites ce que contiennent" in text
    text = client.post(url, {"c0": "number", "c1": "places"}, follow=True).content.decode()
    assert "retenu pour cette édition" in text
    act(client, "import_confirm", stored)
    assert offer.slots.get().capacity == 5
    again = give(client, edition, source)
    assert "Aucune différence" in page_of(client, again)


def test_an_import_is_undone_on_its_page(client: Client, edition: Edition) -> None:
    source, (offer,) = many(edition, 1)
    stored = give(client, edition, source)
    act(client, "import_confirm", stored)
    assert "Annuler cet import" in page_of(client, stored)
    text = act(client, "import_undo", stored)
    assert "Une cellule a retrouvé sa valeur d’avant" in text
    assert "créée" not in text  # nothing was: French takes the singular for none
    assert "déjà annulé" in act(client, "import_undo", stored)
    offer.refresh_from_db()
    assert offer.title == "Avant"


def test_what_could_not_be_undone_is_said_with_its_reason(client: Client, edition: Edition) -> None:
    source, (offer,) = many(edition, 1)
    stored = give(client, edition, source)
    act(client, "import_confirm", stored)
    Offer.objects.filter(pk=offer.pk).update(title="Depuis")
    text = act(client, "import_undo", stored)
    assert "Intitulé de l’immersion (Depuis) : changé depuis par quelqu’un" in text


@pytest.mark.parametrize("name", ["offers:office_list", "ranked:applications"])
def test_the_lists_lead_to_the_import(client: Client, edition: Edition, name: str) -> None:
    url = reverse(name, args=[edition.pk])
    assert reverse("ranked:import", args=[edition.pk]) in client.get(url).content.decode()
