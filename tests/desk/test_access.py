"""Somebody leaves: an administrator closes and reopens their access, a role begins and ends on a day."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from croisee.core.models import JournalEntry
from croisee.desk import access
from croisee.editions.forms import EVERYWHERE
from croisee.editions.models import Edition, RoleGrant
from croisee.mail.models import Message
from croisee.people.models import Person
from croisee.people.sign_in import ask, give_code, try_code
from tests import factories
from tests.entry import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    return factories.make_edition()


@pytest.fixture
def administrator(edition: Edition) -> Person:
    return factories.make_role(edition, "administrator")


@pytest.fixture
def client(administrator: Person) -> Client:
    return signed_in(administrator)


@pytest.fixture
def trainee(edition: Edition) -> Person:
    person = factories.make_person(first_name="Clémence", last_name="Hautôt")
    factories.make_application(edition, person=person)
    return person


def access_of(edition: Edition, person: Person) -> str:
    return reverse("desk:access", args=[edition.pk, person.pk])


def opens(browser: Client) -> bool:
    return browser.get(reverse("my_space")).status_code == 200


def test_closed_and_reopened(client: Client, edition: Edition, trainee: Person) -> None:
    """Sessions and ways in end for good, the person is told, the journal knows."""
    browser, way_in = signed_in(trainee), ask(trainee.email, language="fr", at=timezone.now())
    assert opens(browser)
    person_page = reverse("desk:person", args=[edition.pk, trainee.pk])
    assert access_of(edition, trainee) in client.get(person_page).text
    assert "déconnectée partout" in client.get(access_of(edition, trainee)).text
    client.post(access_of(edition, trainee), {"act": "close"})
    assert not opens(browser)
    way_in.refresh_from_db()
    assert way_in.expires_at <= timezone.now()
    ask(trainee.email, language="fr", at=timezone.now())
    assert Message.objects.filter(kind="sign_in").count() == 1  # the one asked before
    page = client.get(person_page).text
    assert "accès de cette personne est fermé" in page and "a fermé l’accès" in page
    client.post(access_of(edition, trainee), {"act": "open"})
    assert not opens(browser)  # a browser left somewhere does not come back in
    assert opens(signed_in(Person.objects.get(pk=trainee.pk)))
    told = Message.objects.filter(recipient=trainee.reference).exclude(kind="sign_in")
    assert list(told.order_by("pk").values_list("kind", "state")) == [
        ("access_closed", "queued"),
        ("access_reopened", "queued"),
    ]


def test_closing_twice_tells_once(
    edition: Edition, administrator: Person, trainee: Person, at: datetime
) -> None:
    assert access.close(edition, trainee, by=administrator, at=at)
    assert not access.close(edition, trainee, by=administrator, at=at + timedelta(minutes=1))
    assert Message.objects.filter(kind="access_closed").count() == 1
    assert JournalEntry.objects.filter(verb="person.closed").count() == 1


def test_who_leaves_has_no_role_any_more(client: Client, edition: Edition) -> None:
    """Reopened, they are nobody's coordinator until they are invited again."""
    member = factories.make_role(edition, "coordinator", factories.make_province())
    desk = reverse("desk:todo", args=[edition.pk])
    assert signed_in(member).get(desk).status_code == 200
    assert "Ses rôles prennent fin" in client.get(access_of(edition, member)).text
    client.post(access_of(edition, member), {"act": "close"})
    client.post(access_of(edition, member), {"act": "open"})
    member.refresh_from_db()
    assert signed_in(member).get(desk).status_code == 404
    assert RoleGrant.objects.get(person=member).ends_at <= timezone.now()


def test_never_one_s_own_nor_of_other_programmes(
    client: Client, edition: Edition, administrator: Person, trainee: Person
) -> None:
    assert client.get(access_of(edition, administrator)).status_code == 404
    installation = factories.make_role(
        edition, "coordinator", person=factories.make_person(is_administrator=True)
    )
    assert client.post(access_of(edition, installation), {"act": "close"}).status_code == 404
    factories.make_application(factories.make_edition(), person=trainee)
    assert client.post(access_of(edition, trainee), {"act": "close"}).status_code == 404
    trainee.refresh_from_db()
    assert trainee.is_active
    assert signed_in(installation).get(access_of(edition, trainee)).status_code == 200


ANSWERS = {
    "first_name": "Luc",
    "last_name": "Thiry",
    "email": "luc@reseau.example",
    "language": "de",
    "role": "coordinator",
    "territory": EVERYWHERE,
}


def typed(day: datetime) -> str:
    return timezone.localtime(day).strftime("%d/%m/%Y")


def test_a_role_begins_on_its_day(client: Client, edition: Edition) -> None:
    begins = timezone.now() + timedelta(days=9)
    team = reverse("editions:team", args=[edition.pk])
    client.post(team, {**ANSWERS, "begins": typed(begins)})
    grant, invitation = RoleGrant.objects.get(person__last_name="Thiry"), Message.objects.get()
    assert timezone.localtime(grant.granted_at).strftime("%d/%m/%Y %H:%M") == (
        f"{typed(begins)} 00:00"
    )
    assert invitation.not_before == grant.granted_at
    assert "Referent" in invitation.text or "Koordin" in invitation.text, invitation.text
    desk = reverse("desk:todo", args=[edition.pk])
    assert signed_in(grant.person).get(desk).status_code == 404
    assert "à partir du" in client.get(team).text
    RoleGrant.objects.update(granted_at=timezone.now())
    assert signed_in(grant.person).get(desk).status_code == 200


