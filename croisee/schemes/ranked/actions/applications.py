"""A trainee's registration: begun, filled in page by page, choices ordered, sent, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from croisee.core import journal
from croisee.editions.models import Edition, PriorityLink
from croisee.offers.actions import ChangedMeanwhileError
from croisee.offers.actions.answers import fingerprint
from croisee.offers.models import Offer
from croisee.people.models import Person
from croisee.placements.actions import cancel_placement
from croisee.placements.enums import Sequel
from croisee.schemes.ranked.actions import answers as pages
from croisee.schemes.ranked.emails import applications as letters
from croisee.schemes.ranked.models import Application, Choice
from croisee.schemes.ranked.queries import homes

State = Application.State


class ChoiceError(ValueError):
    """Too many choices, or the same offer twice."""


class PlacedError(Exception):
    """The application has its place: choices no longer change."""


@transaction.atomic
def begin_application(
    edition: Edition,
    *,
    link: PriorityLink | None,
    choices: Sequence[int] = (),
    by: Person,
    at: datetime,
) -> Application:
    """The person's draft in this edition, made once; a withdrawn one begins anew.

    Whoever comes by a host's private link is of its staff and has priority (IM-11). `choices` are
    what was shortlisted before.
    """
    Person.objects.select_for_update().get(pk=by.pk)
    found = Application.objects.filter(edition=edition, person=by).first()
    if found and found.state != State.WITHDRAWN:
        return found
    application = found or Application(edition=edition, person=by, created_at=at)
    _enter(application, link)
    application.state, application.submitted_at = State.DRAFT, None
    application.version += 1 if found else 0
    application.save()
    if choices:
        known = Offer.objects.in_bulk(choices)
        kept = [known[pk] for pk in choices if pk in known]
        replace_choices(application, kept[: edition.max_choices])
    journal.record("application.begun", application, by=by, at=at, scope=edition.scope)
    return application


def _enter(application: Application, link: PriorityLink | None) -> None:
    classes = Application.PriorityClass
    application.priority_link = link
    application.priority_class = classes.HOST_STAFF if link else classes.OTHERS
    if link and not application.organisation_id:
        application.organisation_id = link.participation.organisation_id


@transaction.atomic
def save_page(
    application: Application,
    page: str,
    answers: Mapping[str, Any],
    *,
    shown: str,
    by: Person,
    at: datetime,
) -> bool:
    """Store one page; False when it holds already; ChangedMeanwhileError as for offers."""
    current = Application.objects.select_for_update().get(pk=application.pk)
    before = pages.read(page, current, current.person)
    if before == dict(answers):
        return False
    if fingerprint(before) != shown:
        raise ChangedMeanwhileError(before)
    pages.write(page, current, answers, by=by, at=at)
    Application.objects.filter(pk=current.pk).update(version=F("version") + 1)
    changes = journal.difference(before, answers, personal=pages.PERSONAL)
    scope = current.edition.scope
    journal.record("application.changed", current, by=by, at=at, scope=scope, changes=changes)
    return True


@transaction.atomic
def order_choices(
    application: Application,
    shown: Sequence[int],
    wanted: Sequence[int],
    *,
    by: Person,
    at: datetime,
) -> bool:
    """Offers in the order wanted, if they still are as `shown`; True when they now are as wanted.

    A second click finds the order made: it moves nothing further.
    """
    current = Application.objects.select_for_update().get(pk=application.pk)
    if current.placement_id:
        raise PlacedError(current.pk)
    if len(wanted) > current.edition.max_choices or len(set(wanted)) < len(wanted):
        raise ChoiceError(len(wanted))
    stored = list(current.choices.order_by("rank").values_list("offer_id", flat=True))
    if stored == list(wanted):
        return True
    if stored != list(shown):
        return False
    found = Offer.objects.in_bulk(wanted)
    replace_choices(current, [found[pk] for pk in wanted])
    Application.objects.filter(pk=current.pk).update(version=F("version") + 1)
    scope = current.edition.scope
    changes = {"choices": [stored, list(wanted)]}
    journal.record("application.choices", current, by=by, at=at, scope=scope, changes=changes)
    return True


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
    """Hand the application in; the confirmation repeats the conditions (IM-29). Twice is once."""
    submitted = Application.objects.filter(pk=application.pk, state=State.DRAFT).update(
        state=State.SUBMITTED,
        submitted_at=at,
        hierarchy_agreement=application.hierarchy_agreement,
        confidentiality_accepted=application.confidentiality_accepted,
        version=F("version") + 1,
    )
    application.refresh_from_db()
    if not submitted:
        return
    scope = application.edition.scope
    journal.record("application.submitted", application, by=by, at=at, scope=scope)
    letters.trainee_registered(application, at=at)


@transaction.atomic
def withdraw_application(
    application: Application, *, by: Person, at: datetime, reason: str = "", double: bool = False
) -> None:
    """Withdraw, freeing the place already given, if any; the person gets a trace. Twice is once.

    `double`: the person has another registration, which goes on.
    """
    placed = application.placement
    if placed:
        where = homes([placed])
        cancel_placement(placed, reason=reason, by=by, at=at, sequel=Sequel.LEAVES, homes=where)
    withdrawn = (
        Application.objects.filter(pk=application.pk, placement=placed)
        .exclude(state=State.WITHDRAWN)
        .update(state=State.WITHDRAWN, placement=None, version=F("version") + 1)
    )
    application.refresh_from_db()
    if not withdrawn:
        if application.state != State.WITHDRAWN:  # a place was given or replaced meanwhile: it too
            withdraw_application(application, by=by, at=at, reason=reason, double=double)
        return
    scope = application.edition.scope
    journal.record("application.withdrawn", application, by=by, at=at, scope=scope, note=reason)
    if not placed:  # the cancelled place is told already, with the end of the registration
        letters.withdrawn(application, by=by, at=at, double=double)
