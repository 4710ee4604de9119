"""Coordinators and applications: the list, the page of one, registering somebody on the phone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from croisee.core.clock import now
from croisee.core.listing import history, undo
from croisee.core.listing.views import NOT_MINE, edit_object, handle
from croisee.editions.guards import office_page
from croisee.editions.models import Edition
from croisee.placements.actions import OPEN
from croisee.schemes.ranked import emails, queries, rules
from croisee.schemes.ranked.actions.applications import withdraw_application
from croisee.schemes.ranked.models import Application
from croisee.schemes.ranked.office_edit import APPLICATIONS
from croisee.schemes.ranked.office_form import ApplicationForm, RegisterForm
from croisee.schemes.ranked.office_list import ApplicationList
from croisee.schemes.ranked.office_register import (
    KnownAlreadyError,
    OtherPersonError,
    register_by_phone,
    restore_application,
    told_about,
)

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@office_page
def applications(request: HttpRequest, edition: Edition) -> HttpResponse:
    return handle(request, ApplicationList(edition, request.user, now()))


@require_http_methods(METHODS)
@office_page
def application(request: HttpRequest, edition: Edition, application_id: int) -> HttpResponse:
    """Read an application; POST withdraws it, restores it or mails what it now says."""
    found = _application(edition, application_id)
    may = rules.may_change(request.user, found, now())
    if request.method == "POST" and may:
        return _carry_out(request, found)
    fields = ApplicationForm(edition=edition).fields
    placement = [found.placement] if found.placement else []
    context = {
        "edition": edition,
        "application": found,
        "described": told_about(found),
        "may": may,
        "why_not": NOT_MINE,
        "history": history.lines(found, *placement, fields=fields),
        **_place(found),
        "undo": undo.fresh(request),
    }
    status = 403 if request.method == "POST" else 200
    return render(request, "ranked/lists/application.html", context, status=status)


def _place(found: Application) -> dict[str, Any]:
    """Whether the place can still be taken back, and the round where it may be replaced."""
    movable = bool(found.placement and found.placement.state in OPEN)
    run = queries.publication_of(found) if movable else None
    return {"movable": movable, "published_in": run.round.number if run else None}


def _application(edition: Edition, pk: int) -> Application:
    found = APPLICATIONS.load(edition, pk)
    if found is None:
        raise Http404
    return found


def _carry_out(request: HttpRequest, found: Application) -> HttpResponse:
    by, at, act = request.user, now(), request.POST.get("act")
    if act == "withdraw":
        withdraw_application(found, by=by, at=at, reason=_("demandé à la coordination"))
        messages.success(request, _("L’inscription est retirée, sa place éventuelle est libre."))
    elif act == "restore" and restore_application(found, by=by, at=at):
        messages.success(request, _("L’inscription est rétablie."))
    elif act == "tell":
        emails.trainee_registered(found, at=at)
        told = _("Un message qui répète cette inscription part à %(to)s.")
        messages.success(request, told % {"to": found.person.email})
    return redirect("ranked:application", found.edition_id, found.pk)


@require_http_methods(METHODS)
@office_page
def edit_application(request: HttpRequest, edition: Edition, application_id: int) -> HttpResponse:
    """Every field of an application and its choices (IM-05)."""
    back = reverse("ranked:application", args=[edition.pk, application_id])
    return edit_object(request, APPLICATIONS, edition, application_id, back=back, at=now())


@require_http_methods(METHODS)
@office_page
def register(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Somebody on the phone is registered; the confirmation with the conditions goes to them."""
    known = ("email", "first_name", "last_name")
    initial: dict[str, Any] = {name: request.GET.get(name, "")[:100] for name in known}
    initial |= {"language": "fr", "priority_class": Application.PriorityClass.OTHERS}
    data = request.POST if request.method == "POST" else None
    form = RegisterForm(data, edition=edition, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = _registered(request, edition, form)
        if made:
            return redirect("ranked:application", edition.pk, made.pk)
    context: dict[str, Any] = {"edition": edition, "form": form}
    return render(request, "ranked/lists/register.html", context)


def _registered(request: HttpRequest, edition: Edition, form: RegisterForm) -> Application | None:
    try:
        made = register_by_phone(edition, form.cleaned_data, by=request.user, at=now())
    except KnownAlreadyError as error:
        known = error.application
        told = _("%(name)s a déjà une inscription dans cette édition : la voici.")
        messages.warning(request, told % {"name": known.person.full_name})
        return known
    except OtherPersonError as error:
        form.add_error("email", _("Cette adresse est celle de %(name)s.") % {"name": error.name})
        return None
    told = _("%(name)s est inscrit·e ; la confirmation part à %(to)s.")
    messages.success(request, told % {"name": made.person.full_name, "to": made.person.email})
    return made
