"""The calendar of the demo, counted from today so that today falls between two rounds."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from croisee.editions.enums import PhaseKind, Switch
from croisee.editions.models import Edition, Phase

BRUSSELS = ZoneInfo("Europe/Brussels")
# (phase, first day, last day) in days from today; registration stays open for the second round.
THIS_YEAR = (
    (PhaseKind.HOSTS, -119, -63),
    (PhaseKind.PRIORITY, -49, -38),
    (PhaseKind.TRAINEES, -35, 6),
    (PhaseKind.MATCHING, -10, 14),
    (PhaseKind.IMMERSIONS, 28, 112),
    (PhaseKind.FEEDBACK, 112, 196),
)
LAST_YEAR = tuple((kind, opens - 364, closes - 364) for kind, opens, closes in THIS_YEAR)


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
