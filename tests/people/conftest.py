import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from croisee.mail.models import Message
from croisee.people.models import Person, SignInRequest

SENT = re.compile(r"/connexion/lien/([\w-]+)/")
CODE = re.compile(r"^(\d{6})$", re.M)


@pytest.fixture(autouse=True)
def _fresh_limits(request: pytest.FixtureRequest) -> None:
    """allauth counts wrong codes in the cache."""
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        cache.clear()


def last_mail(person: Person) -> Message:
    return Message.objects.filter(recipient=person.reference).latest("id")


def link_of(message: Message) -> str:
    found = SENT.search(message.text)
    assert found
    return found[0]


def code_of(message: Message) -> str:
    found = CODE.search(message.text)
    assert found
    return found[1]


@pytest.fixture
def ask(client: Client) -> Callable[..., Message | None]:
    """Give an address on the sign-in page; the mail written, if one was."""

    def _ask(email: str, browser: Client = client, **data: str) -> Message | None:
        before = set(Message.objects.values_list("pk", flat=True))
        response = browser.post("/connexion/", {"email": email, **data})
        assert response.status_code == 302, response.content.decode()
        return Message.objects.exclude(pk__in=before).first()

    return _ask


def is_in(browser: Client, person: Person) -> bool:
    return browser.session.get("_auth_user_id") == str(person.pk)


def age(minutes: float) -> None:
    """Let time pass for every request."""
    for row in SignInRequest.objects.all():
        row.created_at -= timedelta(minutes=minutes)
        row.expires_at -= timedelta(minutes=minutes)
        row.save()


def follow(browser: Client, path: str):
    response = browser.get(path)
    assert response.status_code == 302
    assert response["Location"] == reverse("sign_in_confirm")
    return response
