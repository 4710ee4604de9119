"""Closing and reopening somebody's access: who leaves, or should not come in any more."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from croisee.editions import team_acts
from croisee.editions.emails import EditionLetters
from croisee.editions.models import Edition, RoleGrant
from croisee.mail import outbox
from croisee.mail.models import Message
from croisee.people import actions
from croisee.people.models import Person


def roles_of(person: Person, at: datetime) -> QuerySet[RoleGrant]:
    """What closing ends: roles held, and those that have not begun."""
    grants = person.roles.exclude(ends_at__lte=at)
    return grants.select_related("territory", "programme").order_by("pk")


def close(edition: Edition, person: Person, *, by: Person, at: datetime) -> bool:
    """Sessions, ways in and roles end; the person is told. False when it was closed already."""
    message = _message("access_closed", edition, person, by, at)
    with transaction.atomic():
        if not _still(person, by, active=True):
            return False
        for grant in roles_of(person, at):
            team_acts.end_role(grant, edition, by=by, at=at)
        actions.set_active(person, active=False, by=by, at=at)
        outbox.store([message])
    return True


def reopen(edition: Edition, person: Person, *, by: Person, at: datetime) -> bool:
    """The person comes in again, without their former roles, and is told."""
    message = _message("access_reopened", edition, person, by, at)
    with transaction.atomic():
        if not _still(person, by, active=False):
            return False
        actions.set_active(person, active=True, by=by, at=at)
        outbox.store([message])
    return True


def _still(person: Person, by: Person, *, active: bool) -> bool:
    """Of two administrators at once, one acts, also on one another: somebody is always left to
    open. A merged record is never opened."""
    both = Person.objects.filter(pk__in=[person.pk, by.pk]).order_by("pk").select_for_update()
    found = {row.pk: row for row in both}
    one = found[person.pk]
    return found[by.pk].is_active and one.merged_into_id is None and one.is_active == active


def _message(kind: str, edition: Edition, person: Person, by: Person, at: datetime) -> Message:
    letters = EditionLetters(edition, at=at)
    values: dict[str, Any] = letters.values(person, None, reverse("sign_in"))
    envelope = letters.envelope(kind, person, values | {"inviter": by.full_name})
    key = f"{kind}:{person.pk}:{at:%Y%m%d%H%M%S}"
    # Even a trial edition tells this: the account is real.
    return outbox.render_message(
        **{**envelope, "key": key, "hold": False, "reply_to": by.email, "scope": ""}
    )
