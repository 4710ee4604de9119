"""A code of the application serves once, for as long as it would be taken.

allauth remembers a used code for one period; with a tolerance either side it is good for three.
"""

from __future__ import annotations

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from django.core.cache import cache

from croisee.core.tokens import keyed_digest
from croisee.people.models import Person


def lasts_seconds() -> int:
    """How long the same code is taken (RFC 6238, 5.2): its own period and the tolerated ones."""
    return app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)


def is_spent(person: Person, code: str) -> bool:
    return cache.get(_key(person, code)) is not None


def spend(person: Person, code: str) -> bool:
    """False when it was spent already: of two requests at once, one comes in."""
    return cache.add(_key(person, code), "y", timeout=lasts_seconds())


def _key(person: Person, code: str) -> str:
    return f"spent-code:{keyed_digest('totp', f'{person.pk}|{normalize_user_code(code)}')}"
