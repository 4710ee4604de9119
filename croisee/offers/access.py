"""Who may read the catalogue now (IM-02, IM-11): everybody, the holders of a private link, or the office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from croisee.editions import rules
from croisee.editions.enums import PhaseKind, Switch
from croisee.editions.models import Edition, Phase
from croisee.editions.schemes import scheme_of
from croisee.offers.priority import active_link
from croisee.people.models import Person

#: From these phases on everybody reads the catalogue.
PUBLIC = (PhaseKind.TRAINEES, PhaseKind.MATCHING, PhaseKind.IMMERSIONS, PhaseKind.FEEDBACK)


@dataclass(frozen=True)
class Access:
    """Whether this visitor reads the catalogue; if not, when it opens and for whom."""

    allowed: bool
    by_link: bool = False
    by_office: bool = False
    opens_at: datetime | None = None
    priority: Phase | None = None
    priority_open: bool = False
    priority_coming: bool = False


def access_of(request: HttpRequest, edition: Edition, at: datetime) -> Access:
    phases = {phase.kind: phase for phase in edition.phases.all()}
    if is_public(phases, at):
        return Access(allowed=True)
    if rules.works_in(request.user, edition.programme, at):
        return Access(allowed=True, by_office=True)
    priority = phases.get(PhaseKind.PRIORITY)
    begun = priority is not None and _begun(priority, at)
    trainees = phases.get(PhaseKind.TRAINEES)
    return Access(
        allowed=begun and _entered(request, edition),
        by_link=True,
        opens_at=trainees.opens_at if trainees and trainees.opens_at > at else None,
        priority=priority,
        priority_open=bool(priority and priority.is_open(at)),
        priority_coming=bool(priority and priority.opens_at > at),
    )


def _entered(request: HttpRequest, edition: Edition) -> bool:
    """By the link kept in this browser, or, on any other, by what was begun with one."""
    link = active_link(request)
    if link and link.participation.edition_id == edition.pk:
        return True
    known = isinstance(request.user, Person)
    return known and scheme_of(edition.scheme).began_by_link(request.user, edition)


def is_public(phases: dict[str, Phase], at: datetime) -> bool:
    """Open to everybody: a later phase is open or has begun; a hand on the switch goes first."""
    trainees = phases.get(PhaseKind.TRAINEES)
    if trainees is None:
        return True
    if any(phases[kind].is_open(at) for kind in PUBLIC if kind in phases):
        return True
    return trainees.switch == Switch.DATES and trainees.opens_at <= at


def _begun(phase: Phase, at: datetime) -> bool:
    """What was begun with the link can be finished: it stays good after the priority phase."""
    return phase.is_open(at) or (phase.switch == Switch.DATES and phase.opens_at <= at)
