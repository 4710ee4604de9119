"""Reading the messages the catcher kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import Any

from croisee.core.text import fold
from croisee.mail.catcher import folder

_NAME = re.compile(r"\d{1,20}-[0-9a-f]{8}$")


@dataclass(frozen=True)
class Kept:
    """One line of the mailbox."""

    name: str
    at: datetime
    to: str
    subject: str


@dataclass(frozen=True)
class Part:
    number: int
    name: str
    content_type: str
    content: bytes


def kept_messages(words: str = "") -> list[Kept]:
    """Newest first; those whose address or subject holds every word, accents and case ignored."""
    wanted = fold(words).split()
    return [kept for kept in _all() if all(word in _searched(kept) for word in wanted)]


def message(name: str) -> EmailMessage | None:
    """The message of this name; None when there is none."""
    if not _NAME.match(name):
        return None
    try:
        raw = (folder() / f"{name}.eml").read_bytes()
    except FileNotFoundError:
        return None
    return message_from_bytes(raw, policy=policy.default)


def body(mail: EmailMessage, kind: str) -> str:
    """The text of the 'plain' or 'html' part; '' without one."""
    part = mail.get_body((kind,))
    return str(part.get_content()) if part else ""


def attachments(mail: EmailMessage) -> list[Part]:
    return [
        Part(number, part.get_filename() or f"piece-{number}", part.get_content_type(), _raw(part))
        for number, part in enumerate(mail.iter_attachments(), start=1)
    ]


def headers(mail: EmailMessage) -> list[tuple[str, str]]:
    hidden = {"content-type", "mime-version", "content-transfer-encoding"}
    return [(name, str(value)) for name, value in mail.items() if name.lower() not in hidden]


def arrival_of(name: str) -> datetime:
    return datetime.fromtimestamp(int(name.split("-", maxsplit=1)[0]) / 1e9, UTC)


def _all() -> Iterator[Kept]:
    parser = BytesHeaderParser(policy=policy.default)
    for path in sorted(folder().glob("*.eml"), reverse=True):
        if _NAME.match(path.stem):
            yield _line(path, parser)


def _line(path: Path, parser: Any) -> Kept:
    with path.open("rb") as file:
        mail = parser.parse(file)
    to, subject = str(mail["To"] or ""), str(mail["Subject"] or "").strip()
    return Kept(path.stem, arrival_of(path.stem), to, subject)


def _searched(kept: Kept) -> str:
    return fold(f"{kept.to} {kept.subject}")


def _raw(part: Any) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else part.as_bytes()
