"""The same person under two addresses: the same name, and something else that speaks for it.

A name alone proves nothing, and neither does a telephone: services share their switchboard.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import combinations

from django.utils.translation import gettext as _

from croisee.core.text import fold
from croisee.desk.duplicates.pairs import (
    PHONE_DIGITS,
    Kind,
    Pair,
    couples,
    digits,
    dismissed,
    nearly,
    words_in_order,
)
from croisee.desk.people import of_programme
from croisee.directory.models import Membership
from croisee.editions.models import Edition, Programme
from croisee.offers.models import OfferContact
from croisee.schemes.ranked.models import Application


@dataclass
class Known:
    """What may speak for two records being one person."""

    name: str
    words: str
    email: str
    phone: str
    services: set[int] = field(default_factory=set)
    employers: set[str] = field(default_factory=set)
    provinces: set[int] = field(default_factory=set)


def suspected_persons(edition: Edition, among: Collection[int] | None = None) -> list[Pair]:
    """In five queries, however many persons the programme has; `among` are ids to look at alone."""
    programme = edition.programme
    known = _names(programme, among)
    said = dismissed(Kind.PERSON)
    candidates = [pair for pair in _candidates(known) if pair not in said]
    _evidence(programme, known, {pk for pair in candidates for pk in pair})
    return [found for pair in candidates if (found := _judged(known, *pair))]


def _names(programme: Programme, among: Collection[int] | None) -> dict[int, Known]:
    people = of_programme(programme)
    people = people if among is None else people.filter(pk__in=among)
    rows = people.values_list("pk", "first_name", "last_name", "email", "phone")
    return {
        pk: Known(
            f"{first} {last}".strip(), words_in_order(f"{first} {last}"), email, digits(phone)
        )
        for pk, first, last, email, phone in rows.order_by()
    }


def _candidates(known: dict[int, Known]) -> list[tuple[int, int]]:
    """The same name; or nearly, behind the same telephone."""
    by_name, by_phone = defaultdict(list), defaultdict(list)
    for pk, one in known.items():
        if one.words:
            by_name[one.words].append(pk)
        if len(one.phone) >= PHONE_DIGITS:
            by_phone[one.phone].append(pk)
    near = [
        [one, other]
        for group in by_phone.values()
        for one, other in combinations(group, 2)
        if nearly(known[one].words, known[other].words)
    ]
    return sorted(couples([*by_name.values(), *near]))


def _evidence(programme: Programme, known: dict[int, Known], pks: set[int]) -> None:
    """Services, employers and provinces of the few that look alike."""
    works = Membership.objects.filter(person__in=pks).values_list(
        "person", "service", "service__organisation__name"
    )
    for pk, service, name in works:
        known[pk].services.add(service)
        known[pk].employers.add(fold(name))
    hosts = OfferContact.objects.filter(person__in=pks, offer__edition__programme=programme)
    for pk, service, name, province in hosts.values_list(
        "person",
        "offer__service",
        "offer__service__organisation__name",
        "offer__service__province",
    ):
        known[pk].services.add(service)
        known[pk].employers.add(fold(name))
        known[pk].provinces |= {province} - {None}
    asked = Application.objects.filter(person__in=pks, edition__programme=programme)
    for pk, employer, province in asked.values_list("person", "employer", "province"):
        known[pk].employers |= {fold(employer)} - {""}
        known[pk].provinces |= {province} - {None}


def _judged(known: dict[int, Known], first: int, second: int) -> Pair | None:
    one, other = known[first], known[second]
    reasons = tuple(_reasons(one, other))
    if not reasons:
        return None
    name = _("même nom") if one.words == other.words else _("presque le même nom")
    return Pair(
        Kind.PERSON,
        first,
        second,
        (one.name, other.name),
        (one.email, other.email),
        (name, *reasons),
        frozenset(one.provinces | other.provinces),
    )


def _reasons(one: Known, other: Known) -> Iterator[str]:
    if one.phone == other.phone and len(one.phone) >= PHONE_DIGITS:
        yield _("même téléphone")
    if one.services & other.services:
        yield _("même service")
    elif one.employers & other.employers:
        yield _("même employeur")
    if one.provinces & other.provinces:
        yield _("même province")
