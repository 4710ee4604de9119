"""Everything about one host in an edition, for its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from croisee.core.listing import history
from croisee.core.models import JournalEntry
from croisee.desk.enums import HostState
from croisee.desk.hosts import known
from croisee.desk.hosts.editing import HostForm
from croisee.desk.hosts.listing import SIGNS, in_words
from croisee.directory.models import Service
from croisee.editions.models import Edition, Participation
from croisee.editions.schemes import scheme_of
from croisee.mail.models import Message
from croisee.offers.enums import PROPOSED
from croisee.offers.labels import references
from croisee.offers.models import Offer, OfferContact
from croisee.offers.queries import with_details
from croisee.offers.views.host_lists import SHAPES, link_use, priority_url
from croisee.placements.models import Placement
from croisee.placements.queries import with_both_sides
from croisee.reports.figures.organisations import senders
from croisee.schemes.ranked.models import Application

LATEST = 40


@dataclass(frozen=True)
class Proposed:
    """An offer with its places, those taken, and how many ask for it."""

    offer: Offer
    places: int
    taken: int
    requests: int

    @property
    def shape(self) -> str:
        return SHAPES.get(self.offer.state, "")  # type: ignore[call-overload]


def everything(edition: Edition, service: Service, at: datetime) -> dict[str, Any]:
    """The context of the page; as many queries for one offer as for thirty."""
    contacts = known.contacts_of(edition, [service.pk]).get(service.pk, [])
    offers = _offers(edition, service)
    active = [one for one in offers if one.offer.state in PROPOSED]
    state = known.hosts_of(edition).filter(pk=service.pk).values_list(known.state_of(edition))
    told = HostState(state.get()[0])
    return {
        "host": service,
        "state": told,
        "sign": SIGNS.get(told, ""),
        "contacts": contacts,
        "references": references(service),
        "offers": offers,
        "places": sum(one.places for one in active),
        "taken": sum(one.taken for one in active),
        "requests": sum(one.requests for one in active),
        "last_year": _last_year(edition, service),
        "placements": _placements(edition, service),
        "sent": _sent(edition, service),
        "siblings": _siblings(edition, service),
        "mails": _mails(edition, contacts),
        "link_use": link_use({phase.kind: phase for phase in edition.phases.all()}, at),
        **_institution(edition, service),
    }


def _offers(edition: Edition, service: Service) -> list[Proposed]:
    demand = scheme_of(edition.scheme).demand(edition)
    found = with_details(Offer.objects.filter(edition=edition, service=service))
    return [
        Proposed(
            offer,
            places=sum(slot.capacity for slot in offer.slots.all()),
            taken=sum(slot.taken for slot in offer.slots.all()),
            requests=sum(demand.get(offer.pk, {}).values()),
        )
        for offer in found.order_by("number")
    ]


def _last_year(edition: Edition, service: Service) -> QuerySet[Offer]:
    before = edition.before_id or 0
    found = Offer.objects.filter(edition_id=before, service=service)
    return found.exclude(state__in=known.NOT_SENT).order_by("number")


def _placements(edition: Edition, service: Service) -> QuerySet[Placement]:
    found = Placement.objects.filter(edition=edition, slot__offer__service=service)
    return with_both_sides(found).order_by("slot__offer__number", "pk")


def _sent(edition: Edition, service: Service) -> QuerySet[Application]:
    """Trainees of the same institution (IM-38)."""
    mine = [pk for pk, sender in senders(edition).items() if sender == service.organisation_id]
    found = Application.objects.filter(pk__in=mine).select_related("person", "placement")
    return found.order_by("person__last_name", "person__first_name", "pk")


def _siblings(edition: Edition, service: Service) -> QuerySet[Service]:
    found = known.hosts_of(edition).filter(organisation=service.organisation_id)
    return found.exclude(pk=service.pk).select_related("organisation").order_by("name", "pk")


def _mails(edition: Edition, contacts: list[OfferContact]) -> QuerySet[Message]:
    wanted = [contact.person.reference for contact in contacts]
    found = Message.objects.filter(recipient__in=wanted, scope=edition.scope)
    return found.defer("text", "html", "attachments").order_by("-created_at", "-pk")[:LATEST]


def _institution(edition: Edition, service: Service) -> dict[str, Any]:
    """What the institution said, its private link, and the journal of all that."""
    organisation = service.organisation_id
    said = Participation.objects.filter(edition=edition, organisation=organisation).first()
    link = known.links_of(edition, [organisation]).get(organisation)
    working = link if link and not link.revoked_at else None
    return {
        "said": said,
        "link": working,
        "link_told": in_words(link) if link else "",
        "link_url": priority_url(working) if working else "",
        "may_have_a_link": known.may_have_a_link(edition, organisation),
        "history": _journal(edition, service, said),
    }


def _journal(edition: Edition, service: Service, said: Participation | None) -> list[history.Line]:
    """Of the service, its institution, its offers of this programme and its private links."""
    programme = edition.programme
    scopes = ["", *(f"edition:{pk}" for pk in programme.editions.values_list("pk", flat=True))]
    offers = Offer.objects.filter(service=service, edition__programme=programme)
    links = said.priority_links.values_list("pk", flat=True) if said else []
    subjects = {
        "directory.service": [service.pk],
        "directory.organisation": [service.organisation_id],
        "editions.participation": [said.pk] if said else [],
        "editions.prioritylink": list(links),
        "offers.offer": list(offers.values_list("pk", flat=True)),
    }
    about = Q()
    for kind, pks in subjects.items():
        about |= Q(subject_type=kind, subject_id__in=pks)
    found = JournalEntry.objects.filter(about, scope__in=scopes).select_related("actor")
    return history.told(found[:LATEST], HostForm.base_fields)
