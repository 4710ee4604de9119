"""Offers with a free place that look like what somebody asked for: same sector, then distance."""

from __future__ import annotations

from dataclasses import dataclass

from croisee.core.text import fold
from croisee.directory.models import Postcode
from croisee.directory.queries import distance_km
from croisee.offers.enums import Weekday
from croisee.offers.labels import listed
from croisee.offers.models import Offer
from croisee.schemes.ranked.board.draft import Draft
from croisee.schemes.ranked.models import Application

MOST = 4
# A sector asked for is worth a drive of this many kilometres.
WORTH_OF_A_SECTOR = 25.0
UNKNOWN_DISTANCE = 60.0


@dataclass(frozen=True)
class FreeOffer:
    offer: Offer
    places: int
    km: int | None
    days: str
    same_sector: bool


def free_offers(draft: Draft, application: Application, choices: list[str]) -> list[FreeOffer]:
    """The few best ones, nearest to the workplace and to the sectors of the choices."""
    wanted = {
        sector.pk
        for number in choices
        if number in draft.offers
        for sector in draft.offers[number].service.sectors.all()
    }
    open_ = [
        draft.offers[number]
        for number in draft.capacity
        if draft.free(number) > 0
        and number not in choices
        and number in draft.offers
        and not _own(application, draft.offers[number])
    ]
    points = _points({application.postcode, *(offer.service.postcode for offer in open_)})
    here = points.get(application.postcode)
    found = [_free(draft, offer, wanted, here, points) for offer in open_]
    return sorted(found, key=_cost)[:MOST]


def _own(application: Application, offer: Offer) -> bool:
    """Nobody visits their own institution; an employer may be known by name only."""
    service = offer.service
    if application.organisation_id:
        return application.organisation_id == service.organisation_id
    employer = fold(application.employer)
    names = (service.organisation.name, service.full_name, service.name)
    return bool(employer) and employer in {fold(name) for name in names}


def _free(
    draft: Draft,
    offer: Offer,
    wanted: set[int],
    here: tuple[float, float] | None,
    points: dict[str, tuple[float, float]],
) -> FreeOffer:
    there = points.get(offer.service.postcode)
    return FreeOffer(
        offer=offer,
        places=draft.free(offer.number),
        km=round(distance_km(here, there)) if here and there else None,
        days=listed(Weekday, offer.weekdays),
        same_sector=any(sector.pk in wanted for sector in offer.service.sectors.all()),
    )


def _cost(found: FreeOffer) -> tuple[float, str]:
    far = UNKNOWN_DISTANCE if found.km is None else float(found.km)
    return far - (WORTH_OF_A_SECTOR if found.same_sector else 0), found.offer.number


def _points(postcodes: set[str]) -> dict[str, tuple[float, float]]:
    rows = Postcode.objects.filter(code__in=postcodes).values_list("code", "latitude", "longitude")
    return {
        code: (latitude, longitude)
        for code, latitude, longitude in rows
        if latitude is not None and longitude is not None
    }
