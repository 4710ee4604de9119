"""Becoming a host: the start page, a new offer, last year's taken over, the list of one's offers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from croisee.core.clock import now
from croisee.directory.models import Service
from croisee.editions.models import Edition
from croisee.editions.queries import current_edition
from croisee.offers import actions, rules
from croisee.offers.actions.answers import service_answers
from croisee.offers.forms.host import PlaceForm
from croisee.offers.forms.kept import keeps_answers, needs_person, typed_before
from croisee.offers.forms.submitting import AddressForm
from croisee.offers.views import host_lists
from croisee.offers.views.host_door import ask_address
from croisee.offers.views.host_pages import hosts_phase_context

BLANK = {
    "organisation": "",
    "service": "",
    "enterprise_number": "",
    "address": "",
    "postcode": "",
    "sectors": [],
}


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """What hosting means, and the beginning; who is not known gives an address first."""
    edition = current_edition()
    form = AddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not request.user.is_authenticated:
        response = ask_address(request, form)
        if response:
            return response
    told = hosts_phase_context(edition) if edition else {}
    context = {"edition": edition, "form": form, "next": reverse("offers:host_offers"), **told}
    return render(request, "offers/host/propose.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_answers
def new(request: HttpRequest) -> HttpResponse:
    """Page 1 of a new offer: the draft exists from here on."""
    edition = current_edition()
    if edition is None:
        return redirect("offers:propose")
    later = "later" in request.POST
    data = request.POST if request.method == "POST" else typed_before(request)
    form = PlaceForm(data, stored=BLANK, edition=edition)
    if later:
        form.unfinished()
    if request.method == "POST" and form.is_valid():
        offer = actions.start_offer(edition, form.answers(), by=request.user, at=now())
        if later:
            messages.success(request, _("Le brouillon est enregistré. Reprenez quand vous voulez."))
            return redirect("offers:host_offers")
        return redirect("offers:step", offer.pk, "contacts")
    if request.method != "POST" and data is not None:
        messages.info(request, _("Vous étiez déconnecté·e : vos réponses sont encore là."))
    context = {"form": form, "page": "lieu", **_new_context(edition)}
    return render(request, "offers/host/step.html", context)


@require_POST
@needs_person("offers:host_offers")
def new_at(request: HttpRequest, service_id: int) -> HttpResponse:
    """Another offer of a service the person is a contact of: its page 1 is known."""
    edition = current_edition()
    service = get_object_or_404(rules.known_services(request.user), pk=service_id)
    if edition is None:
        return redirect("offers:propose")
    offer = actions.start_offer_at(edition, service, by=request.user, at=now())
    return redirect("offers:step", offer.pk, "contacts" if _whole(service) else "lieu")


@require_POST
@needs_person("offers:host_offers")
def take_over(request: HttpRequest, offer_id: int) -> HttpResponse:
    """Last year's offer again: first click; sending it is the second."""
    edition = current_edition()
    if edition is None:
        return redirect("offers:propose")
    previous = get_object_or_404(host_lists.earlier_offers(request.user, edition), pk=offer_id)
    offer = actions.take_over(previous, edition, by=request.user, at=now())
    return redirect("offers:check", offer.pk)


@require_safe
@keeps_answers
def host_offers(request: HttpRequest) -> HttpResponse:
    """My offers of this edition, what I may take over, and the private link of my team."""
    edition = current_edition()
    if edition is None:
        return redirect("offers:propose")
    lists = host_lists.HostLists(request.user, edition, at=now())
    if lists.empty:
        return redirect("offers:new")
    return render(request, "offers/host/offers.html", {"edition": edition, "lists": lists})


def _new_context(edition: Edition) -> dict[str, Any]:
    return {
        **hosts_phase_context(edition),
        "edition": edition,
        "tasks": [],
        "pages": 5,
        "step_number": 1,
        "draft": True,
        "crumbs": [(_("Mes offres"), reverse("offers:propose")), (_("Nouvelle offre"), "")],
    }


def _whole(service: Service) -> bool:
    known = service_answers(service)
    return all(known[name] for name in ("organisation", "address", "postcode", "sectors"))
