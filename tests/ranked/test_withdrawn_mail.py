"""A registration withdrawn before any place leaves a trace with the person (mails.md 7)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from croisee.core.models import JournalEntry
from croisee.editions.enums import PhaseKind
from croisee.mail.models import Message
from croisee.schemes.ranked.actions.applications import withdraw_application
from croisee.schemes.ranked.models import Application
from tests.ranked.scenes import Scene, scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def board(at: datetime) -> Scene:
    return scene(places={"A": 1}, wishes=["A"], at=at)


def first(board: Scene) -> Application:
    found: Application = board.edition.applications.select_related("person").first()
    Message.objects.all().delete()
    return found


def test_who_withdraws_gets_one_confirmation(board: Scene, at: datetime) -> None:
    who = first(board)
    for _twice in range(2):
        withdraw_application(who, by=who.person, at=at, reason="trop loin")
    mail = Message.objects.get()
    assert (mail.kind, mail.address) == ("application_withdrawn", who.person.email)
    assert "Comme vous l’avez demandé, votre inscription est retirée." in mail.text
    assert board.offers["A"].title in mail.text
    entry = JournalEntry.objects.get(verb="application.withdrawn")
    assert entry.note == "trop loin"


def test_a_coordinator_who_withdraws_it_is_named_as_such(board: Scene, at: datetime) -> None:
    who = first(board)
    withdraw_application(who, by=board.by, at=at)
    assert "La coordination a retiré votre inscription" in Message.objects.get().text


@pytest.mark.parametrize(("days", "said"), [(1, True), (-1, False)])
def test_coming_back_is_promised_only_while_one_can(
    board: Scene, at: datetime, days: int, said: bool
) -> None:
    who = first(board)
    closes = at + timedelta(days=days)
    board.edition.phases.filter(kind=PhaseKind.TRAINEES).delete()
    board.edition.phases.create(
        kind=PhaseKind.TRAINEES, opens_at=at - timedelta(days=9), closes_at=closes
    )
    withdraw_application(who, by=who.person, at=at)
    assert ("vous inscrire de nouveau" in Message.objects.get().text) is said
