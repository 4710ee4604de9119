"""Drafts of hosts: begun, taken over from last year, filled in page by page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from croisee.core import journal
from croisee.directory.models import Membership, Service
from croisee.editions.models import Edition
from croisee.offers import queries
from croisee.offers.actions import answers as pages
from croisee.offers.actions.contacts import OtherNameError
from croisee.offers.enums import OfferState
from croisee.offers.models import Offer, OfferContact
from croisee.people.models import Person

__all__ = [
    "ChangedMeanwhileError",
    "OtherNameError",
    "save_answers",
    "start_offer",
    "start_offer_at",
    "take_over",
]

COPIED = [
    "service_id",
    "title",
    "format",
    "description",
    "what_you_will_face",
    "professions_text",
    "target_ages",
    "duration",
    "weekdays",
    "languages",
    "beneficiary_contact",
    "lunch",
    "access",
]
# An offer's answers that a remark of the coordinator names otherwise.
REMARK_OF = {"organisation": "service", "enterprise_number": "service"}


class ChangedMeanwhileError(Exception):
    """Somebody stored other answers on this page since it was shown; `current` has them."""

    def __init__(self, current: dict[str, Any]) -> None:
        super().__init__("changed meanwhile")
        self.current = current


@transaction.atomic
def start_offer(edition: Edition, answers: Mapping[str, Any], *, by: Person, at: datetime) -> Offer:
    """A draft at the service these answers describe.

    An untouched draft of the same person at the same service is taken up again: a double click
    makes one draft.
    """
    Person.objects.select_for_update().get(pk=by.pk)
    for draft in _untouched(edition, by):
        if pages.read(draft, "lieu") == dict(answers):
            return draft
    service = pages.write_service(Service(created_at=at), answers, at=at)
    pages.write_pledge(service, edition, answers, at=at)
    Membership.objects.create(person=by, service=service, role=Membership.Role.CONTACT)
    return _draft(edition, by, at=at, service=service)


@transaction.atomic
def start_offer_at(edition: Edition, service: Service, *, by: Person, at: datetime) -> Offer:
    """Another offer of a service that is known already."""
    Person.objects.select_for_update().get(pk=by.pk)
    for draft in _untouched(edition, by):
        if draft.service_id == service.pk:
            return draft
    return _draft(edition, by, at=at, service=service)


@transaction.atomic
def take_over(previous: Offer, edition: Edition, *, by: Person, at: datetime) -> Offer:
    """This edition's draft of an earlier offer, everything copied but the dates; made once."""
    Offer.objects.select_for_update().get(pk=previous.pk)
    made = Offer.objects.filter(edition=edition, previous=previous)
    found = made.exclude(state=OfferState.WITHDRAWN).first()
    if found:
        return found
    values = {name: getattr(previous, name) for name in COPIED}
    offer = _draft(edition, by, at=at, previous=previous, **values)
    offer.professions.set(previous.professions.all())
    places = sum(slot.capacity for slot in previous.slots.all())
    offer.slots.update(capacity=max(places, 1))
    others = previous.contacts.exclude(person=by).select_related("person")
    OfferContact.objects.bulk_create(
        OfferContact(offer=offer, person=contact.person, title=contact.title, order=order)
        for order, contact in enumerate(others, start=1)
    )
    own = previous.contacts.filter(person=by).first()
    if own:
        offer.contacts.filter(person=by).update(title=own.title)
    return offer


@transaction.atomic
def save_answers(
    offer: Offer,
    page: str,
    answers: Mapping[str, Any],
    *,
    shown: str,
    by: Person,
    at: datetime,
) -> bool:
    """Store one page; False when it holds already.

    `shown` is the fingerprint of what the page showed: ChangedMeanwhileError when it is no longer
    what is stored, so that nobody's change is lost unseen.
    """
    Offer.objects.select_for_update().get(pk=offer.pk)
    current = Offer.objects.select_related("service__organisation").get(pk=offer.pk)
    before = pages.read(current, page)
    if before == dict(answers):
        return False
    if pages.fingerprint(before) != shown:
        raise ChangedMeanwhileError(before)
    pages.write(current, page, answers, by=by, at=at)
    changes = journal.difference(before, answers, personal={"contacts"})
    settled = {REMARK_OF.get(name, name) for name in changes}
    remarks = {name: text for name, text in current.remarks.items() if name not in settled}
    Offer.objects.filter(pk=offer.pk).update(version=F("version") + 1, remarks=remarks)
    scope = current.edition.scope
    journal.record("offer.changed", current, by=by, at=at, scope=scope, changes=changes)
    return True


def _untouched(edition: Edition, by: Person) -> list[Offer]:
    drafts = Offer.objects.filter(
        edition=edition, contacts__person=by, state=OfferState.DRAFT, version=1, title=""
    )
    return list(drafts.select_related("service__organisation"))


def _draft(edition: Edition, by: Person, *, at: datetime, **values: Any) -> Offer:
    """A numbered draft with one contact and one place. Two at once get two numbers."""
    for _attempt in range(5):
        try:
            with transaction.atomic():
                number = queries.next_number(edition)
                offer = Offer.objects.create(
                    edition=edition, number=number, created_at=at, **values
                )
                break
        except IntegrityError:
            continue
    else:
        raise RuntimeError("no free offer number")
    OfferContact.objects.create(offer=offer, person=by)
    offer.slots.create(capacity=1)
    journal.record("offer.started", offer, by=by, at=at, scope=edition.scope)
    return offer
