"""The letters of a great sending are written by the worker, some at a time, while mails leave.

The click is one transaction with its journal entry; each portion of letters is another. Whoever
already has a letter is not written to again, so a worker that dies is followed by the next one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from croisee.desk.models import Mailing
from croisee.desk.writing.actions import drafts_of
from croisee.desk.writing.addressees import addressees
from croisee.mail import outbox
from croisee.mail.models import Message

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
    found = addressees(mailing, by, asked_at)
    drafts = drafts_of(mailing, found, PORTION, by, asked_at)
    return _stored(mailing, drafts, done=len(found.will) <= PORTION)


def _claimed(at: datetime) -> Mailing | None:
    """A sending to go on with, ours until its lease ends; of several workers one gets it."""
    free = Q(lease_until=None) | Q(lease_until__lt=at)
    waiting = Mailing.objects.filter(free, asked_at__isnull=False)
    first = waiting.order_by("asked_at").values_list("pk", flat=True).first()
    if first is None or not waiting.filter(pk=first).update(lease_until=at + LEASE):
        return None
    rows = Mailing.objects.select_related("by", "asked_by", "province", "edition__programme")
    return rows.get(pk=first)


def _stored(mailing: Mailing, drafts: list[Message], *, done: bool) -> int:
    """Nothing is written when somebody held the sending back, or another worker took it over."""
    after: dict[str, Any] = {"lease_until": None, **({"asked_at": None} if done else {})}
    held = {"asked_at": mailing.asked_at, "lease_until": mailing.lease_until}
    with transaction.atomic():
        if not Mailing.objects.filter(pk=mailing.pk, **held).update(**after):
            return 0
        return outbox.store(drafts)
