"""The calendar of the demo, counted from today so that today falls between two rounds."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from croisee.editions.enums import PhaseKind, Switch
from croisee.editions.models import Edition, Phase

BRUSSELS = ZoneInfo("Europe/Brussels")
# The spreadsheets tell of an edition whose first results leave on 15 March 2027; the demo happens
# a week later, whatever the real day: every date moves by the same number of days.
STORY_TODAY = date(2027, 3, 22)
# (phase, first day, last day) in days from today; registration is open again for the second round.
THIS_YEAR = (
    (PhaseKind.HOSTS, -119, -66),
    (PhaseKind.PRIORITY, -56, -45),
    (PhaseKind.TRAINEES, -42, 6),
    (PhaseKind.MATCHING, 6, 14),
    (PhaseKind.IMMERSIONS, 21, 102),
    (PhaseKind.FEEDBACK, 102, 192),
)
LAST_YEAR = (
    (PhaseKind.HOSTS, -483, -430),
    (PhaseKind.PRIORITY, -420, -409),
    (PhaseKind.TRAINEES, -406, -388),
    (PhaseKind.MATCHING, -388, -350),
    (PhaseKind.IMMERSIONS, -343, -262),
    (PhaseKind.FEEDBACK, -262, -172),
)


def instant(today: date, days: int, hour: int) -> datetime:
    """A Brussels wall-clock hour, `days` from today, as UTC."""
    day = today + timedelta(days=days)
    return datetime.combine(day, time(hour), tzinfo=BRUSSELS).astimezone(UTC)


def add_phases(edition: Edition, today: date, days: tuple[tuple[PhaseKind, int, int], ...]) -> None:
    Phase.objects.bulk_create(
        Phase(
            edition=edition,
            kind=kind,
            opens_at=instant(today, opens, 9),
            closes_at=instant(today, closes, 12),
        )
        for kind, opens, closes in days
    )


def hold_open(edition: Edition, kind: PhaseKind) -> None:
    """Late hosts are welcome between two rounds: a phase held open by hand (IM-02)."""
    edition.phases.filter(kind=kind).update(switch=Switch.OPEN)
