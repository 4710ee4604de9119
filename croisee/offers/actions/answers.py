"""What a host answered, page by page: read from an offer, and written back to it.

A page is a dictionary of plain values. Its fingerprint tells whether it is still what somebody
saw, so that two tabs or two colleagues never overwrite one another unseen.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from croisee.core.text import fold
from croisee.directory.enterprise import normal_form
from croisee.directory.models import Organisation, Profession, Sector, Service
from croisee.directory.queries import place_of
from croisee.editions.actions import take_part
from croisee.editions.models import Edition
from croisee.offers.actions.contacts import read_contacts, write_contacts
from croisee.offers.actions.states import set_places
from croisee.offers.models import Offer
from croisee.people.models import Person

Answers = Mapping[str, Any]

DAY_FIELDS: Final = (
    "title",
    "format",
    "description",
    "what_you_will_face",
    "weekdays",
    "duration",
    "suggested_dates",
)
PLEDGE: Final = "send_pledge"
PUBLIC_FIELDS: Final = ("target_ages", "languages", "beneficiary_contact", "lunch", "access")


def fingerprint(answers: Answers) -> str:
    """Short and equal for equal answers."""
    text = json.dumps(answers, sort_keys=True, ensure_ascii=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def read(offer: Offer, page: str) -> dict[str, Any]:
    return _READERS[page](offer)


def write(offer: Offer, page: str, answers: Answers, *, by: Person, at: datetime) -> None:
    """Store a page; the caller holds the offer locked and has compared fingerprints."""
    _WRITERS[page](offer, answers, by, at)


# ---------------------------------------------------------------- the service and its place


def service_answers(service: Service) -> dict[str, Any]:
    return {
        "organisation": service.organisation.name,
        "service": service.name,
        "enterprise_number": service.organisation.enterprise_number,
        "address": service.address,
        "postcode": service.postcode,
        "sectors": [sector.code for sector in service.sectors.all()],
    }


def write_service(service: Service, answers: Answers, *, at: datetime) -> Service:
    """Fill a service, new or known, and say where its postcode lies.

    One whose postcode stays is where it was: an import may have named its town or its province.
    """
    service.organisation = organisation_for(service, answers, at=at)
    service.name, service.address = answers["service"], answers["address"]
    if answers["postcode"] != service.postcode or service.province_id is None:
        _locate(service, answers["postcode"])
    service.save()
    service.sectors.set(Sector.objects.filter(code__in=answers["sectors"]))
    return service


def _locate(service: Service, postcode: str) -> None:
    moved = postcode != service.postcode
    place = place_of(postcode) if postcode else None
    service.postcode = postcode
    service.municipality = place.municipality if place else None
    service.province = place.province if place else None
    if moved or not service.locality:
        service.locality = place.municipality.name_fr if place else ""


def organisation_for(service: Service, answers: Answers, *, at: datetime) -> Organisation:
    """The legal body these answers name.

    An enterprise number identifies it; a name alone never does, since different hosts bear the
    same. An organisation with other services is not renamed by one of them.
    """
    name, number = answers["organisation"], normal_form(answers["enterprise_number"] or "")
    if number:
        known = Organisation.objects.filter(country="BE", enterprise_number=number).first()
        if known:
            return known
    own = service.organisation if service.organisation_id else None
    if own is None or (_shared(own, service) and _differs(own, name, number)):
        return Organisation.objects.create(
            name=name, enterprise_number=number, search_key=fold(name)[:250], created_at=at
        )
    own.name, own.enterprise_number, own.search_key = name, number, fold(name)[:250]
    own.save()
    return own


def _shared(organisation: Organisation, service: Service) -> bool:
    return organisation.services.filter(merged_into=None).exclude(pk=service.pk).exists()


def _differs(organisation: Organisation, name: str, number: str) -> bool:
    other_number = bool(number) and organisation.enterprise_number not in {"", number}
    return fold(organisation.name) != fold(name) or other_number


def _read_place(offer: Offer) -> dict[str, Any]:
    known = service_answers(offer.service)
    if offer.edition.asks_send_pledge:
        known[PLEDGE] = send_pledge(offer)
    return known


def _write_place(offer: Offer, answers: Answers, by: Person, at: datetime) -> None:
    service = write_service(offer.service, answers, at=at)
    write_pledge(service, offer.edition, answers, at=at)


def send_pledge(offer: Offer) -> int | None:
    """How many people the institution will send in this edition (MY-02); None when it did not say."""
    found = offer.edition.participations.filter(organisation=offer.service.organisation_id)
    return found.values_list(PLEDGE, flat=True).first() or None


def write_pledge(service: Service, edition: Edition, answers: Answers, *, at: datetime) -> None:
    """Only where the edition asks it, so where the page had the question."""
    if answers.get(PLEDGE):
        participation = take_part(service.organisation, edition, at=at)
        participation.send_pledge = answers[PLEDGE]
        participation.save(update_fields=[PLEDGE])


# ---------------------------------------------------------------- the day, its public


def _read_day(offer: Offer) -> dict[str, Any]:
    slot = _slot(offer)
    asked = {name: getattr(offer, name) for name in DAY_FIELDS}
    # A draft whose day was never described has the one place every slot begins with: not an answer.
    return {**asked, "places": slot.capacity if slot and offer.title else None}


def _write_day(offer: Offer, answers: Answers, by: Person, at: datetime) -> None:
    for name in DAY_FIELDS:
        setattr(offer, name, answers[name])
    offer.save(update_fields=DAY_FIELDS)
    if answers["places"] is not None:  # none at all is an answer too
        slot = _slot(offer) or offer.slots.create(capacity=answers["places"])
        set_places(slot, answers["places"], by=by, at=at)


def _read_public(offer: Offer) -> dict[str, Any]:
    asked = {name: getattr(offer, name) for name in PUBLIC_FIELDS}
    asked["professions"] = [profession.code for profession in offer.professions.all()]
    return {**asked, "professions_text": offer.professions_text}


def _write_public(offer: Offer, answers: Answers, by: Person, at: datetime) -> None:
    for name in (*PUBLIC_FIELDS, "professions_text"):
        setattr(offer, name, answers[name])
    offer.save(update_fields=[*PUBLIC_FIELDS, "professions_text"])
    offer.professions.set(Profession.objects.filter(code__in=answers["professions"]))


def _slot(offer: Offer) -> Any:
    return next((slot for slot in offer.slots.all() if slot.starts_at is None), None)


_READERS: Final[dict[str, Callable[[Offer], dict[str, Any]]]] = {
    "lieu": _read_place,
    "contacts": read_contacts,
    "journee": _read_day,
    "public": _read_public,
}
_WRITERS: Final[dict[str, Callable[[Offer, Answers, Person, datetime], None]]] = {
    "lieu": _write_place,
    "contacts": write_contacts,
    "journee": _write_day,
    "public": _write_public,
}
