"""The dates of placements as a calendar file; those that no longer hold are in it as cancelled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from croisee.core.models import JournalEntry
from croisee.placements.described import described
from croisee.placements.models import Placement

Span = tuple[datetime, datetime]
# SEQUENCE counts seconds from here: above the minutes since 1970 of earlier files, below 2**31 until 2088.
COUNTED_FROM: Final = datetime(2020, 1, 1, tzinfo=UTC)


def calendar_file(
    placements: Sequence[Placement], *, at: datetime, given_up: bool = False
) -> bytes:
    """One event a session; the same UID when the date moves, so that calendars replace it.

    A day given up, or every day of a cancelled placement, is an event CANCELLED with a higher
    SEQUENCE (RFC 5545): an agenda that has it forgets it. `given_up`: they are about to be cancelled.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Croisee//placements//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for placement in placements:
        for number, span, holds in _days(placement):
            kept = holds and not given_up
            calendar.add_component(_event(placement, number, span, at, holds=kept))
    return calendar.to_ical()


def _days(placement: Placement) -> Iterator[tuple[int, Span, bool]]:
    """(number, span, whether it holds): the days as they are, then those there were once more."""
    holds = placement.state != Placement.State.CANCELLED
    days = [(session.starts_at, session.ends_at) for session in placement.sessions.all()]
    for number, span in enumerate(days):
        yield number, span, holds
    for number, span in enumerate(_most_days(placement)):
        if number >= len(days):
            yield number, span, False


def _most_days(placement: Placement) -> list[Span]:
    """The longest list of days it ever had: what an agenda may hold of it, by number."""
    told = JournalEntry.objects.filter(
        verb="placement.dated", subject_type=placement._meta.label_lower, subject_id=placement.pk
    )
    lists = [spans for entry in told for spans in entry.changes.get("sessions", [])]
    longest: list[list[str]] = max(lists, key=len, default=[])
    return [(datetime.fromisoformat(a), datetime.fromisoformat(b)) for a, b in longest]


def _event(placement: Placement, number: int, span: Span, at: datetime, *, holds: bool) -> Event:
    offer = placement.slot.offer if placement.slot else None
    event = Event()
    event.add("uid", f"placement-{placement.pk}-{number}@{urlsplit(settings.ORIGIN).hostname}")
    event.add("dtstamp", at)
    event.add("sequence", int((at - COUNTED_FROM).total_seconds()))
    event.add("status", "CONFIRMED" if holds else "CANCELLED")
    event.add("dtstart", span[0])
    event.add("dtend", span[1])
    if offer:
        service = offer.service
        event.add("summary", _("Immersion : %(title)s") % {"title": offer.title})
        place = f"{service.full_name}, {service.address}, {service.postcode} {service.locality}"
        event.add("location", place)
        event.add("description", "\n".join(_who_and_how(placement)))
    return event


def _who_and_how(placement: Placement) -> Iterator[str]:
    """What one looks for on the way: whom to ring, and how to get there. Both sides have the file."""
    told = described(placement)
    sides = {
        _("Stagiaire : %(who)s"): (told["trainee"], told.get("phone")),
        _("Contact sur place : %(who)s"): (told.get("contact_name"), told.get("contact_phone")),
    }
    for line, (name, phone) in sides.items():
        if name:
            yield line % {"who": ", ".join(filter(None, [name, phone]))}
    if told["access"]:
        yield told["access"]
