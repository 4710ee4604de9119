"""The demo's mailbox: an SMTP server on loopback that keeps each message as an .eml file.

with catcher.running():
    …
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings

LOOPBACK: Final = "127.0.0.1"


def folder() -> Path:
    return Path(settings.DATA) / "mailbox"


class Keeper:
    """Writes what it is given; a file appears whole or not at all."""

    def __init__(self, into: Path) -> None:
        self.into = into
        into.mkdir(parents=True, exist_ok=True)

    async def handle_DATA(  # noqa: N802 (aiosmtpd's name)
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        content = envelope.content or b""
        raw = content if isinstance(content, bytes) else content.encode()
        name = f"{time.time_ns()}-{secrets.token_hex(4)}"
        unfinished = self.into / f"{name}.part"
        unfinished.write_bytes(raw)
        unfinished.rename(self.into / f"{name}.eml")
        return "250 OK"


def controller(port: int | None = None, handler: Any = None) -> Controller:
    """Listens on loopback only, whatever is asked; the port is that of the demo by default."""
    chosen = urlsplit(settings.DEMO_SMTP).port if port is None else port
    return Controller(
        handler or Keeper(folder()),
        hostname=LOOPBACK,
        port=chosen or 8025,
        enable_SMTPUTF8=True,
        data_size_limit=40 * 1024 * 1024,
    )


@contextmanager
def running(port: int | None = None) -> Iterator[Controller]:
    """Raises OSError when the port is taken."""
    catching = controller(port)
    catching.start()
    try:
        yield catching
    finally:
        catching.stop(no_assert=True)
