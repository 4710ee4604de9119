"""Suspected duplicates are found by the worker and counted on every page, never after they are settled."""

from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from croisee.desk.duplicates import stored
from croisee.desk.models import Suspicion
from croisee.desk.pending import Pending
from croisee.directory.models import Territory
from croisee.editions.models import Edition
from croisee.mail import periodic
from croisee.people.models import Person
from tests import factories
from tests.entry import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    return factories.make_edition()


@pytest.fixture
def client(edition: Edition) -> Client:
    return signed_in(factories.make_role(edition, "administrator"))


def twice(edition: Edition, name: str, *provinces: Territory) -> tuple[Person, Person]:
    """One person under two addresses, behind one telephone, registered in these provinces."""
    both = [
        factories.make_person(first_name="Thibault", last_name=name, phone="081 55 02 17")
        for _ in range(2)
    ]
    for person, province in zip(both, provinces * 2, strict=False):
        factories.make_application(edition, person=person, province=province)
    return both[0], both[1]


def badge(client: Client, edition: Edition) -> int:
    return client.get(reverse("desk:messages", args=[edition.pk])).context["nav"][0].count


def test_the_worker_finds_the_page_and_the_badge_count(
    client: Client, edition: Edition, at: datetime
) -> None:
    twice(edition, "Lecocq", factories.make_province("Namur"))
    assert badge(client, edition) == 0
    periodic.run_due(at)
    assert badge(client, edition) == 1
    page = client.get(reverse("desk:todo", args=[edition.pk]), {"province": "toutes"}).text
    assert "Doublon possible" in page and "Thibault Lecocq." in page


def test_a_pair_of_two_provinces_is_one_pair(edition: Edition, at: datetime) -> None:
    namur, liege = factories.make_province("Namur"), factories.make_province("Liège")
    twice(edition, "Lecocq", namur, liege)
    twice(edition, "Hautôt", namur)
    stored.refresh(at)
    counts = {
        place: Pending(edition, place, at).rows["duplicates"].count()
        for place in (None, namur, liege, factories.make_province("Hainaut"))
    }
    assert list(counts.values()) == [2, 2, 1, 0]
    rows = list(Suspicion.objects.values_list("pk", flat=True))
    stored.refresh(at)
    assert (
        list(Suspicion.objects.values_list("pk", flat=True)) == rows
    )  # nothing new, nothing written


@pytest.mark.parametrize("settled", ["merged", "different"])
def test_what_is_settled_leaves_at_once(
    client: Client, edition: Edition, at: datetime, settled: str
) -> None:
    one, other = twice(edition, "Lecocq", factories.make_province("Namur"))
    other.applications.all().delete()
    factories.make_offer(edition=edition, contact=other)
    stored.refresh(at)
    assert Suspicion.objects.count() == 1
    person_page = reverse("desk:person", args=[edition.pk, one.pk])
    assert "Peut-être deux fois la même personne" in client.get(person_page).text
    url = reverse("desk:duplicate", args=[edition.pk, "personnes", one.pk, other.pk])
    if settled == "different":
        client.post(url, {"acte": "differents"})
    else:
        shown = client.get(url, {"apercu": "1", "garder": "1"}).context
        client.post(url, {"apercu": "1", "garder": "1", "vu": shown["seen"]})
    assert not Suspicion.objects.exists() and badge(client, edition) == 0
    assert "Peut-être deux fois" not in client.get(person_page, follow=True).text
    stored.refresh(at)
    assert not Suspicion.objects.exists()


def test_a_page_costs_the_same_whatever_is_suspected(
    client: Client, edition: Edition, at: datetime, django_assert_num_queries
) -> None:
    url, province = reverse("desk:todo", args=[edition.pk]), factories.make_province("Namur")
    for number in range(4):
        twice(edition, f"Lecocq{'abcd'[number]}", province)
    stored.refresh(at)
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for number in range(20):
        twice(edition, f"Hautôt{chr(97 + number)}", province)
    stored.refresh(at)
    with django_assert_num_queries(len(few)):
        client.get(url)
