"""What a preview may say of a host contact: their offer."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from croisee.editions.enums import PhaseKind
from croisee.editions.models import Edition
from croisee.offers.models import Offer
from croisee.offers.reminders import deadline_of
from croisee.people.models import Person


def taking_part(edition: Edition) -> Q:
    return Q(offer_contacts__offer__edition=edition)


def facts(edition: Edition, person: Person, kind: str) -> dict[str, Any]:
    hosted = Offer.objects.filter(edition=edition, contacts__person=person)
    offer = hosted.select_related("service__organisation", "service__province").first()
    if offer is None:
        return {}
    phase = PhaseKind.PRIORITY if kind.startswith("priority") else PhaseKind.HOSTS
    return {
        "host": offer.service.full_name,
        "offer": offer.title,
        "number": offer.number,
        "places": sum(slot.capacity for slot in offer.slots.all()),
        "deadline": deadline_of(edition, phase),
        "province": offer.service.province,
    }
