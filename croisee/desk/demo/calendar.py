"""The calendar of the demo, counted from today so that today falls between two rounds."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from croisee.desk.demo.working_days import day_of_work, day_to_come
from croisee.editions.enums import PhaseKind, Switch
from croisee.editions.models import Edition, Phase

BRUSSELS = ZoneInfo("Europe/Brussels")
# The spreadsheets tell of an edition whose first results leave on 15 March 2027; the demo happens
# twelve days later, whatever the real day: every date moves by the same number of days.
STORY_TODAY = date(2027, 3, 27)
A_YEAR = 364  # days: the same day of the week
# (phase, first day, last day) in days from today; registration is open again for the second round.
THIS_YEAR = (
    (PhaseKind.HOSTS, -124, -84),
    (PhaseKind.PRIORITY, -75, -64),
    (PhaseKind.TRAINEES, -61, 6),
    (PhaseKind.MATCHING, 6, 14),
    (PhaseKind.IMMERSIONS, 21, 102),
    (PhaseKind.FEEDBACK, 102, 192),
)
# Last year went its own way: hosts were quicker, trainees had two weeks and a half.
LAST_YEAR = (
    (PhaseKind.HOSTS, -480, -446),
    (PhaseKind.PRIORITY, -440, -430),
    (PhaseKind.TRAINEES, -428, -411),
    (PhaseKind.MATCHING, -411, -375),
    (PhaseKind.IMMERSIONS, -365, -262),
    (PhaseKind.FEEDBACK, -262, -172),
)


def instant(today: date, days: int, hour: int, minute: int = 0) -> datetime:
    """A Brussels wall-clock hour, `days` from today, as UTC."""
    return at_hour(today + timedelta(days=days), hour, minute)


def at_the_desk(today: date, days: int, hour: int, minute: int = 0) -> datetime:
    """As `instant`, on the last working day until then: coordinators have weekends."""
    return at_hour(day_of_work(today + timedelta(days=days)), hour, minute)


def at_hour(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=BRUSSELS).astimezone(UTC)


def add_phases(edition: Edition, today: date, days: tuple[tuple[PhaseKind, int, int], ...]) -> None:
    """Phases open and close on days when somebody is there to answer the telephone."""
    Phase.objects.bulk_create(
        Phase(
            edition=edition,
            kind=kind,
            opens_at=at_hour(day_to_come(today + timedelta(days=opens)), 9),
            closes_at=at_hour(day_to_come(today + timedelta(days=closes)), 12),
        )
        for kind, opens, closes in days
    )


def first_day(edition: Edition, kind: PhaseKind) -> date:
    """The day a phase opens, in Brussels."""
    return edition.phases.get(kind=kind).opens_at.astimezone(BRUSSELS).date()


def hold_open(edition: Edition, kind: PhaseKind) -> None:
    """Late hosts are welcome between two rounds: a phase held open by hand (IM-02)."""
    edition.phases.filter(kind=kind).update(switch=Switch.OPEN)
