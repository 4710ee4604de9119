"""Offers published by mistake: what has not left is recalled, what has left is told."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from croisee.core.models import JournalEntry
from croisee.editions.models import Edition
from croisee.mail.models import Message
from croisee.offers.enums import OfferState
from croisee.offers.models import Offer
from croisee.offers.office_list import TIME_TO_UNDO
from croisee.placements.actions import take_place
from tests import factories
from tests.entry import signed_in

pytestmark = pytest.mark.django_db
State = Message.State


@pytest.fixture
def edition() -> Edition:
    return factories.make_edition()


@pytest.fixture
def client(edition: Edition) -> Client:
    return signed_in(factories.make_role(edition, "administrator"))


@pytest.fixture
def offers(edition: Edition) -> list[Offer]:
    return [
        factories.make_offer(
            edition=edition, contact=factories.make_person(), state=OfferState.SUBMITTED
        )
        for _ in range(4)
    ]


def publish(client: Client, edition: Edition, offers: list[Offer]) -> None:
    address = reverse("offers:office_list", args=[edition.pk])
    ticked = {"acte": "publier", "coches": [offer.pk for offer in offers]}
    asked = client.post(address, ticked)
    assert "deux minutes après" in asked.text
    client.post(address, {**ticked, "sur": "1"})
    assert {offer.state for offer in Offer.objects.all()} == {"published"}


def undo(client: Client) -> str:
    identifier = client.session["undo"][0]["id"]
    return client.post(reverse("desk:undo", args=[identifier]), follow=True).text


def test_what_waits_is_recalled_what_left_is_told(
    client: Client, edition: Edition, offers: list[Offer]
) -> None:
    publish(client, edition, offers)
    mails = list(Message.objects.filter(kind="offer_published").order_by("pk"))
    assert {mail.not_before - mail.created_at for mail in mails} == {TIME_TO_UNDO}
    assert timedelta(minutes=2) == TIME_TO_UNDO
    for mail, state in zip(
        mails, [State.SENT, State.CLAIMED, State.HELD, State.QUEUED], strict=True
    ):
        Message.objects.filter(pk=mail.pk).update(state=state)
    page = undo(client)
    assert "2 messages étaient déjà partis" in page
    assert "2 messages qui attendaient ne partiront pas" in page
    assert list(Message.objects.order_by("pk").values_list("state", flat=True)) == [
        State.SENT,
        State.CLAIMED,
        State.CANCELLED,
        State.CANCELLED,
    ]
    assert JournalEntry.objects.filter(verb="mail.cancelled").count() == 2
    assert {offer.state for offer in Offer.objects.all()} == {"submitted"}


def test_only_the_messages_of_this_act(
    client: Client, edition: Edition, offers: list[Offer]
) -> None:
    """Put back into the catalogue after a pause, nobody is written to: nothing to call back."""
    publish(client, edition, offers)
    Message.objects.update(state=State.SENT)
    address = reverse("offers:office_list", args=[edition.pk])
    ticked = {"coches": [offers[0].pk], "sur": "1"}
    client.post(address, {**ticked, "acte": "pause"})
    client.post(address, {**ticked, "acte": "reprendre"})
    page = undo(client)
    assert "C’est annulé" in page
    assert "déjà parti" not in page


def test_an_offer_where_somebody_has_a_place_stays_published(
    client: Client, edition: Edition, offers: list[Offer], at: datetime
) -> None:
    publish(client, edition, offers)
    trainee = factories.make_person(first_name="Clémence", last_name="Hautôt")
    take_place(offers[0].slots.get(), trainee, source="test", choice_rank=1, by=None, at=at)
    page = undo(client)
    assert "3 changements sont annulés" in page
    assert "quelqu’un y a déjà une place (Clémence Hautôt)" in page.replace("\u00a0", " ")
    states = Offer.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["published", "submitted", "submitted", "submitted"]
    kept = Message.objects.get(key__startswith=f"offer_published:{offers[0].pk}:")
    assert kept.state == State.QUEUED
