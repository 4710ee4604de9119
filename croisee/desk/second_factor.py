"""Somebody of the team lost telephone and « codes de secours »: the administration lets them begin again."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.urls import reverse

from croisee.editions import rules
from croisee.editions.emails import EditionLetters
from croisee.editions.models import Edition, Programme
from croisee.mail import outbox
from croisee.people import actions
from croisee.people.models import Person

KIND = "second_factor_removed"


def may_remove(by: Person, person: Person, programme: Programme, at: datetime) -> bool:
    """Never one's own. Whoever works in other programmes too is left to those who administer all."""
    if by.pk == person.pk or not Authenticator.objects.filter(user=person).exists():
        return False
    if by.is_administrator:
        return True
    if person.is_administrator or not rules.administers(by, programme, at):
        return False
    held = rules.active_roles(person, at)
    return held.exists() and not held.exclude(programme__in=rules.administered(by, at)).exists()


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
