"""A key names one message for ever; what is stored is frozen and whole."""

from base64 import b64decode

import pytest
from django.db import transaction

from croisee.mail.models import Message
from croisee.mail.outbox import Attachment, LostMessageError, render_message, store, write
from tests.factories.mail import make_message, values_of

pytestmark = pytest.mark.django_db


def draft(key: str, at, **fields) -> Message:
    given = {
        "key": key,
        "kind": "result_none",
        "to": "samir@tilleul.example",
        "name": "Samir Benhaddou",
        "language": "fr",
        "values": values_of("result_none"),
        "at": at,
    }
    return render_message(**{**given, **fields})


def test_writing_a_key_again_changes_nothing(at) -> None:
    first = make_message(key="result:1:trainee:3:1", at=at)
    again = make_message(key="result:1:trainee:3:1", at=at, to="other@tilleul.example")
    assert again == first
    assert again.address == first.address
    assert Message.objects.count() == 1


def test_a_batch_adds_what_is_new(at) -> None:
    store([draft("a", at)])
    assert store([draft("a", at), draft("b", at), draft("b", at)]) == 1
    assert store([]) == 0
    assert set(Message.objects.values_list("key", flat=True)) == {"a", "b"}


def test_a_large_batch_is_stored_whole(at, django_assert_max_num_queries) -> None:
    one = draft("x", at)
    batch = []
    for number in range(900):
        message = Message(**{f.name: getattr(one, f.name) for f in Message._meta.fields[1:]})
        message.key, message.message_id = f"k{number}", f"<{number}@x.example>"
        batch.append(message)
    with django_assert_max_num_queries(40):
        assert store(batch) == 900


def test_a_row_the_database_swallows_is_an_error(at) -> None:
    """Insert-or-ignore forgives more than a known key."""
    first, second = draft("a", at), draft("b", at)
    second.message_id = first.message_id
    with pytest.raises(LostMessageError), transaction.atomic():
        store([first, second])
    assert not Message.objects.exists()


def test_what_the_caller_undoes_is_not_written(at) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        store([draft("a", at)])
        raise ZeroDivisionError
    assert not Message.objects.exists()


def test_message_id_is_chosen_at_creation(at, settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "Croisée <mail@crois.example>"
    ids = {draft(key, at).message_id for key in "abc"}
    assert len(ids) == 3
    assert all(message_id.endswith("@crois.example>") for message_id in ids)


def test_headers_cannot_be_injected(at) -> None:
    message = draft(
        "a",
        at,
        to="a@b.example\r\nBcc: x@y.example",
        name="Samir\nBcc: x@y.example",
        reply_to="a\nb",
    )
    for text in (message.address, message.name, message.reply_to, message.subject):
        assert "\n" not in text
        assert "\r" not in text


def test_held_messages_wait(at) -> None:
    assert make_message(hold=True, at=at).state == Message.State.HELD


def test_attachments_are_kept(at) -> None:
    calendar = Attachment("journée.ics", "text/calendar", b"BEGIN:VCALENDAR")
    message = write(**{**_arguments(at), "attachments": [calendar]})
    [row] = message.attachments
    assert (row["name"], row["type"]) == ("journée.ics", "text/calendar")
    assert b64decode(row["content"]) == b"BEGIN:VCALENDAR"


def _arguments(at) -> dict:
    return {
        "key": "with:attachment",
        "kind": "result_none",
        "to": "samir@tilleul.example",
        "name": "",
        "language": "fr",
        "values": values_of("result_none"),
        "at": at,
    }


def test_long_subjects_are_cut(at) -> None:
    values = {**values_of("offer_published"), "offer": "très " * 200}
    message = make_message(kind="offer_published", values=values, at=at)
    assert len(message.subject) <= 300


def test_sign_in_goes_first_and_is_useless_after_ten_minutes(at) -> None:
    message = make_message(kind="sign_in", values=values_of("sign_in"), at=at)
    assert message.urgent
    assert (message.not_after - at).total_seconds() == 600
