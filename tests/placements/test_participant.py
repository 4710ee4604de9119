"""Both sides follow a placement: contact, date, calendar, what became of it; rights and races."""

from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from croisee.core.models import JournalEntry
from croisee.placements import actions, rules
from croisee.placements.actions import take_place
from tests import factories

pytestmark = pytest.mark.django_db

AFTER_MATCHING = datetime(2027, 3, 16, 10, tzinfo=UTC)
AFTERWARDS = datetime(2027, 4, 25, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: AFTER_MATCHING)


@pytest.fixture
def host():
    return factories.make_person(first_name="Inès", last_name="Verhaegen")


@pytest.fixture
def trainee():
    return factories.make_person(first_name="Samir", last_name="Haddad")


@pytest.fixture
def placement(host, trainee):
    offer = factories.make_offer(contact=host)
    return take_place(
        offer.slots.get(), trainee, source="ranked", choice_rank=1, by=None, at=AFTER_MATCHING
    )


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


def date_page(placement):
    return reverse("placements:date", args=[placement.pk])


DAY = {"day": "20/04/2027", "begins": "9 h", "ends": "16 h 30"}


def test_either_side_says_that_contact_is_made(placement, host, trainee):
    page = reverse("placements:contacted", args=[placement.pk])
    client_of(trainee).post(page)
    client_of(host).post(page)
    placement.refresh_from_db()
    assert placement.state == "contacted"
    assert JournalEntry.objects.filter(verb="placement.contacted").count() == 1


def test_the_date_is_local_time_stored_in_utc(placement, trainee):
    client_of(trainee).post(date_page(placement), DAY)
    session = placement.sessions.get()
    assert session.starts_at == datetime(2027, 4, 20, 7, tzinfo=UTC)
    assert session.ends_at == datetime(2027, 4, 20, 14, 30, tzinfo=UTC)
    placement.refresh_from_db()
    assert placement.state == "dated"


def test_the_same_date_twice_is_one_and_another_replaces_it(placement, trainee):
    client = client_of(trainee)
    client.post(date_page(placement), DAY)
    client.post(date_page(placement), DAY)
    assert JournalEntry.objects.filter(verb="placement.dated").count() == 1
    client.post(date_page(placement), {**DAY, "day": "22.4.2027"})
    assert placement.sessions.get().starts_at.day == 22


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"day": "31/02/2027"}, "une date qui existe"),
        ({"day": "1" * 30}, "une date qui existe"),
        ({"day": "20/03/2027"}, "Les immersions vont du"),
        ({"begins": "25 h"}, "Écrivez une heure"),
        ({"ends": "8 h"}, "La fin vient après le début"),
        ({"begins": "\x00"}, "signes invisibles"),
    ],
)
def test_a_wrong_date_is_told_beside_the_field(placement, trainee, change, words):
    answer = client_of(trainee).post(date_page(placement), {**DAY, **change})
    html = answer.content.decode()
    assert answer.status_code == 200
    assert html.count(words) == 2  # summary and field
    assert not placement.sessions.exists()


@pytest.mark.parametrize("day", ["28/03/2027", "31/10/2027"])
def test_half_past_two_on_a_clock_change_day_is_a_field_error(placement, trainee, day):
    placement.edition.phases.filter(kind="immersions").update(
        opens_at=datetime(2027, 3, 1, tzinfo=UTC), closes_at=datetime(2027, 11, 30, tzinfo=UTC)
    )
    wrong = {"day": day, "begins": "2 h 30", "ends": "9 h"}
    html = client_of(trainee).post(date_page(placement), wrong).content.decode()
    assert html.count("on change d’heure") == 2
    right = {**wrong, "begins": "8 h"}
    assert client_of(trainee).post(date_page(placement), right).status_code == 302


def test_the_calendar_file_says_where_and_when(placement, trainee):
    client = client_of(trainee)
    page = reverse("placements:calendar", args=[placement.pk])
    assert client.get(page).status_code == 404
    client.post(date_page(placement), DAY)
    answer = client.get(page)
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event.decoded("dtstart") == datetime(2027, 4, 20, 7, tzinfo=UTC)
    assert placement.slot.offer.title in str(event["summary"])
    assert answer["Content-Type"].startswith("text/calendar")


def test_the_host_says_what_became_of_it(placement, host, trainee):
    page = reverse("placements:outcome", args=[placement.pk])
    assert client_of(trainee).post(page, {"outcome": "done"}).status_code == 404
    client_of(host).post(page, {"outcome": "no_show"})
    client_of(host).post(page, {"outcome": "done"})
    placement.refresh_from_db()
    assert placement.state == "done"
    answer = client_of(host).post(page, {"outcome": "cancelled"})
    assert answer.status_code == 200  # not one of the three answers: asked again


def test_a_cancelled_placement_takes_no_date(placement, trainee):
    actions.cancel_placement(placement, reason="", by=None, at=AFTER_MATCHING)
    client_of(trainee).post(date_page(placement), DAY)
    assert not placement.sessions.exists()
    with pytest.raises(actions.PlacementStateError), transaction.atomic():
        actions.mark_contacted(placement, by=trainee, at=AFTER_MATCHING)


def test_the_notice_for_the_team_names_the_guest(placement, host, trainee):
    page = reverse("placements:notice", args=[placement.pk])
    assert "Samir Haddad" in client_of(host).get(page).content.decode()
    assert client_of(trainee).get(page).status_code == 404


@pytest.mark.parametrize("name", ["contacted", "date", "calendar", "outcome", "notice"])
def test_a_strangers_placement_does_not_exist(placement, name):
    client = client_of(factories.make_person())
    page = reverse(f"placements:{name}", args=[placement.pk])
    assert client.get(page).status_code in {404, 405}
    assert client.post(page).status_code in {404, 405}


def test_trainees_of_one_offer_do_not_see_one_another(placement, trainee):
    other = factories.make_person()
    slot = placement.slot
    second = take_place(slot, other, source="ranked", choice_rank=1, by=None, at=AFTER_MATCHING)
    assert list(rules.visible_to(trainee)) == [placement]
    assert list(rules.visible_to(other)) == [second]


def test_a_host_declines_a_trainee_who_waits_again(placement, host, trainee):
    application = factories.make_application(
        placement.edition, placement.slot.offer, person=trainee, placement=placement
    )
    page = reverse("ranked:decline_trainee", args=[placement.pk])
    assert client_of(trainee).get(page).status_code == 404
    assert "Dites en quelques mots" in client_of(host).post(page, {}).content.decode()
    client_of(host).post(page, {"reason": "Équipe malade"})
    assert client_of(host).post(page, {"reason": "Équipe malade"}).status_code == 404
    application.refresh_from_db()
    placement.slot.refresh_from_db()
    assert (application.state, application.placement) == ("submitted", None)
    assert placement.slot.taken == 0
