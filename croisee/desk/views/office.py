"""The coordinators' desk: where it starts, what waits, what was sent, who is who."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_safe

from croisee.core.clock import now
from croisee.desk import finding, todo
from croisee.directory.models import Territory
from croisee.directory.queries import provinces
from croisee.editions import rules
from croisee.editions.guards import office_page
from croisee.editions.models import Edition

ALL = "toutes"


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """To the running edition of this person's programmes, else the latest one."""
    editions = rules.editions_of_office(request.user, now())
    edition = editions.filter(state=Edition.State.RUNNING).first() or editions.first()
    if edition is None:
        raise Http404
    return redirect("desk:todo", edition_id=edition.pk)


@require_safe
@office_page
def todo_page(request: HttpRequest, edition: Edition) -> HttpResponse:
    at = now()
    chosen = request.GET.get("province") or _own_province(request, edition)
    province = Territory.objects.filter(kind="province", code=chosen).first()
    context = {
        "edition": edition,
        "tasks": todo.tasks(edition, province, at=at),
        "figures": todo.figures(edition),
        "provinces": provinces(),
        "chosen": province,
        "all": ALL,
        "at": at,
    }
    return render(request, "desk/office/todo.html", context)


def _own_province(request: HttpRequest, edition: Edition) -> str:
    grant = (
        rules.active_roles(request.user, now())
        .filter(programme=edition.programme, territory__isnull=False)
        .select_related("territory")
        .first()
    )
    return grant.territory.code if grant and grant.territory else ALL


@require_GET
def find(request: HttpRequest) -> HttpResponse:
    """Find a person, a service or an offer in three letters, in the programmes one works in."""
    editions = list(rules.editions_of_office(request.user, now()))
    if not editions:
        raise Http404
    query = request.GET.get("q", "").strip()[:100]
    request.office_edition = next(  # type: ignore[attr-defined]
        (edition for edition in editions if edition.state == Edition.State.RUNNING), editions[0]
    )
    edition = request.office_edition  # type: ignore[attr-defined]
    context = {"find_query": query, "found": finding.find(query, edition), "edition": edition}
    return render(request, "desk/office/find.html", context)
