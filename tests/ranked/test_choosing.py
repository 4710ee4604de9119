"""Small things a trainee minds while choosing: what was taken out, how far, where a name stands."""

import re
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from tests import factories
from tests.entry import signed_in

pytestmark = pytest.mark.django_db
WHILE_TRAINEES_REGISTER = datetime(2027, 2, 16, 10, tzinfo=UTC)


@pytest.fixture
def edition(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: WHILE_TRAINEES_REGISTER)
    return factories.make_edition()


@pytest.fixture
def person():
    return factories.make_person()


@pytest.fixture
def client(edition, person):
    return signed_in(person)


def test_a_choice_taken_out_is_said(edition, client, person):
    """In a registration that was sent it counts at once, and the card is simply gone."""
    kept, gone = (factories.make_offer(edition=edition) for _ in range(2))
    factories.make_application(edition, kept, gone, person=person)
    html = client.post(
        reverse("ranked:mine"), {"shown": f"{kept.pk},{gone.pk}", "remove": gone.pk}, follow=True
    ).content.decode()
    assert f"«\u00a0{gone.title}\u00a0» n’est plus dans vos choix." in html


def test_distances_begin_where_one_said_to_work(edition, client, person):
    """The form says « Pour vous montrer les offres proches »: the catalogue keeps that word."""
    factories.make_application(edition, person=person, postcode="4700")
    html = client.get(reverse("offers:catalogue"), {"sort": "near"}).content.decode()
    assert re.search(r'name="near"[^>]*value="4700"', html)


def test_institutions_stand_in_the_order_of_the_alphabet(edition, client, person):
    """« École » stands among the E: sorted by code point it came after everything."""
    for name in ("Unité mobile", "École du Parc", "Centre Ado"):
        organisation = factories.make_organisation(name=name)
        service = factories.make_service(organisation=organisation)
        factories.make_offer(edition=edition, service=service)
    factories.make_application(edition, person=person, state="draft", submitted_at=None)
    form = client.get(reverse("ranked:page", args=["travail"])).context["form"]
    assert [name for _pk, name in form.fields["organisation"].choices][1:] == [
        "Centre Ado",
        "École du Parc",
        "Unité mobile",
    ]
