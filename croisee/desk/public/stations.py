"""The phases of an edition as the public reads them: done, here, to come; and the two threads they draw.

Hosts and trainees set out apart, cross at the matching, and go on together (the house's own drawing).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from croisee.editions.enums import PhaseKind, Switch
from croisee.editions.models import Edition, Phase

HOST, GUEST, BOTH = "host", "guest", "both"
LANES = {
    PhaseKind.HOSTS: HOST,
    PhaseKind.PRIORITY: GUEST,
    PhaseKind.TRAINEES: GUEST,
    PhaseKind.MATCHING: BOTH,
    PhaseKind.IMMERSIONS: BOTH,
    PhaseKind.FEEDBACK: BOTH,
}
TITLES: dict[str, str | Promise] = {
    PhaseKind.HOSTS: _("Les hôtes proposent"),
    PhaseKind.PRIORITY: _("Accès prioritaire"),
    PhaseKind.TRAINEES: _("Inscriptions"),
    PhaseKind.MATCHING: _("Matching"),
    PhaseKind.IMMERSIONS: _("Immersions"),
    PhaseKind.FEEDBACK: _("Retours"),
}


@dataclass(frozen=True)
class Station:
    """One phase on the line."""

    phase: Phase
    title: str | Promise
    lane: str
    state: str  # done, here, to_come
    at: datetime

    @property
    def classes(self) -> str:
        return f"{self.lane} done" if self.state == "done" else self.lane

    @property
    def by_hand(self) -> str:
        """What a switch makes of the dates: « prolonged », « early », « stopped »; '' where they hold."""
        if self.phase.follows_dates:
            return ""
        if self.state == "here":
            if self.at >= self.phase.closes_at:
                return "prolonged"
            return "early" if self.at < self.phase.opens_at else ""
        return "stopped" if self.phase.closes_at > self.at else ""

    @property
    def last_day(self) -> datetime:
        """The last instant of the phase: one that closes at midnight ends the day before."""
        closes = timezone.localtime(self.phase.closes_at)
        midnight = (closes.hour, closes.minute) == (0, 0)
        return closes - timedelta(minutes=1) if midnight else closes


def stations_of(edition: Edition, at: datetime) -> list[Station]:
    """The phases in the order of their dates."""
    phases = sorted(edition.phases.all(), key=lambda phase: (phase.opens_at, phase.closes_at))
    return [_station(phase, at) for phase in phases]


def _station(phase: Phase, at: datetime) -> Station:
    if phase.is_open(at):
        state = "here"
    else:
        over = phase.closes_at <= at or (phase.switch == Switch.CLOSED and phase.opens_at <= at)
        state = "done" if over else "to_come"
    title = TITLES.get(phase.kind, phase.get_kind_display())
    return Station(phase, title, LANES.get(PhaseKind(phase.kind), BOTH), state, at)


def here(stations: list[Station]) -> Station | None:
    """The phase that is open; the latest where several are."""
    return next((found for found in reversed(stations) if found.state == "here"), None)


def coming(stations: list[Station]) -> Station | None:
    """The next phase to open."""
    return next((found for found in stations if found.state == "to_come"), None)
