"""Reads of placements that have a name."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max, Prefetch, Q, QuerySet

from croisee.core.models import JournalEntry
from croisee.editions.models import Edition
from croisee.offers.models import Offer, OfferContact
from croisee.placements.models import Participant, Placement
from croisee.placements.rules import UNDECIDED

_State = Placement.State


def active_placements(edition: Edition) -> QuerySet[Placement]:
    return Placement.objects.filter(edition=edition).exclude(state=Placement.State.CANCELLED)


def to_come_of(offer: Offer, at: datetime) -> QuerySet[Placement]:
    """Who is still to come to an offer: those of its placements that may end (`rules.may_end`)."""
    held = Placement.objects.filter(slot__offer=offer, state__in=UNDECIDED)
    last = Max("sessions__ends_at")
    coming = held.alias(last=last).filter(Q(last=None) | Q(last__gt=at))
    return coming.select_related("slot", "edition").order_by("pk")


def said_by(placement: Placement) -> int | None:
    """The id of who said last what became of it."""
    verbs = [f"placement.{state}" for state in (_State.DONE, _State.PARTLY, _State.NO_SHOW)]
    said = JournalEntry.objects.filter(
        verb__in=verbs, subject_type=placement._meta.label_lower, subject_id=placement.pk
    )
    return said.order_by("-at", "-pk").values_list("actor_id", flat=True).first()


def with_both_sides(placements: QuerySet[Placement]) -> QuerySet[Placement]:
    """Host, trainees and dates, in a number of queries that does not grow with rows."""
    contacts = Prefetch("slot__offer__contacts", OfferContact.objects.select_related("person"))
    participants = Prefetch("participants", Participant.objects.select_related("person"))
    return placements.select_related(
        "edition__programme", "slot__offer__service__organisation", "slot__offer__service__province"
    ).prefetch_related(contacts, participants, "sessions")
