"""The mechanism of reminders: once, at its time, one bad record alone, a bounded batch (mails.md)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from croisee.core.models import JournalEntry
from croisee.editions import reminders
from croisee.editions.emails import EditionLetters
from croisee.editions.models import Edition
from croisee.editions.reminded import Due, Reminded, failures
from croisee.mail import periodic
from croisee.mail.models import Message, Turn
from croisee.offers.models import Offer
from croisee.people.models import Person
from tests.factories import make_edition, make_offer, make_person

pytestmark = pytest.mark.django_db


class Nudge(reminders.Reminder):
    """Asks every contact of every offer; the one whose title is « faulty » cannot be written."""

    kind = "offer_unfinished"

    def due(self, edition: Edition, at: datetime, reminded: Reminded) -> Iterable[Due]:
        rows = Offer.objects.filter(edition=edition).order_by("pk")
        yield from (Due(*row) for row in rows.values_list("pk", "contacts__person"))

    def load(self, edition: Edition, ids: set[int], at: datetime) -> Mapping[int, Offer]:
        return Offer.objects.filter(pk__in=ids).in_bulk()

    def values(
        self, letters: EditionLetters, thing: Offer, person: Person, due: Due
    ) -> dict[str, Any]:
        link = "" if thing.title == "faulty" else "/offre/"
        return letters.values(person, None, "") | {"offer": thing.title, "link": link}


@pytest.fixture(autouse=True)
def _only_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reminders, "_registered", {Nudge.kind: Nudge()})


def written() -> int:
    return Message.objects.count()


def test_a_reminder_is_written_once_however_often_it_is_asked(at: datetime) -> None:
    offer = make_offer()
    assert [reminders.write_due(at + timedelta(hours=n)) for n in (0, 0, 1)] == [1, 0, 0]
    person = offer.contacts.get().person
    message = Message.objects.get()
    assert message.key == f"reminder:offer_unfinished:{offer.pk}:{person.pk}:1"
    assert (message.address, message.scope) == (person.email, offer.edition.scope)


@pytest.mark.parametrize(
    "fields",
    [
        {"test_mode": True},
        {"state": Edition.State.CLOSED},
        {"state": Edition.State.PREPARATION},
        {"silenced": ["offer_unfinished"]},
    ],
    ids=["trial", "closed", "preparation", "switched off"],
)
def test_nothing_leaves_an_edition_that_does_not_run_or_switched_it_off(
    at: datetime, fields: dict[str, Any]
) -> None:
    """IM-23: a trial reminds nobody."""
    make_offer(edition=make_edition(**fields))
    assert (reminders.write_due(at), written()) == (0, 0)


def test_reminders_are_written_by_day(at: datetime) -> None:
    make_offer()
    night = at.replace(hour=2)
    assert reminders.write_due(night) == 0
    assert reminders.write_due(night.replace(hour=8)) == 1


def test_nobody_is_asked_twice_in_a_day(at: datetime) -> None:
    host = make_person()
    edition = make_edition()
    for _ in range(3):
        make_offer(edition=edition, contact=host)
    days = [at + timedelta(days=n) for n in range(4)]
    assert [reminders.write_due(day) for day in days] == [1, 1, 1, 0]
    assert Message.objects.values("address").distinct().count() == 1


def test_what_is_bound_to_a_date_does_not_wait(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Nudge, "pressing", True)
    host, edition = make_person(), make_edition()
    for _ in range(3):
        make_offer(edition=edition, contact=host)
    assert reminders.write_due(at) == 3


def test_somebody_whose_access_is_closed_gets_none(at: datetime) -> None:
    make_offer(contact=make_person(is_active=False))
    assert reminders.write_due(at) == 0


def test_one_bad_record_is_told_and_stops_nobody(at: datetime) -> None:
    edition = make_edition()
    bad = make_offer(edition=edition, title="faulty")
    for _ in range(4):
        make_offer(edition=edition)
    assert reminders.write_due(at) == 4
    entry = JournalEntry.objects.get(verb="reminder.failed")
    assert (entry.subject_id, entry.scope) == (bad.pk, edition.scope)
    assert "missing ['link']" in entry.note
    assert failures(edition, at).count() == 1
    # Not tried again at each pass; tried again later, and written once it is possible.
    reminders.write_due(at + timedelta(minutes=5))
    assert JournalEntry.objects.filter(verb="reminder.failed").count() == 1
    Offer.objects.filter(pk=bad.pk).update(title="La rue")
    assert reminders.write_due(at + timedelta(hours=16)) == 1
    assert failures(edition, at + timedelta(days=1)).count() == 0


class Endless(Nudge):
    """The key of the first is longer than its column."""

    def due(self, edition: Edition, at: datetime, reminded: Reminded) -> Iterable[Due]:
        first, second = super().due(edition, at, reminded)
        yield from (Due(first.about, first.person, "x" * 250), second)


def test_what_the_database_refuses_leaves_the_others(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL refuses the row and with it the whole batch; SQLite takes it."""
    monkeypatch.setitem(reminders._registered, Nudge.kind, Endless())
    edition = make_edition()
    bad, _good = make_offer(edition=edition), make_offer(edition=edition)
    refused = connection.vendor == "postgresql"
    assert reminders.write_due(at) == (1 if refused else 2)
    told = JournalEntry.objects.filter(verb="reminder.failed").values_list("subject_id", flat=True)
    assert list(told) == ([bad.pk] if refused else [])


