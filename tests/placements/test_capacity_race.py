"""300 people book the same 12 places at once: exactly 12 get one (reliability rule 1).

The control arm books the naive way, counting first: on PostgreSQL it must oversell, which shows
that the race is real and the test can fail.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection, connections, transaction

from croisee.offers.models import Slot
from croisee.people.models import Person
from croisee.placements.actions import FullError, cancel_placement, take_place
from croisee.placements.models import Participant, Placement
from tests.factories import make_offer, make_person

PLACES, PEOPLE, THREADS = 12, 300, 20

pytestmark = pytest.mark.django_db(transaction=True)


def _crowd(book: Callable[[Person], bool], people: list[Person]) -> int:
    """How many of `people` got a place when THREADS threads book for them together."""
    start, got = threading.Barrier(THREADS), []

    def work(mine: list[Person]) -> None:
        start.wait()
        try:
            got.extend(person for person in mine if book(person))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(people[n::THREADS],)) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return len(got)


def _book_all(at: datetime) -> None:
    slot = make_offer(places=PLACES).slots.get()
    people = [make_person() for _ in range(PEOPLE)]

    def book(person: Person) -> bool:
        try:
            take_place(slot, person, source="test", choice_rank=1, by=None, at=at)
        except FullError:
            return False
        return True

    assert _crowd(book, people) == PLACES
    slot.refresh_from_db()
    assert slot.taken == PLACES
    assert Participant.objects.filter(slot=slot, active=True).count() == PLACES


def test_no_place_is_given_twice(at: datetime) -> None:
    _book_all(at)


@pytest.mark.long
@pytest.mark.parametrize("repetition", range(10))
def test_no_place_is_given_twice_ten_times(at: datetime, repetition: int) -> None:
    """The figure of reliability.md: 300 bookings on 12 places, ten times, on both databases."""
    _book_all(at)


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one writer in at a time")
def test_counting_first_oversells(at: datetime) -> None:
    slot = make_offer(places=PLACES).slots.get()
    people = [make_person() for _ in range(PEOPLE)]

    def book(person: Person) -> bool:
        with transaction.atomic():
            if Placement.objects.filter(slot=slot).count() >= slot.capacity:
                return False
            time.sleep(0.005)
            Placement.objects.create(edition=slot.offer.edition, slot=slot, created_at=at)
        return True

    assert _crowd(book, people) > PLACES


def test_a_cancelled_place_is_free_again_once(at: datetime) -> None:
    slot = make_offer(places=1).slots.get()
    placement = take_place(slot, make_person(), source="t", choice_rank=1, by=None, at=at)
    freed = [cancel_placement(placement, reason="malade", by=None, at=at) for _ in range(2)]
    assert freed == [True, False]
    assert Slot.objects.get(pk=slot.pk).taken == 0
    take_place(slot, make_person(), source="t", choice_rank=1, by=None, at=at)
