"""What a coordinator ends after publication, each with who is concerned before it is done."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from croisee.core.clock import now
from croisee.core.listing.views import NOT_MINE
from croisee.editions.guards import office_page
from croisee.editions.models import Edition
from croisee.offers import rules as offer_rules
from croisee.offers.actions import OfferStateError
from croisee.placements.actions import PlacementStateError
from croisee.placements.models import Placement
from croisee.placements.queries import to_come_of, with_both_sides
from croisee.placements.rules import UNDECIDED
from croisee.schemes.ranked.actions import freeing
from croisee.schemes.ranked.forms.endings import CancelForm, OfferEndForm
from croisee.schemes.ranked.models import Application
from croisee.schemes.ranked.views.office.loading import person_of

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@office_page
def cancel_place(request: HttpRequest, edition: Edition, placement_id: int) -> HttpResponse:
    """Take back one published place, without another one and without the round."""
    placement = get_object_or_404(
        with_both_sides(Placement.objects.filter(edition=edition)), pk=placement_id
    )
    application = Application.objects.filter(placement=placement).first()
    back = _page_of(placement, application)
    if placement.state not in UNDECIDED:
        messages.info(request, _("Ce stage est déjà annulé ou passé\u00a0: rien n’a été changé."))
        return redirect(back)
    data = request.POST if request.method == "POST" else None
    form = CancelForm(data, initial={"next": "again"}, registered=application is not None)
    if data is not None and form.is_valid():
        return _cancelled(request, placement, form, back)
    context = {"edition": edition, "placement": placement, "form": form, "back": back}
    return render(request, "ranked/office/cancel_place.html", context)


def _page_of(placement: Placement, application: Application | None) -> str:
    if application:
        return reverse("ranked:application", args=[placement.edition_id, application.pk])
    return reverse("desk:placement", args=[placement.edition_id, placement.pk])


def _cancelled(
    request: HttpRequest, placement: Placement, form: CancelForm, back: str
) -> HttpResponse:
    reason = form.cleaned_data["reason"]
    try:
        freeing.cancel_place(
            placement, again=form.again, reason=reason, by=person_of(request), at=now()
        )
        told = _(
            "Le stage est annulé, la place est libre\u00a0; les personnes concernées sont prévenues."
        )
        messages.success(request, told)
    except PlacementStateError:
        messages.info(request, _("Ce stage est déjà annulé ou passé\u00a0: rien n’a été changé."))
    return redirect(back)


@require_http_methods(METHODS)
@office_page
def withdraw_offer(request: HttpRequest, edition: Edition, offer_id: int) -> HttpResponse:
    """Withdraw an offer where people have a place: who they are, and what happens to them."""
    visible = offer_rules.visible_in_office(edition).select_related(
        "edition__programme", "service__organisation", "service__province"
    )
    offer = get_object_or_404(visible, pk=offer_id)
    may = offer_rules.may_moderate(request.user, offer, now())
    form = OfferEndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and may and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            count = freeing.withdraw_hosted_offer(
                offer, reason=reason, by=person_of(request), at=now()
            )
            messages.success(request, _withdrawn(count))
        except OfferStateError:
            messages.info(request, _("Cette offre est déjà retirée\u00a0: rien n’a été changé."))
        return redirect("offers:office_review", edition.pk, offer.pk)
    placed = with_both_sides(to_come_of(offer, now()))
    context = {"edition": edition, "offer": offer, "form": form, "placed": placed}
    context |= {"may": may, "why_not": NOT_MINE}
    status = 403 if request.method == "POST" and not may else 200
    return render(request, "ranked/office/withdraw_offer.html", context, status=status)


def _withdrawn(count: int) -> str:
    if not count:
        return _("L’offre est retirée.")
    text = ngettext(
        "L’offre est retirée. %(n)d personne attend le prochain tour\u00a0; elle est prévenue.",
        "L’offre est retirée. %(n)d personnes attendent le prochain tour\u00a0; elles sont prévenues.",
        count,
    )
    return text % {"n": count}
