"""Closing or reopening somebody's access, said first."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from croisee.core.clock import now
from croisee.desk import access, people
from croisee.editions import rules
from croisee.editions.guards import administration_page
from croisee.editions.models import Edition


@require_http_methods(["GET", "HEAD", "POST"])
@administration_page
def access_page(request: HttpRequest, edition: Edition, person_id: int) -> HttpResponse:
    """What closing (or reopening) does, then it is done. What was shown is what is done."""
    at, by = now(), request.user
    person = people.PEOPLE.load(edition, person_id)
    if person is None or not rules.may_change_access(by, person, edition.programme, at):
        raise Http404
    if request.method != "POST":
        roles = access.roles_of(person, at)
        return render(
            request, "desk/office/access.html", {"edition": edition, "one": person, "roles": roles}
        )
    told = {"name": person.full_name, "to": person.email}
    if request.POST.get("act") == "close" and access.close(edition, person, by=by, at=at):
        said = _("L’accès de %(name)s est fermé ; un message le dit à %(to)s.")
        messages.success(request, said % told)
    elif request.POST.get("act") == "open" and access.reopen(edition, person, by=by, at=at):
        said = _("L’accès de %(name)s est rouvert ; un message le dit à %(to)s.")
        messages.success(request, said % told)
    return redirect("desk:person", edition.pk, person.pk)
