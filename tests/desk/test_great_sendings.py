"""A message to many is asked for with one click, written by the worker in portions, and can be stopped."""

from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse

from croisee.core.models import JournalEntry
from croisee.desk.enums import Recipients
from croisee.desk.models import Mailing
from croisee.desk.writing import actions, in_worker
from croisee.desk.writing.addressees import addressees
from croisee.desk.writing.letters import Letters
from croisee.editions.models import Edition
from croisee.mail.models import Message
from croisee.people.models import Person
from tests import factories
from tests.entry import signed_in

pytestmark = pytest.mark.django_db
PEOPLE = 10


@pytest.fixture
def edition() -> Edition:
    return factories.make_edition()


@pytest.fixture
def administrator(edition: Edition) -> Person:
    return factories.make_role(edition, "administrator")


@pytest.fixture
def asked(
    edition: Edition, administrator: Person, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> Mailing:
    """Ten letters, where three are written at once and the worker writes four at a time."""
    monkeypatch.setattr(actions, "AT_ONCE", 3)
    monkeypatch.setattr(in_worker, "PORTION", 4)
    for _ in range(PEOPLE):
        factories.make_application(edition, state="submitted")
    made = actions.begin(edition, Recipients.TRAINEES, by=administrator, at=at)
    words = {"subjects": {"fr": "Nouvelles"}, "bodies": {"fr": "# Bonjour {first_name}\nMerci."}}
    actions.keep(made, kind=made.kind, seen=made.version, by=administrator, at=at, **words)
    assert actions.send(made, seen=made.version, by=administrator, at=at) == PEOPLE
    return made


def test_written_in_portions_each_once(asked: Mailing, at: datetime) -> None:
    assert not Message.objects.exists()
    assert JournalEntry.objects.get(verb="mailing.sent").note == "10"
    later = at + timedelta(seconds=1)
    assert [in_worker.write_some(later) for _ in range(4)] == [4, 4, 2, 0]
    rows = Message.objects.filter(batch=asked.batch)
    assert {row.not_before for row in rows} == {at + actions.THINKING_TIME}
    assert len({row.recipient for row in rows}) == PEOPLE
    asked.refresh_from_db()
    assert in_worker.progress(asked) is None


@pytest.mark.django_db(transaction=True)
def test_the_worker_writes_them(asked: Mailing) -> None:
    call_command("worker", "--once")
    assert Message.objects.filter(batch=asked.batch, state="queued").count() == PEOPLE


def test_a_worker_that_dies_is_followed_by_another(asked: Mailing, at: datetime) -> None:
    in_worker.write_some(at)
    assert in_worker._claimed(at)  # and dies
    assert in_worker.write_some(at + timedelta(minutes=1)) == 0
    after = at + in_worker.LEASE + timedelta(seconds=1)
    assert [in_worker.write_some(after) for _ in range(3)] == [4, 2, 0]
    assert Message.objects.count() == PEOPLE


def test_who_is_overtaken_writes_nothing(
    asked: Mailing, administrator: Person, at: datetime
) -> None:
    """Slower than its lease: another worker took it over, or somebody held it back meanwhile."""
    slow = in_worker._claimed(at)
    assert slow
    found = addressees(slow, administrator, at)
    portion = in_worker._portion(Letters(slow, administrator, at), found)
    assert in_worker.write_some(at + in_worker.LEASE + timedelta(seconds=1)) == 4
    assert in_worker._stored(slow, portion, at) == 0
    assert Message.objects.count() == 4


def test_a_letter_that_fails_holds_up_nobody_and_is_tried_again(
    asked: Mailing, administrator: Person, at: datetime
) -> None:
    """A text with a mistake of ours in one language: told, mended, each written once."""
    dutch = addressees(asked, administrator, at).will[1]
    Person.objects.filter(pk=dutch.pk).update(language="nl")
    _say(asked, "nl", "Dag {nobody}")
    assert [in_worker.write_some(at) for _ in range(4)] == [4, 4, 1, 0]
    address = reverse("desk:mailing", args=_args(asked))
    page = signed_in(administrator).get(address).text
    assert "n’ont pas pu s’écrire" in page and 'value="9"' in page
    assert in_worker.write_some(at + timedelta(minutes=1)) == 0
    _say(asked, "nl", "Dag")
    assert in_worker.write_some(at + in_worker.LEASE + timedelta(seconds=1)) == 1
    asked.refresh_from_db()
    assert (in_worker.progress(asked), asked.failed_at) == (None, None)
    assert Message.objects.values("recipient").distinct().count() == PEOPLE
    assert Message.objects.count() == PEOPLE


def test_when_all_fail_the_next_try_waits(
    asked: Mailing, administrator: Person, at: datetime
) -> None:
    _say(asked, "fr", "Bonjour {nobody}")
    assert in_worker.write_some(at) == 0
    asked.refresh_from_db()
    assert (asked.failed_at, asked.lease_until) == (at, at + in_worker.LEASE)
    actions.hold_back(asked, by=administrator, at=at)
    asked.refresh_from_db()
    assert (asked.asked_at, asked.failed_at) == (None, None)


def _say(mailing: Mailing, code: str, text: str) -> None:
    mailing.refresh_from_db()
    bodies, subjects = mailing.bodies | {code: text}, mailing.subjects | {code: "X"}
    Mailing.objects.filter(pk=mailing.pk).update(bodies=bodies, subjects=subjects)


def test_held_back_in_the_middle(asked: Mailing, administrator: Person, at: datetime) -> None:
    in_worker.write_some(at)
    client, address = signed_in(administrator), reverse("desk:mailing", args=_args(asked))
    page = client.get(address).text
    assert "Les messages s’écrivent" in page and 'value="4"' in page and 'max="10"' in page
    assert "Les messages s’écrivent" in client.get(address, {"ecriture": "1"}).text
    client.post(address, {"act": "hold"})
    assert set(Message.objects.values_list("state", flat=True)) == {"held"}
    assert in_worker.write_some(at) == 0
    page = client.get(address).text
    assert "Les messages s’écrivent" not in page and "Envoyer à 6 personnes" in page
    assert "Tous les messages sont écrits" in client.get(address, {"ecriture": "1"}).text


def test_stopped_before_the_first_letter(
    asked: Mailing, administrator: Person, at: datetime
) -> None:
    address = reverse("desk:mailing", args=_args(asked))
    told = signed_in(administrator).post(address, {"act": "hold"}, follow=True).text
    assert "ne s’écrivent plus" in told
    assert in_worker.write_some(at) == 0 and not Message.objects.exists()


def test_asked_twice_is_asked_once(asked: Mailing, administrator: Person, at: datetime) -> None:
    with pytest.raises(actions.ChangedMeanwhileError):
        actions.send(asked, seen=asked.version, by=administrator, at=at)
    assert JournalEntry.objects.filter(verb="mailing.sent").count() == 1


def _args(mailing: Mailing) -> list[int]:
    return [mailing.edition_id, mailing.pk]
