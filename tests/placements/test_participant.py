"""Both sides follow a placement: contact, date, calendar, what became of it; rights and races."""

from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from croisee.core.models import JournalEntry
from croisee.mail.models import Message
from croisee.offers.enums import Weekday
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
    offer = factories.make_offer(contact=host, weekdays=Weekday.values)
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


TWO = {"day_2": "22/04/2027", "begins_2": "", "ends_2": ""}


def test_several_dates_are_kept_and_the_hours_of_the_first_serve_the_others(placement, trainee):
    """« plus d'1 jour » (fields.csv): both sides see them all, the calendar file has them all."""
    client = client_of(trainee)
    later = {"day_3": "21/04/2027", "begins_3": "13 h", "ends_3": "15 h"}
    client.post(date_page(placement), {**DAY, **TWO, **later})
    spans = [(s.starts_at.day, s.starts_at.hour, s.ends_at.hour) for s in placement.sessions.all()]
    assert spans == [(20, 7, 14), (21, 11, 13), (22, 7, 14)]
    file = client.get(reverse("placements:calendar", args=[placement.pk])).content
    events = Calendar.from_ical(file).walk("VEVENT")
    assert [event.decoded("dtstart").day for event in events] == [20, 21, 22]
    assert len({str(event["uid"]) for event in events}) == 3


def test_a_date_emptied_is_taken_away_and_what_stays_keeps_its_attendance(placement, trainee):
    client = client_of(trainee)
    client.post(date_page(placement), {**DAY, **TWO})
    placement.sessions.filter(starts_at__day=20).update(attendance="excused")
    client.post(date_page(placement), {**DAY, **TWO, "day_2": ""})
    session = placement.sessions.get()
    assert (session.starts_at.day, session.attendance) == (20, "excused")
    entry = JournalEntry.objects.filter(verb="placement.dated").first()
    assert [len(spans) for spans in entry.changes["sessions"]] == [2, 1]


def test_one_more_row_is_asked_for_without_losing_or_judging_anything(placement, trainee):
    typed = {"day": "pas encore", "begins": "9 h", "ends": "", "more": "1"}
    html = client_of(trainee).post(date_page(placement), typed).content.decode()
    assert 'value="pas encore"' in html and 'name="day_2"' in html
    assert "error-summary" not in html and not placement.sessions.exists()


def test_rows_end_at_ten(placement, trainee):
    typed = {**DAY, **{f"day_{row}": "" for row in range(2, 11)}, "more": "1"}
    html = client_of(trainee).post(date_page(placement), typed).content.decode()
    assert 'name="day_10"' in html and 'name="day_11"' not in html and 'name="more"' not in html


@pytest.mark.parametrize(
    ("second", "words"),
    [
        ({"day_2": "20/04/2027", "begins_2": "11 h", "ends_2": "12 h"}, "déjà notée plus haut"),
        ({"day_2": "", "begins_2": "11 h", "ends_2": ""}, "Écrivez la date de ces heures"),
        ({"day_2": "20/03/2027", "begins_2": "", "ends_2": ""}, "Les immersions vont du"),
        ({"day_2": "22/04/2027", "begins_2": "17 h", "ends_2": ""}, "La fin vient après"),
    ],
)
def test_a_wrong_second_date_is_told_beside_it(placement, trainee, second, words):
    html = client_of(trainee).post(date_page(placement), {**DAY, **second}).content.decode()
    assert html.count(words) == 2  # summary and field
    assert not placement.sessions.exists()


def test_an_offer_of_several_days_starts_with_two_rows(placement, trainee):
    placement.slot.offer.duration = "longer"
    placement.slot.offer.save()
    html = client_of(trainee).get(date_page(placement)).content.decode()
    assert 'name="day_2"' in html and 'name="day_3"' not in html