def test_a_kind_that_fails_as_a_whole_leaves_the_other_kinds(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken(Nudge):
        kind = "application_unfinished"

        def due(self, edition: Edition, at: datetime, reminded: Reminded) -> Iterable[Due]:
            raise ZeroDivisionError("nothing")

    monkeypatch.setitem(reminders._registered, Broken.kind, Broken())
    make_offer()
    assert reminders.write_due(at) == 1
    assert reminders.write_due(at) == 0
    entry = JournalEntry.objects.get(verb="reminder.failed")
    assert entry.note == "application_unfinished ZeroDivisionError: nothing"


def test_a_pass_is_bounded_and_the_next_goes_on(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminders, "BATCH", 3)
    edition = make_edition()
    for _ in range(7):
        make_offer(edition=edition)
    assert [reminders.write_due(at) for _ in range(4)] == [3, 3, 1, 0]


def test_queries_of_a_pass_do_not_grow_with_rows(
    at: datetime, django_assert_num_queries: Any
) -> None:
    edition = make_edition()
    make_offer(edition=edition)
    counts = []
    for more in (0, 30):
        for _ in range(more):
            make_offer(edition=edition)
        with django_assert_num_queries(16) as caught:
            assert reminders.write_due(at) == (more or 1)
        counts.append(len(caught))
    assert counts[0] == counts[1]


# -------------------------------------------------------------------- turns


def test_of_two_workers_one_takes_the_turn(at: datetime) -> None:
    assert [periodic.take_turn("reminders", at) for _ in range(2)] == [True, False]
    assert not periodic.take_turn("reminders", at + timedelta(minutes=4))
    assert periodic.take_turn("reminders", at + timedelta(minutes=5))


def test_a_clock_set_back_does_not_silence_reminders(at: datetime) -> None:
    Turn.objects.create(name="reminders", due_at=at + timedelta(days=300))
    assert periodic.take_turn("reminders", at)


def test_a_task_that_fails_leaves_the_worker_alone(
    at: datetime, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(at: datetime) -> int:
        raise ZeroDivisionError("nothing")

    monkeypatch.setattr(periodic, "_tasks", {"broken": broken, "fine": lambda at: 2})
    assert periodic.run_due(at) == 2
    assert "the periodic task broken failed" in caplog.text


def test_the_worker_asks_for_reminders() -> None:
    assert periodic._tasks["reminders"] is reminders.write_due
