"""The calendar of an edition as a feed (.ics): one event a phase, one for the end of registrations.

A date that no longer holds stays in the feed as cancelled (RFC 5545, 3.8.1.11), and every event bears a
sequence that rises with time: a calendar that was imported long ago, and is again, forgets it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from icalendar import Calendar, Event

from croisee.desk.public.stations import Station
from croisee.editions.enums import PhaseKind
from croisee.editions.models import Edition

CLOSINGS = {
    PhaseKind.HOSTS: _("Clôture des inscriptions des hôtes"),
    PhaseKind.TRAINEES: _("Clôture des inscriptions des stagiaires"),
}


def address(language: str | None) -> str:
    """Where to subscribe: a calendar program says no language, so the address bears it."""
    path = reverse("desk:calendar_feed")
    return f"{path}?langue={language}" if language in dict(settings.LANGUAGES) else path


def language_of(request: HttpRequest) -> str:
    """The language the address bears; without one, that of the request."""
    asked = request.GET.get("langue", "")
    return asked if asked in dict(settings.LANGUAGES) else get_language() or settings.LANGUAGE_CODE


def feed(edition: Edition | None, stations: Iterable[Station], *, url: str, at: datetime) -> bytes:
    """The whole calendar; the same event keeps its identity when its dates change."""
    calendar = Calendar()
    calendar.add("prodid", f"-//Croisée//calendar//{(get_language() or 'fr').upper()}")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", str(edition or "Croisée"))
    if edition:
        for station in stations:
            for event in _events(edition, station, url, at):
                calendar.add_component(event)
    return bytes(calendar.to_ical())


def _events(edition: Edition, station: Station, url: str, at: datetime) -> list[Event]:
    phase = station.phase
    name = gettext("%(programme)s : %(phase)s") % {
        "programme": edition.programme.name,
        "phase": station.title,
    }
    first = phase.opens_at.astimezone(edition.timezone).date()
    last = station.last_day.astimezone(edition.timezone).date()
    if station.by_hand == "prolonged":
        last = max(last, at.astimezone(edition.timezone).date())
    whole = _event(f"{edition.pk}-{phase.kind}", name, url, at)
    _say(whole, holds=station.by_hand != "stopped" or phase.opens_at <= at)
    whole.add("dtstart", first)
    whole.add("dtend", last + timedelta(days=1))
    whole.add("transp", "TRANSPARENT")
    if phase.kind not in CLOSINGS:
        return [whole]
    closing = _event(
        f"{edition.pk}-{phase.kind}-closes", str(CLOSINGS[PhaseKind(phase.kind)]), url, at
    )
    _say(closing, holds=phase.follows_dates)
    closing.add("dtstart", phase.closes_at - timedelta(minutes=30))
    closing.add("dtend", phase.closes_at)
    return [whole, closing]


def _event(identity: str, name: str, url: str, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{identity}@{urlsplit(settings.ORIGIN).hostname}")
    event.add("dtstamp", at)
    event.add("sequence", int(at.timestamp()) // 60)
    event.add("summary", name)
    event.add("url", url)
    return event


def _say(event: Event, *, holds: bool) -> None:
    event.add("status", "CONFIRMED" if holds else "CANCELLED")
