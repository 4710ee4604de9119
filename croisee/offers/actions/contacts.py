"""The contacts of an offer: persons known by their address, or made now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from croisee.core.text import fold
from croisee.directory.models import Membership
from croisee.offers.models import Offer, OfferContact
from croisee.people.models import Person


class OtherNameError(ValueError):
    """An address belongs to a person of another name: whom, is not said (`position` of the row)."""

    def __init__(self, position: int) -> None:
        super().__init__(position)
        self.position = position


def read_contacts(offer: Offer) -> dict[str, Any]:
    """Rows in order. The telephone of somebody who signs in here is theirs to show."""
    references = set(
        offer.service.memberships.filter(role=Membership.Role.REFERENCE).values_list(
            "person_id", flat=True
        )
    )
    return {
        "contacts": [
            {
                "first_name": contact.person.first_name,
                "last_name": contact.person.last_name,
                "email": contact.person.email,
                "title": contact.title,
                "phone": contact.person.phone,
                "language": contact.person.language,
                "reference": contact.person_id in references,
            }
            for contact in offer.contacts.all()
        ]
    }


def write_contacts(offer: Offer, answers: Mapping[str, Any], by: Person, at: datetime) -> None:
    """Replace the contacts. Raises OtherNameError when an address is another person's.

    `language` and `reference` of a row may be missing: then they stay as they are.
    """
    editable = editable_persons(offer, by)
    persons = [
        _person(row, position, editable, language=by.language, at=at)
        for position, row in enumerate(answers["contacts"])
    ]
    wanted = {person.pk for person in persons}
    offer.contacts.exclude(person__in=wanted).delete()
    for order, (person, row) in enumerate(zip(persons, answers["contacts"], strict=True)):
        values = {"title": row["title"], "order": order}
        OfferContact.objects.update_or_create(offer=offer, person=person, defaults=values)
        Membership.objects.get_or_create(
            person=person,
            service_id=offer.service_id,
            role=Membership.Role.CONTACT,
            defaults={"title": row["title"]},
        )
        if "reference" in row:
            _set_reference(offer, person, reference=row["reference"])


def _set_reference(offer: Offer, person: Person, *, reference: bool) -> None:
    """MY-12: whom to turn to in the institution, kept as a membership of the service."""
    values: dict[str, Any] = {
        "person": person,
        "service_id": offer.service_id,
        "role": Membership.Role.REFERENCE,
    }
    if reference:
        Membership.objects.get_or_create(**values)
    else:
        Membership.objects.filter(**values).delete()


def editable_persons(offer: Offer, by: Person) -> set[int]:
    """Whose name, telephone and language may be written: one's own, and a colleague's who never
    came here."""
    never = offer.contacts.filter(person__last_login=None, person__roles=None)
    return {by.pk, *never.values_list("person_id", flat=True)}


def _person(
    row: Mapping[str, Any], position: int, editable: set[int], *, language: str, at: datetime
) -> Person:
    found = Person.objects.by_email(row["email"])
    if found is None:
        return Person.objects.create(
            email=row["email"],
            first_name=row["first_name"],
            last_name=row["last_name"],
            phone=row["phone"],
            language=row.get("language") or language,
            created_at=at,
        )
    if found.pk not in editable and not _same_name(found, row):
        raise OtherNameError(position)
    _complete(found, row, editable=found.pk in editable)
    return found


def _same_name(person: Person, row: Mapping[str, str]) -> bool:
    typed = fold(f"{row['first_name']} {row['last_name']}")
    return not person.full_name or fold(person.full_name) == typed


def _complete(person: Person, row: Mapping[str, Any], *, editable: bool) -> None:
    """Of others only what is missing is filled in; their language is theirs."""
    if editable and row.get("language"):
        person.language = row["language"]
    for name in ("first_name", "last_name", "phone"):
        if row[name] and (editable or not getattr(person, name)):
            setattr(person, name, row[name])
    person.save(update_fields=["first_name", "last_name", "phone", "language"])