def test_a_role_that_ends_before_it_began_invites_nobody(client: Client, edition: Edition) -> None:
    team = reverse("editions:team", args=[edition.pk])
    client.post(team, {**ANSWERS, "begins": typed(timezone.now() + timedelta(days=9))})
    grant = RoleGrant.objects.get(person__last_name="Thiry")
    client.post(reverse("editions:end_role", args=[edition.pk, grant.pk]), {"sur": "1"})
    assert Message.objects.get().state == Message.State.CANCELLED


def test_a_role_ends_at_the_end_of_its_last_day(client: Client, edition: Edition) -> None:
    member = factories.make_role(edition, "coordinator")
    grant = RoleGrant.objects.get(person=member)
    end, team = (
        reverse("editions:end_role", args=[edition.pk, grant.pk]),
        reverse("editions:team", args=[edition.pk]),
    )
    past = client.post(end, {"sur": "1", "last_day": "01/01/2020"})
    assert "Ce jour est passé" in past.text and "01/01/2020" in past.text
    last = timezone.now() + timedelta(days=3)
    client.post(end, {"sur": "1", "last_day": typed(last)})
    grant.refresh_from_db()
    assert grant.ends_at == edition_midnight(edition, last + timedelta(days=1))
    assert "compris" in client.get(team).text
    assert signed_in(member).get(reverse("desk:todo", args=[edition.pk])).status_code == 200
    # Who stays after all is invited again: the end is gone.
    again = {**ANSWERS, "email": member.email}
    client.post(team, again)
    grant.refresh_from_db()
    assert grant.ends_at is None


def test_a_role_still_to_come_begins_on_the_newer_day(client: Client, edition: Edition) -> None:
    """The mistaken date is typed anew: one role, one invitation that leaves, on its day."""
    team, wrong = reverse("editions:team", args=[edition.pk]), timezone.now() + timedelta(days=90)
    client.post(team, {**ANSWERS, "begins": typed(wrong)})
    client.post(team, {**ANSWERS, "begins": typed(wrong - timedelta(days=81))})
    grant = RoleGrant.objects.get(person__last_name="Thiry")
    assert timezone.localdate(grant.granted_at) == timezone.localdate() + timedelta(days=9)
    told = Message.objects.order_by("pk").values_list("state", "not_before")
    assert [state for state, _when in told] == ["cancelled", "queued"]
    assert told[1][1] == grant.granted_at


def test_an_access_that_serves_elsewhere_is_not_opened_by_inviting(
    client: Client, edition: Edition, administrator: Person, trainee: Person, at: datetime
) -> None:
    """What the page of an access refuses, an invitation does not do either; one's own people come
    back by an invitation."""
    access.close(edition, trainee, by=administrator, at=at)
    elsewhere = factories.make_person(email="ailleurs@reseau.example", is_active=False)
    factories.make_application(factories.make_edition(), person=elsewhere)
    team = reverse("editions:team", args=[edition.pk])
    page = client.post(team, {**ANSWERS, "email": elsewhere.email})
    assert "L’accès de cette personne est fermé" in page.text and elsewhere.email in page.text
    assert not elsewhere.roles.exists() and not Message.objects.filter(kind="invitation").exists()
    client.post(team, {**ANSWERS, "email": trainee.email})
    for person, active in ((elsewhere, False), (trainee, True)):
        person.refresh_from_db()
        assert person.is_active is active


def edition_midnight(edition: Edition, instant: datetime) -> datetime:
    day = instant.astimezone(edition.timezone).date()
    return datetime(day.year, day.month, day.day, tzinfo=edition.timezone)


def test_of_two_administrators_who_close_one_another_one_is_left(
    edition: Edition, at: datetime
) -> None:
    """Both had opened the page; whoever comes second acts no more."""
    one, other = (factories.make_person(is_administrator=True) for _ in range(2))
    assert access.close(edition, other, by=one, at=at)
    assert not access.close(edition, one, by=other, at=at)
    assert Person.objects.get(pk=one.pk).is_active


def test_a_code_given_to_who_is_closed_opens_nothing(
    client: Client, edition: Edition, administrator: Person, trainee: Person, at: datetime
) -> None:
    """Else a browser would wait, signed in, until the access is opened again."""
    request = ask(trainee.email, language="fr", at=at)
    access.close(edition, trainee, by=administrator, at=at)
    later = at + timedelta(minutes=1)
    code = give_code(trainee, by=administrator, at=later)
    assert try_code([request.pk], code, "browser", at=later).person is None
    trainee.refresh_from_db()
    access.reopen(edition, trainee, by=administrator, at=later)
    assert try_code([request.pk], code, "browser", at=later).person == trainee


def test_a_last_day_beyond_all_calendars_is_told(client: Client, edition: Edition) -> None:
    grant = factories.make_role(edition).roles.get()
    url = reverse("editions:end_role", args=[edition.pk, grant.pk])
    page = client.post(url, {"sur": "1", "last_day": "31/12/9999"})
    assert "une année de 2000 à 2199" in page.text
    grant.refresh_from_db()
    assert grant.ends_at is None
