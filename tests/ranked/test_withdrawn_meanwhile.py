"""Somebody withdraws while a place is being given: no place is left to who is gone (reliability rule 1)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial

import pytest
from django.db import connections

from croisee.desk.duplicates import comparing, ways_out
from croisee.mail.models import Message
from croisee.placements.models import Participant, Placement
from croisee.schemes.ranked.actions.applications import withdraw_application
from croisee.schemes.ranked.actions.publication import StaleRunError, publish_run
from croisee.schemes.ranked.actions.replacement import replace_place
from croisee.schemes.ranked.models import Application, Run
from tests.ranked.scenes import Scene, scene

pytestmark = pytest.mark.django_db


def as_loaded(application: Application) -> Application:
    return Application.objects.get(pk=application.pk)


def taken(board: Scene) -> list[int]:
    return [offer.slots.get().taken for offer in board.offers.values()]


def is_gone(board: Scene) -> bool:
    """Withdrawn, and nothing stands in their name."""
    one = as_loaded(board.who[0])
    standing = Placement.objects.filter(edition=board.edition).exclude(state="cancelled")
    held = Participant.objects.filter(person=one.person, active=True)
    return (one.state, one.placement) == ("withdrawn", None) and not (
        standing.exists() or held.exists()
    )


def test_who_withdraws_from_a_page_read_before_the_publication(at: datetime) -> None:
    board = scene({"A": 1}, ["A"], at)
    read_before = as_loaded(board.who[0])
    publish_run(board.simulate(), by=board.by, at=at)
    withdraw_application(read_before, by=board.who[0].person, at=at)
    assert is_gone(board)
    assert taken(board) == [0]
    assert Message.objects.filter(kind__startswith="cancelled").exists()


def test_who_withdraws_from_a_page_read_before_a_replacement(at: datetime) -> None:
    board = scene({"A": 1, "B": 1}, ["A"], at)
    publish_run(board.simulate(), by=board.by, at=at)
    read_before = as_loaded(board.who[0])
    assert read_before.placement
    replace_place(as_loaded(board.who[0]), board.offers["B"], by=board.by, at=at)
    withdraw_application(read_before, by=board.who[0].person, at=at)
    assert is_gone(board)
    assert taken(board) == [0, 0]


def test_of_two_registrations_the_one_just_placed_is_not_withdrawn_in_place(at: datetime) -> None:
    """Its place would be freed: it is read on its own page first."""
    board = scene({"A": 2}, ["A", "A"], at)
    pks = [one.person_id for one in board.who]
    sides = comparing.load_pair(board.edition, "personnes", *pks)
    assert sides
    shown = comparing.compare(board.edition, "personnes", sides, {})
    between, wanted = shown.plan().between, str(board.who[0].pk)
    publish_run(board.simulate(), by=board.by, at=at)
    assert ways_out.withdraw(shown, between, wanted, by=board.by, at=at) == ""
    assert as_loaded(board.who[0]).placement
    assert taken(board) == [2]


def at_once(*acts: Callable[[], object]) -> None:
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        start.wait()
        try:
            act()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)


def publish(run: Run, board: Scene, at: datetime) -> None:
    with suppress(StaleRunError):
        publish_run(run, by=board.by, at=at)


@pytest.mark.django_db(transaction=True)
def test_withdrawing_and_publishing_at_once(at: datetime) -> None:
    """Whoever is first: the draft is stale, or the place is freed again."""
    for _ in range(6):
        board = scene({"A": 1}, ["A"], at)
        run, one = board.simulate(), as_loaded(board.who[0])
        at_once(
            partial(publish, run, board, at),
            partial(withdraw_application, one, by=one.person, at=at),
        )
        assert is_gone(board)
        assert taken(board) == [0]
