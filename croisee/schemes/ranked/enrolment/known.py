"""What is stored already, read once, so that an import costs few queries per row."""

from __future__ import annotations

from datetime import datetime

from croisee.core.text import fold
from croisee.directory.enterprise import is_valid, normal_form
from croisee.directory.models import Membership, Organisation, Service
from croisee.directory.queries import Gazetteer, Nomenclature
from croisee.editions.models import Edition, Participation
from croisee.offers.models import Offer, Slot
from croisee.people.models import Person, email_key
from croisee.placements.models import Participant
from croisee.schemes.ranked.enrolment.outcome import Teller, assign, fitted
from croisee.schemes.ranked.enrolment.words import Words
from croisee.schemes.ranked.models import Application
from croisee.schemes.ranked.sheets.numbers import canonical

Identity = tuple[str, str, str, str]


def identity(name: str, service: str, address: str, postcode: str) -> Identity:
    """Same institution, service and address: the same host. A name alone proves nothing, since
    different hosts bear the same (matching.md)."""
    return fold(name), fold(service), fold(address), postcode


class Known:
    """Persons, services, offers and applications, by what identifies them in a spreadsheet."""

    def __init__(self, edition: Edition, *, at: datetime) -> None:
        self.edition = edition
        self.at = at
        self.gazetteer = Gazetteer()
        self.nomenclature = Nomenclature()
        self.words = Words()
        self.persons = {person.email_key: person for person in Person.objects.all()}
        services = Service.objects.select_related("organisation").prefetch_related("sectors")
        self.services = {
            identity(row.organisation.name, row.name, row.address, row.postcode): row
            for row in services
        }
        self.organisations = {
            row.enterprise_number: row for row in Organisation.objects.exclude(enterprise_number="")
        }
        self.taking_part = set(
            Participation.objects.filter(edition=edition).values_list("organisation_id", flat=True)
        )
        self.contacts = set(
            Membership.objects.filter(role=Membership.Role.CONTACT).values_list(
                "person_id", "service_id"
            )
        )
        offers = Offer.objects.filter(edition=edition).select_related("service__organisation")
        self.offers = {
            canonical(offer.number): offer
            for offer in offers.prefetch_related("contacts", "slots", "professions")
        }
        applications = Application.objects.filter(edition=edition).prefetch_related("choices")
        self.applications = {application.person_id: application for application in applications}

    def instant(self, answered_at: datetime | None) -> datetime | None:
        """The moment a spreadsheet says, which is local time of the edition's zone."""
        return answered_at.replace(tzinfo=self.edition.timezone) if answered_at else None

    def offer(self, number: str) -> Offer | None:
        return self.offers.get(canonical(number))

    def person(self, email: str, first: str, last: str, phone: str, tell: Teller) -> Person:
        """The person of this address. A stored name is never replaced: another one is told."""
        fields = fitted(
            Person, {"first_name": first, "last_name": last, "phone": phone, "email": email}, tell
        )
        found = self.persons.get(email_key(email))
        if found is None:
            found = Person.objects.create(created_at=self.at, **fields)
            self.persons[found.email_key] = found
            return found
        named = {"first_name": found.first_name, "last_name": found.last_name}
        wanted = named if any(named.values()) else fields
        if assign(found, {**wanted, "phone": found.phone or fields["phone"]}):
            found.save(update_fields=["first_name", "last_name", "phone"])
        said = f"{first} {last}".strip()
        if said and fold(found.full_name) != fold(said):
            tell("known_under_other_name", name=said, known=found.full_name)
        if phone and _digits(phone) != _digits(found.phone):
            tell("known_with_other_phone", phone=phone, known=found.phone)
        return found

    def service(self, fields: dict[str, str], number: str, tell: Teller) -> tuple[Service, bool]:
        """(the service of this name and address, whether it was made now)."""
        key = identity(fields["institution"], fields["name"], fields["address"], fields["postcode"])
        if key in self.services:
            return self.services[key], False
        names = ("name", "address", "postcode", "locality")
        made = Service.objects.create(
            organisation=self._organisation(fields["institution"], number, tell),
            created_at=self.at,
            **fitted(Service, {name: fields[name] for name in names}, tell),
        )
        self.services[key] = made
        return made, True

    def _organisation(self, name: str, number: str, tell: Teller) -> Organisation:
        """The organisation of a valid enterprise number; without one, a new one for each host."""
        number = normal_form(number)
        if number and not is_valid(number):
            tell("enterprise_number_invalid", value=number[:20])
            number = ""
        if number in self.organisations:
            return self.organisations[number]
        made = Organisation.objects.create(
            enterprise_number=number,
            search_key=fold(name)[:250],
            created_at=self.at,
            **fitted(Organisation, {"name": name}, tell),
        )
        if number:
            self.organisations[number] = made
        return made

    def slot(self, offer: Offer) -> Slot | None:
        return next((slot for slot in offer.slots.all() if slot.starts_at is None), None)

    def placed_at(self, slot: Slot) -> list[str]:
        """Names of the people who hold the places of a slot."""
        held = Participant.objects.filter(slot=slot, active=True).select_related("person")
        return [participant.person.full_name for participant in held.order_by("person__last_name")]


def _digits(phone: str) -> str:
    """Telephones are compared however they are spaced."""
    return "".join(filter(str.isdigit, phone))
