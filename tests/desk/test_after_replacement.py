"""A place replaced is not a stage lost; what the journal holds of it is said in words."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from croisee.core.written_dates import date_full
from croisee.desk.since import changes
from croisee.desk.todo import Desk
from croisee.placements.actions import fix_dates
from croisee.schemes.ranked.actions.applications import order_choices
from croisee.schemes.ranked.actions.freeing import free_place
from croisee.schemes.ranked.actions.replacement import replace_place
from croisee.schemes.ranked.models import Application
from tests.entry import signed_in
from tests.factories import make_role
from tests.ranked.scenes import Scene, scene

pytestmark = pytest.mark.django_db
LATER = timedelta(hours=1)


@pytest.fixture
def board(at: datetime) -> Scene:
    """Two people placed at « A » and « B »; « C » has a free place."""
    made = scene(places={"A": 1, "B": 1, "C": 1}, wishes=["AC", "B"], at=at)
    made.publish()
    return made


def replaced(board: Scene) -> Application:
    who = board.who[0]
    replace_place(who, board.offers["C"], by=board.by, at=board.at + LATER, reason="maladie")
    return who


def given_back(board: Scene) -> list[int]:
    desk = Desk(board.edition, None, board.at + 2 * LATER)
    return [task.count for task in desk.decisions() if "annulé" in task.what]


def test_a_replaced_place_is_not_a_cancelled_one(board: Scene) -> None:
    replaced(board)
    assert given_back(board) == []
    assert board.who[1].placement is not None
    free_place(board.who[1].placement, reason="trop loin", by=board.by, at=board.at + LATER)
    assert given_back(board) == [1]


def test_what_changed_since_tells_a_replacement_once(board: Scene) -> None:
    replaced(board)
    reader = make_role(board.edition, "administrator")
    told = [one.text for one in changes(board.edition, reader, board.at + timedelta(minutes=1))]
    assert told == ["1 place remplacée"]


def plain(text: str) -> str:
    return " ".join(text.split())


def page(board: Scene, name: str, pk: int) -> str:
    address = reverse(name, args=[board.edition.pk, pk])
    return plain(signed_in(board.by).get(address).content.decode())


def test_the_days_fixed_are_written_as_one_says_them(board: Scene) -> None:
    placement = board.who[0].placement
    assert placement is not None
    starts = board.at + timedelta(days=9)
    fix_dates(placement, [(starts, starts + LATER)], by=board.who[0].person, at=board.at)
    text = page(board, "desk:placement", placement.pk)
    assert f"{starts:%Y-%m-%d}T" not in text
    assert f"Quand : rien → {plain(date_full(starts))}" in text


def test_choices_and_places_are_no_bare_numbers(board: Scene, at: datetime) -> None:
    who = replaced(board)
    other = board.who[1]
    assert other.placement is not None
    free_place(other.placement, reason="x", by=board.by, at=board.at)
    other.refresh_from_db()
    pks = [board.offers["B"].pk, board.offers["C"].pk]
    order_choices(other, pks[:1], pks, by=other.person, at=at)
    first, second = (f"{letter} {board.offers[letter].title}" for letter in "BC")
    text = page(board, "ranked:application", other.pk)
    assert f"Choix : {first} → {first}, {second}" in text
    log = page(board, "ranked:application", who.pk).partition('id="h-log"')[2]
    assert "a remplacé la place" in log and "placement :" not in log
