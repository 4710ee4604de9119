"""The filters of the coordinators' list of offers, all kept in the address."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import QueryDict

from croisee.offers.enums import OfferState
from croisee.offers.models import Offer

SORTS = {
    "numero": ("number",),
    "institution": ("service__organisation__name", "number"),
    "commune": ("service__locality", "number"),
}


def filtered(offers: QuerySet[Offer], chosen: QueryDict) -> QuerySet[Offer]:
    """Offers matching the words, the state and the province of the address; odd values are ignored."""
    if chosen.get("etat") in OfferState.values:
        offers = offers.filter(state=chosen["etat"])
    if chosen.get("province"):
        offers = offers.filter(service__province__code=chosen["province"][:20])
    for word in chosen.get("q", "")[:100].split():
        offers = offers.filter(_word(word))
    return offers.distinct().order_by(*SORTS.get(chosen.get("tri", ""), SORTS["numero"]))


def _word(word: str) -> Q:
    fields = (
        "number",
        "title",
        "service__organisation__name",
        "service__name",
        "service__locality",
        "contacts__person__last_name",
        "contacts__person__email",
    )
    found = Q()
    for name in fields:
        found |= Q(**{f"{name}__icontains": word})
    return found
