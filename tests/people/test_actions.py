"""Persons made and changed; the first administrator."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from croisee.core.clock import now
from croisee.core.models import JournalEntry
from croisee.people import actions
from croisee.people.limits import Limit, forget_past, spend
from croisee.people.models import Person, RateWindow, SignInRequest
from tests.factories import make_person
from tests.people.conftest import code_of, is_in

pytestmark = pytest.mark.django_db


def register(email: str, at, **more):
    return actions.find_or_create_person(
        email, first_name="Noémie", last_name="Lambert", at=at, **more
    )


def test_an_address_is_one_person(at) -> None:
    first, made = register("Noemie.Lambert@Pro.example", at)
    again, made_again = register("  noemie.LAMBERT@pro.example", at)
    assert (made, made_again) == (True, False)
    assert first == again
    assert Person.objects.get().email == "Noemie.Lambert@Pro.example"
    assert JournalEntry.objects.filter(verb="person.registered").count() == 1


def test_nobody_has_a_password(at) -> None:
    person, _made = register("a@b.example", at)
    assert not person.has_usable_password()


def test_changes_are_journaled_without_personal_text(at) -> None:
    person = make_person()
    actions.change_person(person, by=person, at=at, phone="081 55 02 17", language="nl")
    actions.change_person(person, by=person, at=at, phone="081 55 02 17")
    entry = JournalEntry.objects.get(verb="person.changed")
    assert entry.changes == {"language": ["fr", "nl"], "phone": ["…", "…"]}
    with pytest.raises(TypeError):
        actions.change_person(person, by=None, at=at, is_administrator="1")


def test_changing_the_address_ends_what_was_sent_to_the_old(client: Client, ask, at) -> None:
    person, other = make_person(), make_person()
    message = ask(person.email)
    with pytest.raises(actions.EmailTakenError):
        actions.change_email(person, other.email.upper(), by=other, at=now())
    assert person.email != other.email.upper()
    actions.change_email(person, "New@pro.example", by=other, at=now())
    client.post(reverse("sign_in_sent"), {"code": code_of(message)})
    assert not is_in(client, person)
    assert Person.objects.by_email("new@PRO.example") == person
    assert "new" not in str(JournalEntry.objects.get(verb="person.email_changed").changes).lower()


def test_a_closed_person_is_out_at_the_next_page(client: Client, at) -> None:
    person = make_person()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("mfa_index")).status_code == 200
    actions.set_active(person, active=False, by=make_person(), at=at)
    assert client.get(reverse("mfa_index"))["Location"].startswith(reverse("sign_in"))


def administrator(*arguments: str) -> str:
    out = StringIO()
    call_command("create_administrator", *arguments, stdout=out)
    return out.getvalue()


def test_first_administrator_comes_in_without_mail(client: Client) -> None:
    said = administrator("Chef@Croisee.example", "--first-name=Aurore", "--last-name=Pirotte")
    link = re.search(r"http://\S+", said)[0]
    person = Person.objects.get()
    assert person.is_administrator
    assert person.full_name == "Aurore Pirotte"
    request = SignInRequest.objects.get()
    assert request.expires_at - request.created_at == timedelta(hours=1)
    client.get(link.removeprefix("http://localhost:8000"))
    client.post(reverse("sign_in_confirm"), {"enter": "1"})
    assert is_in(client, person)


def test_creating_the_administrator_again_gives_a_new_link(at) -> None:
    known = make_person(email="chef@croisee.example", first_name="Aurore", is_active=False)
    first = administrator("chef@croisee.example", "--first-name=Autre")
    second = administrator("CHEF@croisee.example")
    assert re.search(r"http://\S+", first)[0] != re.search(r"http://\S+", second)[0]
    known.refresh_from_db()
    assert (known.first_name, known.is_administrator, known.is_active) == ("Aurore", True, True)
    with pytest.raises(CommandError):
        administrator("pas une adresse")


def test_a_window_counts_and_ends(at) -> None:
    limit = Limit("test", 2, timedelta(minutes=5))
    assert [spend(limit, "a", at) for _ in range(2)] == [None, None]
    assert spend(limit, "a", at) == at + timedelta(minutes=5)
    assert spend(limit, "b", at) is None
    assert spend(limit, "a", at + timedelta(minutes=5)) is None
    assert "a" not in RateWindow.objects.values_list("key", flat=True)
    forget_past(at + timedelta(days=3))
    assert not RateWindow.objects.exists()
