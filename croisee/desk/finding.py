"""Finding somebody or something by a few letters of a name, an address or a number."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Q

from croisee.editions.models import Edition
from croisee.offers.models import Offer
from croisee.schemes.ranked.models import Application

SHORTEST = 2
MOST = 25


@dataclass
class Found:
    applications: list[Application] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    too_short: bool = False

    @property
    def nothing(self) -> bool:
        return not (self.applications or self.offers or self.too_short)


def find(query: str, edition: Edition) -> Found:
    """At most 25 of each kind; every word of the query must be found."""
    words = query.split()[:6]
    if len(query) < SHORTEST:
        return Found(too_short=True)
    return Found(applications=_applications(words, edition), offers=_offers(words, edition))


def _matching(words: list[str], fields: tuple[str, ...]) -> Q:
    wanted = Q()
    for word in words:
        either = Q()
        for name in fields:
            either |= Q(**{f"{name}__icontains": word})
        wanted &= either
    return wanted


def _applications(words: list[str], edition: Edition) -> list[Application]:
    fields = (
        "person__first_name",
        "person__last_name",
        "person__email",
        "person__phone",
        "employer",
    )
    found = Application.objects.filter(_matching(words, fields), edition=edition)
    return list(found.select_related("person", "province")[:MOST])


def _offers(words: list[str], edition: Edition) -> list[Offer]:
    fields = (
        "number",
        "title",
        "service__organisation__name",
        "service__name",
        "service__locality",
        "contacts__person__last_name",
        "contacts__person__email",
    )
    found = Offer.objects.filter(_matching(words, fields), edition=edition).distinct()
    return list(found.select_related("service__organisation")[:MOST])
