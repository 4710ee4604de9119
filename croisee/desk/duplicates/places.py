"""The same service or the same institution entered twice.

Institutions of one name exist: the name counts together with a place or with somebody who works
in both. Two different enterprise numbers are two institutions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from croisee.core.text import fold
from croisee.desk.duplicates.pairs import Kind, Pair, couples, dismissed, nearly
from croisee.directory.models import Membership, Service
from croisee.editions.models import Edition
from croisee.offers.models import OfferContact


@dataclass
class Known:
    """One service and its institution, as they are compared."""

    shown: str
    where: str
    words: str
    street: str
    postcode: str
    organisation: int
    organisation_name: str
    number: str
    province: int | None
    people: set[int] = field(default_factory=set)


def suspected_places(edition: Edition) -> list[Pair]:
    """Services first, then institutions that no pair of services explains. Five queries."""
    known = _services(edition)
    _people(known)
    said = dismissed(Kind.SERVICE)
    services = [
        found
        for pair in _candidates(known)
        if pair not in said and (found := _judged(known, *pair))
    ]
    return [*services, *_institutions(known, services)]


def _services(edition: Edition) -> dict[int, Known]:
    rows = Service.objects.filter(
        merged_into=None, offers__edition__programme=edition.programme
    ).distinct()
    names = ("pk", "name", "address", "postcode", "locality", "province_id")
    bodies = ("organisation_id", "organisation__name", "organisation__enterprise_number")
    return {
        pk: Known(
            f"{body}, {name}" if name else body,
            ", ".join(filter(None, [address, f"{postcode} {locality}".strip()])),
            fold(f"{body} {name}"),
            fold(address),
            postcode,
            body_pk,
            fold(body),
            number,
            province,
        )
        for pk, name, address, postcode, locality, province, body_pk, body, number in (
            rows.order_by().values_list(*names, *bodies)
        )
    }


def _people(known: dict[int, Known]) -> None:
    """Who works or is written to there."""
    for rows, name in (
        (Membership.objects.all(), "service"),
        (OfferContact.objects.all(), "offer__service"),
    ):
        for service, person in rows.values_list(name, "person"):
            if service in known:
                known[service].people.add(person)


def _candidates(known: dict[int, Known]) -> list[tuple[int, int]]:
    """The same name, or the same street and postcode."""
    by_name, by_street = defaultdict(list), defaultdict(list)
    for pk, one in known.items():
        by_name[one.words].append(pk)
        if one.street and one.postcode:
            by_street[one.street, one.postcode].append(pk)
    return sorted(couples([*by_name.values(), *by_street.values()]))


def _judged(known: dict[int, Known], first: int, second: int) -> Pair | None:
    one, other = known[first], known[second]
    reasons = tuple(_reasons(one, other))
    if len(reasons) < 2 or _two_bodies(one, other):
        return None
    provinces = frozenset({one.province, other.province} - {None})
    shown, where = (one.shown, other.shown), (one.where, other.where)
    return Pair(Kind.SERVICE, first, second, shown, where, reasons, provinces)  # type: ignore[arg-type]


def _reasons(one: Known, other: Known) -> Iterator[str]:
    """A name first: without one, being neighbours in a house says nothing."""
    if one.words == other.words:
        yield _("même nom")
    elif nearly(one.words, other.words):
        yield _("presque le même nom")
    else:
        return
    if one.street and (one.street, one.postcode) == (other.street, other.postcode):
        yield _("même adresse")
    elif one.postcode and one.postcode == other.postcode:
        yield _("même code postal")
    if one.people & other.people:
        yield _("même personne de contact")


def _two_bodies(one: Known, other: Known) -> bool:
    return bool(one.number and other.number and one.number != other.number)


def _institutions(known: dict[int, Known], services: list[Pair]) -> Iterator[Pair]:
    explained = {
        frozenset({known[pair.first].organisation, known[pair.second].organisation})
        for pair in services
    }
    by_name: dict[str, list[int]] = defaultdict(list)
    for pk, one in known.items():
        by_name[one.organisation_name].append(pk)
    said = dismissed(Kind.ORGANISATION)
    for first, second in couples(by_name.values()):
        one, other = sorted((known[first], known[second]), key=lambda row: row.organisation)
        bodies = (one.organisation, other.organisation)
        if len(set(bodies)) < 2 or frozenset(bodies) in explained or bodies in said:
            continue
        reasons = tuple(_shared(one, other))
        if reasons and not _two_bodies(one, other):
            explained.add(frozenset(bodies))
            yield _institution_pair(one, other, reasons)


def _shared(one: Known, other: Known) -> Iterator[str]:
    if one.postcode and one.postcode == other.postcode:
        yield _("même code postal")
    if one.people & other.people:
        yield _("même personne de contact")


def _institution_pair(one: Known, other: Known, reasons: tuple[str, ...]) -> Pair:
    return Pair(
        Kind.ORGANISATION,
        one.organisation,
        other.organisation,
        (one.shown, other.shown),
        (one.where, other.where),
        (_("même nom"), *reasons),
        frozenset({one.province, other.province} - {None}),  # type: ignore[arg-type]
    )
