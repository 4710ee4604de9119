"""Every field of the host's pages, fuzzed: a sentence beside it, nothing lost, never a 5xx (rule 11)."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from croisee.editions.enums import Audience
from croisee.offers.forms.contacts import ContactsForm
from croisee.offers.forms.host import DayForm, PlaceForm, PublicForm
from croisee.offers.models import Offer
from tests import factories
from tests.offers.host_answers import (
    CONTACTS,
    DAY,
    PLACE,
    PUBLIC,
    hidden,
    hostile_values,
    make_documents,
    send,
)

pytestmark = pytest.mark.django_db
PAGES = {"lieu": PLACE, "contacts": CONTACTS, "journee": DAY, "public": PUBLIC}


@pytest.fixture
def client(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 12, 8, 10, tzinfo=UTC))
    make_documents(factories.make_edition(), Audience.HOST)
    client = Client()
    client.force_login(factories.make_person(email="ines@amo.example"))
    return client


@pytest.fixture
def offer(client):
    send(client, reverse("offers:new"), PLACE)
    return Offer.objects.get()


@pytest.mark.parametrize(("page", "field"), [(p, f) for p in PAGES for f in PAGES[p]])
def test_hostile_values_get_a_sentence_and_nothing_is_lost(client, offer, page, field):
    url, good = reverse("offers:step", args=[offer.pk, page]), PAGES[page]
    shown = hidden(client, url)
    for value in hostile_values():
        answer = client.post(url, {**shown, **good, field: value})
        assert answer.status_code in {200, 302}
        if answer.status_code == 200:
            html = answer.content.decode()
            assert "error-summary" in html and "has-error" in html
            other = next(f for f in good if f != field and good[f] and f != "enterprise_number")
            kept = good[other][0] if isinstance(good[other], list) else good[other]
            assert kept in html
        else:
            shown = hidden(client, url)


@pytest.mark.parametrize("shown", ["", "x" * 9000, "\x00"])
def test_a_forged_fingerprint_overwrites_nothing(client, offer, shown):
    url = reverse("offers:step", args=[offer.pk, "journee"])
    assert client.post(url, {**DAY, "shown": shown}).status_code == 200
    offer.refresh_from_db()
    assert offer.title == ""


STORED = {
    PlaceForm: {**PLACE, "sectors": []},
    DayForm: {**DAY, "places": 1},
    PublicForm: PUBLIC,
    ContactsForm: {"contacts": []},
}


@pytest.mark.parametrize("form", STORED, ids=lambda form: form.__name__)
@settings(max_examples=60)
@given(data=st.data())
def test_whatever_is_sent_the_form_answers(form, data):
    edition, own = _edition_and_person()
    more = {"own": own} if form is ContactsForm else {}
    names = list(form({}, stored=STORED[form], edition=edition, **more).fields)
    sent = data.draw(st.dictionaries(st.sampled_from(names), st.text(max_size=300)))
    bound = form(_Posted(sent), stored=STORED[form], edition=edition, **more)
    if bound.is_valid():
        bound.answers()
    str(bound).encode("utf-8")


class _Posted(dict):
    """What a form needs of a QueryDict."""

    def getlist(self, name):
        return [self[name]] if name in self else []


def _edition_and_person():
    from croisee.editions.models import Edition
    from croisee.people.models import Person

    edition = Edition.objects.first() or factories.make_edition()
    return edition, Person.objects.first() or factories.make_person()
