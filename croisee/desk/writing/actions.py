"""What is done to a message to several people. Journaled, each in one transaction.

Nothing leaves at once: for a few minutes everything can be held back.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from croisee.core import journal
from croisee.desk.enums import ANNOUNCED
from croisee.desk.models import Mailing
from croisee.desk.writing.addressees import Addressees, addressees
from croisee.desk.writing.letters import Letters
from croisee.desk.writing.starts import Start, texts
from croisee.directory.models import Territory
from croisee.editions.models import Edition
from croisee.editions.queries import may_leave
from croisee.mail import outbox
from croisee.mail.models import Message
from croisee.people.announcements import unsubscribe_url
from croisee.people.models import Person

MOST = 10_000  # letters of one sending: more people than any network has
AT_ONCE = 50  # rendered while one waits (13 ms each); of more the worker writes the letters
THINKING_TIME = timedelta(minutes=5)
State = Message.State


class NobodyError(ValueError):
    """Nobody would get it."""


class TooManyError(ValueError):
    """More than MOST people: something is wrong."""


class ChangedMeanwhileError(ValueError):
    """Somebody changed or sent it since it was shown."""


@transaction.atomic
def begin(
    edition: Edition,
    recipients: str,
    *,
    start: str = Start.BLANK,
    province: Territory | None = None,
    ticked: list[int] | None = None,
    by: Person,
    at: datetime,
) -> Mailing:
    """A draft, with a text to begin from in the languages of the edition."""
    kind = "announcement" if recipients in ANNOUNCED else "letter"
    written = {c: t for c, t in texts(start, kind).items() if c in (edition.languages or ["fr"])}
    mailing = Mailing.objects.create(
        edition=edition,
        kind=kind,
        recipients=recipients,
        province=province,
        ticked=ticked or [],
        subjects={code: text.subject for code, text in written.items()},
        bodies={code: text.body for code, text in written.items()},
        by=by,
        created_at=at,
    )
    journal.record("mailing.made", mailing, by=by, at=at, scope=edition.scope)
    return mailing


@transaction.atomic
def keep(
    mailing: Mailing,
    *,
    kind: str,
    subjects: Mapping[str, str],
    bodies: Mapping[str, str],
    seen: int,
    by: Person,
    at: datetime,
) -> None:
    """Keep what was typed, even if it could not be sent yet. Raises ChangedMeanwhileError."""
    words = {"kind": kind, "subjects": dict(subjects), "bodies": dict(bodies)}
    if words == {name: getattr(mailing, name) for name in words}:
        return
    unsent = Mailing.objects.filter(pk=mailing.pk, version=seen, sent_at=None)
    if not unsent.update(**words, version=F("version") + 1):
        raise ChangedMeanwhileError
    mailing.refresh_from_db()
    journal.record("mailing.changed", mailing, by=by, at=at, scope=mailing.edition.scope)


def send(mailing: Mailing, *, seen: int, by: Person, at: datetime) -> int:
    """Write one letter to each addressee who has none yet, or have them written; returns how many.

    Letters are rendered before the transaction; more than AT_ONCE are the worker's (in_worker.py).
    `seen` is the version that was read: a second click, or a change by somebody else, raises
    ChangedMeanwhileError and writes nothing.
    """
    found = addressees(mailing, by, at)
    if not found.will:
        raise NobodyError
    if len(found.will) > MOST:
        raise TooManyError(len(found.will))
    count = len(found.will)
    asked: dict[str, Any] = {}
    if count > AT_ONCE:
        asked = {
            "asked_at": at,
            "asked_by": by,
            "asked_for": count,
            "lease_until": None,
            "failed_at": None,
        }
    drafts = [] if asked else _drafts_of(mailing, found, by, at)
    with transaction.atomic():
        same = Mailing.objects.filter(pk=mailing.pk, version=seen, asked_at=None)
        if not same.update(version=F("version") + 1, sent_at=Coalesce("sent_at", at), **asked):
            raise ChangedMeanwhileError
        written = count if asked else outbox.store(drafts)
        scope = mailing.edition.scope
        journal.record("mailing.sent", mailing, by=by, at=at, scope=scope, note=str(written))
    mailing.refresh_from_db()
    return written


def _drafts_of(mailing: Mailing, found: Addressees, by: Person, at: datetime) -> list[Message]:
    """The letters of all addressees, rendered, not stored."""
    letters = Letters(mailing, by, at)
    later = at + THINKING_TIME
    return [
        letters.letter(person, found.province_of[person.pk], not_before=later)
        for person in found.will
    ]


def try_on_oneself(
    mailing: Mailing, person: Person, province: Territory | None, *, by: Person, at: datetime
) -> bool:
    """What `person` would get, sent to `by`, at once; its way out is the sender's own.

    False when the same was asked in the same minute. In a trial edition it stays in the list.
    """
    own: dict[str, Any] = {
        "key": f"mailing-try:{mailing.pk}:{mailing.version}:{by.pk}:{person.pk}:{at:%Y%m%d%H%M}",
        "to": by.email,
        "name": by.full_name,
        "recipient": by.reference,
        "batch": "",
    }
    letters = Letters(mailing, by, at)
    if mailing.kind == "announcement":
        own["unsubscribe_url"] = unsubscribe_url(by.pk)
        letters.shared["unsubscribe_link"] = unsubscribe_url(by.pk)
    draft = letters.letter(person, province, **own)
    with transaction.atomic():
        new = outbox.store([draft])
        if new:
            scope = mailing.edition.scope
            journal.record("mailing.tried", mailing, by=by, at=at, scope=scope)
    return bool(new)


def hold_back(mailing: Mailing, *, by: Person, at: datetime) -> int:
    """Keep in the house what has not left yet; returns how many.

    What the worker has not written yet is not written: those people can be sent to later.
    """
    with transaction.atomic():
        # First, so that a worker in the middle of it waits, then finds that it was stopped.
        Mailing.objects.filter(pk=mailing.pk).update(asked_at=None, failed_at=None)
        return _moved(mailing, State.QUEUED, {"state": State.HELD}, "mailing.held_back", by, at)


def let_go(mailing: Mailing, *, by: Person, at: datetime) -> int:
    """Let leave what was held back; nothing of a trial edition (IM-23). Returns how many."""
    fields = {"state": State.QUEUED, "not_before": at}
    return _moved(mailing, State.HELD, fields, "mailing.let_go", by, at)


def _moved(
    mailing: Mailing, state: str, fields: dict[str, Any], verb: str, by: Person, at: datetime
) -> int:
    with transaction.atomic():
        rows = Message.objects.filter(batch=mailing.batch, state=state)
        rows = may_leave(rows) if verb == "mailing.let_go" else rows
        moved = rows.update(**fields)
        if moved:
            scope = mailing.edition.scope
            journal.record(verb, mailing, by=by, at=at, scope=scope, note=str(moved))
    return moved


@transaction.atomic
def drop(mailing: Mailing, *, by: Person, at: datetime) -> bool:
    """Throw a draft away; what was sent stays."""
    gone = Mailing.objects.filter(pk=mailing.pk, sent_at=None)
    if not gone.exists():
        return False
    journal.record("mailing.dropped", mailing, by=by, at=at, scope=mailing.edition.scope)
    gone.delete()
    return True
