"""Choices a coordinator changes are written to the person by themselves (issue 5: « they are told »)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from croisee.core.clock import now
from croisee.editions.enums import PhaseKind
from croisee.editions.models import Edition
from croisee.mail.models import Message
from croisee.schemes.ranked.actions.applications import withdraw_application
from croisee.schemes.ranked.models import Application
from tests import factories
from tests.entry import signed_in

pytestmark = pytest.mark.django_db
TOLD = "application_changed"


@pytest.fixture
def edition() -> Edition:
    return factories.make_edition()


@pytest.fixture
def client(edition: Edition) -> Client:
    return signed_in(factories.make_role(edition, "coordinator"))


@pytest.fixture
def application(edition: Edition) -> Application:
    return factories.make_application(edition, factories.make_offer(edition=edition))


def change(client: Client, application: Application, **wanted: Any) -> Any:
    address = reverse("ranked:application_edit", args=[application.edition_id, application.pk])
    form = client.get(address).context["form"]
    values = {name: form[name].value() for name in form.fields}
    shown = {name: value for name, value in values.items() if value not in (None, False)}
    return client.post(address, shown | wanted, follow=True)


def other(application: Application) -> str:
    return factories.make_offer(edition=application.edition).number


def test_new_choices_are_written_to_the_person(client: Client, application: Application) -> None:
    wanted = factories.make_offer(edition=application.edition)
    page = change(client, application, choice_1=wanted.number).content.decode()
    mail = Message.objects.get()
    assert (mail.kind, mail.address) == (TOLD, application.person.email)
    assert f"1. {wanted.title}" in mail.text
    assert "Un message part à la personne" in page


def test_what_was_said_on_the_telephone_is_not_written(
    client: Client, application: Application
) -> None:
    change(client, application, choice_1=other(application), untold="on")
    assert application.choices.get().offer_id != application.edition.offers.earliest("pk").pk
    assert not Message.objects.exists()


def test_another_field_writes_nothing(client: Client, application: Application) -> None:
    change(client, application, employer="Le Seuil")
    application.refresh_from_db()
    assert application.employer == "Le Seuil"
    assert not Message.objects.exists()


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_what_is_not_handed_in_is_not_told(
    client: Client, application: Application, state: str
) -> None:
    Application.objects.filter(pk=application.pk).update(state=state)
    address = reverse("ranked:application_edit", args=[application.edition_id, application.pk])
    assert "untold" not in client.get(address).context["form"].fields
    change(client, application, choice_1=other(application))
    assert not Message.objects.exists()


def undo(client: Client, page: Any) -> str:
    address = reverse("desk:undo", args=[page.context["undo"]["id"]])
    return client.post(address, follow=True).content.decode()


@pytest.mark.parametrize(
    ("state", "left", "said"),
    [
        ("queued", "cancelled", "Un message qui attendait ne partira pas."),
        ("sent", "sent", "Un message était déjà parti"),
    ],
)
def test_undone_the_message_that_waits_does_not_leave(
    client: Client, application: Application, state: str, left: str, said: str
) -> None:
    page = change(client, application, choice_1=other(application))
    Message.objects.update(state=state)
    text = undo(client, page)
    assert said in text
    assert Message.objects.get().state == left


def test_undone_after_it_was_only_said_no_message_is_spoken_of(
    client: Client, application: Application
) -> None:
    change(client, application, choice_2=other(application))
    Message.objects.update(state="sent")
    page = change(client, application, choice_3=other(application), untold="on")
    text = undo(client, page)
    assert "C’est annulé." in text and "Un message" not in text


def test_changed_twice_only_the_last_choices_leave(
    client: Client, application: Application
) -> None:
    change(client, application, choice_1=other(application))
    change(client, application, choice_1=other(application))
    states = list(Message.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["cancelled", "queued"]


@pytest.mark.parametrize(("days", "said"), [(3, True), (-3, False)])
def test_a_date_that_is_over_is_no_promise(
    client: Client, application: Application, days: int, said: bool
) -> None:
    application.edition.phases.filter(kind=PhaseKind.TRAINEES).delete()
    application.edition.phases.create(
        kind=PhaseKind.TRAINEES,
        opens_at=now() - timedelta(days=30),
        closes_at=now() + timedelta(days=days),
    )
    change(client, application, choice_1=other(application))
    assert ("encore les changer jusqu’au" in Message.objects.get().text) is said


def test_asked_twice_the_registration_is_written_once_and_the_page_says_so(
    client: Client, application: Application
) -> None:
    address = reverse("ranked:application", args=[application.edition_id, application.pk])
    first = client.post(address, {"act": "tell"}, follow=True).content.decode()
    again = client.post(address, {"act": "tell"}, follow=True).content.decode()
    assert "Un message qui répète cette inscription part à" in first
    assert "Ce message existe déjà" in again
    assert Message.objects.count() == 1


def test_choices_of_a_registration_withdrawn_meanwhile_stay(
    client: Client, application: Application
) -> None:
    before = application.choices.get().offer_id
    withdraw_application(application, by=application.person, at=now())
    page = change(client, application, choice_1=other(application)).content.decode()
    assert f"L’inscription de {application.person.full_name} est retirée" in page
    assert application.choices.get().offer_id == before
    assert not Message.objects.filter(kind=TOLD).exists()
