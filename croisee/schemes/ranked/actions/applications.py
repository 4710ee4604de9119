"""A trainee's registration: saved, submitted, withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from croisee.core import journal
from croisee.offers.models import Offer
from croisee.people.models import Person
from croisee.placements.actions import cancel_placement
from croisee.schemes.ranked import emails
from croisee.schemes.ranked.models import Application, Choice


class ChoiceError(ValueError):
    """Too many choices, or the same offer twice."""


@transaction.atomic
def save_application(
    application: Application, choices: Sequence[Offer | None], *, by: Person, at: datetime
) -> Application:
    """Store the application with its ranked choices; None leaves a gap, ranks never move (IM-08)."""
    chosen = [offer for offer in choices if offer]
    if len(choices) > application.edition.max_choices or len(set(chosen)) < len(chosen):
        raise ChoiceError(len(choices))
    made = application.pk is None
    application.version = 1 if made else application.version + 1
    application.save()
    replace_choices(application, choices)
    verb = "application.made" if made else "application.changed"
    journal.record(verb, application, by=by, at=at, scope=application.edition.scope)
    return application


def replace_choices(application: Application, choices: Sequence[Offer | None]) -> None:
    application.choices.all().delete()
    Choice.objects.bulk_create(
        [
            Choice(application=application, rank=rank, offer=offer)
            for rank, offer in enumerate(choices, start=1)
            if offer
        ]
    )


@transaction.atomic
def submit_application(application: Application, *, by: Person, at: datetime) -> None:
    """Hand the application in; the confirmation repeats the conditions (IM-29)."""
    application.state = Application.State.SUBMITTED
    application.submitted_at = application.submitted_at or at
    application.save(update_fields=["state", "submitted_at"])
    scope = application.edition.scope
    journal.record("application.submitted", application, by=by, at=at, scope=scope)
    emails.trainee_registered(application, at=at)


@transaction.atomic
def withdraw_application(
    application: Application, *, by: Person, at: datetime, reason: str = ""
) -> None:
    """Withdraw, freeing the place already given, if any."""
    if application.placement:
        cancel_placement(application.placement, reason=reason, by=by, at=at)
    Application.objects.filter(pk=application.pk).update(
        state=Application.State.WITHDRAWN, placement=None, version=F("version") + 1
    )
    application.refresh_from_db()
    scope = application.edition.scope
    journal.record("application.withdrawn", application, by=by, at=at, scope=scope, note=reason)
