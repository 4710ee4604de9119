"""Seeing the site as a host or a trainee sees it: read only, for half an hour, journaled.

The session of the coordinator names the person; every request asks again whether that is allowed.
What the person would be shown once (links that open a door, sign-in, second factor) is not shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from croisee.core import journal
from croisee.desk.duplicates.kinds import PERSONS
from croisee.desk.people import may_change, of_programme
from croisee.editions import rules
from croisee.editions.models import Edition, Programme
from croisee.people.models import Person
from croisee.people.staff import is_staff

LASTS = timedelta(minutes=30)
KEY = "viewing_as"


@dataclass(frozen=True)
class Viewing:
    """Who looks (`by`, in their language) as whom, until when; `back` is where they came from."""

    by: Person
    person: Person
    until: datetime
    back: str
    language: str


def may_view_as(by: Person, person: Person, programme: Programme, at: datetime) -> bool:
    """Whoever may change a person sees what they see; never as staff, nor into other programmes."""
    if is_staff(person) or not person.is_active or person.pk == by.pk:
        return False
    if not rules.works_in(by, programme, at) or not may_change(by, person, programme, at):
        return False
    return not PERSONS.outside(by, person, at)


def begin(request: HttpRequest, edition: Edition, person: Person, at: datetime) -> None:
    """From now on this session sees the site as `person`; the journal keeps that it did."""
    journal.record("person.viewed_as", person, by=request.user, at=at, scope=edition.scope)
    request.session[KEY] = {
        "person": person.pk,
        "edition": edition.pk,
        "until": (at + LASTS).isoformat(),
    }


def end(request: HttpRequest) -> str:
    """Be oneself again; the address to go back to, or ''."""
    kept = request.session.pop(KEY, None)
    return _back(kept) if kept else ""


def kept_in(request: HttpRequest) -> dict[str, Any] | None:
    """What the session says of a view that has begun."""
    kept: dict[str, Any] | None = request.session.get(KEY)
    return kept


def allowed(by: Person, kept: dict[str, Any], at: datetime) -> Viewing | None:
    """The view as it may go on now; None when its time or the right is over."""
    edition = Edition.objects.select_related("programme").filter(pk=kept["edition"]).first()
    person = of_programme(edition.programme).filter(pk=kept["person"]).first() if edition else None
    until = datetime.fromisoformat(kept["until"])
    if edition is None or person is None or until <= at:
        return None
    if not may_view_as(by, person, edition.programme, at):
        return None
    return Viewing(by, person, until, _back(kept), translation.get_language() or "fr")


def _back(kept: dict[str, Any]) -> str:
    return reverse("desk:person", args=[kept["edition"], kept["person"]])
