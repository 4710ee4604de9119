"""What a mail asked, answered by one button: no sign-in, GET writes nothing (rule 7)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from croisee.core.clock import now
from croisee.people.models import Person
from croisee.placements import actions
from croisee.placements.answering import Question, asked
from croisee.placements.models import Placement
from croisee.placements.queries import said_by
from croisee.placements.rules import UNDECIDED
from croisee.placements.views.participant import OUTCOMES


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(
    request: HttpRequest, question: str, placement_id: int, person_id: int, token: str
) -> HttpResponse:
    """The page of one question of one mail. An address that is over says where to go instead."""
    known = Question(question) if question in set(Question) else None
    found = asked(known, placement_id, person_id, token) if known else None
    if known is None or found is None:
        return _private(render(request, "placements/answer_over.html", status=404))
    placement, person = found
    with translation.override(person.language):
        if request.method == "POST":
            _take(known, placement, person, request.POST.get("outcome", ""), now())
            return _private(redirect(request.path))
        page = f"placements/answer_{known.name.lower()}.html"
        return _private(render(request, page, _shown(placement, person, now())))


def _take(question: Question, placement: Placement, by: Person, said: str, at: datetime) -> None:
    """Once is enough: what somebody said meanwhile stays, and the page shows it."""
    try:
        if question is Question.CONTACT:
            actions.mark_contacted(placement, by=by, at=at)
        elif said in OUTCOMES and placement.state in UNDECIDED and _over(placement, at):
            actions.conclude(placement, said, by=by, at=at)
    except actions.PlacementStateError:
        placement.refresh_from_db()


def _over(placement: Placement, at: datetime) -> bool:
    return all(session.ends_at <= at for session in placement.sessions.all())


def _shown(placement: Placement, person: Person, at: datetime) -> dict[str, Any]:
    mine = {participant.person_id for participant in placement.participants.all()}
    return {
        "placement": placement,
        "answered": placement.state in OUTCOMES,
        "said_here": said_by(placement) == person.pk,
        "over": _over(placement, at),
        "trainee": person.pk in mine,
    }


def _private(response: HttpResponse) -> HttpResponse:
    # Not "no-referrer": the browser would send « Origin: null » with the form, which CSRF refuses.
    response["Referrer-Policy"] = "strict-origin"
    return response
