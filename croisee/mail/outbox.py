"""Writing messages into the outbox. Bodies are rendered before the transaction and frozen.

    drafts = [render_message(key=…, kind="result_trainee", …) for …]   # slow, outside
    with transaction.atomic():
        …
        store(drafts)                                                  # one bulk insert, inside

A key names one message for ever: writing it a second time changes nothing (reliability rule 4).
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import make_msgid, parseaddr
from typing import Any

from django.conf import settings
from django.db import transaction

from croisee.mail.kinds import Text, kind_named
from croisee.mail.models import Message
from croisee.mail.placeholders import one_line
from croisee.mail.rendering import render

BATCH = 400


@dataclass(frozen=True)
class Attachment:
    name: str
    content_type: str
    content: bytes

    def as_row(self) -> dict[str, str]:
        return {
            "name": one_line(self.name),
            "type": self.content_type,
            "content": b64encode(self.content).decode(),
        }


class LostMessageError(RuntimeError):
    """The database took a batch without keeping every row: the transaction must not commit."""


def render_message(  # noqa: PLR0913 (a letter has that many parts)
    *,
    key: str,
    kind: str,
    to: str,
    name: str,
    language: str,
    values: Mapping[str, Any],
    at: datetime,
    recipient: str = "",
    scope: str = "",
    reply_to: str = "",
    attachments: Sequence[Attachment] = (),
    hold: bool = False,
    override: Text | None = None,
    not_before: datetime | None = None,
    batch: str = "",
    unsubscribe_url: str = "",
) -> Message:
    """A message ready to be stored: rendered, with its Message-ID, not in the database yet.

    `values` are those of the kind (mail/kinds.py); raises WrongValuesError when they are not.
    """
    rendered = render(kind, language, values, override)
    lasts = kind_named(kind).lasts
    return Message(
        key=key,
        kind=kind,
        scope=scope,
        recipient=recipient,
        address=one_line(to),
        name=one_line(name)[:200],
        language=language,
        reply_to=one_line(reply_to),
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        attachments=[attachment.as_row() for attachment in attachments],
        message_id=make_msgid(domain=_sender_domain()),
        state=Message.State.HELD if hold else Message.State.QUEUED,
        urgent=kind_named(kind).urgent,
        not_before=not_before or at,
        not_after=at + lasts if lasts else None,
        batch=batch,
        unsubscribe_url=unsubscribe_url,
        created_at=at,
    )


def copy_of(message: Message, *, key: str, at: datetime) -> Message:
    """The same words to the same address, as a message of its own, not in the database yet."""
    same = ("kind", "scope", "recipient", "address", "name", "language", "reply_to")
    words = ("subject", "text", "html", "attachments", "batch", "unsubscribe_url")
    return Message(
        **{name: getattr(message, name) for name in same + words},
        key=key,
        message_id=make_msgid(domain=_sender_domain()),
        not_before=at,
        created_at=at,
    )


def store(messages: Iterable[Message]) -> int:
    """Insert the messages whose keys are new, within the caller's transaction. Returns how many."""
    by_key = {message.key: message for message in messages}
    keys = list(by_key)
    with transaction.atomic():
        new = 0
        for start in range(0, len(keys), BATCH):
            new += _store_batch([by_key[key] for key in keys[start : start + BATCH]])
    return new


def write(**message: Any) -> Message:
    """Render and store one message; the arguments are those of `render_message`.

    Returns the stored row: the older one when the key was written before.
    """
    draft = render_message(**message)
    store([draft])
    return Message.objects.get(key=draft.key)


def _store_batch(messages: list[Message]) -> int:
    keys = [message.key for message in messages]
    known = set(Message.objects.filter(key__in=keys).values_list("key", flat=True))
    fresh = [message for message in messages if message.key not in known]
    Message.objects.bulk_create(fresh, ignore_conflicts=True)
    # « Ignore » also swallows rows the database refuses for another reason: none may be lost.
    if Message.objects.filter(key__in=keys).count() != len(keys):
        raise LostMessageError(f"{len(fresh)} messages written, some are missing")
    return len(fresh)


def _sender_domain() -> str:
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return address.rpartition("@")[2] or "croisee.example"
