"""What a message may say of a placement: `{placeholder: value}`, in the active language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import timezone

from croisee.core.written_dates import span_full
from croisee.core.written_lists import apart
from croisee.directory.models import Territory
from croisee.people.models import Person
from croisee.placements.models import Placement


def described(placement: Placement) -> dict[str, Any]:
    """Both sides and the place; the placement was read by `with_both_sides`."""
    return described_together([placement])


def described_together(placements: Iterable[Placement]) -> dict[str, Any]:
    """Several placements at one offer: its place, and all their trainees."""
    placements = list(placements)
    people = [person for placement in placements for person in trainees(placement)]
    values: dict[str, Any] = {"trainee": ", ".join(person.full_name for person in people)}
    if len(people) == 1:
        values |= {"email": people[0].email, "phone": people[0].phone}
    return values | _place(placements[0])


def _place(placement: Placement) -> dict[str, Any]:
    if placement.slot is None:
        return {}
    offer, service = placement.slot.offer, placement.slot.offer.service
    found = {
        "offer": offer.title,
        "number": offer.number,
        "host": service.full_name,
        "service": service.name,
        "address": f"{service.address}, {service.postcode} {service.locality}".strip(", "),
        "access": offer.access,
        "lunch": offer.lunch,
    }
    contact = next(iter(offer.contacts.all()), None)
    if contact:
        found |= {
            "contact_name": contact.person.full_name,
            "contact_title": contact.title,
            "contact_email": contact.person.email,
            "contact_phone": contact.person.phone,
        }
    return found


def told_to_trainee(placement: Placement) -> dict[str, Any]:
    """`described` for its trainee, who knows their own name and number."""
    return _without(described(placement), "trainee", "email", "phone")


def told_to_host(placement: Placement) -> dict[str, Any]:
    """`described` for its host, who knows the place and whom to ask there."""
    names = ("contact_name", "contact_title", "contact_email", "contact_phone", "access", "lunch")
    return _without(described(placement), *names)


def _without(values: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in names}


def dates_of(placement: Placement) -> str:
    """Its days in words, in the edition's zone."""
    return apart(_spans(placement))


def _spans(placement: Placement) -> Iterator[str]:
    zone = placement.edition.timezone
    for session in placement.sessions.all():
        starts = timezone.localtime(session.starts_at, zone)
        ends = timezone.localtime(session.ends_at, zone)
        yield span_full(starts, ends)


def trainees(placement: Placement) -> list[Person]:
    return [participant.person for participant in placement.participants.all()]


def contacts(placement: Placement) -> list[Person]:
    """The host's contacts; a placement without a slot has no host side."""
    if placement.slot is None:
        return []
    return [contact.person for contact in placement.slot.offer.contacts.all()]


def province_of(placement: Placement) -> Territory | None:
    return placement.slot.offer.service.province if placement.slot else None
