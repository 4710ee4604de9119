"""Finding somebody or something by three letters: a name, an address, a telephone, a number."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import QuerySet

from croisee.core.listing.folding import Related, matching
from croisee.core.text import fold
from croisee.desk.people import of_programme
from croisee.editions.models import Edition
from croisee.offers.models import Offer, OfferContact
from croisee.people.models import Person

SHORTEST = 2
MOST = 25


@dataclass
class Found:
    people: list[Person] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    too_short: bool = False

    @property
    def nothing(self) -> bool:
        return not (self.people or self.offers or self.too_short)


def find(query: str, edition: Edition) -> Found:
    """At most 25 of each kind; every word must be found, accents and case do not count."""
    if len(fold(query)) < SHORTEST:
        return Found(too_short=True)
    return Found(people=_people(query, edition), offers=_offers(query, edition))


def _people(query: str, edition: Edition) -> list[Person]:
    rows = of_programme(edition.programme)
    digits = "".join(char for char in query if char.isdigit())
    own = ("first_name", "last_name", "email", "phone")
    found: QuerySet[Person] = matching(rows, query, own)
    if len(digits) >= 4 and len(digits) == len("".join(query.split())):
        found = found | rows.filter(phone__contains=digits)
    return list(found.order_by("last_name", "first_name", "pk")[:MOST])


def _offers(query: str, edition: Edition) -> list[Offer]:
    own = (
        "number",
        "title",
        "service__organisation__name",
        "service__name",
        "service__locality",
    )
    names = ("person__first_name", "person__last_name", "person__email")
    contacts = Related(OfferContact.objects.all(), "offer", *names)
    found = matching(Offer.objects.filter(edition=edition), query, own, [contacts])
    return list(found.select_related("service__organisation").order_by("number")[:MOST])
