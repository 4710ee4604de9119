"""What an import tells of what it leaves out, and where to change it instead (IM-13)."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from croisee.editions.models import Edition
from croisee.schemes.ranked.models import Application
from tests import factories
from tests.entry import signed_in
from tests.ranked.round_trips import edited, exported, without

pytestmark = pytest.mark.django_db

HOSTS = "N°;Nom de l’institution;Nombre de places;Code postal;Durée\nH1;Le Phare;2;5000;{0}\n"
TRAINEES = "E-mail;Prénom;Nom;Code postal;Choix 1;Choix 2\nana@x.example;Ana;Dupont;{0};{1};{2}\n"


@pytest.fixture
def edition() -> Edition:
    return factories.make_edition()


@pytest.fixture
def client(edition: Edition) -> Client:
    return signed_in(factories.make_role(edition, "administrator"))


def read(client: Client, edition: Edition, **files: Any) -> str:
    """The page of the difference after handing files in; a text is that of a .csv."""
    made = {
        kind: SimpleUploadedFile(f"{kind}.csv", text.encode()) if isinstance(text, str) else text
        for kind, text in files.items()
    }
    return client.post(reverse("ranked:import", args=[edition.pk]), made, follow=True).text


def told(edition: Edition, words: str) -> dict[str, Any]:
    """The one problem whose sentence has these words."""
    stored = edition.sheet_imports.latest("pk")
    (found,) = [one for one in stored.summary["problems"] if words in one["message"]]
    return dict(found)


def test_a_choice_of_an_offer_not_ticked_is_told(client: Client, edition: Edition) -> None:
    known = factories.make_offer(edition=edition, number="H9")
    trainees = TRAINEES.format("5000", "H1", known.number)
    read(client, edition, hosts=HOSTS.format("1 jour"), trainees=trainees)
    stored = edition.sheet_imports.get()
    take = reverse("ranked:import_confirm", args=[edition.pk, stored.pk])
    shown = {"montre": ["offer:H1", "application:ana@x.example"]}
    page = client.post(take, shown | {"prendre": ["application:ana@x.example"]}, follow=True).text
    assert "Un choix désigne une offre que vous n’avez pas prise" in page
    assert "Le choix 1 désigne l’offre «\u00a0H1\u00a0», que ce même import n’a pas prise" in page
    ana = Application.objects.get(person__email="ana@x.example")
    assert list(ana.choices.values_list("rank", "offer__number")) == [(2, "H9")]


def test_a_column_is_named_and_a_postcode_of_nowhere_told(client: Client, edition: Edition) -> None:
    files = {"hosts": HOSTS.format("deux ans"), "trainees": TRAINEES.format("9999", "H1", "")}
    read(client, edition, **files)
    assert told(edition, "n’est pas dans la liste prévue")["column"] == "Durée"
    assert told(edition, "n’est celui d’aucune commune")["column"] == "Code postal"


def test_contacts_of_a_list_of_hosts_are_changed_elsewhere_and_it_is_said_where(
    client: Client, edition: Edition
) -> None:
    for number in ("H1", "H2"):
        factories.make_offer(edition=edition, number=number, contact=factories.make_person())
    file = edited(exported(edition, "hotes"), {("H1", "Contacts"): "Autre, a@x.example"}, "N°")
    read(client, edition, hosts=SimpleUploadedFile(file.name, file.content))
    contacts = told(edition, "ne se corrige pas par un fichier")
    assert "par «\u00a0Contacts\u00a0»" in contacts["message"]


def test_a_row_taken_out_is_named_as_it_was_written(client: Client, edition: Edition) -> None:
    for name in ("ana", "ben", "cleo"):
        person = factories.make_person(email=f"{name}@x.example")
        factories.make_application(edition, person=person, state="submitted")
    file = without(exported(edition, "stagiaires"), "cleo@x.example")
    read(client, edition, trainees=SimpleUploadedFile(file.name, file.content))
    assert "(1)\u00a0: cleo@x.example." in told(edition, "ne sont plus dans le fichier")["message"]


def test_a_reading_that_replaces_another_says_so(client: Client, edition: Edition) -> None:
    first = read(client, edition, hosts=HOSTS.format("1 jour"))
    assert "celle-ci la remplace" not in first
    again = read(client, edition, trainees=TRAINEES.format("5000", "H1", ""))
    assert "Votre lecture d’avant, hosts.csv, n’était pas importée" in again
