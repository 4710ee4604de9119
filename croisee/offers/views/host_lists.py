"""What the page « Mes offres » lists, read in a number of queries that does not grow with rows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import QuerySet
from django.urls import reverse

from croisee.core.text import fold
from croisee.directory.models import Organisation, Service
from croisee.editions.actions import link_token
from croisee.editions.emails import absolute
from croisee.editions.enums import PhaseKind
from croisee.editions.models import Edition, Participation, Phase, PriorityLink
from croisee.editions.schemes import scheme_of
from croisee.offers import queries, rules
from croisee.offers.access import is_public as catalogue_is_public
from croisee.offers.enums import OfferState
from croisee.offers.models import Offer
from croisee.people.models import Person


@dataclass(frozen=True)
class OwnOffer:
    """An offer with its places and how many ask for it (IM-12)."""

    offer: Offer
    places: int
    requests: int
    shape: str


@dataclass(frozen=True)
class Host:
    """An organisation in this edition: the private link of its staff (IM-11), or « not this year »."""

    organisation: Organisation
    participation: Participation | None
    link: PriorityLink | None

    may_renew: bool = True

    @property
    def link_url(self) -> str:
        return priority_url(self.link) if self.link else ""

    @property
    def declined(self) -> str:
        return self.participation.declined_reason if self.participation else ""


SHAPES = {
    OfferState.SUBMITTED: "now",
    OfferState.CORRECTION: "bad",
    OfferState.PUBLISHED: "ok",
    OfferState.PAUSED: "warn",
}


class HostLists:
    def __init__(self, person: Person, edition: Edition, *, at: datetime) -> None:
        self.person, self.edition, self.at = person, edition, at

    @cached_property
    def offers(self) -> list[OwnOffer]:
        found = queries.with_details(rules.hosted_by(self.person).filter(edition=self.edition))
        demand = scheme_of(self.edition.scheme).demand(self.edition)
        return [
            OwnOffer(
                offer,
                places=sum(slot.capacity for slot in offer.slots.all()),
                requests=demand[offer.pk].total() if offer.pk in demand else 0,
                shape=SHAPES.get(OfferState(offer.state), ""),
            )
            for offer in found.order_by("created_at", "id")
        ]

    @cached_property
    def earlier(self) -> list[Offer]:
        """Last year's offers not taken over yet; one of the same title and service, imported or
        written anew, is taken over already. Whoever passes this year is not asked again."""
        found = list(queries.with_details(earlier_offers(self.person, self.edition)))
        if not found:
            return []
        passing = {host.organisation.pk for host in self.hosts if host.declined}
        present = [own.offer for own in self.offers if own.offer.state != OfferState.WITHDRAWN]
        taken = {offer.previous_id for offer in present}
        written = {(offer.service_id, fold(offer.title)) for offer in present}
        return [
            offer
            for offer in found
            if offer.pk not in taken
            and (offer.service_id, fold(offer.title)) not in written
            and offer.service.organisation_id not in passing
        ]

    @property
    def awaited(self) -> list[Offer]:
        """Those of `earlier` to be reminded of: not what was taken back this year, which may still
        be taken over."""
        ended = [own.offer for own in self.offers if own.offer.state == OfferState.WITHDRAWN]
        taken_back = {offer.previous_id for offer in ended}
        written = {(offer.service_id, fold(offer.title)) for offer in ended}
        return [
            offer
            for offer in self.earlier
            if offer.pk not in taken_back and (offer.service_id, fold(offer.title)) not in written
        ]

    @cached_property
    def services(self) -> list[Service]:
        return list(rules.known_services(self.person).select_related("organisation"))

    @cached_property
    def hosts(self) -> list[Host]:
        organisations = {service.organisation.pk: service.organisation for service in self.services}
        found = Participation.objects.filter(
            edition=self.edition, organisation__in=organisations
        ).prefetch_related("priority_links")
        by_organisation = {row.organisation_id: row for row in found}
        return [
            Host(organisation, row, _active(row), may_renew=pk in self.published)
            for pk, organisation in organisations.items()
            for row in [by_organisation.get(pk)]
        ]

    @cached_property
    def published(self) -> set[int]:
        """Organisations with an offer that was published: their staff may have a link. One sent
        back for a correction since then still counts; one withdrawn does not."""
        return {
            own.offer.service.organisation_id
            for own in self.offers
            if own.offer.published_at and own.offer.state != OfferState.WITHDRAWN
        }

    @property
    def linkable(self) -> list[Host]:
        """Those that may have a link, and those that have one: whoever gave it can see and stop it."""
        useful = self.published if self.link_use != "over" else set()
        return [host for host in self.hosts if host.link or host.organisation.pk in useful]

    @cached_property
    def link_use(self) -> str:
        return link_use(self.phases, self.at)

    @property
    def absent(self) -> list[Host]:
        """Known organisations that propose nothing this year."""
        present: dict[int, int] = defaultdict(int)
        for own in self.offers:
            if own.offer.state != OfferState.WITHDRAWN:
                present[own.offer.service.organisation_id] += 1
        return [host for host in self.hosts if not present[host.organisation.pk]]

    @cached_property
    def phases(self) -> dict[str, Phase]:
        return {found.kind: found for found in self.edition.phases.all()}

    @property
    def hosts_phase(self) -> Phase | None:
        return self.phases.get(PhaseKind.HOSTS)

    @property
    def open(self) -> bool:
        return bool(self.hosts_phase and self.hosts_phase.is_open(self.at))

    @property
    def empty(self) -> bool:
        return not (self.offers or self.services or self.earlier)


def earlier_offers(person: Person, edition: Edition) -> QuerySet[Offer]:
    """The person's offers of the edition before this one that were sent in."""
    kept = rules.hosted_by(person).filter(edition_id=edition.before_id or 0)
    return kept.exclude(state__in=[OfferState.DRAFT, OfferState.WITHDRAWN])


def link_use(phases: dict[str, Phase], at: datetime) -> str:
    """What a private link still gives: "early" access, only "priority", or nothing, "over"."""
    trainees = phases.get(PhaseKind.TRAINEES)
    if trainees and not trainees.is_open(at) and trainees.closes_at <= at:
        return "over"
    return "priority" if catalogue_is_public(phases, at) else "early"


def priority_url(link: PriorityLink) -> str:
    return absolute(reverse("offers:priority", args=[link_token(link)]))


def _active(participation: Participation | None) -> PriorityLink | None:
    if participation is None:
        return None
    active = [link for link in participation.priority_links.all() if link.revoked_at is None]
    return max(active, key=lambda link: link.pk, default=None)
