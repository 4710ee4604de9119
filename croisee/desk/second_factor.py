"""Somebody of the team lost telephone and « codes de secours »: the administration lets them begin again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from croisee.editions.emails import EditionLetters
from croisee.editions.models import Edition
from croisee.mail import outbox
from croisee.people import actions
from croisee.people.models import Person

KIND = "second_factor_removed"


def remove(edition: Edition, person: Person, *, by: Person, at: datetime) -> bool:
    """Remove it and tell the person; False when there was none any more."""
    letters = EditionLetters(edition, at=at)
    values = letters.values(person, None, reverse("desk:start")) | {"inviter": by.full_name}
    envelope = letters.envelope(KIND, person, values)
    key = f"{KIND}:{person.pk}:{at:%Y%m%d%H%M%S}"
    # Even a trial edition tells this: the account is real.
    message = outbox.render_message(
        **{**envelope, "key": key, "hold": False, "reply_to": by.email, "scope": ""}
    )
    with transaction.atomic():
        removed = actions.remove_second_factor(person, by=by, at=at)
        if removed:
            outbox.store([message])
    return removed
