"""Every field of the trainee's pages, fuzzed: a sentence beside it, nothing lost, never a 5xx."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.offers.host_answers import hidden, hostile_values
from tests.ranked.participant.answers import WISHES, WORK, YOU

pytestmark = pytest.mark.django_db
PAGES = {"vous": YOU, "travail": WORK, "attentes": WISHES}


@pytest.fixture
def client(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2027, 2, 16, 10, tzinfo=UTC))
    edition = factories.make_edition()
    client = Client()
    client.force_login(factories.make_person())
    client.offer = factories.make_offer(edition=edition)
    return client


@pytest.mark.parametrize(("page", "field"), [(p, f) for p in PAGES for f in PAGES[p]])
def test_hostile_values_get_a_sentence_and_nothing_is_lost(client, page, field):
    url, good = reverse("ranked:page", args=[page]), PAGES[page]
    for value in hostile_values():
        answer = client.post(url, {**hidden(client, url), **good, field: value})
        assert answer.status_code in {200, 302}
        if answer.status_code == 200:
            html = answer.content.decode()
            assert "error-summary" in html and "has-error" in html


@pytest.mark.parametrize("button", ["up", "down", "remove", "add", "shown"])
def test_forged_buttons_change_nothing(client, button):
    client.post(reverse("ranked:shortlist_add", args=[client.offer.pk]))
    for value in [*hostile_values(), str(10**30), "1,2,3"]:
        answer = client.post(reverse("ranked:mine"), {"shown": "", button: value})
        assert answer.status_code in {302, 404}
    assert client.offer.title in client.get(reverse("ranked:mine")).content.decode()


@pytest.mark.parametrize("name", ["ranked:apply", "offers:propose"])
@pytest.mark.parametrize("value", [v for v in hostile_values() if isinstance(v, str)])
def test_a_hostile_address_is_asked_again(client, name, value):
    answer = Client().post(reverse(name), {"email": value, "next": value})
    assert answer.status_code == 200
    assert "error-summary" in answer.content.decode()


@pytest.mark.parametrize("number", ["x" * 500, "\x00", "1' or 1=1", "9" * 30])
def test_a_hostile_offer_in_the_address_is_ignored(client, number):
    assert client.get(reverse("ranked:apply"), {"offre": number}).status_code == 200


def test_withdrawing_with_a_hostile_reason_is_asked_again(client):
    page = reverse("ranked:page", args=["vous"])
    client.post(page, {**hidden(client, page), **YOU})
    for value in ("a\x00b", "x" * 20_000):
        answer = client.post(reverse("ranked:withdraw"), {"reason": value})
        assert "error-summary" in answer.content.decode()
