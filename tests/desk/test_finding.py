"""The person in three letters, with suggestions while typing; the order of names."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from croisee.editions.models import Edition
from croisee.people.models import Person
from croisee.people.names import listed, listed_in_database
from tests import factories
from tests.entry import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    return factories.make_edition()


@pytest.fixture
def client(edition: Edition) -> Client:
    return signed_in(factories.make_role(edition, "coordinator"))


def suggest(client: Client, query: str, **more: object) -> str:
    page = client.get(reverse("desk:find"), {"q": query, **more}, headers={"HX-Request": "true"})
    assert page.status_code == 200 and "<html" not in page.content.decode()
    return page.content.decode()


def test_suggestions_forgive_accents_and_are_few(client: Client, edition: Edition) -> None:
    for number in range(9):
        person = factories.make_person(last_name=f"Hautôt{number}")
        factories.make_application(edition, person=person)
    text = suggest(client, "hauto")
    assert text.count("/personnes/") == 6 and "6 propositions" in text and "Tout voir" in text


def test_nothing_is_said_before_two_letters(client: Client) -> None:
    assert suggest(client, "h").strip() == ""
    assert "Rien ne correspond" in suggest(client, "zzz")


def test_one_searches_the_edition_one_is_in(client: Client, edition: Edition) -> None:
    before = factories.make_edition(
        programme=edition.programme, slug="2026", name="2026", state=Edition.State.CLOSED
    )
    factories.make_offer(edition=before, title="Une journée d’avant")
    assert "Rien ne correspond" in suggest(client, "journee")
    assert "Une journée d’avant" in suggest(client, "journee", edition=before.pk)


def test_as_many_queries_for_one_as_for_thirty(client: Client, edition: Edition) -> None:
    counts = []
    for more in (1, 29):
        for number in range(more):
            person = factories.make_person(last_name=f"Hautôt{more}{number}")
            factories.make_application(edition, person=person)
            factories.make_offer(edition=edition, title="Hautôt")
        suggest(client, "hau")
        with CaptureQueriesContext(connection) as done:
            suggest(client, "hau")
        counts.append(len(done))
    assert counts[0] == counts[1]


def test_names_in_lists_have_one_order() -> None:
    for first, last in (("Thibault", "Lecocq"), ("", "Lecocq"), ("Thibault", "")):
        person = factories.make_person(first_name=first, last_name=last)
        row = Person.objects.annotate(name=listed_in_database()).get(pk=person.pk)
        assert row.name == listed(first, last)  # type: ignore[attr-defined]


def test_a_name_that_begins_so_comes_first(client: Client, edition: Edition) -> None:
    for first, last in (("Pascal", "Flament"), ("Lamia", "Zorro"), ("Yassin", "Lambot")):
        factories.make_application(
            edition, person=factories.make_person(first_name=first, last_name=last)
        )
    found = client.get(reverse("desk:find"), {"q": "lam"}).context["found"].people
    names = [one.last_name for one in found if not one.last_name.startswith("Lambert")]
    assert names == ["Lambot", "Zorro", "Flament"]
