"""What an error of sending means for the message: refused for good, later, or nobody knows."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from datetime import timedelta

from croisee.mail.models import Message
from croisee.mail.placeholders import one_line

# After the first attempt 1 minute, then 5…; 23 hours in all, then the message is refused.
BACKOFF = tuple(timedelta(minutes=m) for m in (1, 5, 30, 120, 360, 840))


@dataclass(frozen=True)
class Verdict:
    state: Message.State
    words: str
    after: timedelta | None = None
    reconnect: bool = False


SENT = Verdict(Message.State.SENT, "")


def refused(words: str) -> Verdict:
    return Verdict(Message.State.FAILED, words)


def later(words: str, attempts: int, *, reconnect: bool = False) -> Verdict:
    """Queued again with a growing delay; refused when the delays are used up."""
    if attempts > len(BACKOFF):
        return Verdict(Message.State.FAILED, words, reconnect=reconnect)
    return Verdict(Message.State.QUEUED, words, BACKOFF[attempts - 1], reconnect)


def in_doubt(words: str) -> Verdict:
    return Verdict(Message.State.IN_DOUBT, words, reconnect=True)


def of_error(error: Exception, *, attempts: int, content_left: bool) -> Verdict:
    """The verdict on what was raised while sending; `attempts` counts this one."""
    words = said(error)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        for_good = all(code >= 500 for code, _words in error.recipients.values())
        return refused(words) if for_good else later(words, attempts, reconnect=True)
    if isinstance(error, smtplib.SMTPNotSupportedError | UnicodeError):
        return refused(words)
    if isinstance(error, smtplib.SMTPSenderRefused | smtplib.SMTPHeloError):
        # Our own address or set-up is at fault, not the recipient's: somebody may mend it.
        return later(words, attempts, reconnect=True)
    if isinstance(error, smtplib.SMTPResponseException):
        for_good = error.smtp_code >= 500
        return refused(words) if for_good else later(words, attempts, reconnect=True)
    if content_left:
        return in_doubt(words)
    return later(words, attempts, reconnect=True)


def said(error: Exception) -> str:
    """The server's own words, on one line."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answers = error.recipients.values()
        return "; ".join(_answer(code, words) for code, words in answers)[:500]
    if isinstance(error, smtplib.SMTPResponseException):
        return _answer(error.smtp_code, error.smtp_error)[:500]
    return one_line(str(error) or type(error).__name__)[:500]


def _answer(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return one_line(f"{code} {text}")
