"""Reads of offers that have a name, the catalogue first."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Prefetch, QuerySet, Sum

from croisee.editions.models import Edition
from croisee.editions.reach import Reach
from croisee.offers.enums import OfferState
from croisee.offers.models import Offer, OfferContact, Slot
from croisee.people.models import Person


def with_details(offers: QuerySet[Offer]) -> QuerySet[Offer]:
    """Everything a list or a card shows, in a number of queries that does not grow with rows."""
    return offers.select_related(
        "service__organisation", "service__province", "service__municipality"
    ).prefetch_related(
        "service__sectors",
        "professions",
        "slots",
        Prefetch("contacts", OfferContact.objects.select_related("person")),
    )


def catalogue(editions: list[Edition]) -> QuerySet[Offer]:
    """The published offers of these editions, by number."""
    published = Offer.objects.filter(edition__in=editions, state=OfferState.PUBLISHED)
    return with_details(published).order_by("edition", "number")


def places(edition: Edition) -> tuple[int, int]:
    """(all places, places taken) of the published offers of an edition."""
    slots = Slot.objects.filter(offer__edition=edition, offer__state=OfferState.PUBLISHED)
    sums = slots.aggregate(all=Sum("capacity"), taken=Sum("taken"))
    return sums["all"] or 0, sums["taken"] or 0


def waiting_for_review(edition: Edition) -> QuerySet[Offer]:
    return Offer.objects.filter(edition=edition, state=OfferState.SUBMITTED).order_by(
        "submitted_at"
    )


def to_review_by(person: Person, edition: Edition, at: datetime) -> QuerySet[Offer]:
    """Those that wait for a decision that this person may take."""
    return to_review_in(Reach(person, edition.programme, at), edition)


def to_review_in(reach: Reach, edition: Edition) -> QuerySet[Offer]:
    waiting = waiting_for_review(edition)
    return waiting if reach.everywhere else waiting.filter(service__province__in=reach.places)


def next_number(edition: Edition) -> str:
    """The next free offer number of an edition: H001, H002…"""
    taken = Offer.objects.filter(edition=edition, number__regex=r"^H[0-9]+$")
    last = max((int(number[1:]) for number in taken.values_list("number", flat=True)), default=0)
    return f"H{last + 1:03d}"
