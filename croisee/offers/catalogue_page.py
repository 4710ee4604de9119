"""What the pages of the catalogue show, drawn up from the snapshot of the edition."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from croisee.directory.models import Membership, Service
from croisee.editions.enums import PhaseKind
from croisee.editions.models import Edition, PriorityLink
from croisee.editions.queries import phase
from croisee.editions.schemes import scheme_of
from croisee.offers import labels
from croisee.offers.catalogue import areas
from croisee.offers.catalogue.results import cards_of, results_of
from croisee.offers.catalogue.similar import similar_and_freer
from croisee.offers.catalogue.snapshot import forget, snapshot_of
from croisee.offers.catalogue.wanted import SIZES, wanted_of
from croisee.offers.enums import Age, SpokenLanguage
from croisee.offers.models import Offer
from croisee.people.models import Person

TOWNS_SHOWN = 8  # in the list beside the small map
TOWNS_DRAWN = 60  # on the small map; the large one draws all


def list_context(
    request: HttpRequest, edition: Edition, towns: int | None = TOWNS_DRAWN
) -> dict[str, Any]:
    """Results, filters and map for the address of this request; `towns` limits the dots."""
    snapshot = snapshot_of(edition)
    shown = edition.show_demand
    home = _workplace(request, edition)
    wanted = wanted_of(request.GET, snapshot.index, demand_shown=shown, home=home)
    results = results_of(snapshot, wanted, demand_shown=shown)
    drawing = areas.drawing_of(snapshot.index, results, towns)
    return {
        "edition": edition,
        "results": results,
        "demand_shown": shown,
        "detail_url": reverse("offers:detail", args=["x"]).removesuffix("x/"),
        "sorts": _sorts(demand_shown=shown),
        "sizes": SIZES,
        "drawing": drawing,
        "towns": drawing.towns[:TOWNS_SHOWN],
        "more_towns": max(0, drawing.town_count - TOWNS_SHOWN),
        "credit": areas.CREDIT,
    }


def _sorts(*, demand_shown: bool) -> list[tuple[str, str]]:
    sorts = [
        ("near", _("Plus proches de mon travail")),
        ("calm", _("Moins demandées d’abord")),
        ("profession", _("Profession")),
        ("town", _("Commune")),
        ("number", _("Numéro de l’offre")),
    ]
    return [pair for pair in sorts if demand_shown or pair[0] != "calm"]


def _workplace(request: HttpRequest, edition: Edition) -> str:
    """Where this person said to work when registering, else the postcode of a service of theirs;
    '' for visitors."""
    if not isinstance(request.user, Person):
        return ""
    if said := scheme_of(edition.scheme).workplace(request.user, edition):
        return said
    known = Membership.objects.filter(person=request.user).exclude(service__postcode="")
    return known.values_list("service__postcode", flat=True).first() or ""


def offer_context(offer: Offer) -> dict[str, Any]:
    """One offer with its demand and what is like it, but freer."""
    edition = offer.edition
    snapshot = snapshot_of(edition)
    at = snapshot.index.position(offer.pk)
    if at is None:  # published within the last second, without the journal
        forget()
        snapshot = snapshot_of(edition)
        at = snapshot.index.position(offer.pk)
    if at is None:
        raise Http404
    card = cards_of(snapshot, [at])[0]
    registration = phase(edition, PhaseKind.TRAINEES)
    return {
        "offer": offer,
        "edition": edition,
        "card": card,
        "firsts": int(snapshot.demand.firsts[at]),
        "excess": max(0, card.requests - card.row.left),
        "demand_shown": edition.show_demand,
        "similar": similar_and_freer(snapshot, offer.pk) if edition.show_demand else [],
        "facts": _facts(offer),
        "registration": registration,
        "province": offer.service.province,
        "crumbs": _crumbs(offer),
    }


def _facts(offer: Offer) -> list[tuple[str, str]]:
    """(title, answer) of what one has to know to come; empty answers left out."""
    service = offer.service
    told = [
        (_("Formule"), offer.get_format_display()),
        (_("Durée"), offer.get_duration_display()),
        (_("Professions"), labels.professions(offer)),
        (_("Public"), labels.listed(Age, offer.target_ages)),
        (_("Dates suggérées"), labels.suggested(offer)),
        (_("Langue"), labels.listed(SpokenLanguage, offer.languages)),
        (_("Contact avec des bénéficiaires"), offer.get_beneficiary_contact_display()),
        (_("Repas de midi"), offer.lunch),
        (_("Adresse"), _address(service)),
        (_("Accès"), offer.access),
    ]
    return [(name, str(answer)) for name, answer in told if answer]


def _address(service: Service) -> str:
    town = f"{service.postcode} {service.town}".strip()
    return ", ".join(filter(None, [service.address, town]))


def _crumbs(offer: Offer) -> list[tuple[str, str]]:
    address = reverse("offers:catalogue")
    province = offer.service.province
    crumbs = [(_("Catalogue"), address)]
    if province:
        crumbs.append((province.name, f"{address}?province={province.code}"))
    return [*crumbs, (offer.title, "")]


def priority_context(link: PriorityLink | None, at: datetime) -> dict[str, Any]:
    """The door of a private link: usable, revoked or unknown, and the dates that matter. While
    everybody registers it opens nothing early, but still gives the host's staff priority (IM-11)."""
    edition = link.participation.edition if link else None
    priority = phase(edition, PhaseKind.PRIORITY) if edition else None
    trainees = phase(edition, PhaseKind.TRAINEES) if edition else None
    return {
        "link": link,
        "edition": edition,
        "priority": priority,
        "trainees": trainees,
        "registering": bool(trainees and trainees.is_open(at)),
        "usable": link is not None and link.revoked_at is None,
        "waits": bool(priority and not priority.is_open(at) and priority.opens_at > at),
        "over": bool(priority and not priority.is_open(at) and priority.closes_at <= at),
    }
