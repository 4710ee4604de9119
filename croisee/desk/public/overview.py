"""All programmes together: which edition runs, what is open, what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from croisee.desk.public.stations import Station, coming, here, stations_of
from croisee.editions.models import Edition
from croisee.editions.queries import running_editions
from croisee.offers.enums import OfferState


@dataclass(frozen=True)
class Running:
    """One running edition in the list."""

    edition: Edition
    offers: int
    now: Station | None
    next: Station | None


def programmes(at: datetime) -> list[Running]:
    published = Count("offers", filter=Q(offers__state=OfferState.PUBLISHED))
    editions = running_editions().annotate(offer_count=published).prefetch_related("phases")
    found = []
    for edition in editions.order_by("programme__name", "-starts_on"):
        stations = stations_of(edition, at)
        count = edition.offer_count
        found.append(Running(edition, count, here(stations), coming(stations)))
    return found
