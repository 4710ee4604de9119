"""The preview of a message is the mail itself, in a frame, with values in the language of the text."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from croisee.editions.models import Edition
from croisee.mail.kinds import KINDS
from tests.entry import signed_in
from tests.factories import make_application, make_edition, make_offer, make_person, make_role
from tests.factories.mail import make_message

pytestmark = pytest.mark.django_db

AT = datetime(2027, 3, 16, 9, tzinfo=UTC)
TEXT = {"subject": "Pour {first_name}", "body": "# Titre de {first_name}\n\nEssai **gras**."}


@pytest.fixture
def edition() -> Edition:
    return make_edition()


@pytest.fixture
def client(edition: Edition) -> Client:
    return signed_in(make_role(edition))


def frame(edition: Edition, kind: str, language: str) -> str:
    return reverse("editions:message_frame", args=[edition.pk, kind, language])


def page(edition: Edition, kind: str, language: str) -> str:
    return reverse("editions:message_text", args=[edition.pk, kind, language])


@pytest.mark.parametrize(
    ("language", "job", "days"),
    [
        ("fr", "psychologue", "lundi, jeudi"),
        ("nl", "psycholoog", "maandag, donderdag"),
        ("de", "Psychologe", "Montag, Donnerstag"),
        ("en", "psychologist", "Monday, Thursday"),
    ],
)
def test_invented_values_speak_the_language_of_the_text(
    edition: Edition, client: Client, language: str, job: str, days: str
) -> None:
    html = client.get(frame(edition, "result_trainee", language)).content.decode()
    assert f'<html lang="{language}"' in html
    assert job in html and days in html
    assert edition.told_in(language) in html


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS.values() if not kind.composed])
def test_every_message_is_shown_in_every_language(
    edition: Edition, client: Client, kind: str
) -> None:
    """No French word of the house where the text is in another language."""
    for language, foreign in (("nl", "place"), ("de", "journée"), ("en", "équipe")):
        html = client.get(frame(edition, kind, language)).content.decode()
        assert "{" not in html.partition("<body")[2]
        assert f" {foreign} " not in html.partition("<body")[2]


def test_who_reads_another_language_is_not_taken_for_the_reader(
    edition: Edition, client: Client
) -> None:
    french = make_person(first_name="Bérénice")
    make_application(edition, make_offer(edition=edition), person=french)
    make_message(kind="result_none", recipient=french.reference, scope=edition.scope, language="fr")
    assert "Bérénice" in client.get(frame(edition, "result_none", "fr")).content.decode()
    assert "Bérénice" not in client.get(frame(edition, "result_none", "nl")).content.decode()


def test_the_page_frames_what_is_typed_and_keeps_nothing(edition: Edition, client: Client) -> None:
    shown = client.post(page(edition, "result_none", "fr"), TEXT | {"preview": "1"})
    address = shown.context["frame"]
    assert f'src="{address}"' in shown.content.decode()
    assert "Titre de Samir" in client.get(address).content.decode()
    assert "Titre de" not in client.get(frame(edition, "result_none", "fr")).content.decode()
    assert (
        "Titre de"
        not in client.get(frame(edition, "result_none", "nl") + "?typed").content.decode()
    )
    assert not edition.message_texts.exists()


def test_a_text_that_cannot_be_sent_leaves_the_frame_with_what_is_stored(
    edition: Edition, client: Client
) -> None:
    wrong = TEXT | {"body": "{nexiste_pas}", "preview": "1"}
    shown = client.post(page(edition, "result_none", "fr"), wrong)
    assert shown.context["frame"] == frame(edition, "result_none", "fr")


def test_a_mail_in_a_frame_may_do_nothing_but_be_read(edition: Edition, client: Client) -> None:
    def policy(answer: Any) -> str:
        return str(answer.headers["Content-Security-Policy"])

    framed = client.get(frame(edition, "result_none", "fr"))
    assert "default-src 'none'" in policy(framed) and "sandbox" in policy(framed)
    assert "frame-ancestors 'self'" in policy(framed)
    assert framed.headers["X-Frame-Options"] == "SAMEORIGIN"
    around = client.get(page(edition, "result_none", "fr"))
    assert "frame-src 'self'" in policy(around) and "frame-ancestors 'none'" in policy(around)


def test_an_unknown_message_is_not_found(edition: Edition, client: Client) -> None:
    assert client.get(frame(edition, "letter", "fr")).status_code == 404
    assert client.get(frame(edition, "sign_in", "xx")).status_code == 404
