"""« Mon espace »: what is next for me, then each of my sides: trainee, host, both, neither (IM-15)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateformat import format as written
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from croisee.core.clock import now
from croisee.desk.views.my_space_next import what_is_next
from croisee.desk.views.my_space_sides import HostSide, State, TraineeSide
from croisee.editions.queries import current_edition
from croisee.people.models import Person
from croisee.schemes.ranked.models import Application


@require_safe
def my_space(request: HttpRequest) -> HttpResponse:
    edition, at = current_edition(), now()
    trainee = TraineeSide(request.user, edition, at=at) if edition else None
    host = HostSide(request.user, edition, at=at) if edition else None
    context = {
        "edition": edition,
        "at": at,
        "trainee": trainee if trainee and (trainee.application or trainee.stages) else None,
        "withdrawn": trainee.withdrawal if trainee else None,
        "host": host if host and (host.offers or host.received or host.lists.earlier) else None,
        "next": what_is_next(trainee, host),
        "ask": _whom_to_ask(trainee, host),
        "journey": _journey(trainee) if trainee else [],
    }
    return render(request, "desk/my_space/page.html", context)


def _whom_to_ask(trainee: TraineeSide | None, host: HostSide | None) -> Person | None:
    """The coordinator of one's province, as trainee first."""
    if trainee and trainee.application:
        return trainee.coordinator
    return host.coordinator if host and host.offers else None


def _journey(side: TraineeSide) -> list[dict[str, Any]]:
    """The five stations of a trainee: label, words, done; the first that is not done is current."""
    application, stage = side.application, side.stage
    if application is None or application.state != Application.State.SUBMITTED:
        return []
    contacted = bool(stage and stage.placement.state != State.ASSIGNED)
    over = bool(stage and (stage.over or stage.past))
    stations = [
        (_("Inscription"), _told(_("envoyée le %s"), application.submitted_at), True),
        (_("Résultat"), _result_words(side), side.round_told and bool(stage)),
        (_("Premier contact"), _contact_words(side, contacted), contacted),
        (_("Immersion"), _immersion_words(side), over),
        (_("Retours"), _("dans les deux semaines"), False),
    ]
    current = next(n for n, station in enumerate(stations) if not station[2])
    return [
        {"label": label, "words": words, "done": done and n < current, "current": n == current}
        for n, (label, words, done) in enumerate(stations)
    ]


def _told(pattern: str, instant: Any) -> str:
    return pattern % short_day(instant) if instant else ""


def _result_words(side: TraineeSide) -> str:
    if side.round_told and not side.stage:
        return _("place libérée") if side.freed else _("pas de place dans ce tour")
    if side.told_on:
        return _told(_("reçu le %s"), side.told_on)
    return _told(_("au plus tard le %s"), side.matching_phase and side.matching_phase.closes_at)


def _contact_words(side: TraineeSide, contacted: bool) -> str:
    if contacted:
        return _("pris")
    return _told(_("avant le %s"), side.deadline) if side.stage else ""


def _immersion_words(side: TraineeSide) -> str:
    if side.stage and side.stage.session:
        return _told(_("le %s"), side.stage.session.starts_at)
    phase = side.immersions_phase
    if phase is None:
        return ""
    return _("entre le %(first)s et le %(last)s") % {
        "first": short_day(phase.opens_at),
        "last": short_day(phase.closes_at),
    }


def short_day(instant: date | datetime) -> str:
    """« 26 mars »: the stations are narrow, the whole date stands elsewhere on the page."""
    day = localtime(instant) if isinstance(instant, datetime) else instant
    language = (get_language() or "fr")[:2]
    first = "1er" if language == "fr" and day.day == 1 else str(day.day)
    return f"{first}{'.' if language == 'de' else ''}\u00a0{written(day, 'F')}"
