"""What the coordination does with messages. Each returns whether it happened: another coordinator
or the worker may have been quicker. Each is journaled, in its transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from croisee.core import journal
from croisee.mail import outbox
from croisee.mail.claims import SECRET_KINDS
from croisee.mail.models import Message, Sending
from croisee.mail.placeholders import one_line

State = Message.State
WAITING = (State.QUEUED, State.HELD)
GONE = (State.CLAIMED, State.SENT, State.IN_DOUBT)
STILL_HERE = (State.HELD, State.QUEUED, State.FAILED, State.CANCELLED)


def retry(message: Message, *, by: Any, at: datetime, address: str = "") -> bool:
    """Send again what failed or was cancelled, or now what waits; to another address if given."""
    fields: dict[str, Any] = {"state": State.QUEUED, "attempts": 0, "not_before": at, "error": ""}
    if address:
        fields["address"] = one_line(address)
    if message.kind in SECRET_KINDS:
        return False
    note = "address corrected" if address else ""
    return _change(
        message,
        [State.FAILED, State.CANCELLED, State.QUEUED],
        fields,
        journal_as=("mail.retried", note),
        by=by,
        at=at,
    )


def readdress(recipient: str, old: str, new: str) -> int:
    """What has not left for a person goes to their corrected address; nothing is sent by this.

    In the transaction that corrects the person; that act is the one journaled. Returns how many.
    """
    waiting = Message.objects.filter(
        recipient=recipient,
        address__iexact=old,
        state__in=[State.FAILED, State.HELD, State.QUEUED],
    )
    return waiting.exclude(kind__in=SECRET_KINDS).update(address=one_line(new))


def send_again(message: Message, *, by: Any, at: datetime) -> bool:
    """For somebody who cannot find it: the same words as a new message; the first one stays.

    A second click in the same minute writes nothing more.
    """
    if message.state != State.SENT or message.kind in SECRET_KINDS:
        return False
    copy = outbox.copy_of(message, key=f"{message.key[:150]}:again:{at:%Y%m%d%H%M}", at=at)
    with transaction.atomic():
        new = outbox.store([copy])
        if new:
            journal.record("mail.retried", message, by=by, at=at, scope=message.scope)
    return bool(new)


def cancel(message: Message, *, by: Any, at: datetime) -> bool:
    """Stop a message that has not left."""
    return _change(
        message,
        WAITING,
        {"state": State.CANCELLED},
        journal_as=("mail.cancelled", ""),
        by=by,
        at=at,
    )


def call_back(messages: QuerySet[Message], *, by: Any, at: datetime) -> None:
    """Stop those of them that have not left: what they tell holds no longer."""
    for message in messages.filter(state__in=WAITING):
        cancel(message, by=by, at=at)


def called_back(messages: QuerySet[Message]) -> tuple[int, int]:
    """(how many of them were stopped, how many are gone and cannot be)."""
    stopped = messages.filter(state=State.CANCELLED).count()
    return stopped, messages.filter(state__in=GONE).count()


def resolve_doubt(message: Message, *, sent: bool, by: Any, at: datetime) -> bool:
    """Somebody found out whether a message in doubt arrived; if not, it is sent again."""
    fields = (
        {"state": State.SENT, "sent_at": message.begun_at or at, "error": ""}
        if sent
        else {"state": State.QUEUED, "attempts": 0, "not_before": at, "error": ""}
    )
    return _change(
        message,
        [State.IN_DOUBT],
        {**fields, "claim": "", "begun_at": None},
        journal_as=("mail.doubt_resolved", "sent" if sent else "not sent"),
        by=by,
        at=at,
    )


def release(messages: Iterable[Message], *, by: Any, at: datetime) -> int:
    """Let held messages go, after they were looked at. Returns how many."""
    with transaction.atomic():
        released = [
            message
            for message in messages
            if Message.objects.filter(pk=message.pk, state=State.HELD).update(
                state=State.QUEUED, not_before=at
            )
        ]
        journal.record_many("mail.released", released, by=by, at=at)
    return len(released)


def take_back(
    leaving: Callable[[QuerySet[Message]], QuerySet[Message]],
    message: Message,
    state: str,
    *,
    by: Any,
    at: datetime,
) -> bool:
    """Put a message that has not left back into the state it had before somebody's click.

    `leaving` keeps of some messages those that may leave at all.
    """
    rows = Message.objects.filter(pk=message.pk, state__in=STILL_HERE)
    rows = leaving(rows) if state == State.QUEUED else rows
    with transaction.atomic():
        back = state in STILL_HERE and bool(rows.update(state=state))
        if back:
            journal.record("mail.taken_back", message, by=by, at=at, scope=message.scope)
    return back


def pause_sending(reason: str, *, by: Any, at: datetime) -> None:
    """Nothing leaves until `resume_sending`; a message being sent is finished (rule 6)."""
    _switch(paused=True, reason=reason, verb="mail.paused", by=by, at=at)


def resume_sending(*, by: Any, at: datetime) -> None:
    _switch(paused=False, reason="", verb="mail.resumed", by=by, at=at)


def _switch(*, paused: bool, reason: str, verb: str, by: Any, at: datetime) -> None:
    with transaction.atomic():
        sending, _made = Sending.objects.get_or_create(id=1)
        Sending.objects.filter(id=1).update(
            paused=paused, reason=one_line(reason)[:200], changed_at=at
        )
        journal.record(verb, sending, by=by, at=at, note=reason)


def _change(
    message: Message,
    from_states: Sequence[Message.State],
    fields: dict[str, Any],
    *,
    journal_as: tuple[str, str],
    by: Any,
    at: datetime,
) -> bool:
    verb, note = journal_as
    with transaction.atomic():
        changed = Message.objects.filter(pk=message.pk, state__in=from_states).update(**fields)
        if changed:
            journal.record(verb, message, by=by, at=at, scope=message.scope, note=note)
    if changed:
        message.refresh_from_db()
    return bool(changed)
