"""How a registration ends: withdrawn, its result explained; and what a host gives back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from croisee.core.clock import now
from croisee.offers.actions import OfferStateError
from croisee.offers.enums import OfferState
from croisee.offers.forms.kept import keeps_answers, typed_before
from croisee.offers.rules import hosted_by
from croisee.placements import rules as placement_rules
from croisee.placements.models import Placement
from croisee.placements.queries import to_come_of, with_both_sides
from croisee.schemes.ranked.actions.applications import withdraw_application
from croisee.schemes.ranked.actions.freeing import free_place, withdraw_hosted_offer
from croisee.schemes.ranked.forms.participant import FreeForm, WithdrawForm
from croisee.schemes.ranked.models import Application
from croisee.schemes.ranked.results import result_of
from croisee.schemes.ranked.views.participant import present

BOTH = ["GET", "HEAD", "POST"]


@require_http_methods(BOTH)
@keeps_answers
def withdraw(request: HttpRequest) -> HttpResponse:
    """Withdraw, or give one's place back: one question, one click."""
    _edition, who = present(request)
    application = who.application
    if application is None or application.state == Application.State.WITHDRAWN:
        return redirect("my_space")
    if application.placement and not placement_rules.may_end(application.placement, now()):
        return _over(request)
    data = request.POST if request.method == "POST" else typed_before(request)
    form = WithdrawForm(data, placed=bool(application.placement_id))
    if request.method == "POST" and form.is_valid():
        placed = application.placement_id
        reason = form.cleaned_data["reason"]
        withdraw_application(application, by=request.user, at=now(), reason=reason)
        told = _("Votre place est rendue. Merci de l’avoir dit.")
        messages.success(request, told if placed else _("Votre inscription est retirée."))
        return redirect("my_space")
    context = {"form": form, "application": application, "crumbs": _crumbs(_("Renoncer"))}
    return render(request, "ranked/participant/withdraw.html", context)


@require_safe
@keeps_answers
def why(request: HttpRequest) -> HttpResponse:
    """The true reason of the result, computed from the published run."""
    _edition, who = present(request)
    result = result_of(who.application, (get_language() or "fr")[:2]) if who.application else None
    if result is None:
        return redirect("my_space")
    crumbs = _crumbs(_("Pourquoi ce résultat ?"))
    context = {"result": result, "application": who.application, "crumbs": crumbs}
    return render(request, "ranked/participant/why.html", context)


@require_http_methods(BOTH)
@keeps_answers
def decline_trainee(request: HttpRequest, placement_id: int) -> HttpResponse:
    """A host cannot receive a trainee after all: the place is free, the trainee waits again."""
    mine = placement_rules.as_host(request.user).exclude(state=Placement.State.CANCELLED)
    placement = get_object_or_404(with_both_sides(mine), pk=placement_id)
    if not placement_rules.may_end(placement, now()):
        return _over(request)
    data = request.POST if request.method == "POST" else typed_before(request)
    form = FreeForm(data)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        free_place(placement, reason=reason, by=request.user, at=now())
        messages.success(
            request, _("C’est noté. La coordination est prévenue et cherche une autre place.")
        )
        return redirect("my_space")
    crumbs = _crumbs(_("Ne pas recevoir"))
    context = {"form": form, "placement": placement, "crumbs": crumbs}
    return render(request, "ranked/participant/decline_trainee.html", context)


@require_http_methods(BOTH)
@keeps_answers
def withdraw_offer(request: HttpRequest, offer_id: int) -> HttpResponse:
    """A host withdraws an offer, also after publication; who is placed there is shown first."""
    hosted = hosted_by(request.user).exclude(state=OfferState.WITHDRAWN)
    offer = get_object_or_404(hosted.select_related("edition", "service"), pk=offer_id)
    data = request.POST if request.method == "POST" else typed_before(request)
    form = FreeForm(data)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            withdraw_hosted_offer(offer, reason=reason, by=request.user, at=now())
        except OfferStateError:
            return redirect("offers:host_offers")
        messages.success(request, _("L’offre est retirée. La coordination est prévenue."))
        return redirect("offers:host_offers")
    placed = with_both_sides(to_come_of(offer, now()))
    crumbs = [(_("Mes offres"), reverse("offers:host_offers")), (_("Retirer l’offre"), "")]
    context = {"form": form, "offer": offer, "placed": placed, "crumbs": crumbs}
    return render(request, "ranked/participant/withdraw_offer.html", context)


def _over(request: HttpRequest) -> HttpResponse:
    """What took place is not given up: what one says of it is another question."""
    told = _("La date de cette immersion est passée : rien n’a été annulé.")
    messages.info(request, told)
    return redirect("my_space")


def _crumbs(here: str) -> list[tuple[str, str]]:
    return [(_("Mon espace"), reverse("my_space")), (here, "")]
