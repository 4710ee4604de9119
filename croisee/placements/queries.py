"""Reads of placements that have a name."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from croisee.editions.models import Edition
from croisee.offers.models import Offer, OfferContact
from croisee.placements.models import Participant, Placement


def active_placements(edition: Edition) -> QuerySet[Placement]:
    return Placement.objects.filter(edition=edition).exclude(state=Placement.State.CANCELLED)


def active_of(offer: Offer) -> QuerySet[Placement]:
    """Who is placed at an offer."""
    held = Placement.objects.filter(slot__offer=offer).exclude(state=Placement.State.CANCELLED)
    return held.select_related("slot", "edition")


def with_both_sides(placements: QuerySet[Placement]) -> QuerySet[Placement]:
    """Host, trainees and dates, in a number of queries that does not grow with rows."""
    contacts = Prefetch("slot__offer__contacts", OfferContact.objects.select_related("person"))
    participants = Prefetch("participants", Participant.objects.select_related("person"))
    return placements.select_related(
        "edition__programme", "slot__offer__service__organisation", "slot__offer__service__province"
    ).prefetch_related(contacts, participants, "sessions")
