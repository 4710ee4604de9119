"""One button in a mail: nobody signs in, looking writes nothing, answering twice is once (rule 7)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils.timezone import localtime

from croisee.core.models import JournalEntry
from croisee.editions.models import Edition
from croisee.people.merging import merge_persons
from croisee.people.models import Person
from croisee.placements import actions
from croisee.placements.answering import Question, answer_url
from croisee.placements.models import Placement
from tests.factories import make_offer, make_person

pytestmark = pytest.mark.django_db

GIVEN = datetime(2027, 3, 16, 9, tzinfo=UTC)
DAY = (datetime(2027, 4, 20, 7, tzinfo=UTC), datetime(2027, 4, 20, 14, 30, tzinfo=UTC))
AFTER = datetime(2027, 4, 21, 8, tzinfo=UTC)


@pytest.fixture
def host() -> Person:
    return make_person()


@pytest.fixture
def trainee() -> Person:
    return make_person(first_name="Samir", last_name="Haddad", language="nl")


@pytest.fixture
def placement(host: Person, trainee: Person) -> Placement:
    slot = make_offer(contact=host).slots.get()
    return actions.take_place(slot, trainee, source="test", choice_rank=1, by=None, at=GIVEN)


@pytest.fixture
def _afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: AFTER)


def page(question: Question, placement: Placement, person: Person) -> str:
    return "/" + answer_url(question, placement.pk, person.pk).split("/", 3)[3]


def state(placement: Placement) -> str:
    placement.refresh_from_db()
    return placement.state


def test_looking_writes_nothing_and_one_click_says_it(
    placement: Placement, trainee: Person
) -> None:
    url, client = page(Question.CONTACT, placement, trainee), Client()
    shown = client.get(url)
    client.head(url)
    assert (shown.status_code, state(placement)) == (200, "assigned")
    assert (
        "Er is contact" in shown.content.decode()
    )  # the language of the person, not the browser's
    assert shown["Referrer-Policy"] == "strict-origin"
    assert "no-store" in shown["Cache-Control"]
    for _ in range(2):
        done = client.post(url, follow=True)
    assert "Dank u" in done.content.decode()
    assert state(placement) == "contacted"
    entry = JournalEntry.objects.get(verb="placement.contacted")
    assert entry.actor == trainee


@pytest.mark.usefixtures("_afterwards")
@pytest.mark.parametrize("side", ["host", "trainee"])
def test_either_side_says_whether_it_took_place(
    placement: Placement, host: Person, trainee: Person, side: str
) -> None:
    actions.fix_dates(placement, [DAY], by=host, at=GIVEN)
    who = {"host": host, "trainee": trainee}[side]
    url, client = page(Question.OUTCOME, placement, who), Client()
    assert client.get(url).status_code == 200
    client.post(url, {"outcome": "cancelled"})
    assert state(placement) == "dated"
    client.post(url, {"outcome": "partly"})
    assert state(placement) == "partly"
    client.post(url, {"outcome": "no_show"})  # the first answer stays
    assert state(placement) == "partly"


@pytest.mark.usefixtures("_afterwards")
def test_who_did_not_answer_is_not_thanked_for_it(
    placement: Placement, host: Person, trainee: Person
) -> None:
    actions.fix_dates(placement, [DAY], by=host, at=GIVEN)
    mine, other = (page(Question.OUTCOME, placement, who) for who in (host, trainee))
    said = Client().post(mine, {"outcome": "no_show"}, follow=True).content.decode()
    read = Client().get(other).content.decode()
    assert "Merci, c’est noté" in said.replace("\xa0", " ")
    assert ("Het is al genoteerd" in read, "Dank u" in read) == (True, False)


def test_before_the_day_nothing_is_concluded(
    placement: Placement, host: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: GIVEN)
    actions.fix_dates(placement, [DAY], by=host, at=GIVEN)
    url, client = page(Question.OUTCOME, placement, host), Client()
    assert "pas encore eu lieu" in client.get(url).content.decode()
    client.post(url, {"outcome": "done"})
    assert state(placement) == "dated"


def test_an_address_allows_one_thing(placement: Placement, host: Person, trainee: Person) -> None:
    good = page(Question.CONTACT, placement, trainee)
    token = good.rstrip("/").rsplit("/", 1)[1]
    for bad in (
        good.replace("contact", "suite"),
        good.replace(f"/{trainee.pk}/", f"/{host.pk}/"),
        good.replace(token, token[:-1]),
        good.replace("contact", "autre"),
        good.replace(token, "é"),
    ):
        answer = Client().post(bad)
        assert answer.status_code == 404
        assert "mon espace" in answer.content.decode()
    assert state(placement) == "assigned"


@pytest.mark.parametrize("end", ["cancelled", "closed", "left", "barred"])
def test_an_address_ends_with_what_it_is_about(
    placement: Placement, host: Person, end: str
) -> None:
    if end == "cancelled":
        actions.cancel_placement(placement, reason="", by=None, at=GIVEN)
    elif end == "closed":
        Edition.objects.update(state=Edition.State.CLOSED)
    elif end == "left":
        placement.slot.offer.contacts.update(person=make_person())  # type: ignore[union-attr]
    else:
        Person.objects.filter(pk=host.pk).update(is_active=False)
    assert Client().get(page(Question.CONTACT, placement, host)).status_code == 404


def test_the_day_is_shown_in_the_zone_of_the_edition(
    placement: Placement, host: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: AFTER)
    actions.fix_dates(placement, [DAY], by=host, at=GIVEN)
    shown = Client().get(page(Question.OUTCOME, placement, host)).content.decode()
    assert str(localtime(DAY[0]).day) in shown
    assert "mardi 20 avril 2027" in shown.replace("\xa0", " ")


def test_the_mail_to_a_merged_record_answers_for_the_person_kept(
    placement: Placement, trainee: Person
) -> None:
    url, kept = page(Question.CONTACT, placement, trainee), make_person()
    merge_persons(kept, trainee, (), by=None, at=GIVEN)
    assert Client().post(url).status_code == 302
    assert state(placement) == Placement.State.CONTACTED
    assert JournalEntry.objects.get(verb="placement.contacted").actor == kept
