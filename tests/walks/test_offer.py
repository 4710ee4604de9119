"""Walk a (architecture): a host's form → submitted → published → the catalogue's page."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from croisee.editions.enums import RoleName
from croisee.mail.models import Message
from croisee.offers import queries
from croisee.offers.actions import publish_offer
from croisee.offers.enums import OfferState
from croisee.offers.models import Offer
from tests import factories
from tests.offers.host_answers import CONTACTS, DAY, PLACE, PUBLIC, accept, make_documents, send

pytestmark = pytest.mark.django_db

WHILE_HOSTS_PROPOSE = datetime(2026, 12, 8, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: WHILE_HOSTS_PROPOSE)


def test_an_offer_goes_from_the_hosts_form_to_the_catalogue():
    edition = factories.make_edition()
    make_documents(edition)
    person = factories.make_person(first_name="", last_name="", email="ines@amo.example")
    client = Client()
    client.force_login(person)

    page = send(client, reverse("offers:new"), PLACE)
    offer = Offer.objects.get(edition=edition)
    assert page.url == reverse("offers:step", args=[offer.pk, "contacts"])
    page = send(client, page.url, {**CONTACTS, "email_0": person.email})
    page = send(client, page.url, DAY)
    page = send(client, page.url, PUBLIC)
    assert page.url == reverse("offers:check", args=[offer.pk])
    page = accept(client, page.url)
    assert page.url == reverse("offers:received", args=[offer.pk])
    assert client.get(page.url).status_code == 200

    offer.refresh_from_db()
    assert offer.state == OfferState.SUBMITTED
    assert offer.service.province.name_fr == "Namur"
    assert Message.objects.filter(kind="host_registered", address=person.email).count() == 1

    coordinator = factories.make_role(edition, RoleName.COORDINATOR, offer.service.province)
    publish_offer(offer, by=coordinator, at=WHILE_HOSTS_PROPOSE)
    assert [found.title for found in queries.catalogue([edition])] == [DAY["title"]]
