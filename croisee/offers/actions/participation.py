"""An organisation in an edition: not this year, and the private link of its staff."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from croisee.core import journal
from croisee.directory.models import Organisation
from croisee.editions import actions as editions
from croisee.editions.models import Edition, Participation, PriorityLink
from croisee.people.models import Person


@transaction.atomic
def decline_edition(
    organisation: Organisation, edition: Edition, reason: str, *, by: Person, at: datetime
) -> Participation:
    """« Not this year », with a reason; an empty reason takes it back."""
    participation = editions.take_part(organisation, edition, at=at)
    if participation.declined_reason == reason:
        return participation
    participation.declined_reason = reason
    participation.save(update_fields=["declined_reason"])
    verb = "participation.declined" if reason else "participation.resumed"
    journal.record(verb, participation, by=by, at=at, scope=edition.scope, note=reason)
    return participation


@transaction.atomic
def renew_priority_link(
    participation: Participation, replaced: int | None, *, by: Person, at: datetime
) -> PriorityLink | None:
    """The private link for the host's staff (IM-11): the first one, or one in place of `replaced`.

    Asked twice, it is made once: only the link the page showed is replaced.
    """
    Participation.objects.select_for_update().get(pk=participation.pk)
    active = participation.priority_links.filter(revoked_at=None).order_by("-id").first()
    if (active.pk if active else None) != replaced:
        return active
    if active:
        editions.revoke_priority_link(active, by=by, at=at)
    return editions.give_priority_link(participation, by=by, at=at)


@transaction.atomic
def restore_priority_link(link: PriorityLink, *, by: Person, at: datetime) -> None:
    """The same link works again, for whoever had it: a revocation taken back."""
    link.revoked_at = None
    link.save(update_fields=["revoked_at"])
    scope = link.participation.edition.scope
    journal.record("priority_link.restored", link, by=by, at=at, scope=scope)


@transaction.atomic
def pledge_to_send(
    organisation: Organisation, edition: Edition, people: int, *, by: Person, at: datetime
) -> Participation:
    """How many people the institution will send (MY-02), as the coordination was told."""
    participation = editions.take_part(organisation, edition, at=at)
    changes = {"send_pledge": [participation.send_pledge, people]}
    participation.send_pledge = people
    participation.save(update_fields=["send_pledge"])
    scope = edition.scope
    journal.record(
        "participation.changed", participation, by=by, at=at, scope=scope, changes=changes
    )
    return participation
