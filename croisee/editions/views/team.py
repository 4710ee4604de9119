"""People and rights of a programme: who holds which role where, inviting, leaving."""

from __future__ import annotations

from datetime import date, datetime
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from croisee.core.clock import now
from croisee.core.written_dates import date_full, date_short
from croisee.editions import rules, team_acts
from croisee.editions.forms import EndRoleForm, InviteForm
from croisee.editions.guards import administration_page, office_page
from croisee.editions.models import Edition, RoleGrant
from croisee.people.models import Person
from croisee.people.names import BY_NAME

METHODS = ["GET", "HEAD", "POST"]
CLOSED = gettext_lazy(
    "L’accès de cette personne est fermé, et il sert aussi ailleurs qu’ici : demandez à qui administre "
    "l’installation de le rouvrir."
)


@require_http_methods(METHODS)
@office_page
def team_page(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Everybody reads who does what; the administration invites."""
    by, at = cast(Person, request.user), now()
    may = rules.administers(by, edition.programme, at)
    form = InviteForm(request.POST if request.method == "POST" and may else None)
    if request.method == "POST" and may and form.is_valid():
        try:
            grant = team_acts.invite(edition, form.cleaned_data, by=by, at=at)
        except team_acts.AccessClosedError:
            form.add_error("email", CLOSED)
        else:
            messages.success(request, _invited(grant, at))
            return redirect("editions:team", edition.pk)
    grants = RoleGrant.objects.filter(programme=edition.programme).select_related(
        "person", "territory"
    )
    grants = grants.order_by("role", *(f"person__{name}" for name in BY_NAME))
    current = [grant for grant in grants if grant.ends_at is None or grant.ends_at > at]
    past = [grant for grant in grants if grant not in current]
    context = {"edition": edition, "form": form, "may": may, "current": current, "past": past}
    status = 403 if request.method == "POST" and not may else 200
    return render(request, "editions/team.html", context | {"at": at}, status=status)


def _invited(grant: RoleGrant, at: datetime) -> str:
    told = {"name": grant.person.full_name, "to": grant.person.email}
    if grant.granted_at <= at:
        return _("%(name)s a un rôle ; l’invitation part à %(to)s.") % told
    told["when"] = date_short(grant.granted_at)
    later = _("%(name)s aura ce rôle le %(when)s ; l’invitation partira ce jour-là à %(to)s.")
    return later % told


@require_POST
@administration_page
def end_role(request: HttpRequest, edition: Edition, grant_id: int) -> HttpResponse:
    """The person leaves the team; what they did stays under their name. Asked once more first."""
    grant = get_object_or_404(
        RoleGrant.objects.select_related("person"), pk=grant_id, programme=edition.programme
    )
    by, at = cast(Person, request.user), now()
    if grant.person_id == by.pk and not by.is_administrator:
        messages.warning(request, _("Vous ne pouvez pas mettre fin à votre propre rôle."))
        return redirect("editions:team", edition.pk)
    today = localdate(at, edition.timezone)
    form = EndRoleForm(request.POST if "sur" in request.POST else None, today=today)
    if not form.is_valid():
        return render(
            request, "editions/end_role.html", {"edition": edition, "grant": grant, "form": form}
        )
    last_day = form.cleaned_data["last_day"]
    if team_acts.end_role(grant, edition, last_day=last_day, by=by, at=at):
        messages.success(request, _ended(grant, last_day))
    return redirect("editions:team", edition.pk)


def _ended(grant: RoleGrant, last_day: date | None) -> str:
    told = {"name": grant.person.full_name}
    if last_day is None:
        return _("Le rôle de %(name)s a pris fin.") % told
    told["when"] = date_full(last_day)
    return _("Le rôle de %(name)s prendra fin à la fin de ce jour : %(when)s.") % told
