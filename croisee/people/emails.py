"""The messages about signing in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from croisee.mail.models import Message
from croisee.mail.outbox import render_message
from croisee.people.models import Person

MINUTES = 10


def link_address(token: str) -> str:
    """The whole address of a sign-in link; the origin comes from the settings (rule 12)."""
    return settings.ORIGIN + reverse("sign_in_link", args=[token])


def sign_in_message(
    key: str, person: Person | None, *, token: str, code: str, language: str, at: datetime
) -> Message:
    """The link and the code, to the stored address. Also rendered for nobody: it takes as long."""
    values: dict[str, Any] = {"link": link_address(token), "code": code, "minutes": MINUTES}
    if person is None:
        return render_message(
            key=key, kind="sign_in", to="", name="", language=language, values=values, at=at
        )
    return render_message(
        key=key,
        kind="sign_in",
        to=person.email,
        name=person.full_name,
        language=person.language,
        values={**values, "first_name": person.first_name},
        recipient=person.reference,
        at=at,
    )