def test_the_example_of_a_wrong_date_lies_in_the_immersions(placement, trainee):
    placement.edition.phases.filter(kind="immersions").update(
        opens_at=datetime(2028, 5, 2, tzinfo=UTC), closes_at=datetime(2028, 6, 30, tzinfo=UTC)
    )
    answer = client_of(trainee).post(date_page(placement), {**DAY, "day": "demain"})
    assert "une date qui existe, par exemple 02/05/2028." in answer.content.decode()


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


def test_the_calendar_file_says_whom_to_ring(placement, host, trainee):
    """On the way, the agenda of the telephone is what one has at hand; both sides have one file."""
    type(host).objects.filter(pk=host.pk).update(phone="04 555 01 02")
    type(trainee).objects.filter(pk=trainee.pk).update(phone="0470 11 22 33")
    offer = placement.slot.offer
    type(offer).objects.filter(pk=offer.pk).update(access="Bus 4, entrée par la cour.")
    client_of(trainee).post(date_page(placement), DAY)
    page = reverse("placements:calendar", args=[placement.pk])
    (event,) = Calendar.from_ical(client_of(host).get(page).content).walk("VEVENT")
    assert str(event["description"]).split("\n") == [
        "Stagiaire : Samir Haddad, 0470 11 22 33",
        "Contact sur place : Inès Verhaegen, 04 555 01 02",
        "Bus 4, entrée par la cour.",
    ]


@pytest.fixture
def over(placement, host, monkeypatch):
    """The same placement once its day is past."""
    client_of(host).post(date_page(placement), DAY)
    monkeypatch.setattr("django.utils.timezone.now", lambda: AFTERWARDS)
    return placement


def test_the_host_says_what_became_of_it_and_may_correct_it(over, host):
    page = reverse("placements:outcome", args=[over.pk])
    client_of(host).post(page, {"outcome": "no_show"})
    client_of(host).post(page, {"outcome": "done"})
    over.refresh_from_db()
    assert over.state == "done"
    answer = client_of(host).post(page, {"outcome": "cancelled"})
    assert answer.status_code == 200  # not one of the three answers: asked again


def test_the_trainee_is_asked_too_and_does_not_correct_the_host(over, host, trainee):
    page, client = reverse("placements:outcome", args=[over.pk]), client_of(trainee)
    assert page in client.get(reverse("my_space")).content.decode()
    assert "personne n’est venu" not in client.get(page).content.decode()
    client.post(page, {"outcome": "partly"})
    client_of(host).post(page, {"outcome": "no_show"})
    client.post(page, {"outcome": "done"})
    over.refresh_from_db()
    assert over.state == "no_show"
    space = client.get(reverse("my_space")).content.decode()
    assert "n’a pas eu lieu" in space and "Merci d’avoir participé" not in space


def test_what_took_place_is_never_given_up(over, host, trainee):
    """The host's trainee, the trainee's place, the host's offer: the past stays, nobody is told."""
    factories.make_application(over.edition, over.slot.offer, person=trainee, placement=over)
    Message.objects.all().delete()
    space = client_of(host).get(reverse("my_space")).content.decode()
    decline = reverse("ranked:decline_trainee", args=[over.pk])
    assert decline not in space
    assert client_of(host).post(decline, {"reason": "x"}).url == reverse("my_space")
    assert client_of(trainee).post(reverse("ranked:withdraw"), {"reason": "x"}).status_code == 302
    offer = over.slot.offer
    page = reverse("ranked:withdraw_offer", args=[offer.pk])
    assert trainee.full_name not in client_of(host).get(page).content.decode()
    client_of(host).post(page, {"reason": "Déménagement"})
    for thing in (over, offer, over.slot):
        thing.refresh_from_db()
    assert (over.state, offer.state, over.slot.taken) == ("dated", "withdrawn", 1)
    assert not Message.objects.filter(kind__startswith="cancelled").exists()


