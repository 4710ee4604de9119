"""A real SMTP server on loopback whose answers a test decides."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from croisee.mail.catcher import controller


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Sink:
    """`recipients` and `contents` map an address to the answers it gets, one after the other; the
    last one stays. « drop » cuts the connection before the message is taken, « take and drop »
    after it is, before saying so."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []
        self.envelopes: list[list[str]] = []
        self.recipients: dict[str, list[str]] = {}
        self.contents: dict[str, list[str]] = {}
        self.connections = 0
        self.delay = 0.0
        self.port = free_port()

    def ids(self) -> list[str]:
        return [str(mail["Message-ID"]) for mail in self.received]

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        answer = self._next(self.recipients, address)
        if answer == "drop":
            server.transport.abort()
        if not answer.startswith("2"):
            return answer
        envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        time.sleep(self.delay)  # one client at a time: the loop may wait
        answer = self._next(self.contents, envelope.rcpt_tos[0])
        if answer.startswith("2") or answer == "take and drop":
            mail: Any = message_from_bytes(envelope.content, policy=policy.default)
            self.received.append(mail)
            self.envelopes.append(envelope.rcpt_tos)
        if answer.endswith("drop"):
            server.transport.abort()
            return "451 gone"
        return answer

    def _next(self, answers: dict[str, list[str]], address: str) -> str:
        waiting = answers.get(address, ["250 OK"])
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]


@contextmanager
def listening(sink: Sink) -> Iterator[Sink]:
    server = controller(sink.port, sink)
    server.start()
    try:
        yield sink
    finally:
        server.stop(no_assert=True)
