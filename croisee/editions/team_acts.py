"""Who joins and who leaves the team. A role begins and ends at an instant; what was done keeps its name."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import translation

from croisee.core import journal
from croisee.editions import rules
from croisee.editions.actions import grant_role
from croisee.editions.emails import absolute
from croisee.editions.enums import RoleName
from croisee.editions.models import Edition, RoleGrant
from croisee.mail import outbox
from croisee.mail.actions import cancel
from croisee.mail.models import Message
from croisee.people.actions import find_or_create_person, set_active
from croisee.people.models import Person


class AccessClosedError(Exception):
    """Somebody's access was closed, and is not for this administrator to open."""


@transaction.atomic
def invite(edition: Edition, answers: dict[str, Any], *, by: Person, at: datetime) -> RoleGrant:
    """A role for somebody, new or known, from `answers["begins"]` (a day) or at once.

    The invitation leaves when the role begins, so that its link opens the desk. Given again, a
    role that has an end has none any more, one that waits begins on the new day, and a closed
    access opens. Raises AccessClosedError where `by` may not open it; then nothing is written.
    """
    person, _made = find_or_create_person(
        answers["email"],
        first_name=answers["first_name"],
        last_name=answers["last_name"],
        language=answers["language"],
        by=by,
        at=at,
    )
    if not person.is_active and not rules.may_change_access(by, person, edition.programme, at):
        raise AccessClosedError(person.pk)
    set_active(person, active=True, by=by, at=at)
    begins = _start_of(answers.get("begins"), edition, at)
    grant = grant_role(
        person,
        RoleName(answers["role"]),
        edition.programme,
        territory=answers["territory"],
        begins=begins,
        scope=edition.scope,
        by=by,
        at=at,
    )
    _again(grant, begins, edition, by=by, at=at)
    _invitation(edition, grant, by=by, at=at)
    return grant


def _start_of(day: date | None, edition: Edition, at: datetime) -> datetime:
    """The first instant of a day to come, else now."""
    return max(at, datetime.combine(day, time(0), edition.timezone)) if day else at


def _again(
    grant: RoleGrant, begins: datetime, edition: Edition, *, by: Person, at: datetime
) -> None:
    """A role held before, or still to come, begins at `begins`; one that was to end goes on."""
    waits = grant.granted_at > at and grant.granted_at != begins
    if grant.ends_at is None and not waits:
        return
    if waits:
        _uninvite(grant, by=by, at=at)
    if waits or (grant.ends_at and grant.ends_at <= at):
        grant.granted_at = begins
    grant.ends_at = None
    grant.save(update_fields=["granted_at", "ends_at"])
    journal.record("role.granted", grant, by=by, at=at, scope=edition.scope)


def _invitation(edition: Edition, grant: RoleGrant, *, by: Person, at: datetime) -> None:
    person = grant.person
    with translation.override(person.language):
        said = {
            "role": grant.get_role_display(),
            "territory": grant.territory.name if grant.territory else "",
        }
    outbox.write(
        key=f"{_key(grant)}{grant.granted_at:%Y%m%d}:{at:%Y%m%d%H%M}",
        kind="invitation",
        to=person.email,
        name=person.full_name,
        language=person.language,
        values={
            "first_name": person.first_name,
            "last_name": person.last_name,
            "edition": edition.told_in(person.language),
            "link": absolute(reverse("desk:start")),
            "inviter": by.full_name,
            **said,
        },
        recipient=person.reference,
        scope=edition.scope,
        reply_to=by.email,
        not_before=max(at, grant.granted_at),
        at=at,
    )


@transaction.atomic
def end_role(
    grant: RoleGrant, edition: Edition, *, last_day: date | None = None, by: Person, at: datetime
) -> bool:
    """The person leaves, now or at the end of `last_day`; what they did stays under their name.

    False when the role had ended, or ends then already. Two clicks that race bear instants in any
    order: what ends within the minute has ended.
    """
    ends = at
    if last_day:
        after = datetime.combine(last_day + timedelta(days=1), time(0), edition.timezone)
        ends = max(at, after)
    over = Q(ends_at__lte=at + timedelta(minutes=1)) | Q(ends_at=ends)
    ended = RoleGrant.objects.filter(pk=grant.pk).exclude(over).update(ends_at=ends)
    if ended:
        if ends <= grant.granted_at:
            _uninvite(grant, by=by, at=at)
        changes = {"role": [grant.role, ""]}
        if last_day:
            changes["ends_on"] = ["", f"{last_day:%d/%m/%Y}"]
        journal.record("role.ended", grant, by=by, at=at, scope=edition.scope, changes=changes)
    return bool(ended)


def _uninvite(grant: RoleGrant, *, by: Person, at: datetime) -> None:
    """A role that does not begin on its day: the invitation that waits for it does not leave."""
    for message in Message.objects.filter(kind="invitation", key__startswith=_key(grant)):
        cancel(message, by=by, at=at)


def _key(grant: RoleGrant) -> str:
    return f"invitation:{grant.pk}:"
