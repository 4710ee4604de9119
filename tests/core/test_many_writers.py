"""Sixteen people write at once: nobody is told "database is locked", nothing is lost (reliability rule 2)."""

import threading
from datetime import datetime

import pytest
from django.db import OperationalError, connection, connections, transaction

from croisee.core import journal
from croisee.core.models import JournalEntry
from croisee.people.models import Person
from tests.factories import make_person

WRITERS, ACTS = 16, 20

pytestmark = pytest.mark.django_db(transaction=True)


def _crowd(at: datetime, *, patient: bool) -> list[Exception]:
    """What went wrong while WRITERS threads did ACTS acts each, an act being two writes after a read."""
    start, wrong, person = threading.Barrier(WRITERS), list[Exception](), make_person()

    def work(number: int) -> None:
        start.wait()
        try:
            if not patient:
                connection.cursor().execute("PRAGMA busy_timeout = 0")
            for act in range(ACTS):
                with transaction.atomic():
                    known = Person.objects.get(pk=person.pk)
                    Person.objects.filter(pk=known.pk).update(phone=f"{number}-{act}")
                    journal.record("person.changed", known, by=None, at=at)
        except OperationalError as error:
            wrong.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=300)
    return wrong


def test_sixteen_writers_wait_for_one_another(at: datetime) -> None:
    assert _crowd(at, patient=True) == []
    assert JournalEntry.objects.filter(verb="person.changed").count() == WRITERS * ACTS


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite has one writer at a time")
def test_without_patience_the_database_is_locked(at: datetime) -> None:
    """The control: they do compete."""
    assert "locked" in str(_crowd(at, patient=False)[0])
