"""The ranked choices: shortlisted from the catalogue, ordered by buttons, with the demand beside each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from croisee.offers import queries as offers
from croisee.offers.access import access_of
from croisee.offers.catalogue.results import Card
from croisee.offers.catalogue.similar import similar_and_freer
from croisee.offers.catalogue.snapshot import Snapshot, snapshot_of
from croisee.offers.enums import OfferState, Weekday
from croisee.offers.labels import listed
from croisee.offers.models import Offer
from croisee.schemes.ranked.actions.applications import PlacedError
from croisee.schemes.ranked.queries import live_demand
from croisee.schemes.ranked.views.participant import present
from croisee.schemes.ranked.views.participant_shortlist import (
    ACTS,
    Visitor,
    numbers,
    rearranged,
    reordered,
)
from croisee.schemes.ranked.views.participant_tasks import frame

SUGGESTED = 2


@dataclass
class Row:
    """A choice: places and requests in counts, and freer offers like it where it is much asked for."""

    offer: Offer
    places: int
    requests: int
    gone: bool = False
    own: bool = False
    freer: list[Card] = field(default_factory=list)

    @property
    def weekdays(self) -> str:
        return listed(Weekday, self.offer.weekdays)

    @property
    def crowded(self) -> bool:
        return self.requests > self.places


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """My choices in order; each button is one POST and needs no script."""
    edition, who = present(request)
    if request.method == "POST":
        return _change(request, who)
    chosen = who.chosen
    rows = _rows(who, chosen)
    free = max(0, edition.max_choices - len(chosen))
    context = frame(who, "choix") | {
        "rows": rows,
        "shown": ",".join(map(str, chosen)),
        "free_ranks": range(len(chosen) + 1, edition.max_choices + 1),
        "next_rank": len(chosen) + 1 if free else 0,
        "waiting": _rows(who, who.waiting, plain=True),
        "demand_shown": edition.show_demand,
    }
    return render(request, "ranked/participant/choices.html", context)


@login_not_required
@require_POST
def shortlist_add(request: HttpRequest, offer_id: int) -> HttpResponse:
    """« Ajouter à mes choix », from the catalogue, before or after the sign-in."""
    edition, who = present(request)
    found = Offer.objects.filter(edition=edition, state=OfferState.PUBLISHED)
    offer = get_object_or_404(found.select_related("service"), pk=offer_id)
    if not access_of(request, edition, who.at).allowed:
        return redirect("offers:catalogue")
    chosen = who.chosen
    refusal = _refusal(who, chosen, offer)
    if refusal:
        messages.warning(request, refusal)
    elif offer.pk not in chosen and _stored(who, chosen, [*chosen, offer.pk]):
        told = _("« %(title)s » est votre choix %(rank)d.")
        messages.success(request, told % {"title": offer.title, "rank": len(chosen) + 1})
    return redirect("ranked:mine")


def _change(request: HttpRequest, who: Visitor) -> HttpResponse:
    """Move, remove or add one, or all in the order of `order` (dragged); twice the same is once."""
    act = next((act for act in ACTS if act in request.POST), "")
    named = numbers(request.POST.get(act, ""))
    shown = numbers(request.POST.get("shown", ""))
    if not act or not named or not who.may:
        if not who.may:
            messages.warning(request, _closed(who))
        return redirect("ranked:mine")
    if act == "add":
        return shortlist_add(request, named[0])
    wanted = reordered(shown, named) if act == "order" else rearranged(shown, act, named[0])
    if not wanted and not frame(who)["draft"]:
        messages.warning(request, _("Gardez au moins un choix, ou retirez votre inscription."))
    elif not _stored(who, shown, wanted):
        messages.warning(
            request, _("Vos choix ont changé ailleurs entre-temps : voici l’ordre actuel.")
        )
    elif act == "remove":
        _tell_removed(request, who, named[0])
    return redirect("ranked:mine")


def _tell_removed(request: HttpRequest, who: Visitor, offer_id: int) -> None:
    """Said, because in a registration that was sent it counts at once."""
    gone = Offer.objects.filter(edition=who.edition, pk=offer_id).first()
    if gone:
        told = _("« %(title)s » n’est plus dans vos choix.")
        messages.success(request, told % {"title": gone.title})


def _stored(who: Visitor, shown: list[int], wanted: list[int]) -> bool:
    try:
        return who.store(shown, wanted)
    except PlacedError:
        return False


def _refusal(who: Visitor, chosen: list[int], offer: Offer) -> str:
    """Why this offer cannot be added; '' when it can."""
    most = who.edition.max_choices
    if not who.may:
        return _closed(who)
    if offer.service.organisation_id in who.own_organisations:
        return _(
            "C’est votre propre institution : choisissez un service que vous ne connaissez pas."
        )
    if offer.pk not in chosen and len(chosen) >= most:
        return ngettext(
            "Vous avez déjà %(most)d choix. Retirez-le pour ajouter celui-ci.",
            "Vous avez déjà %(most)d choix. Retirez-en un pour ajouter celui-ci.",
            most,
        ) % {"most": most}
    return ""


def _closed(who: Visitor) -> str:
    if who.application and who.application.placement_id:
        return _("Votre place est attribuée : les choix ne changent plus.")
    return _("Les inscriptions ne sont pas ouvertes en ce moment.")


def _rows(who: Visitor, chosen: list[int], *, plain: bool = False) -> list[Row]:
    found = offers.with_details(Offer.objects.filter(edition=who.edition, pk__in=chosen))
    known = {offer.pk: offer for offer in found}
    counts = live_demand(who.edition) if chosen and who.edition.show_demand else {}
    own = who.own_organisations if chosen else set()
    rows = [_row(known[pk], counts, own) for pk in chosen if pk in known]
    if who.edition.show_demand and who.may and not plain and any(row.crowded for row in rows):
        _suggest(who, rows)
    return rows


def _row(offer: Offer, counts: Any, own: set[int]) -> Row:
    left = sum(slot.capacity - slot.taken for slot in offer.slots.all())
    requests = counts[offer.pk].total() if offer.pk in counts else 0
    gone = offer.state != OfferState.PUBLISHED
    return Row(offer, left, requests, gone, offer.service.organisation_id in own)


def _suggest(who: Visitor, rows: list[Row]) -> None:
    """Freer offers like the crowded ones, each told once."""
    snapshot: Snapshot = snapshot_of(who.edition)
    told = {row.offer.pk for row in rows}
    own = who.own_organisations
    for row in rows:
        if not row.crowded or row.gone:
            continue
        cards = similar_and_freer(snapshot, row.offer.pk, limit=12)
        for card in cards:
            free = card.row.id not in told and card.requests < card.row.left
            if free and card.row.organisation_id not in own and len(row.freer) < SUGGESTED:
                row.freer.append(card)
                told.add(card.row.id)
