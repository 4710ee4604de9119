"""Django's SMTP connection, which also knows whether the content of a message began to leave.

A connection lost before that is a failure like another; lost after it, nobody knows whether the
server took the message: in doubt, never sent again by itself (reliability rule 4).
"""

from __future__ import annotations

import smtplib
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

# RFC 5321 4.5.3.2.6: a server may take minutes to accept a message once it has it all.
ACCEPTANCE_SECONDS = 180


class _Watched:
    """Mixed into smtplib's classes: `content_left` is true from DATA to the next MAIL."""

    content_left = False

    def mail(self, *args: Any, **kwargs: Any) -> Any:
        self.content_left = False
        return super().mail(*args, **kwargs)  # type: ignore[misc]

    def data(self, msg: Any) -> Any:
        self.content_left = True
        sock = self.sock  # type: ignore[attr-defined]
        usual = sock.gettimeout()
        sock.settimeout(ACCEPTANCE_SECONDS)
        try:
            return super().data(msg)  # type: ignore[misc]
        finally:
            sock.settimeout(usual)


class WatchedSMTP(_Watched, smtplib.SMTP):
    pass


class WatchedSMTPSSL(_Watched, smtplib.SMTP_SSL):
    pass


class WatchedBackend(EmailBackend):
    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return WatchedSMTPSSL if self.use_ssl else WatchedSMTP


def connection() -> BaseEmailBackend:
    """The installation's mail connection; Django's SMTP one is replaced by the watched one."""
    if settings.EMAIL_BACKEND == "django.core.mail.backends.smtp.EmailBackend":
        return WatchedBackend()
    return get_connection()


def content_left(connection: BaseEmailBackend) -> bool:
    """Whether the last message may have left. True for a backend that cannot tell."""
    smtp = getattr(connection, "connection", None)
    return getattr(smtp, "content_left", True)
