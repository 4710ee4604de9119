"""Seeing the site as a host or a trainee sees it: read only, for half an hour, journaled.

The session of the coordinator names the person; every request asks again whether that is allowed.
What the person would be shown once (links that open a door, sign-in, second factor) is not shown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from croisee.core import journal
from croisee.core.clock import now
from croisee.desk.duplicates.kinds import PERSONS
from croisee.desk.people import may_change, of_programme
from croisee.editions import rules
from croisee.editions.models import Edition, Programme
from croisee.people.models import Person
from croisee.people.staff import is_staff

LASTS = timedelta(minutes=30)
KEY = "viewing_as"
SAFE = {"GET", "HEAD", "OPTIONS"}
END = "desk:view_as_end"
# Doors, and what opens them: nobody walks through as somebody else.
SECRET = ("sign_in", "account_", "mfa_", "unsubscribe", "announcements", "offers:priority")


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


class ViewAsMiddleware:
    """Puts the person in the place of the coordinator, for pages that only show."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        kept = request.session.get(KEY)
        if not kept or not isinstance(request.user, Person) or _name(request) == END:
            return None
        viewing = _allowed(request.user, kept, now())
        if viewing is None:
            return _over(request)
        request.viewing_as = viewing  # type: ignore[attr-defined]
        if request.method not in SAFE or _closed(request):
            return render(request, "desk/view_as_refused.html", status=403)
        request.user = viewing.person
        translation.activate(viewing.person.language)
        return None


def _allowed(by: Person, kept: dict[str, Any], at: datetime) -> Viewing | None:
    edition = Edition.objects.select_related("programme").filter(pk=kept["edition"]).first()
    person = of_programme(edition.programme).filter(pk=kept["person"]).first() if edition else None
    until = datetime.fromisoformat(kept["until"])
    if edition is None or person is None or until <= at:
        return None
    if not may_view_as(by, person, edition.programme, at):
        return None
    return Viewing(by, person, until, _back(kept), translation.get_language() or "fr")


def _over(request: HttpRequest) -> HttpResponse:
    """Half an hour has passed, or the right has: the page asked for is another person's."""
    messages.info(request, _("Vous ne voyez plus le site comme quelqu’un d’autre."))
    return redirect(end(request))


def _closed(request: HttpRequest) -> bool:
    return _name(request).startswith(SECRET) or request.path.startswith(reverse("desk:start"))


def _name(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def _back(kept: dict[str, Any]) -> str:
    return reverse("desk:person", args=[kept["edition"], kept["person"]])
