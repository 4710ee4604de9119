"""Coordinators and offers: the list, and reading one, publishing or sending it back, then the next."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from croisee.core.clock import now
from croisee.directory.queries import provinces
from croisee.editions.guards import office_page
from croisee.editions.models import Edition
from croisee.offers import actions, queries, rules
from croisee.offers.enums import OfferState
from croisee.offers.forms.office import RemarksForm
from croisee.offers.labels import described
from croisee.offers.models import Offer
from croisee.offers.office_list import filtered


@require_safe
@office_page
def offer_list(request: HttpRequest, edition: Edition) -> HttpResponse:
    found = filtered(rules.visible_in_office(edition), request.GET)
    page = Paginator(queries.with_details(found), 50).get_page(request.GET.get("page"))
    context = {
        "edition": edition,
        "page": page,
        "states": OfferState,
        "provinces": provinces(),
        "chosen": request.GET,
    }
    return render(request, "offers/office/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page
def review(request: HttpRequest, edition: Edition, offer_id: int) -> HttpResponse:
    """Read an offer; POST publishes it, asks for a correction, pauses or withdraws it."""
    offer = get_object_or_404(queries.with_details(rules.visible_in_office(edition)), pk=offer_id)
    may = rules.may_moderate(request.user, offer, now())
    form = RemarksForm(request.POST or None, initial=offer.remarks)
    if request.method == "POST" and may and form.is_valid():
        act = request.POST.get("act", "")
        if act != "correct" or form.remarks():
            return _carry_out(request, offer, act, form)
        form.add_error(None, _("Écrivez au moins une remarque : l’hôte doit savoir quoi corriger."))
    context = {
        "edition": edition,
        "offer": offer,
        "described": described(offer),
        "form": form,
        "may": may,
        "waiting": queries.waiting_for_review(edition).count(),
    }
    return render(request, "offers/office/review.html", context, status=_status(request, may))


def _status(request: HttpRequest, may: bool) -> int:
    return 403 if request.method == "POST" and not may else 200


def _carry_out(request: HttpRequest, offer: Offer, act: str, form: RemarksForm) -> HttpResponse:
    """Do the act, say so, and lead to the next offer that waits."""
    at, by = now(), request.user
    acts = {
        "publish": lambda: actions.publish_offer(offer, by=by, at=at),
        "correct": lambda: actions.ask_correction(offer, form.remarks(), by=by, at=at),
        "pause": lambda: actions.pause_offer(offer, by=by, at=at),
        "withdraw": lambda: actions.withdraw_offer(offer, by=by, at=at),
    }
    told = {
        "publish": _("L’offre %(number)s est publiée."),
        "correct": _("La demande de correction de l’offre %(number)s est partie."),
        "pause": _("L’offre %(number)s est en pause."),
        "withdraw": _("L’offre %(number)s est retirée."),
    }
    if act in acts:
        try:
            acts[act]()
            messages.success(request, told[act] % {"number": offer.number})
        except actions.OfferStateError:
            messages.warning(
                request, _("Quelqu’un a déjà changé l’état de cette offre : relisez-la.")
            )
            return redirect("offers:office_review", offer.edition_id, offer.pk)
    return _next(offer)


def _next(offer: Offer) -> HttpResponse:
    following = queries.waiting_for_review(offer.edition).exclude(pk=offer.pk).first()
    if following:
        return redirect("offers:office_review", offer.edition_id, following.pk)
    return redirect("offers:office_list", offer.edition_id)
