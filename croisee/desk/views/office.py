"""The coordinators' desk: where it starts, what waits, what was sent, who is who."""

from __future__ import annotations

from django.core.paginator import Paginator
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
from croisee.mail.models import Message

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


@require_safe
@office_page
def messages_page(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Every message of the edition with its delivery; nothing is sent from here unseen."""
    found = Message.objects.filter(scope=edition.scope).defer("text", "html", "attachments")
    state, query = request.GET.get("etat", ""), request.GET.get("q", "").strip()[:200]
    if state in Message.State.values:
        found = found.filter(state=state)
    if query:
        found = found.filter(address__icontains=query) | found.filter(name__icontains=query)
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    context = {
        "edition": edition,
        "page": page,
        "states": Message.State,
        "state": state,
        "q": query,
    }
    return render(request, "desk/office/messages.html", context)


@require_safe
@office_page
def message_page(request: HttpRequest, edition: Edition, message_id: int) -> HttpResponse:
    message = Message.objects.filter(scope=edition.scope, pk=message_id).first()
    if message is None:
        raise Http404
    return render(request, "desk/office/message.html", {"edition": edition, "message": message})


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
    found = finding.find(query, request.office_edition)  # type: ignore[attr-defined]
    return render(request, "desk/office/find.html", {"find_query": query, "found": found})
