"""Which language a page is in: the person's, the cookie's, the browser's, French."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import make_person

pytestmark = pytest.mark.django_db


def language(client: Client, **headers: str) -> str:
    return client.get("/connexion/code/x/", headers=headers)["Content-Language"]


def test_french_when_nothing_is_said(client: Client) -> None:
    assert language(client) == "fr"
    assert language(client, accept_language="it,ja;q=0.5") == "fr"


def test_order(client: Client) -> None:
    assert language(client, accept_language="nl-BE,fr;q=0.5") == "nl"
    client.post(reverse("set_language_choice"), {"language": "de"})
    assert language(client, accept_language="nl-BE") == "de"
    person = make_person(language="en")
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    assert language(client, accept_language="nl-BE") == "en"


def test_choice_is_kept_with_the_person(client: Client) -> None:
    person = make_person()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    response = client.post(reverse("set_language_choice"), {"language": "nl", "next": "/offres/"})
    assert response["Location"] == "/offres/"
    person.refresh_from_db()
    assert person.language == "nl"


@pytest.mark.parametrize("chosen", ["", "xx", "fr; Path=/", "../../etc", "f\x00"])
def test_other_languages_change_nothing(client: Client, chosen: str) -> None:
    response = client.post(reverse("set_language_choice"), {"language": chosen})
    assert response["Location"] == "/"
    assert "language" not in client.cookies


def test_choice_leads_nowhere_else(client: Client) -> None:
    response = client.post(
        reverse("set_language_choice"), {"language": "nl", "next": "https://evil.example/"}
    )
    assert response["Location"] == "/"
    assert client.get(reverse("set_language_choice")).status_code == 405
