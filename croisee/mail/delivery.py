"""Delivery: claim (short transaction) → send (none) → mark (reliability rule 4).

The promise: no message is lost silently, none is sent twice by itself, at most one is in doubt for
each worker that dies.
"""

from __future__ import annotations

import logging
from base64 import b64decode
from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import formataddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email
from django.utils.translation import gettext_noop

from croisee.mail import claims, smtp, verdicts
from croisee.mail.models import Message, Sending
from croisee.mail.verdicts import Verdict

NO_ADDRESS = gettext_noop("L’adresse n’est pas une adresse de courriel complète.")
log = logging.getLogger(__name__)

BATCH = 20
# Longer than the slowest acceptance of one message (smtp.ACCEPTANCE_SECONDS): a claim is renewed
# at each message.
STALE_AFTER = timedelta(minutes=6)


class ServerUnreachableError(Exception):
    """No connection, or the server does not want us: no message is at fault."""


class Mailer:
    """One worker's hands. `clock` says the time, `stopping` whether it should leave."""

    def __init__(
        self,
        clock: Callable[[], datetime],
        *,
        stopping: Callable[[], bool] = lambda: False,
        batch: int = BATCH,
        stale_after: timedelta = STALE_AFTER,
    ) -> None:
        self.clock = clock
        self.stopping = stopping
        self.batch = batch
        self.stale_after = stale_after

    def turn(self) -> int:
        """Send one batch; returns how many messages were settled, whatever came of them.

        Raises ServerUnreachableError after putting the batch back and noting the trouble.
        """
        at = self.clock()
        if claims.is_paused():
            return 0
        claims.give_up_outdated(at)
        claims.recover(at, self.stale_after)
        token, messages = claims.claim(at, self.batch)
        return self._send_claimed(token, messages) if messages else 0

    def _send_claimed(self, token: str, messages: list[Message]) -> int:
        connection, settled = smtp.connection(), 0
        try:
            for message in messages:
                self._open(connection)
                if self.stopping() or not claims.begin(message, self.clock()):
                    continue
                self._settle(connection, message)
                settled += 1
        finally:
            claims.put_back(token)
            _close(connection)
        return settled

    def _open(self, connection: BaseEmailBackend) -> None:
        """Raises ServerUnreachableError; the trouble is shown to the coordination meanwhile."""
        try:
            connection.open()
        except OSError as error:  # smtplib's errors are OSErrors too
            note_trouble(verdicts.said(error), self.clock())
            raise ServerUnreachableError(verdicts.said(error)) from error
        clear_trouble()

    def _settle(self, connection: BaseEmailBackend, message: Message) -> None:
        verdict = attempt(connection, message)
        claims.mark(message, verdict, self.clock())
        if verdict.reconnect:
            _close(connection)
        if verdict is not verdicts.SENT:
            log.warning("message %s is %s: %s", message.pk, verdict.state, verdict.words)


def attempt(connection: BaseEmailBackend, message: Message) -> Verdict:
    """Hand one message to the server, and say what came of it. Never raises for one message."""
    try:
        email = compose(message, connection)
        email.message()
    except Exception as error:  # noqa: BLE001 (one poison row never blocks the queue)
        return verdicts.refused(verdicts.said(error))
    try:
        connection.send_messages([email])
    except Exception as error:  # noqa: BLE001 (idem; every error becomes a state and its words)
        left = smtp.content_left(connection)
        return verdicts.of_error(error, attempts=message.attempts, content_left=left)
    return verdicts.SENT


def compose(message: Message, connection: BaseEmailBackend | None = None) -> EmailMultiAlternatives:
    """The e-mail of a row, exactly as it was frozen. Raises ValueError without a real address."""
    try:
        validate_email(message.address)
    except ValidationError:
        raise ValueError(NO_ADDRESS) from None
    email = EmailMultiAlternatives(
        message.subject,
        message.text,
        settings.DEFAULT_FROM_EMAIL,
        [formataddr((message.name, message.address)) if message.name else message.address],
        reply_to=[message.reply_to] if message.reply_to else None,
        headers={
            "Message-ID": message.message_id,
            "Content-Language": message.language,
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            **_unsubscribing(message),
        },
        connection=connection,
    )
    if message.html:
        email.attach_alternative(message.html, "text/html")
    for part in message.attachments:
        email.attach(part["name"], b64decode(part["content"]), part["type"])
    return email


def _unsubscribing(message: Message) -> dict[str, str]:
    """What lets a mail reader show its own button, acting by one POST (RFC 2369, RFC 8058)."""
    if not message.unsubscribe_url:
        return {}
    return {
        "List-Unsubscribe": f"<{message.unsubscribe_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def note_trouble(words: str, at: datetime) -> None:
    Sending.objects.get_or_create(id=1)
    Sending.objects.filter(id=1, trouble="").update(trouble_since=at)
    Sending.objects.filter(id=1).update(trouble=words[:500])


def clear_trouble() -> None:
    if Sending.objects.exclude(trouble="").exists():
        Sending.objects.filter(id=1).update(trouble="", trouble_since=None)


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except OSError as error:
        log.info("closing the mail connection: %s", error)
