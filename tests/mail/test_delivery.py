"""Real SMTP on loopback: what each answer of a server does to a message."""

import subprocess
import sys
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from croisee.core.clock import now
from croisee.mail import catcher, claims
from croisee.mail.delivery import Mailer, ServerUnreachableError
from croisee.mail.models import Message, Sending
from croisee.mail.outbox import Attachment
from croisee.mail.verdicts import BACKOFF, SENT
from tests.factories.mail import make_message, values_of
from tests.factories.people import BIRTH

pytestmark = pytest.mark.django_db

State = Message.State


class Clock:
    def __init__(self) -> None:
        self.at = BIRTH

    def __call__(self):
        return self.at

    def passes(self, **time: float) -> None:
        self.at += timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def mailer(clock: Clock) -> Mailer:
    return Mailer(clock)


def state(message: Message) -> str:
    message.refresh_from_db()
    return message.state


def test_a_message_arrives_as_it_was_frozen(sink, mailer, settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "Croisée <mail@croisee.example>"
    message = make_message(
        to="zoé@tilleul.example".replace("é", "e"),
        name='Zoé "Zo", Müller',
        reply_to="a.pirotte@province.example",
        attachments=[Attachment("journée.ics", "text/calendar", b"BEGIN:VCALENDAR\r\n")],
    )
    assert mailer.turn() == 1
    assert state(message) == State.SENT
    assert message.sent_at == BIRTH
    [mail] = sink.received
    assert mail["Message-ID"] == message.message_id
    assert mail["To"].addresses[0].addr_spec == "zoe@tilleul.example"
    assert mail["To"].addresses[0].display_name == 'Zoé "Zo", Müller'
    assert mail["Reply-To"] == "a.pirotte@province.example"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Subject"] == message.subject
    assert mail.get_body(("plain",)).get_content().replace("\r\n", "\n") == message.text
    assert (
        mail.get_body(("html",)).get_content().replace("\r\n", "\n").strip() == message.html.strip()
    )
    [attached] = mail.iter_attachments()
    assert attached.get_filename() == "journée.ics"
    assert sink.envelopes == [["zoe@tilleul.example"]]


def test_one_connection_for_a_batch(sink, mailer) -> None:
    for _ in range(7):
        make_message()
    assert mailer.turn() == 7
    assert len(sink.received) == 7
    assert sink.connections == 1
    assert mailer.turn() == 0


def test_order_urgent_first_then_age(sink, mailer) -> None:
    old = make_message(at=BIRTH - timedelta(minutes=2))
    new = make_message(at=BIRTH - timedelta(minutes=1))
    urgent = make_message(kind="sign_in", values=values_of("sign_in"))
    mailer.turn()
    assert sink.ids() == [urgent.message_id, old.message_id, new.message_id]


@pytest.mark.parametrize("answer", ["550 5.1.1 no such user", "553 refused", "501 bad"])
def test_a_refused_recipient_is_final_with_the_servers_words(sink, mailer, clock, answer) -> None:
    message, other = make_message(), make_message()
    sink.recipients[message.address] = [answer]
    mailer.turn()
    assert state(message) == State.FAILED
    assert message.error == answer
    assert state(other) == State.SENT
    clock.passes(days=3)
    assert mailer.turn() == 0


def test_refused_content_is_final(sink, mailer) -> None:
    message = make_message()
    sink.contents[message.address] = ["554 5.7.1 looks like spam"]
    mailer.turn()
    assert state(message) == State.FAILED
    assert "looks like spam" in message.error


@pytest.mark.parametrize("where", ["recipients", "contents"])
def test_a_temporary_refusal_is_tried_later(sink, mailer, clock, where) -> None:
    message, other = make_message(), make_message()
    getattr(sink, where)[message.address] = ["451 4.7.1 greylisted", "250 OK"]
    mailer.turn()
    assert (state(message), state(other)) == (State.QUEUED, State.SENT)
    assert message.not_before == clock() + timedelta(minutes=1)
    assert "greylisted" in message.error
    assert mailer.turn() == 0
    clock.passes(minutes=1)
    assert mailer.turn() == 1
    assert state(message) == State.SENT
    assert message.error == ""
    assert sink.ids().count(message.message_id) == 1


def test_temporary_refusals_end_after_about_a_day(sink, mailer, clock) -> None:
    message = make_message()
    sink.recipients[message.address] = ["450 mailbox busy"]
    tries = 0
    while state(message) == State.QUEUED and tries < 50:
        clock.at = max(clock.at, message.not_before)
        tries += mailer.turn()
    assert state(message) == State.FAILED
    assert tries == len(BACKOFF) + 1 == 7
    assert timedelta(hours=20) < clock() - BIRTH < timedelta(hours=26)


def test_a_connection_cut_before_the_content_is_tried_later(sink, mailer) -> None:
    message, other = make_message(), make_message()
    sink.recipients[message.address] = ["drop", "250 OK"]
    mailer.turn()
    assert (state(message), state(other)) == (State.QUEUED, State.SENT)
    assert sink.connections == 2


@pytest.mark.parametrize("answer", ["drop", "take and drop"])
def test_a_connection_cut_after_the_content_is_in_doubt(sink, mailer, clock, answer) -> None:
    """Nobody knows whether it was taken: it is shown, never sent again by itself."""
    message, other = make_message(), make_message()
    sink.contents[message.address] = [answer, "250 OK"]
    mailer.turn()
    assert (state(message), state(other)) == (State.IN_DOUBT, State.SENT)
    clock.passes(days=3)
    assert mailer.turn() == 0
    assert sink.ids().count(message.message_id) == (answer == "take and drop")


def test_an_absent_server_costs_no_message_an_attempt(mailer, clock, settings, sink) -> None:
    messages = [make_message() for _ in range(3)]
    real, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    for _ in range(9):
        with pytest.raises(ServerUnreachableError):
            mailer.turn()
        clock.passes(hours=5)
    assert {(state(m), m.attempts) for m in messages} == {(State.QUEUED, 0)}
    sending = Sending.objects.get()
    assert sending.trouble
    assert sending.trouble_since == BIRTH
    settings.EMAIL_PORT = real
    assert mailer.turn() == 3
    assert Sending.objects.get().trouble == ""


def test_a_poison_row_does_not_block_the_queue(sink, mailer) -> None:
    poison = [make_message() for _ in range(5)]
    good = make_message()
    rows = [
        {"address": "no address at all"},
        {"subject": "a\nBcc: x@y.example"},
        {"attachments": [{"name": "x"}]},
        {"address": "x@" + "é" * 80 + ".example"},
        {"reply_to": "a\r\nb: c"},
    ]
    for message, fields in zip(poison, rows, strict=True):
        Message.objects.filter(pk=message.pk).update(**fields)
    while mailer.turn():
        pass
    assert state(good) == State.SENT
    assert {state(message) for message in poison} == {State.FAILED}
    assert all(message.error for message in poison)
    assert sink.ids() == [good.message_id]


def test_held_and_later_messages_stay(sink, mailer, clock) -> None:
    make_message(hold=True)
    later = make_message(not_before=BIRTH + timedelta(hours=1))
    assert mailer.turn() == 0
    clock.passes(hours=1)
    assert mailer.turn() == 1
    assert state(later) == State.SENT


def test_a_pause_stops_even_between_two_messages(sink, mailer, clock) -> None:
    first, second = make_message(), make_message(at=BIRTH + timedelta(seconds=1))
    clock.passes(seconds=1)
    begin = claims.begin

    def pausing(message, at):
        begun = begin(message, at)
        Sending.objects.update_or_create(id=1, defaults={"paused": True})
        return begun

    claims.begin = pausing
    try:
        assert mailer.turn() == 1
    finally:
        claims.begin = begin
    assert (state(first), state(second)) == (State.SENT, State.QUEUED)
    assert mailer.turn() == 0
    Sending.objects.update(paused=False)
    assert mailer.turn() == 1


@pytest.mark.django_db(transaction=True)
def test_pause_commands(sink) -> None:
    message = make_message()
    call_command("pause_sending", "restored", stdout=StringIO())
    assert Sending.objects.get().reason == "restored"
    call_command("worker", "--once")
    assert state(message) == State.QUEUED
    call_command("resume_sending", stdout=StringIO())
    call_command("worker", "--once")
    assert state(message) == State.SENT


def test_two_workers_never_share_a_row(sink, clock) -> None:
    messages = [make_message() for _ in range(30)]
    token, mine = claims.claim(clock(), 20)
    other, theirs = claims.claim(clock(), 20)
    assert token != other
    assert {m.pk for m in mine} | {m.pk for m in theirs} == {m.pk for m in messages}
    assert (len(mine), len(theirs)) == (20, 10)


def test_stale_claims_go_back_if_not_begun_else_are_in_doubt(sink, mailer, clock) -> None:
    begun, waiting = make_message(), make_message(at=BIRTH + timedelta(seconds=1))
    clock.passes(seconds=1)
    _token, [first, second] = claims.claim(clock(), 20)
    assert claims.begin(first, clock())
    clock.passes(minutes=5)
    assert mailer.turn() == 0
    clock.passes(minutes=2)
    assert mailer.turn() == 1
    assert (state(begun), state(waiting)) == (State.IN_DOUBT, State.SENT)
    assert sink.ids() == [waiting.message_id]
    assert not claims.begin(second, clock())


def test_a_slow_worker_that_lives_settles_its_doubt(sink, mailer, clock) -> None:
    message = make_message()
    _token, [mine] = claims.claim(clock(), 20)
    claims.begin(mine, clock())
    clock.passes(minutes=7)
    mailer.turn()
    assert state(message) == State.IN_DOUBT
    claims.mark(mine, SENT, clock())
    assert state(message) == State.SENT


def test_sign_in_too_late_is_not_sent_and_secrets_are_wiped(sink, mailer, clock) -> None:
    late = make_message(kind="sign_in", values=values_of("sign_in"))
    clock.passes(minutes=11)
    fresh = make_message(kind="sign_in", values=values_of("sign_in"), at=clock())
    refused = make_message(kind="sign_in", values=values_of("sign_in"), at=clock())
    sink.recipients[refused.address] = ["550 no"]
    kept = make_message(at=clock())
    mailer.turn()
    assert [state(m) for m in (late, fresh, refused)] == [
        State.CANCELLED,
        State.SENT,
        State.FAILED,
    ]
    assert all(m.text == m.html == "" for m in (late, fresh, refused))
    assert state(kept) == State.SENT
    assert kept.text
    assert "482913" in sink.received[0].get_body(("plain",)).get_content()


def test_stopping_finishes_the_message_and_puts_the_rest_back(sink, clock) -> None:
    for _ in range(5):
        make_message()
    mailer = Mailer(clock, stopping=lambda: len(sink.received) >= 2)
    assert mailer.turn() == 2
    assert Message.objects.filter(state=State.QUEUED, claim="").count() == 3


def test_an_idle_worker_only_reads(mailer, django_assert_num_queries) -> None:
    with django_assert_num_queries(4) as captured:
        mailer.turn()
    assert all(query["sql"].startswith("SELECT") for query in captured.captured_queries)


@pytest.mark.django_db(transaction=True)
def test_worker_once_sends_what_is_due(sink) -> None:
    messages = [make_message(at=now()) for _ in range(45)]
    call_command("worker", "--once")
    assert {state(message) for message in messages} == {State.SENT}
    assert len(set(sink.ids())) == len(sink.received) == 45


def test_nothing_leaves_loopback_in_the_demo(tmp_path) -> None:
    """Whatever SMTP_URL says."""
    asked = "from django.conf import settings as s; print(s.EMAIL_HOST, s.EMAIL_PORT, s.EMAIL_HOST_USER)"
    environment = {
        "DJANGO_SETTINGS_MODULE": "croisee.config.settings",
        "CROISEE_DEMO": "1",
        "CROISEE_DATA": str(tmp_path),
        "CROISEE_DEMO_SMTP_PORT": "8026",
        "SMTP_URL": "smtp://user:secret@smtp.real.example:25",
    }
    said = subprocess.run(
        [sys.executable, "-c", asked], env=environment, capture_output=True, check=False
    )
    assert said.stdout.decode().split() == ["127.0.0.1", "8026"], said.stderr.decode()


def test_the_catcher_listens_on_loopback_only() -> None:
    assert catcher.controller(2525).hostname == "127.0.0.1"
