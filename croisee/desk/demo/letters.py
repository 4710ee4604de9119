"""The mails of the past left in the past: the demo's worker sends what was written today only."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F

from croisee.editions.models import Edition
from croisee.mail import claims, verdicts
from croisee.mail.models import Message

UNKNOWN = "550 5.1.1 Recipient address rejected: User unknown"
BATCH = 20


def left(edition: Edition, *, until: datetime) -> None:
    """Everything written before `until` left a minute later. The one act that is only told: there is
    no mail server in the past."""
    waiting = Message.objects.filter(
        scope=edition.scope, state=Message.State.QUEUED, created_at__lt=until
    )
    waiting.update(
        state=Message.State.SENT, sent_at=F("not_before") + timedelta(minutes=1), attempts=1
    )


def one_is_refused(at: datetime) -> None:
    """The worker's own steps for a first batch: the server does not know its last address."""
    token, batch = claims.claim(at, BATCH)
    for message in batch:
        if claims.begin(message, at):
            last = message is batch[-1]
            claims.mark(message, verdicts.refused(UNKNOWN) if last else verdicts.SENT, at)
    claims.put_back(token)