def test_nobody_is_asked_what_became_of_a_day_to_come(placement, host, monkeypatch):
    client, page = client_of(host), reverse("placements:outcome", args=[placement.pk])
    answer = client.get(page)
    assert answer.url == date_page(placement)
    assert "Dites d’abord quand" in client.get(answer.url).content.decode()
    client.post(date_page(placement), DAY)
    answer = client.get(page, follow=True)
    assert answer.redirect_chain == [(reverse("my_space"), 302)]
    assert "est prévue le mardi 20\u00a0avril" in answer.content.decode()
    monkeypatch.setattr("django.utils.timezone.now", lambda: AFTERWARDS)
    assert client_of(host).get(page).status_code == 200


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
    the_offer = reverse("offers:mine", args=[placement.slot.offer_id])
    assert the_offer in client_of(host).get(page).content.decode()  # nobody can come: end it there
    assert "Dites en quelques mots" in client_of(host).post(page, {}).content.decode()
    client_of(host).post(page, {"reason": "Équipe malade"})
    assert client_of(host).post(page, {"reason": "Équipe malade"}).status_code == 404
    application.refresh_from_db()
    placement.slot.refresh_from_db()
    assert (application.state, application.placement) == ("submitted", None)
    assert placement.slot.taken == 0


def test_dates_typed_after_the_session_ended_come_back_after_the_sign_in(placement, trainee):
    """Nothing lost on a time-out: both rows are there, to be looked at and saved."""
    client, page = Client(), date_page(placement)
    answer = client.post(page, {**DAY, **TWO})
    assert answer.url.startswith(reverse("sign_in")) and not placement.sessions.exists()
    client.force_login(trainee)
    html = client.get(page).content.decode()
    assert (
        'value="20/04/2027"' in html and 'value="22/04/2027"' in html and 'value="16 h 30"' in html
    )
    client.post(page, {**DAY, **TWO})
    assert placement.sessions.count() == 2


@pytest.mark.parametrize(
    ("language", "typed"), [("fr", "16 h 30"), ("nl", "16:30"), ("de", "16:30"), ("en", "16:30")]
)
def test_hours_are_shown_as_one_types_them_and_taken_again(placement, trainee, language, typed):
    trainee.language = language
    trainee.save()
    client, page = client_of(trainee), date_page(placement)
    client.post(page, DAY)
    html = client.get(page).content.decode()
    assert f'name="ends" value="{typed}"' in html
    if language != "fr":
        assert "16 h 30" not in html
    client.post(page, {**DAY, "ends": typed})
    assert JournalEntry.objects.filter(verb="placement.dated").count() == 1  # the same date


@pytest.mark.parametrize("typed", ["16.30 uur", "16.30 Uhr", "16 uur 30", "16h30", "16:30"])
def test_an_hour_is_taken_as_each_language_writes_it(placement, trainee, typed):
    """The Dutch hint says « 16.30 uur »: who follows it is understood."""
    client_of(trainee).post(date_page(placement), {**DAY, "ends": typed})
    assert placement.sessions.get().ends_at == datetime(2027, 4, 20, 14, 30, tzinfo=UTC)


@pytest.mark.parametrize("day", ["20 avril", "mardi 20 avril 2027", "le 20/4", "20. April"])
def test_a_day_may_be_written_as_one_says_it(placement, trainee, day):
    """The year is the one of the immersions; IM-28 reads the hosts' dates the same way."""
    client_of(trainee).post(date_page(placement), {**DAY, "day": day})
    assert placement.sessions.get().starts_at == datetime(2027, 4, 20, 7, tzinfo=UTC)


@pytest.mark.parametrize("day", ["31 février", "20 ou 21 avril", "un mardi", "20"])
def test_what_is_not_one_day_is_asked_again(placement, trainee, day):
    page = client_of(trainee).post(date_page(placement), {**DAY, "day": day})
    assert "Écrivez une date qui existe" in page.content.decode()
    assert not placement.sessions.exists()
