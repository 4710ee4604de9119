"""The letters of a great sending are written by the worker, some at a time, while mails leave.

The click is one transaction with its journal entry; each portion of letters is another. Whoever
already has a letter is not written to again, so a worker that dies is followed by the next one.
A letter that cannot be written holds up nobody else's: the page says it, and it is tried again.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import OperationalError, transaction
from django.db.models import Q

from croisee.desk.models import Mailing
from croisee.desk.writing.actions import THINKING_TIME
from croisee.desk.writing.addressees import Addressees, addressees
from croisee.desk.writing.letters import Letters
from croisee.mail import outbox
from croisee.mail.models import Message

log = logging.getLogger(__name__)

PORTION = 50  # about 0.7 s of rendering: a sign-in mail does not wait longer
LEASE = timedelta(minutes=2)


@dataclass(frozen=True)
class Progress:
    written: int
    total: int


def progress(mailing: Mailing) -> Progress | None:
    """How far the letters are written; None when none is left to write."""
    if mailing.asked_at is None:
        return None
    mine = Message.objects.filter(batch=mailing.batch, created_at=mailing.asked_at)
    return Progress(mine.count(), mailing.asked_for)


def write_some(at: datetime) -> int:
    """The next portion of one sending; how many letters were written."""
    mailing = _claimed(at)
    if mailing is None:
        return 0
    by, asked_at = mailing.asked_by or mailing.by, mailing.asked_at
    if by is None or asked_at is None:
        Mailing.objects.filter(pk=mailing.pk).update(asked_at=None)
        return 0
    try:
        found = addressees(mailing, by, asked_at)
        portion = _portion(Letters(mailing, by, asked_at), found)
    except OperationalError:
        raise  # the database is away: the worker says so, and waits
    except Exception:
        log.exception("the letters of mailing %s could not be written", mailing.pk)
        portion = Portion([], failed=PORTION, left=True)
    return _stored(mailing, portion, at)


@dataclass(frozen=True)
class Portion:
    """Letters rendered, how many could not be, and whether more people are left to write to."""

    drafts: list[Message]
    failed: int
    left: bool


def _portion(letters: Letters, found: Addressees) -> Portion:
    """The letters of the next addressees. When as many fail as would be written, it stops."""
    later, failed = letters.at + THINKING_TIME, 0
    drafts: list[Message] = []
    for person in found.will:
        if PORTION in (len(drafts), failed):
            return Portion(drafts, failed, left=True)
        try:
            province = found.province_of[person.pk]
            drafts.append(letters.letter(person, province, not_before=later))
        except OperationalError:
            raise
        except Exception:
            log.exception("the letter of %s could not be written", person.reference)
            failed += 1
    return Portion(drafts, failed, left=failed > 0)


def _claimed(at: datetime) -> Mailing | None:
    """A sending to go on with, ours until its lease ends; of several workers one gets it."""
    free = Q(lease_until=None) | Q(lease_until__lt=at)
    waiting = Mailing.objects.filter(free, asked_at__isnull=False)
    first = waiting.order_by("asked_at").values_list("pk", flat=True).first()
    if first is None or not waiting.filter(pk=first).update(lease_until=at + LEASE):
        return None
    rows = Mailing.objects.select_related("by", "asked_by", "province", "edition__programme")
    return rows.get(pk=first)


def _stored(mailing: Mailing, portion: Portion, at: datetime) -> int:
    """Nothing is written when somebody held the sending back, or another worker took it over.

    Where nothing could be written the lease is kept: the next try waits for its end.
    """
    after: dict[str, Any] = {"lease_until": None, "failed_at": at if portion.failed else None}
    if not portion.left:
        after["asked_at"] = None
    elif not portion.drafts:
        after["lease_until"] = mailing.lease_until
    held = {"asked_at": mailing.asked_at, "lease_until": mailing.lease_until}
    with transaction.atomic():
        if not Mailing.objects.filter(pk=mailing.pk, **held).update(**after):
            return 0
        return outbox.store(portion.drafts)
