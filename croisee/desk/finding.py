"""Finding somebody or something by three letters: a name, an address, a telephone, a number."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, F, QuerySet, Value, When
from django.db.models.functions import Replace

from croisee.core.listing.folding import Fold, Related, matching, words_of
from croisee.core.text import fold
from croisee.desk.hosts.known import hosts_of
from croisee.desk.people import of_programme
from croisee.directory.models import Service
from croisee.editions.models import Edition
from croisee.offers.models import Offer, OfferContact
from croisee.people.models import Person
from croisee.people.names import BY_NAME

SHORTEST = 2
MOST = 25
SUGGESTED = 6  # of each kind, while typing


@dataclass
class Found:
    people: list[Person] = field(default_factory=list)
    hosts: list[Service] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    too_short: bool = False

    @property
    def count(self) -> int:
        return len(self.people) + len(self.hosts) + len(self.offers)

    @property
    def nothing(self) -> bool:
        return not (self.count or self.too_short)


def find(query: str, edition: Edition, most: int = MOST) -> Found:
    """At most `most` of each kind; every word must be found, accents and case do not count."""
    if len(fold(query)) < SHORTEST:
        return Found(too_short=True)
    return Found(
        people=list(_people(query, edition)[:most]),
        hosts=list(_hosts(query, edition)[:most]),
        offers=list(_offers(query, edition)[:most]),
    )


def _people(query: str, edition: Edition) -> QuerySet[Person]:
    """By name or address; a query of digits also by telephone, however it was spaced."""
    rows = of_programme(edition.programme)
    digits = re.sub(r"[\s./+-]", "", query)
    if digits.isdigit() and len(digits) >= 4:
        bare: Any = F("phone")
        for sign in " /.-":
            bare = Replace(bare, Value(sign), Value(""))
        found = rows.alias(bare=bare).filter(bare__contains=digits)
    else:
        found = matching(rows, query, ("first_name", "last_name", "email"))
    found = found.alias(last_name_folded=Fold("last_name"), first_name_folded=Fold("first_name"))
    return found.order_by(_how_near(query), *BY_NAME)


def _how_near(query: str) -> Case:
    """A name that begins like the query comes before one that merely holds it."""
    word = words_of(query)[0]
    begins = {name: {f"{name}_folded__startswith": word} for name in ("last_name", "first_name")}
    return Case(
        When(**begins["last_name"], then=0), When(**begins["first_name"], then=1), default=2
    )


def _hosts(query: str, edition: Edition) -> QuerySet[Service]:
    """Services by their own names; those found by an offer or a contact stand with these."""
    own = ("organisation__name", "name", "locality")
    found = matching(hosts_of(edition), query, own)
    return found.select_related("organisation").order_by("organisation__name", "name", "pk")


def _offers(query: str, edition: Edition) -> QuerySet[Offer]:
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
    return found.select_related("service__organisation").order_by("number")
