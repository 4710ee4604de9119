"""The coordinators' follow-up of placements: the list, one placement with its journal."""

from __future__ import annotations

from django.forms import ChoiceField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from croisee.core.clock import now
from croisee.core.listing import editing, history, undo
from croisee.core.listing.views import NOT_MINE, handle
from croisee.core.listing.words import changed_sentence
from croisee.editions.guards import office_page
from croisee.editions.models import Edition
from croisee.placements.models import Placement
from croisee.placements.office_list import PLACEMENTS, PlacementList
from croisee.placements.rules import UNDECIDED

METHODS = ["GET", "HEAD", "POST"]
JOURNALED = {"state": ChoiceField(label=gettext_lazy("État"), choices=Placement.State.choices)}


@require_http_methods(METHODS)
@office_page
def placements(request: HttpRequest, edition: Edition) -> HttpResponse:
    return handle(request, PlacementList(edition, request.user, now()))


@require_http_methods(METHODS)
@office_page
def placement(request: HttpRequest, edition: Edition, placement_id: int) -> HttpResponse:
    """Both sides of a placement, its follow-up and its journal."""
    found = PLACEMENTS.load(edition, placement_id)
    if found is None:
        raise Http404
    may = PLACEMENTS.may(request.user, found, now())
    form = PLACEMENTS.form(found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and may and form.is_valid():
        try:
            changes = editing.save(PLACEMENTS, edition, found.pk, form, by=request.user, at=now())
        except (editing.ConflictError, editing.RefusedError) as error:
            editing.tell(form, error, history.last_author(found))
        else:
            if changes:
                told = changed_sentence(PLACEMENTS.name(found), form, changes)
                items = [(found.pk, changes)]
                undo.remember(request, PLACEMENTS.key, edition.pk, told, items, request.path)
            return redirect(request.path)
    context = {"edition": edition, "placement": found, "form": form, "may": may}
    context["cancellable"] = found.state in UNDECIDED
    context |= {
        "history": history.lines(found, fields=JOURNALED),
        "undo": undo.fresh(request),
        "why_not": NOT_MINE,
    }
    status = 403 if request.method == "POST" and not may else 200
    return render(request, "placements/office/placement.html", context, status=status)
