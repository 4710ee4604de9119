"""Who holds which row of the outbox. Every change is one short conditional update.

A row is claimed (a batch at a time), then begun (just before SMTP), then marked. A worker that dies
leaves claimed rows: those not begun go back to the queue, those begun are in doubt.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext_noop

from croisee.core import journal
from croisee.mail.kinds import KINDS
from croisee.mail.models import Message, Sending
from croisee.mail.verdicts import Verdict

State = Message.State

SECRET_KINDS = [kind.name for kind in KINDS.values() if kind.secret]
OUTDATED = gettext_noop("Périmé avant d’avoir pu partir.")
INTERRUPTED = gettext_noop("L’envoi a été interrompu : le message est peut-être parti.")


def is_paused() -> bool:
    return Sending.objects.filter(paused=True).exists()


def claim(at: datetime, size: int) -> tuple[str, list[Message]]:
    """Take the next rows, urgent ones first. Two workers never get the same row."""
    due = Message.objects.filter(state=State.QUEUED, not_before__lte=at)
    ids = list(due.order_by("-urgent", "not_before", "id").values_list("id", flat=True)[:size])
    if not ids:
        return "", []
    token = secrets.token_hex(16)
    Message.objects.filter(id__in=ids, state=State.QUEUED).update(
        state=State.CLAIMED, claim=token, claimed_at=at, begun_at=None
    )
    held = Message.objects.filter(claim=token, state=State.CLAIMED)
    return token, list(held.order_by("-urgent", "not_before", "id"))


def begin(message: Message, at: datetime) -> bool:
    """Say that SMTP starts now; false when the row is not ours any more. Renews the whole claim."""
    with transaction.atomic():
        mine = Message.objects.filter(claim=message.claim, state=State.CLAIMED)
        if is_paused() or not mine.filter(pk=message.pk).update(
            begun_at=at, attempts=F("attempts") + 1
        ):
            return False
        mine.update(claimed_at=at)
    message.attempts += 1
    return True


def mark(message: Message, verdict: Verdict, at: datetime) -> None:
    """Write down what came of it, even if somebody put the row in doubt meanwhile."""
    fields = {
        "state": verdict.state,
        "error": verdict.words,
        "claim": "",
        "begun_at": None,
        **({"sent_at": at} if verdict.state == State.SENT else {}),
        **({"not_before": at + verdict.after} if verdict.after else {}),
        **_wiped(message.kind, verdict.state),
    }
    mine = Message.objects.filter(pk=message.pk, claim=message.claim)
    mine.filter(state__in=[State.CLAIMED, State.IN_DOUBT]).update(**fields)


def put_back(token: str) -> None:
    """Return the rows of a claim that were not begun."""
    Message.objects.filter(claim=token, state=State.CLAIMED, begun_at=None).update(
        state=State.QUEUED, claim="", claimed_at=None
    )


def recover(at: datetime, stale_after: timedelta) -> int:
    """Settle the claims nobody renewed: back to the queue if not begun, else in doubt."""
    stale = Message.objects.filter(state=State.CLAIMED, claimed_at__lt=at - stale_after)
    if not stale.exists():
        return 0
    with transaction.atomic():
        back = stale.filter(begun_at=None).update(state=State.QUEUED, claim="", claimed_at=None)
        return back + _doubt(stale.exclude(begun_at=None), at)


def give_up_outdated(at: datetime) -> int:
    """A sign-in link that could not leave in time is not sent any more."""
    outdated = Message.objects.filter(state=State.QUEUED, not_after__lt=at)
    if not outdated.exists():
        return 0
    wiped = {"text": "", "html": ""}
    outdated.filter(kind__in=SECRET_KINDS).update(**wiped)
    return outdated.update(state=State.CANCELLED, error=OUTDATED)


def _doubt(stale: QuerySet[Message], at: datetime) -> int:
    """The claim stays written: a slow worker that lives may still say that it sent the message."""
    rows = list(stale.only("pk", "scope"))
    changed = 0
    for row in rows:
        doubted = Message.objects.filter(pk=row.pk, state=State.CLAIMED)
        if doubted.update(state=State.IN_DOUBT, error=INTERRUPTED):
            journal.record("mail.in_doubt", row, by=None, at=at, scope=row.scope)
            changed += 1
    return changed


def _wiped(kind: str, state: State) -> dict[str, str]:
    """What opens a door is not kept readable once it has left or never will."""
    final = {State.SENT, State.FAILED, State.CANCELLED}
    return {"text": "", "html": ""} if kind in SECRET_KINDS and state in final else {}
