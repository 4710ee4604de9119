"""Which offers the acts of the journal may have changed, and whether an index agrees with the database."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Count, Max, Sum

from croisee.core.models import JournalEntry
from croisee.editions.models import Edition
from croisee.offers.catalogue.index import Index
from croisee.offers.enums import OfferState
from croisee.offers.models import Offer, Slot

#: From the subject of an act to the offers it tells of.
LEADS_TO = {
    "offers.offer": "pk",
    "offers.slot": "slots",
    "placements.placement": "slots__placements",
    "directory.service": "service",
    "directory.organisation": "service__organisation",
}
# Acts on these may change any card: reference data, a whole import.
EVERYTHING = ("directory.", "ranked.sheet")
MOST = 2000  # acts at once; beyond, everything is read


def pulse() -> int:
    """The number of the last act: unchanged, nothing changed."""
    return JournalEntry.objects.aggregate(last=Max("id"))["last"] or 0


def offers_changed(edition: Edition, before: int, after: int) -> set[int] | None:
    """Ids of the offers to read again after these acts; None where all may have changed.

    All offers of the organisations concerned: a host who corrects the address on one offer corrects
    it on the others of the service, a merged service hands its offers over.
    """
    acts = JournalEntry.objects.filter(id__gt=before).order_by()
    subjects = list(acts.values_list("subject_type", "subject_id").distinct()[: MOST + 1])
    if after < before or len(subjects) > MOST:
        return None
    concerned: dict[str, list[int]] = defaultdict(list)
    for kind, subject in subjects:
        if kind in LEADS_TO:
            concerned[kind].append(subject)
        elif kind.startswith(EVERYTHING):
            return None
    return _of_organisations(edition, concerned) if concerned else set()


def _of_organisations(edition: Edition, concerned: dict[str, list[int]]) -> set[int]:
    offers = Offer.objects.filter(edition=edition).order_by()
    hosts = set(concerned.get("directory.organisation", ()))
    for kind, subjects in concerned.items():
        told = offers.filter(**{f"{LEADS_TO[kind]}__in": subjects})
        hosts |= set(told.values_list("service__organisation_id", flat=True))
    theirs = offers.filter(service__organisation__in=hosts).values_list("pk", flat=True)
    return {*theirs, *concerned.get("offers.offer", ())}


def stamp(edition: Edition) -> tuple[Any, ...]:
    """Counts and sums that tell of a change made behind the journal's back."""
    offers = Offer.objects.filter(edition=edition, state=OfferState.PUBLISHED)
    slots = Slot.objects.filter(offer__edition=edition, offer__state=OfferState.PUBLISHED)
    counted = offers.aggregate(Count("id"), Sum("id"), Sum("version"))
    return tuple(
        value or 0
        for value in (*counted.values(), *slots.aggregate(Sum("capacity"), Sum("taken")).values())
    )


def stamp_of(index: Index) -> tuple[Any, ...]:
    """The same, of an index: equal as long as it is true."""
    rows, capacity = index.rows, int(index.capacity.sum())
    return (
        len(rows),
        sum(row.id for row in rows),
        sum(row.version for row in rows),
        capacity,
        capacity - int(index.left.sum()),
    )
