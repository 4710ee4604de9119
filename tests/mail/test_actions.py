"""What a coordinator does with a message; each act is journaled and happens once."""

from datetime import timedelta

import pytest

from croisee.core.models import JournalEntry
from croisee.mail import actions
from croisee.mail.models import Message, Sending
from tests.factories import make_person
from tests.factories.mail import make_message, values_of

pytestmark = pytest.mark.django_db

State = Message.State


@pytest.fixture
def by():
    return make_person()


def in_state(state: str, **fields) -> Message:
    message = make_message()
    Message.objects.filter(pk=message.pk).update(state=state, **fields)
    message.refresh_from_db()
    return message


def verbs() -> list[str]:
    return list(JournalEntry.objects.order_by("id").values_list("verb", flat=True))


def test_retry(by, at) -> None:
    message = in_state(State.FAILED, attempts=3, error="550 no")
    assert actions.retry(message, by=by, at=at, address="right@tilleul.example\r\n")
    assert (message.state, message.attempts, message.error) == (State.QUEUED, 0, "")
    assert message.address == "right@tilleul.example"
    assert message.not_before == at
    entry = JournalEntry.objects.get()
    assert (entry.verb, entry.actor) == ("mail.retried", by)
    assert "right@" not in entry.note


@pytest.mark.parametrize("state", [State.SENT, State.CLAIMED, State.IN_DOUBT, State.HELD])
def test_retry_never_sends_twice(by, at, state) -> None:
    assert not actions.retry(in_state(state), by=by, at=at)
    assert verbs() == []


def test_what_left_is_sent_again_as_a_message_of_its_own(by, at) -> None:
    first = in_state(State.SENT, sent_at=at)
    assert actions.send_again(first, by=by, at=at)
    assert not actions.send_again(first, by=by, at=at), "a second click"
    second = Message.objects.exclude(pk=first.pk).get()
    assert (second.state, second.address, second.text) == (State.QUEUED, first.address, first.text)
    assert second.message_id != first.message_id
    assert verbs() == ["mail.retried"]
    assert not actions.send_again(second, by=by, at=at), "it has not left yet"


def test_a_sign_in_mail_is_asked_anew_not_retried(by, at) -> None:
    message = make_message(kind="sign_in", values=values_of("sign_in"))
    Message.objects.filter(pk=message.pk).update(state=State.FAILED)
    assert not actions.retry(message, by=by, at=at)


def test_cancel(by, at) -> None:
    assert actions.cancel(in_state(State.QUEUED), by=by, at=at)
    assert actions.cancel(in_state(State.HELD), by=by, at=at)
    assert not actions.cancel(in_state(State.CLAIMED), by=by, at=at)
    assert not actions.cancel(in_state(State.SENT), by=by, at=at)
    assert verbs() == ["mail.cancelled"] * 2


@pytest.mark.parametrize(("sent", "state"), [(True, State.SENT), (False, State.QUEUED)])
def test_resolve_doubt(by, at, sent, state) -> None:
    message = in_state(State.IN_DOUBT, claim="x", begun_at=at - timedelta(minutes=9))
    assert actions.resolve_doubt(message, sent=sent, by=by, at=at)
    assert (message.state, message.claim) == (state, "")
    assert not actions.resolve_doubt(message, sent=sent, by=by, at=at)
    assert verbs() == ["mail.doubt_resolved"]


def test_release_held_messages(by, at) -> None:
    held = [make_message(hold=True) for _ in range(3)]
    gone = in_state(State.CANCELLED)
    assert actions.release([*held, gone], by=by, at=at) == 3
    assert actions.release(Message.objects.all(), by=by, at=at) == 0
    assert Message.objects.filter(state=State.QUEUED, not_before=at).count() == 3
    assert verbs() == ["mail.released"] * 3


def test_pause_and_resume(by, at) -> None:
    actions.pause_sending("Base restaurée", by=by, at=at)
    assert Sending.objects.get().paused
    actions.resume_sending(by=by, at=at)
    assert not Sending.objects.get().paused
    assert verbs() == ["mail.paused", "mail.resumed"]
