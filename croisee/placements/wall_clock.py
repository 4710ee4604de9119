"""Days and hours as people write them, in the zone of the edition; instants as they are stored."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import get_language

from croisee.core.written_dates import date_full, date_typed
from croisee.editions.models import Edition, Phase


def instant(day: date, moment: time, zone: ZoneInfo) -> datetime | None:
    """The UTC instant of a local day and hour; None on a clock-change day when that hour does not
    exist or exists twice (reliability rule 15)."""
    if _skipped_or_twice(day, moment, zone):
        return None
    return datetime.combine(day, moment, zone).astimezone(UTC)


def _skipped_or_twice(day: date, moment: time, zone: ZoneInfo) -> bool:
    first = datetime.combine(day, moment, zone)
    again = first.astimezone(UTC).astimezone(zone)
    return again.replace(tzinfo=None) != first.replace(tzinfo=None) or (
        first.replace(fold=1).utcoffset() != first.utcoffset()
    )


def days_of(phase: Phase, edition: Edition) -> tuple[date, date]:
    """First and last day of a phase, in the edition's zone."""
    zone = edition.timezone
    return (
        timezone.localtime(phase.opens_at, zone).date(),
        timezone.localtime(phase.closes_at, zone).date(),
    )


def written_bounds(phase: Phase, edition: Edition) -> dict[str, str]:
    """`{first, last}` written out in the active language."""
    first, last = days_of(phase, edition)
    return {"first": date_full(first), "last": date_full(last)}


def example_day(phase: Phase, edition: Edition) -> str:
    """A day inside the phase as one types it: « 06/04/2027 »."""
    return date_typed(days_of(phase, edition)[0])


def typed(instant: datetime, zone: ZoneInfo) -> tuple[date, str]:
    """A stored instant as it would be typed again: its day, and « 9 h 30 », elsewhere « 9:30 »."""
    local = instant.astimezone(zone)
    if (get_language() or "fr")[:2] != "fr":
        return local.date(), f"{local.hour}:{local.minute:02}"
    hour = f"{local.hour} h {local.minute:02}" if local.minute else f"{local.hour} h"
    return local.date(), hour
