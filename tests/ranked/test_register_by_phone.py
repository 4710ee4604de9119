"""Registering on the phone: in one's own province, and nobody twice (lessons 7)."""

import pytest
from django.test import Client
from django.urls import reverse

from croisee.directory.models import Territory
from croisee.directory.queries import place_of
from croisee.editions.models import Edition
from croisee.people.models import Person
from croisee.schemes.ranked.models import Application
from tests import factories
from tests.entry import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    return factories.make_edition()


@pytest.fixture
def namur() -> Territory:
    return place_of("5000").province  # type: ignore[union-attr,return-value]


@pytest.fixture
def client(edition: Edition, namur: Territory) -> Client:
    return signed_in(factories.make_role(edition, "coordinator", namur))


def phoned(client: Client, edition: Edition, **more: str) -> object:
    offer = edition.offers.first() or factories.make_offer(edition=edition)
    data = {
        "first_name": "Fatou",
        "last_name": "Diarra",
        "email": "fatou.diarra@pro.example",
        "language": "fr",
        "priority_class": "1",
        "postcode": "5000",
        "choice_1": offer.number,
    }
    return client.post(reverse("ranked:register", args=[edition.pk]), {**data, **more})


def test_a_workplace_elsewhere_is_a_colleagues(client: Client, edition: Edition) -> None:
    liege = place_of("4000").province  # type: ignore[union-attr]
    factories.make_role(
        edition, "coordinator", liege, factories.make_person(first_name="Aurore", phone="04 1")
    )
    text = phoned(client, edition, postcode="4000").content.decode()  # type: ignore[attr-defined]
    assert "Aurore" in text and "04 1" in text and "fatou.diarra@pro.example" in text
    alone = phoned(client, edition, postcode="6700").content.decode()  # type: ignore[attr-defined]
    assert "l’administration du programme peut inscrire" in alone
    none = phoned(client, edition, postcode="").content.decode()  # type: ignore[attr-defined]
    assert "quelle province suit" in none
    assert not Application.objects.exists()
    phoned(client, edition)
    assert Application.objects.get().province == place_of("5000").province  # type: ignore[union-attr]


def test_somebody_of_that_name_is_shown_first(client: Client, edition: Edition) -> None:
    known = factories.make_person(first_name="Fâtou", last_name="DIARRA", email="f.d@old.example")
    factories.make_offer(edition=edition, contact=known)
    asked = phoned(client, edition).content.decode()  # type: ignore[attr-defined]
    assert "f.d@old.example" in asked and "fatou.diarra@pro.example" in asked
    assert not Application.objects.exists()
    phoned(client, edition, same=str(known.pk))
    assert Application.objects.get().person == known
    assert not Person.objects.filter(email="fatou.diarra@pro.example").exists()


def test_a_namesake_is_registered_when_said_so(client: Client, edition: Edition) -> None:
    known = factories.make_person(first_name="Fatou", last_name="Diarra")
    factories.make_offer(edition=edition, contact=known)
    phoned(client, edition, different="1")
    assert Application.objects.get().person.email == "fatou.diarra@pro.example"


def test_a_namesake_of_another_programme_is_not_shown(client: Client, edition: Edition) -> None:
    stranger = factories.make_person(first_name="Fatou", last_name="Diarra")
    factories.make_application(factories.make_edition(), person=stranger)
    phoned(client, edition)
    assert Application.objects.filter(edition=edition).count() == 1
