"""The result mails: each side once, in its language, with a true reason that names nobody."""

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from croisee.mail.models import Message
from croisee.people.models import Person
from croisee.schemes.ranked.actions.publication import publish_run
from croisee.schemes.ranked.emails import results as letters
from tests import factories
from tests.ranked.scenes import Scene, scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def board(at: datetime) -> Scene:
    """One contact answers for both offers; two of three people find a place."""
    contact = factories.make_person(first_name="Maud", last_name="Delvigne")
    made = scene(places={"A": 1, "B": 1}, wishes=["A", "A", "B"], at=at)
    for offer in made.offers.values():
        offer.contacts.update(person=contact)
    made.round.contact_deadline = date(2027, 3, 20)
    made.round.next_round_on = date(2027, 4, 5)
    made.round.save()
    return made


def publish(board: Scene) -> dict[str, list[Message]]:
    publish_run(board.simulate(), by=board.by, at=board.at)
    kinds = ("result_trainee", "result_none", "result_host")
    return {kind: list(Message.objects.filter(kind=kind)) for kind in kinds}


def test_each_trainee_and_each_contact_gets_one(board: Scene) -> None:
    mails = publish(board)
    assert {kind: len(found) for kind, found in mails.items()} == {
        "result_trainee": 2,
        "result_none": 1,
        "result_host": 1,
    }
    assert Message.objects.filter(key__startswith=f"result:{board.round.pk}:").count() == 4


def test_a_contact_reads_of_all_its_trainees_in_one_mail(board: Scene) -> None:
    (mail,) = publish(board)["result_host"]
    placed = [who.person for who in board.edition.applications.exclude(placement=None)]
    assert len(placed) == 2
    assert all(person.full_name in mail.text and person.email in mail.text for person in placed)


def test_a_placed_trainee_reads_the_host_and_the_rank(board: Scene) -> None:
    for mail in publish(board)["result_trainee"]:
        assert "Maud Delvigne" in mail.text
        assert "1er choix" in mail.text
        assert "20 mars" in mail.text.replace("\u00a0", " ")


def test_somebody_without_a_place_reads_why_and_what_next(board: Scene) -> None:
    (mail,) = publish(board)["result_none"]
    text = mail.text.replace("\u00a0", " ")
    assert "toutes prises par des personnes" in text
    assert "5 avril" in text
    others = [who.person for who in board.who if who.person.email != mail.address]
    assert not any(person.last_name in mail.text for person in others)


def test_somebody_without_any_choice_reads_that(at: datetime) -> None:
    board = scene(places={"A": 1}, wishes=["", "A"], at=at)
    (mail,) = publish(board)["result_none"]
    assert "aucun choix" in mail.text


@pytest.mark.parametrize(
    ("language", "word"), [("nl", "Beste"), ("de", "Guten Tag"), ("en", "Hello")]
)
def test_everybody_reads_their_language(
    board: Scene, language: str, word: str, settings: object
) -> None:
    for who in board.who:
        who.person.language = language
        who.person.save()
    mails = publish(board)
    assert {mail.language for mail in [*mails["result_trainee"], *mails["result_none"]]} == {
        language
    }
    assert not any("Voici pourquoi" in mail.text for mail in mails["result_none"])
    assert mails["result_host"][0].language == "fr"


def test_the_counts_told_before_publishing_are_those_written(board: Scene) -> None:
    run = board.simulate()
    told = letters.recipients(run)
    assert told == {kind: len(found) for kind, found in publish(board).items()}


def test_samples_are_one_mail_of_each_kind_and_nothing_is_stored(board: Scene) -> None:
    samples = letters.sample_messages(board.simulate(), at=board.at)
    assert [mail.kind for mail in samples] == ["result_trainee", "result_none", "result_host"]
    assert Message.objects.count() == 0


def test_rendering_costs_the_same_queries_for_one_and_for_many(at: datetime) -> None:
    counts = []
    for people in (1, 12):
        board = scene(places={"A": 1, "B": 3}, wishes=["AB"] * people, at=at)
        run = board.simulate()
        with CaptureQueriesContext(connection) as queries:
            letters.result_messages(run, at=at)
        counts.append(len(queries))
    assert counts[1] <= counts[0] + 1


def test_days_and_goals_are_said_in_the_language_of_the_reader(board: Scene) -> None:
    """They were codes, or in the language of who published."""
    Person.objects.update(language="de")
    board.edition.applications.update(goals=["knowledge"])
    for offer in board.offers.values():
        offer.weekdays = ["mon"]
        offer.save()
    mails = publish(board)
    assert all("Montag" in mail.text for mail in mails["result_trainee"])
    (host,) = mails["result_host"]
    assert "Ziele: " in host.text
    assert "knowledge" not in host.text
