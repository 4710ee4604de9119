"""The address that stops newsletter and calls, from the foot of each: no sign-in, no end of validity.

It is derived from the person, not stored: all it can do is to stop what they may start again.
"""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from croisee.core import tokens
from croisee.people.models import Person

PURPOSE = "unsubscribe"


def unsubscribe_url(person_id: int) -> str:
    """The whole address, with the origin of the settings."""
    return settings.ORIGIN + reverse("unsubscribe", args=[person_id, _token(person_id)])


def person_of(person_id: int, token: str) -> Person | None:
    """Whom the address of a mail speaks of; None when it was cut or made up. That of a record merged
    since speaks of the one kept."""
    if not constant_time_compare(token, _token(person_id)):
        return None
    found = Person.objects.select_related("merged_into").filter(pk=person_id).first()
    return found.current if found else None


def _token(person_id: int) -> str:
    return tokens.derived_token(PURPOSE, str(person_id))
