"""People and rights of a programme: who holds which role where, inviting, leaving."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from croisee.core.clock import now
from croisee.editions import office_acts, rules
from croisee.editions.forms import InviteForm
from croisee.editions.guards import administration_page, office_page
from croisee.editions.models import Edition, RoleGrant
from croisee.people.models import Person
from croisee.people.names import BY_NAME

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@office_page
def team_page(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Everybody reads who does what; the administration invites."""
    by, at = cast(Person, request.user), now()
    may = rules.administers(by, edition.programme, at)
    form = InviteForm(request.POST if request.method == "POST" and may else None)
    if request.method == "POST" and may and form.is_valid():
        grant = office_acts.invite(edition, form.cleaned_data, by=by, at=at)
        told = _("%(name)s a un rôle ; l’invitation part à %(to)s.")
        to = {"name": grant.person.full_name, "to": grant.person.email}
        messages.success(request, told % to)
        return redirect("editions:team", edition.pk)
    grants = RoleGrant.objects.filter(programme=edition.programme).select_related(
        "person", "territory"
    )
    grants = grants.order_by("role", *(f"person__{name}" for name in BY_NAME))
    current = [grant for grant in grants if grant.ends_at is None or grant.ends_at > at]
    past = [grant for grant in grants if grant not in current]
    context = {"edition": edition, "form": form, "may": may, "current": current, "past": past}
    status = 403 if request.method == "POST" and not may else 200
    return render(request, "editions/team.html", context, status=status)


@require_POST
@administration_page
def end_role(request: HttpRequest, edition: Edition, grant_id: int) -> HttpResponse:
    """The person leaves the team; what they did stays under their name. Asked once more first."""
    grant = get_object_or_404(
        RoleGrant.objects.select_related("person"), pk=grant_id, programme=edition.programme
    )
    by = cast(Person, request.user)
    if grant.person_id == by.pk and not by.is_administrator:
        messages.warning(request, _("Vous ne pouvez pas mettre fin à votre propre rôle."))
    elif "sur" not in request.POST:
        return render(request, "editions/end_role.html", {"edition": edition, "grant": grant})
    elif office_acts.end_role(grant, edition, by=by, at=now()):
        told = _("Le rôle de %(name)s a pris fin.") % {"name": grant.person.full_name}
        messages.success(request, told)
    return redirect("editions:team", edition.pk)
