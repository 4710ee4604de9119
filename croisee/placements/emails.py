"""The messages about a placement: its date to both sides, its end to everybody concerned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from croisee.editions.emails import EditionLetters
from croisee.mail import outbox
from croisee.mail.outbox import Attachment
from croisee.people.models import Person
from croisee.placements.calendar import calendar_file
from croisee.placements.cancellation import Audience, Cancellation, Homes
from croisee.placements.described import (
    contacts,
    dates_of,
    province_of,
    told_to_host,
    told_to_trainee,
    trainees,
)
from croisee.placements.enums import Sequel
from croisee.placements.models import Placement
from croisee.placements.queries import with_both_sides


def date_fixed(placement: Placement, *, at: datetime) -> None:
    """Both sides get the day, with a calendar file; each reads of the other and what comes next."""
    (placement,) = _whole([placement])
    letters = EditionLetters(placement.edition, at=at)
    sides = ((trainees(placement), _dated_trainee), (contacts(placement), _dated_host))
    for person, told in ((person, told) for people, told in sides for person in people):
        values = letters.values(person, province_of(placement), reverse("my_space"))
        with translation.override(person.language):
            values |= told(placement) | {"dates": dates_of(placement)}
            file = Attachment("immersion.ics", "text/calendar", calendar_file([placement], at=at))
        _write(letters, "placement_dated", placement, person, values, [file])


def _dated_trainee(placement: Placement) -> dict[str, Any]:
    next_step = _(
        "Dites à votre hôte ce que vous espérez de la journée, et préparez vos questions."
    )
    return told_to_trainee(placement) | {"what_next": next_step}


def _dated_host(placement: Placement) -> dict[str, Any]:
    next_step = _("Prévenez votre équipe : un avis à imprimer vous attend dans votre espace.")
    return told_to_host(placement) | {"what_next": next_step}


def cancelled(
    placements: Sequence[Placement],
    *,
    by: Person | None,
    at: datetime,
    sequel: Sequel = Sequel.UNKNOWN,
    offer_ends: bool = False,
    homes: Homes | None = None,
) -> None:
    """Everybody concerned by the end of placements at one offer, each in words of their own.

    The coordinators of the place and of where its trainees work (`homes`) are told who and what,
    one mail each; whoever renounced gets a trace. Who is given
    another place in the same act (`Sequel.MOVES`) learns it from the mail of that place.
    """
    found = _whole(placements)
    letters = EditionLetters(found[0].edition, at=at)
    coordinators = _coordinators(letters, found, homes or {})
    end = Cancellation(
        found, by=by, coordinators=coordinators, sequel=sequel, offer_ends=offer_ends
    )
    for person, audience, concerned in end.told():
        with translation.override(person.language):
            path = end.path(audience, concerned)
            values = letters.values(person, province_of(found[0]), path)
            values |= end.values(audience, concerned)
            files = [] if audience is Audience.COORDINATOR else given_up(concerned, at=at)
        if audience is Audience.COORDINATOR:
            # Her answer goes to who cancelled, not to herself.
            values["coordinator_email"] = end.actor_email
        _write(letters, audience.kind, concerned[0], person, values, files)


def given_up(placements: Sequence[Placement], *, at: datetime) -> list[Attachment]:
    """What makes an agenda forget the days, where there were any, in the active language."""
    dated = [placement for placement in placements if placement.sessions.all()]
    file = calendar_file(dated, at=at, given_up=True) if dated else b""
    return [Attachment("annulation.ics", "text/calendar", file)] if dated else []


def _coordinators(
    letters: EditionLetters, placements: list[Placement], homes: Homes
) -> list[tuple[Person, list[Placement]]]:
    """(coordinator, the placements that concern her): the one of the place first, of all of them."""
    found: dict[Person, list[Placement]] = {}
    if here := letters.coordinator(province_of(placements[0])):
        found[here] = placements
    for one in placements:
        there = letters.coordinator(homes[one.pk]) if one.pk in homes else None
        if there and there != here:
            found.setdefault(there, []).append(one)
    return list(found.items())


def _whole(placements: Sequence[Placement]) -> list[Placement]:
    wanted = Placement.objects.filter(pk__in=[placement.pk for placement in placements])
    return list(with_both_sides(wanted).order_by("pk"))


def _write(
    letters: EditionLetters,
    kind: str,
    placement: Placement,
    to: Person,
    values: dict[str, Any],
    attachments: Iterable[Attachment] = (),
) -> None:
    key = f"{kind}:{placement.pk}:{to.pk}:{letters.at.isoformat()}"
    envelope = letters.envelope(kind, to, values)
    outbox.write(key=key, attachments=list(attachments), **envelope)
