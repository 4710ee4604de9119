"""The coordinators' desk: where it starts, what waits, who is who."""

from __future__ import annotations

from typing import cast

from django.db.models import Case, QuerySet, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_safe

from croisee.core.clock import now
from croisee.core.listing.views import handle
from croisee.desk import finding, since, todo
from croisee.desk.office_journal import JournalList
from croisee.desk.pending import home_province
from croisee.directory.models import Territory
from croisee.directory.queries import provinces
from croisee.editions import rules
from croisee.editions.guards import office_page
from croisee.editions.models import Edition
from croisee.editions.queries import open_phases
from croisee.people.models import Person
from croisee.reports.figures.drawing import draw
from croisee.reports.figures.registrations import registrations
from croisee.schemes.ranked.board import sending

ALL = "toutes"


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """To the edition of this person's programmes that matters now."""
    person, at = cast(Person, request.user), now()
    edition = _present(rules.editions_of_office(person, at))
    if edition is not None:
        return redirect("desk:todo", edition_id=edition.pk)
    read = rules.active_roles(person, at).first()
    latest = _present(read.programme.editions.all()) if read else None
    if latest is None and person.is_administrator:
        return redirect("my_space")  # a new installation has no edition yet
    if latest is None:
        raise Http404
    return redirect("desk:figures", edition_id=latest.pk)


def _present(editions: QuerySet[Edition]) -> Edition | None:
    """The running one, else the latest; one for trying only where there is no other."""
    running = Case(When(state=Edition.State.RUNNING, then=0), default=1)
    return editions.order_by("test_mode", running, "-starts_on").first()


@require_safe
@office_page
def todo_page(request: HttpRequest, edition: Edition) -> HttpResponse:
    at, person = now(), cast(Person, request.user)
    asked = request.GET.get("province", "")
    province = Territory.objects.filter(kind="province", code=asked[:20]).first()
    if not asked:
        province = home_province(person, edition, at)
    desk = todo.Desk(edition, province, at)
    decisions = desk.decisions()
    seen, curve = since.visit(edition, person, at), registrations(edition, at=at)
    context = {
        "edition": edition,
        "tasks": decisions,
        "decisions": sum(task.count for task in decisions),
        "minutes": todo.minutes(decisions),
        "provinces": provinces(),
        "chosen": province,
        "all": ALL,
        "at": at,
        "open_phases": open_phases(edition, at),
        "wanted": since.most_wanted(edition, province),
        "since": seen,
        "changes": since.changes(edition, person, seen),
        "sending": sending.under_way(edition),
        "registrations": (curve, draw(curve)),
    }
    return render(request, "desk/office/todo.html", context)


@require_safe
@office_page
def journal_page(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Who did what, searchable."""
    return handle(request, JournalList(edition, request.user, now()))


@require_GET
def find(request: HttpRequest) -> HttpResponse:
    """Find a person, a service or an offer in three letters, in the programmes one works in."""
    editions = list(rules.editions_of_office(cast(Person, request.user), now()))
    if not editions:
        raise Http404
    query = request.GET.get("q", "").strip()[:100]
    edition = _edition_to_search(request, editions)
    request.office_edition = edition  # type: ignore[attr-defined]
    while_typing = bool(getattr(request, "htmx", False))
    most = finding.SUGGESTED if while_typing else finding.MOST
    found = finding.find(query, edition, most)
    context = {"find_query": query, "found": found, "edition": edition, "most": most}
    page = "desk/office/_suggestions.html" if while_typing else "desk/office/find.html"
    response = render(request, page, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _edition_to_search(request: HttpRequest, editions: list[Edition]) -> Edition:
    """The one whose desk one came from, else the running one, else the latest."""
    wanted = request.GET.get("edition", "")
    running = [one for one in editions if one.state == Edition.State.RUNNING]
    here = [one for one in editions if str(one.pk) == wanted]
    return (here or running or editions)[0]
