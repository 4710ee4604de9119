"""The second factor of somebody of the team is lost: the administration removes it, and it is told."""

import pytest
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from croisee.core.models import JournalEntry
from croisee.editions.models import Edition
from croisee.mail.models import Message
from croisee.people.models import Person
from croisee.people.sign_in import console_link
from tests import factories
from tests.entry import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    return factories.make_edition()


@pytest.fixture
def member(edition: Edition) -> Person:
    return with_factor(factories.make_role(edition, "coordinator"))


@pytest.fixture
def administrator(edition: Edition) -> Person:
    return with_factor(factories.make_role(edition, "administrator"))


def with_factor(person: Person) -> Person:
    Authenticator.objects.create(user=person, type="totp", data={"secret": "x"})
    return person


def confirmed(person: Person) -> Client:
    """Somebody who has just shown their own second factor again."""
    client, request = signed_in(person), HttpRequest()
    request.session = client.session
    record_authentication(request, person, "mfa", type="totp", reauthenticated=True)
    request.session.save()
    return client


def page_of(edition: Edition, person: Person) -> str:
    return reverse("desk:second_factor", args=[edition.pk, person.pk])


def test_removed_journaled_and_told(
    edition: Edition, member: Person, administrator: Person
) -> None:
    client = confirmed(administrator)
    person_page = client.get(reverse("desk:person", args=[edition.pk, member.pk]))
    assert page_of(edition, member) in person_page.content.decode()
    assert "rappelez-la" in client.get(page_of(edition, member)).content.decode()
    for _double_click in range(2):
        client.post(page_of(edition, member))
    assert not Authenticator.objects.filter(user=member).exists()
    entry = JournalEntry.objects.get(verb="person.second_factor_removed")
    assert (entry.subject_id, entry.actor) == (member.pk, administrator)
    told = Message.objects.get(kind="second_factor_removed")
    assert told.address == member.email and administrator.full_name in told.text


def test_whoever_holds_the_lost_telephone_is_put_out(
    edition: Edition, member: Person, administrator: Person
) -> None:
    thief, at = signed_in(member), timezone.now()
    token = console_link(member, at=at)
    mine, link = reverse("my_space"), reverse("sign_in_link", args=[token])
    assert thief.get(mine).wsgi_request.user == member
    confirmed(administrator).post(page_of(edition, member))
    assert thief.get(mine).wsgi_request.user.is_anonymous
    thief.get(link)
    thief.post(reverse("sign_in_confirm"))
    assert thief.get(mine).wsgi_request.user.is_anonymous
    member.refresh_from_db()
    assert signed_in(member).get(mine).wsgi_request.user.pk == member.pk


def test_never_ones_own(edition: Edition, administrator: Person) -> None:
    assert confirmed(administrator).post(page_of(edition, administrator)).status_code == 404
    assert Authenticator.objects.count() == 1


def test_a_coordinator_may_not(edition: Edition, member: Person) -> None:
    colleague = signed_in(factories.make_role(edition, "coordinator"))
    assert colleague.get(page_of(edition, member)).status_code == 404
    assert colleague.post(page_of(edition, member)).status_code == 404


def test_who_administers_less_may_not(
    edition: Edition, member: Person, administrator: Person
) -> None:
    client, installation = confirmed(administrator), factories.make_person(is_administrator=True)
    assert client.post(page_of(edition, with_factor(installation))).status_code == 404
    factories.make_role(factories.make_edition(), "coordinator", person=member)
    assert client.post(page_of(edition, member)).status_code == 404
    confirmed(installation).post(page_of(edition, member))
    assert not Authenticator.objects.filter(user=member).exists()


def test_one_shows_ones_own_factor_first(
    edition: Edition, member: Person, administrator: Person
) -> None:
    client = signed_in(administrator)
    for answer in (client.get(page_of(edition, member)), client.post(page_of(edition, member))):
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("mfa_reauthenticate"))
    assert Authenticator.objects.filter(user=member).exists()


def test_the_screen_says_why_no_code_for_the_team(edition: Edition, member: Person) -> None:
    colleague = signed_in(factories.make_role(edition, "coordinator"))
    text = colleague.get(reverse("desk:person", args=[edition.pk, member.pk])).content.decode()
    assert "Seule l’administration du programme" in text
