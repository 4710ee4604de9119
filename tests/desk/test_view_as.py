"""A coordinator sees the site as a host or a trainee: read only, for half an hour, journaled."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from croisee.core import clock
from croisee.core.models import JournalEntry
from croisee.desk import view_as
from croisee.desk.views import view_as as views
from croisee.editions.actions import give_priority_link, link_token
from croisee.editions.models import Edition, Participation
from croisee.people.models import Person
from croisee.schemes.ranked.models import Application
from tests import factories
from tests.entry import signed_in
from tests.factories.people import BIRTH

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    return factories.make_edition()


@pytest.fixture
def client(edition: Edition) -> Client:
    return signed_in(factories.make_role(edition, "coordinator", factories.make_province()))


@pytest.fixture
def trainee(edition: Edition) -> Person:
    person = factories.make_person(first_name="Clémence", last_name="Hautôt")
    factories.make_application(edition, person=person, province=factories.make_province())
    return person


def begin(client: Client, edition: Edition, person: Person) -> int:
    url = reverse("desk:view_as", args=[edition.pk, person.pk])
    return client.post(url).status_code


def test_the_pages_of_that_person_under_a_band(
    client: Client, edition: Edition, trainee: Person
) -> None:
    assert begin(client, edition, trainee) == 302
    page = client.get(reverse("my_space"))
    text = page.content.decode()
    assert page.wsgi_request.user == trainee
    assert "Vous voyez le site comme <b>Clémence Hautôt</b>" in text
    entry = JournalEntry.objects.get(verb="person.viewed_as")
    assert (entry.subject_id, entry.scope) == (trainee.pk, edition.scope)
    back = client.post(reverse("desk:view_as_end"))
    assert back["Location"] == reverse("desk:person", args=[edition.pk, trainee.pk])
    assert client.get(reverse("desk:todo", args=[edition.pk])).status_code == 200


def test_nothing_is_changed_in_their_name(
    client: Client, edition: Edition, trainee: Person
) -> None:
    begin(client, edition, trainee)
    for url in (
        reverse("ranked:withdraw"),
        reverse("sign_out"),
        reverse("set_language_choice"),
        reverse("desk:person", args=[edition.pk, trainee.pk]),
    ):
        answer = client.post(url, {"language": "nl", "act": "code"})
        assert answer.status_code == 403 and "vous regardez seulement" in answer.content.decode()
    assert Application.objects.get().state == Application.State.SUBMITTED
    assert list(JournalEntry.objects.values_list("verb", flat=True)) == ["person.viewed_as"]


@pytest.mark.parametrize("name", ["mfa_index", "mfa_view_recovery_codes", "sign_in", "desk:start"])
def test_no_door_opens_as_somebody_else(
    client: Client, edition: Edition, trainee: Person, name: str
) -> None:
    begin(client, edition, trainee)
    assert client.get(reverse(name)).status_code == 403


def test_the_private_link_of_a_host_is_masked(client: Client, edition: Edition) -> None:
    host = factories.make_person()
    service = factories.make_service(province=factories.make_province())
    factories.make_offer(edition=edition, service=service, contact=host)
    part = Participation.objects.create(
        organisation=service.organisation, edition=edition, created_at=BIRTH
    )
    token = link_token(give_priority_link(part, by=None, at=BIRTH))
    host_offers = reverse("offers:host_offers")
    assert token in signed_in(host).get(host_offers).content.decode()
    begin(client, edition, host)
    seen = client.get(host_offers).content.decode()
    assert token not in seen and "masqué" in seen
    assert client.get(reverse("offers:priority", args=[token])).status_code == 403


def test_it_ends_by_itself(
    client: Client, edition: Edition, trainee: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(client, edition, trainee)
    later = clock.now() + view_as.LASTS + timedelta(seconds=1)
    monkeypatch.setattr(views, "now", lambda: later)
    over = client.get(reverse("my_space"), follow=True)
    assert "Vous ne voyez plus le site" in over.content.decode()
    assert over.wsgi_request.user != trainee


def test_it_ends_with_the_right(client: Client, edition: Edition, trainee: Person) -> None:
    begin(client, edition, trainee)
    factories.make_role(edition, "steering_reader", person=trainee)
    assert client.get(reverse("my_space")).status_code == 302
    assert "viewing_as" not in client.session


def test_never_as_staff_nor_into_another_programme(
    client: Client, edition: Edition, trainee: Person
) -> None:
    colleague = factories.make_role(edition, "coordinator")
    assert begin(client, edition, colleague) == 403
    factories.make_application(factories.make_edition(), person=trainee)
    assert begin(client, edition, trainee) == 403
    stranger = factories.make_application(factories.make_edition()).person
    assert begin(client, edition, stranger) == 404
    page = client.get(reverse("desk:person", args=[edition.pk, colleague.pk]))
    assert "voir-comme" not in page.content.decode()
