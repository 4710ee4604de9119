"""« Mon espace »: what is next for me, then each of my sides: trainee, host, both, neither (IM-15)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from croisee.core.clock import now
from croisee.core.written_dates import date_day
from croisee.desk.views.my_space_next import what_is_next
from croisee.desk.views.my_space_sides import HostSide, State, TraineeSide
from croisee.editions.queries import current_edition
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
        "host": host if host and (host.offers or host.received or host.lists.earlier) else None,
        "next": what_is_next(trainee, host),
        "journey": _journey(trainee) if trainee else [],
    }
    return render(request, "desk/my_space/page.html", context)


def _journey(side: TraineeSide) -> list[dict[str, Any]]:
    """The five stations of a trainee: label, words, done; the first that is not done is current."""
    application, stage = side.application, side.stage
    if application is None or application.state != Application.State.SUBMITTED:
        return []
    contacted = bool(stage and stage.placement.state != State.ASSIGNED)
    over = bool(stage and (stage.over or stage.past))
    stations = [
        (_("Inscription"), _told(_("envoyée le %s"), application.submitted_at), True),
        (_("Résultat"), _result_words(side), side.round_told),
        (_("Premier contact"), _contact_words(side, contacted), contacted),
        (_("Immersion"), _immersion_words(side), over),
        (_("Retour"), _("dans les deux semaines"), False),
    ]
    current = next(n for n, station in enumerate(stations) if not station[2])
    return [
        {"label": label, "words": words, "done": done and n < current, "current": n == current}
        for n, (label, words, done) in enumerate(stations)
    ]


def _told(pattern: str, instant: Any) -> str:
    return pattern % date_day(instant) if instant else ""


def _result_words(side: TraineeSide) -> str:
    if side.told_on:
        return _told(_("reçu le %s"), side.told_on)
    return _told(_("au plus tard le %s"), side.matching_phase and side.matching_phase.closes_at)


def _contact_words(side: TraineeSide, contacted: bool) -> str:
    return _("pris") if contacted else _told(_("avant le %s"), side.deadline)


def _immersion_words(side: TraineeSide) -> str:
    if side.stage and side.stage.session:
        return _told(_("le %s"), side.stage.session.starts_at)
    phase = side.immersions_phase
    if phase is None:
        return ""
    return _("entre le %(first)s et le %(last)s") % {
        "first": date_day(phase.opens_at),
        "last": date_day(phase.closes_at),
    }
