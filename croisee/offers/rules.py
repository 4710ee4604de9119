"""Who may see and change offers."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from croisee.directory.models import Membership, Service
from croisee.editions import rules as edition_rules
from croisee.editions.enums import PhaseKind
from croisee.editions.models import Edition
from croisee.editions.queries import is_open
from croisee.offers.enums import OfferState
from croisee.offers.models import Offer
from croisee.people.models import Person


def hosted_by(person: Person) -> QuerySet[Offer]:
    """The offers a host contact works on: those that name the person as contact."""
    return Offer.objects.filter(contacts__person=person)


def visible_in_office(edition: Edition) -> QuerySet[Offer]:
    """Coordinators read every offer of their programme, whatever the province."""
    return Offer.objects.filter(edition=edition)


def may_moderate(person: Person, offer: Offer, at: datetime) -> bool:
    """An offer belongs to the territory of its address (ui.md)."""
    programme = offer.edition.programme
    return edition_rules.writes_in(person, programme, offer.service.province, at)


def is_public(offer: Offer) -> bool:
    return offer.state == OfferState.PUBLISHED


EDITABLE = (
    OfferState.DRAFT,
    OfferState.SUBMITTED,
    OfferState.CORRECTION,
    OfferState.PUBLISHED,
    OfferState.PAUSED,
)


def may_submit(offer: Offer, at: datetime) -> bool:
    """While hosts propose; what a coordinator sent back may come in later too."""
    if offer.state == OfferState.CORRECTION:
        return True
    return offer.state == OfferState.DRAFT and is_open(offer.edition, PhaseKind.HOSTS, at)


def known_services(person: Person) -> QuerySet[Service]:
    """The services somebody is a contact of, here or in an earlier edition."""
    own = Q(memberships__person=person, memberships__role=Membership.Role.CONTACT)
    own |= Q(offers__contacts__person=person)
    return Service.objects.filter(own).distinct()
