"""What a host does to an offer besides filling it in: pause, resume, « not this year », private link."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from croisee.core.clock import now
from croisee.directory.models import Organisation
from croisee.editions.actions import revoke_priority_link, take_part
from croisee.editions.queries import current_edition
from croisee.offers import actions, rules
from croisee.offers.enums import OfferState
from croisee.offers.forms.kept import keeps_answers, needs_person, typed_before
from croisee.offers.forms.submitting import DeclineForm
from croisee.offers.views.host_lists import HostLists
from croisee.offers.views.host_pages import own_offer


@require_POST
@needs_person("offers:host_offers")
def pause(request: HttpRequest, offer_id: int) -> HttpResponse:
    """Out of the catalogue for a while; asked twice, it is paused."""
    offer = own_offer(request, offer_id)
    try:
        actions.pause_offer(offer, by=request.user, at=now())
    except actions.OfferStateError:
        offer.refresh_from_db()
    if offer.state == OfferState.PAUSED:
        messages.success(
            request,
            _("L’offre est en pause : le catalogue ne la montre plus. Vous la reprenez ici."),
        )
    return redirect("offers:mine", offer.pk)


@require_POST
@needs_person("offers:host_offers")
def resume(request: HttpRequest, offer_id: int) -> HttpResponse:
    offer = own_offer(request, offer_id)
    try:
        actions.resume_offer(offer, by=request.user, at=now())
    except actions.OfferStateError:
        offer.refresh_from_db()
    if offer.state == OfferState.PUBLISHED:
        messages.success(request, _("L’offre est de nouveau dans le catalogue."))
    return redirect("offers:mine", offer.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_answers
def decline(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """« Pas cette année », with a reason."""
    edition, organisation = current_edition(), _own_organisation(request, organisation_id)
    if edition is None:
        return redirect("offers:propose")
    data = request.POST if request.method == "POST" else typed_before(request)
    form = DeclineForm(data)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        actions.decline_edition(organisation, edition, reason, by=request.user, at=now())
        messages.success(
            request, _("C’est noté : personne ne vous relancera cette année. Merci de l’avoir dit.")
        )
        return redirect("offers:host_offers")
    crumbs = [(_("Mes offres"), reverse("offers:host_offers")), (_("Pas cette année"), "")]
    context = {"form": form, "organisation": organisation, "edition": edition, "crumbs": crumbs}
    return render(request, "offers/host/decline.html", context)


@require_POST
@needs_person("offers:host_offers")
def undecline(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """« Finalement, si »."""
    edition, organisation = current_edition(), _own_organisation(request, organisation_id)
    if edition:
        actions.decline_edition(organisation, edition, "", by=request.user, at=now())
        messages.success(request, _("C’est noté : vous participez cette année."))
    return redirect("offers:host_offers")


@require_POST
@needs_person("offers:host_offers")
def priority_link(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Give, renew or revoke the private link of the host's staff (IM-11)."""
    edition, organisation = current_edition(), _own_organisation(request, organisation_id)
    if edition is None:
        return redirect("offers:propose")
    lists = HostLists(request.user, edition, at=now())
    revoke = request.POST.get("act") == "revoke"
    if revoke or organisation.pk in lists.published:
        shown, at = request.POST.get("shown", ""), now()
        participation = take_part(organisation, edition, at=at)
        replaced = int(shown) if shown.isascii() and shown.isdigit() and len(shown) < 19 else None
        if revoke:
            for link in participation.priority_links.filter(pk=replaced or 0, revoked_at=None):
                revoke_priority_link(link, by=request.user, at=at)
            messages.success(request, _("Le lien ne fonctionne plus."))
        else:
            actions.renew_priority_link(participation, replaced, by=request.user, at=at)
            messages.success(request, _("Voici le lien de votre équipe : copiez-le et envoyez-le."))
    return redirect(reverse("offers:host_offers") + "#lien")


def _own_organisation(request: HttpRequest, organisation_id: int) -> Organisation:
    own = rules.known_services(request.user).values("organisation")
    return get_object_or_404(Organisation.objects.filter(pk__in=own), pk=organisation_id)
