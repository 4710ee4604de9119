"""Beginning and ending to see the site as somebody else."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from croisee.core.clock import now
from croisee.desk import people, view_as
from croisee.editions.guards import office_page
from croisee.editions.models import Edition


@require_POST
@office_page
def begin(request: HttpRequest, edition: Edition, person_id: int) -> HttpResponse:
    person, at = people.PEOPLE.load(edition, person_id), now()
    if person is None:
        raise Http404
    if not view_as.may_view_as(request.user, person, edition.programme, at):
        raise PermissionDenied
    view_as.begin(request, edition, person, at)
    return redirect("my_space")


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    return redirect(view_as.end(request) or "my_space")
