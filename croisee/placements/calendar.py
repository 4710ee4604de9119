"""The dates of a placement as a calendar file."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from croisee.placements.models import Placement


def calendar_file(placement: Placement, *, at: datetime) -> bytes:
    """One event a session; the same UID when the date moves, so that calendars replace it."""
    offer = placement.slot.offer if placement.slot else None
    calendar = Calendar()
    calendar.add("prodid", "-//Croisee//placements//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for number, session in enumerate(placement.sessions.all()):
        event = Event()
        event.add("uid", f"placement-{placement.pk}-{number}@{urlsplit(settings.ORIGIN).hostname}")
        event.add("dtstamp", at)
        event.add("sequence", int(at.timestamp()) // 60 % 2_000_000_000)
        event.add("dtstart", session.starts_at)
        event.add("dtend", session.ends_at)
        if offer:
            service = offer.service
            event.add("summary", _("Immersion : %(title)s") % {"title": offer.title})
            place = f"{service.full_name}, {service.address}, {service.postcode} {service.locality}"
            event.add("location", place)
            event.add("description", offer.access)
        calendar.add_component(event)
    return calendar.to_ical()
