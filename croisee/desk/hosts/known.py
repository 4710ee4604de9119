"""The hosts of an edition: those that propose, and those of the edition before.

What is read of them, for the list and for the page of one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from croisee.core.ids import Among
from croisee.desk.enums import HostState
from croisee.directory.models import Service
from croisee.editions.models import Edition, Participation, PriorityLink
from croisee.offers.enums import PROPOSED, OfferState
from croisee.offers.models import Offer, OfferContact

NOT_SENT = (OfferState.DRAFT, OfferState.WITHDRAWN)
MANY = 1000  # services
Demand = Mapping[int, Counter[int]]  # {offer id: {rank: how many ask for it}}


def hosts_of(edition: Edition) -> QuerySet[Service]:
    """Services with an offer here or in the edition before, and all those of an institution that
    said « not this year ». One merged into another is read there."""
    last = Q(edition=edition.before_id or 0) & ~Q(state__in=NOT_SENT)
    known = Offer.objects.filter(Q(edition=edition) | last, service=OuterRef("pk")).order_by()
    declined = Participation.objects.filter(edition=edition).exclude(declined_reason="")
    here = Exists(known) | Q(organisation__in=declined.values("organisation"))
    return Service.objects.filter(here, merged_into=None)


def _offers(edition: Edition) -> QuerySet[Offer]:
    return Offer.objects.filter(edition=edition, service=OuterRef("pk")).order_by()


def _last_offers(edition: Edition) -> QuerySet[Offer]:
    before = edition.before_id or 0
    found = Offer.objects.filter(edition_id=before, service=OuterRef("pk")).order_by()
    return found.exclude(state__in=NOT_SENT)


def _participations(edition: Edition) -> QuerySet[Participation]:
    return Participation.objects.filter(
        edition=edition, organisation=OuterRef("organisation")
    ).order_by()


def participation_value(edition: Edition, name: str) -> QuerySet:
    """One field of the participation of a service's institution, for a `Subquery`."""
    return _participations(edition).values(name)[:1]


def state_of(edition: Edition) -> Case:
    """The HostState of each service, in the database."""
    offers = _offers(edition)
    return Case(
        When(Exists(offers.filter(state__in=PROPOSED)), then=Value(HostState.PROPOSES)),
        When(
            Exists(_participations(edition).exclude(declined_reason="")),
            then=Value(HostState.DECLINED),
        ),
        When(Exists(offers.filter(state=OfferState.DRAFT)), then=Value(HostState.BEGUN)),
        When(Exists(offers), then=Value(HostState.WITHDRAWN)),
        default=Value(HostState.SILENT),
    )


def without_contact(edition: Edition) -> Q:
    """Nobody to write to: of this edition's offers, else of last year's."""
    here = Exists(_offers(edition))
    now, last = _contacts(_offers(edition)), _contacts(_last_offers(edition))
    return Q(here & ~now) | Q(~here & ~last)


def _contacts(offers: QuerySet[Offer]) -> Exists:
    return Exists(offers.filter(contacts__isnull=False))


def contacts_of(edition: Edition, pks: Sequence[int]) -> dict[int, list[OfferContact]]:
    """`{service id: its contacts}`, the main one first, each person once.

    Those of this edition's offers; of a service without any offer here, last year's.
    """
    found: dict[int, dict[int, OfferContact]] = {}
    for row in _contact_rows(edition, pks).select_related("person", "offer"):
        found.setdefault(row.offer.service_id, {}).setdefault(row.person_id, row)
    return {pk: list(people.values()) for pk, people in found.items()}


def told_of_contacts(edition: Edition, pks: Sequence[int], *names: str) -> dict[int, list[str]]:
    """As `contacts_of`, of each person these fields with a blank between: an order asks for all
    the services at once."""
    asked = [f"person__{name}" for name in names]
    rows = _contact_rows(edition, pks).values_list("offer__service", "person", *asked)
    found: dict[int, dict[int, str]] = {}
    for service, person, *texts in rows:
        found.setdefault(service, {}).setdefault(person, " ".join(texts).strip())
    return {pk: [text for text in people.values() if text] for pk, people in found.items()}


def _contact_rows(edition: Edition, pks: Sequence[int]) -> QuerySet[OfferContact]:
    editions = [edition.pk, edition.before_id or 0]
    offers = Offer.objects.filter(Among("service", pks), edition__in=editions).order_by()
    told = list(offers.values_list("pk", "service_id", "edition_id"))
    here = {service for _pk, service, of in told if of == edition.pk}
    wanted = [pk for pk, service, of in told if (of == edition.pk) == (service in here)]
    withdrawn_last = Case(When(offer__state=OfferState.WITHDRAWN, then=1), default=0)
    rows = OfferContact.objects.filter(Among("offer", wanted))
    return rows.order_by(withdrawn_last, "order", "offer__number", "pk")


def links_of(edition: Edition, organisations: Sequence[int]) -> dict[int, PriorityLink]:
    """`{organisation id: its latest private link}`, revoked or not (IM-11)."""
    rows = PriorityLink.objects.filter(
        participation__edition=edition, participation__organisation__in=organisations
    ).select_related("participation")
    return {row.participation.organisation_id: row for row in rows.order_by("pk")}


def may_have_a_link(edition: Edition, organisation_id: int) -> bool:
    """As for the host itself: once an offer was published, unless it was withdrawn."""
    offers = Offer.objects.filter(edition=edition, service__organisation=organisation_id)
    return offers.filter(published_at__isnull=False).exclude(state=OfferState.WITHDRAWN).exists()


def requests_of(edition: Edition, demand: Demand, pks: Sequence[int]) -> Counter[int]:
    """`{service id: how many ask for its offers}` of these services, whatever the rank (IM-12).

    `demand` is that of the edition's scheme. A page asks for a few services, an order for all.
    """
    offers = Offer.objects.filter(edition=edition).order_by()
    if len(pks) < MANY:
        offers = offers.filter(Among("service", pks))
    found: Counter[int] = Counter()
    for offer, service in offers.values_list("pk", "service_id"):
        found[service] += sum(demand[offer].values()) if offer in demand else 0
    return found


def proposes(edition: Edition, **of: Any) -> QuerySet[Offer]:
    """The offers in play of a service or an institution."""
    return Offer.objects.filter(edition=edition, state__in=PROPOSED, **of)
