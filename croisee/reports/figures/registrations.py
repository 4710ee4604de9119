"""Registrations over time, this edition beside the last one, day by day from their opening."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from croisee.core.written_lists import sign
from croisee.editions.enums import PhaseKind
from croisee.editions.models import Edition
from croisee.reports.figures.figure import Figure, Line, Number
from croisee.schemes.ranked.models import Application

LONGEST = 120  # days drawn at most


def registrations(edition: Edition, *, at: datetime) -> Figure:
    """Cumulated registrations per day since the first could register."""
    today = at.astimezone(edition.timezone).date()
    opened, closes = _window(edition)
    mine = _by_day(edition, opened)
    previous = edition.previous
    before = _by_day(previous, _window(previous)[0]) if previous else {}
    last = max([(closes - opened).days, *mine, *before, 0])
    last = min(last, LONGEST)
    now_at = min(max((today - opened).days, 0), last)
    lines = _lines(opened, last, now_at, mine, before if previous else None)
    total, then = _until(mine, now_at), _until(before, now_at)
    return Figure(
        key="inscriptions",
        title=_("Inscriptions de stagiaires"),
        sentence=_sentence(total, now_at, previous, then),
        head=_("Jour"),
        columns=(edition.name, previous.name) if previous else (edition.name,),
        lines=lines,
        drawing="lines",
        drawn=(0, 1) if previous else (0,),
        people=(0, 1) if previous else (0,),
        note=_("Celles qui ont été retirées depuis sont comptées ici."),
        marks={"today": now_at, "total": total},
    )


def _window(edition: Edition) -> tuple[date, date]:
    """The days registration opens and closes, the priority period included."""
    kinds = [PhaseKind.PRIORITY, PhaseKind.TRAINEES]
    phases = list(edition.phases.filter(kind__in=kinds))
    if not phases:
        return edition.starts_on, edition.starts_on + timedelta(days=30)
    opens = min(phase.opens_at for phase in phases).astimezone(edition.timezone)
    closes = max(phase.closes_at for phase in phases).astimezone(edition.timezone)
    return opens.date(), closes.date()


def _by_day(edition: Edition, opened: date) -> dict[int, int]:
    """`{day since the opening: registrations}`; who was imported earlier counts on the first day."""
    counts: dict[int, int] = {}
    rows = Application.objects.filter(edition=edition, submitted_at__isnull=False)
    for instant in rows.exclude(state=Application.State.DRAFT).values_list(
        "submitted_at", flat=True
    ):
        if instant:
            day = max((instant.astimezone(edition.timezone).date() - opened).days, 0)
            counts[min(day, LONGEST)] = counts.get(min(day, LONGEST), 0) + 1
    return counts


def _until(counts: dict[int, int], day: int) -> int:
    return sum(count for at, count in counts.items() if at <= day)


def _lines(
    opened: date, last: int, now_at: int, mine: dict[int, int], before: dict[int, int] | None
) -> list[Line]:
    lines = []
    for day in range(last + 1):
        values: list[Number] = [_until(mine, day) if day <= now_at else None]
        if before is not None:
            values.append(_until(before, day))
        label = (opened + timedelta(days=day)).strftime("%d/%m")
        lines.append(Line(label, tuple(values)))
    return lines


def _sentence(total: int, day: int, previous: Edition | None, then: int) -> str:
    told = ngettext(
        "%(n)d inscription reçue au jour %(day)d",
        "%(n)d inscriptions reçues au jour %(day)d",
        total,
    ) % {"n": total, "day": day + 1}
    if previous is None:
        return f"{told}."
    beside = _("%(then)d au même jour de l’%(edition)s") % {"then": then, "edition": previous.name}
    return f"{told}{sign(';')} {beside}."
