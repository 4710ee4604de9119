"""Coordinators and applications: the list, the page of one, registering somebody on the phone."""

from __future__ import annotations

from datetime import datetime
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
from croisee.directory.models import Territory
from croisee.directory.queries import place_of
from croisee.editions.emails import EditionLetters
from croisee.editions.guards import office_page
from croisee.editions.models import Edition
from croisee.editions.rules import writes_in
from croisee.placements import rules as placement_rules
from croisee.placements.models import Placement
from croisee.schemes.ranked import queries, rules
from croisee.schemes.ranked.actions.applications import withdraw_application
from croisee.schemes.ranked.emails import applications as letters
from croisee.schemes.ranked.models import Application
from croisee.schemes.ranked.office_edit import APPLICATIONS, TellingEditor
from croisee.schemes.ranked.office_form import UNTOLD, RegisterForm, journaled_fields
from croisee.schemes.ranked.office_list import ApplicationList
from croisee.schemes.ranked.office_register import (
    KnownAlreadyError,
    OtherPersonError,
    known_already,
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
    stages = _stages(found)
    context = {
        "edition": edition,
        "application": found,
        "described": told_about(found),
        "may": may,
        "why_not": NOT_MINE,
        "history": history.lines(found, *stages, fields=journaled_fields(edition)),
        "cancelled": None if found.placement else next(iter(stages), None),
        **_place(found),
        "undo": undo.fresh(request),
    }
    status = 403 if request.method == "POST" else 200
    return render(request, "ranked/lists/application.html", context, status=status)


def _stages(found: Application) -> list[Placement]:
    """Every stage of the person in the edition, the latest first: a cancelled one is told too."""
    theirs = Placement.objects.filter(
        participants__person=found.person_id, edition=found.edition_id
    )
    return list(theirs.select_related("slot__offer__service__organisation").order_by("-pk"))


def _place(found: Application) -> dict[str, Any]:
    """Whether the place can still be taken back, and the round where it may be replaced."""
    movable = bool(found.placement and found.placement.state in placement_rules.UNDECIDED)
    run = queries.publication_of(found) if movable else None
    return {"movable": movable, "published_in": run.round.number if run else None}


def _application(edition: Edition, pk: int) -> Application:
    found = APPLICATIONS.load(edition, pk)
    if found is None:
        raise Http404
    return found


def _carry_out(request: HttpRequest, found: Application) -> HttpResponse:
    by, at, act = request.user, now(), request.POST.get("act")
    if act == "withdraw" and found.placement and not placement_rules.may_end(found.placement, at):
        messages.info(request, _("La date de cette immersion est passée : rien n’a été annulé."))
    elif act == "withdraw":
        withdraw_application(found, by=by, at=at, reason=_("demandé à la coordination"))
        messages.success(request, _("L’inscription est retirée, sa place éventuelle est libre."))
    elif act == "restore" and restore_application(found, by=by, at=at):
        messages.success(request, _("L’inscription est rétablie."))
    elif act == "tell":
        _write_again(request, found, at)
    return redirect("ranked:application", found.edition_id, found.pk)


def _write_again(request: HttpRequest, found: Application, at: datetime) -> None:
    message, told = letters.trainee_registered(found, at=at), {"to": found.person.email}
    if message.created_at == at:
        sentence = _("Un message qui répète cette inscription part à %(to)s.")
        messages.success(request, sentence % told)
    else:
        sentence = _(
            "Ce message existe déjà, et l’inscription n’a pas changé depuis : renvoyez-le depuis "
            "la fiche de la personne."
        )
        messages.warning(request, sentence)


@require_http_methods(METHODS)
@office_page
def edit_application(request: HttpRequest, edition: Edition, application_id: int) -> HttpResponse:
    """Every field of an application and its choices (IM-05); the person is told new choices."""
    back = reverse("ranked:application", args=[edition.pk, application_id])
    editor = TellingEditor(untold=bool(request.POST.get(UNTOLD)))
    response = edit_object(request, editor, edition, application_id, back=back, at=now())
    if editor.told:
        messages.success(request, _("Un message part à la personne, avec ses nouveaux choix."))
    return response


@require_http_methods(METHODS)
@office_page
def register(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Somebody on the phone is registered; the confirmation with the conditions goes to them."""
    known = ("email", "first_name", "last_name")
    initial: dict[str, Any] = {name: request.GET.get(name, "")[:100] for name in known}
    initial |= {"language": "fr", "priority_class": Application.PriorityClass.OTHERS}
    data = request.POST if request.method == "POST" else None
    form = RegisterForm(data, edition=edition, initial=initial)
    context: dict[str, Any] = {"edition": edition, "form": form}
    if request.method == "POST" and form.is_valid() and _in_reach(request, edition, form):
        context["alike"] = known_already(edition, form.cleaned_data, request.POST)
        made = None if context["alike"] else _registered(request, edition, form)
        if made:
            return redirect("ranked:application", edition.pk, made.pk)
    return render(request, "ranked/lists/register.html", context)


def _in_reach(request: HttpRequest, edition: Edition, form: RegisterForm) -> bool:
    """An application belongs to the territory of its workplace (ui.md): else told whom to ask."""
    postcode, at = form.cleaned_data["postcode"], now()
    place = place_of(postcode) if postcode else None
    province = place.province if place else None
    if writes_in(request.user, edition.programme, province, at):
        return True
    form.add_error("postcode", _whose(edition, province, at))
    return False


def _whose(edition: Edition, province: Territory | None, at: datetime) -> str:
    if province is None:
        return _("Donnez-le : il dit quelle province suit cette inscription.")
    told = {"province": province.name}
    colleague = EditionLetters(edition, at=at).coordinator(province)
    if colleague is None:
        return (
            _(
                "Ce lieu de travail est en province de %(province)s, que vous ne suivez pas : "
                "l’administration du programme peut inscrire cette personne."
            )
            % told
        )
    told |= {"name": colleague.full_name, "how": colleague.phone or colleague.email}
    return (
        _(
            "Ce lieu de travail est en province de %(province)s : %(name)s (%(how)s) peut inscrire cette "
            "personne. Elle peut aussi s’inscrire elle-même."
        )
        % told
    )


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
