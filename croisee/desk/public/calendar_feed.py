"""The calendar of an edition as a feed (.ics): one event a phase, one for the end of registrations."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from icalendar import Calendar, Event

from croisee.desk.public.stations import Station
from croisee.editions.enums import PhaseKind
from croisee.editions.models import Edition

CLOSINGS = {
    PhaseKind.HOSTS: _("Clôture des inscriptions des hôtes"),
    PhaseKind.TRAINEES: _("Clôture des inscriptions des stagiaires"),
}


def feed(edition: Edition | None, stations: Iterable[Station], *, url: str, at: datetime) -> bytes:
    """The whole calendar; the same event keeps its identity when its dates change."""
    calendar = Calendar()
    calendar.add("prodid", "-//Croisée//calendar//FR")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", str(edition or "Croisée"))
    if edition:
        for station in stations:
            for event in _events(edition, station, url, at):
                calendar.add_component(event)
    return bytes(calendar.to_ical())


def _events(edition: Edition, station: Station, url: str, at: datetime) -> list[Event]:
    phase, name = station.phase, f"{edition.programme.name} : {station.title}"
    first = phase.opens_at.astimezone(edition.timezone).date()
    last = station.last_day.astimezone(edition.timezone).date()
    whole = _event(f"{edition.pk}-{phase.kind}", name, url, at)
    whole.add("dtstart", first)
    whole.add("dtend", last + timedelta(days=1))
    whole.add("transp", "TRANSPARENT")
    if phase.kind not in CLOSINGS:
        return [whole]
    closing = _event(
        f"{edition.pk}-{phase.kind}-closes", str(CLOSINGS[PhaseKind(phase.kind)]), url, at
    )
    closing.add("dtstart", phase.closes_at - timedelta(minutes=30))
    closing.add("dtend", phase.closes_at)
    return [whole, closing]


def _event(identity: str, name: str, url: str, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{identity}@{urlsplit(settings.ORIGIN).hostname}")
    event.add("dtstamp", at)
    event.add("summary", name)
    event.add("url", url)
    return event
