"""What is stored already, read once, so that an import costs few queries per row."""

from __future__ import annotations

from datetime import datetime

from croisee.core.text import fold
from croisee.directory.models import Organisation, Service
from croisee.directory.queries import Gazetteer, Nomenclature
from croisee.editions.models import Edition
from croisee.offers.models import Offer, Slot
from croisee.people.models import Person, email_key
from croisee.schemes.ranked.enrolment.words import Words
from croisee.schemes.ranked.models import Application

Identity = tuple[str, str, str, str]


def identity(name: str, service: str, address: str, postcode: str) -> Identity:
    """Same institution, service and address: the same host. A name alone proves nothing, since
    different hosts bear the same (matching.md)."""
    return fold(name), fold(service), fold(address), postcode


class Known:
    """Persons, services, offers and applications, by what identifies them in a spreadsheet."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.gazetteer = Gazetteer()
        self.nomenclature = Nomenclature()
        self.words = Words()
        self.persons = {person.email_key: person for person in Person.objects.all()}
        services = Service.objects.select_related("organisation").prefetch_related("sectors")
        self.services = {
            identity(row.organisation.name, row.name, row.address, row.postcode): row
            for row in services
        }
        offers = Offer.objects.filter(edition=edition).select_related("service__organisation")
        self.offers = {
            offer.number: offer
            for offer in offers.prefetch_related("contacts", "slots", "professions")
        }
        self.applications = {
            application.person_id: application
            for application in Application.objects.filter(edition=edition).prefetch_related(
                "choices"
            )
        }

    def instant(self, answered_at: datetime | None) -> datetime | None:
        """The moment a spreadsheet says, which is local time of the edition's zone."""
        return answered_at.replace(tzinfo=self.edition.timezone) if answered_at else None

    def person(
        self, email: str, first: str, last: str, phone: str, *, at: datetime
    ) -> tuple[Person, bool]:
        """(the person of this address, whether the stored name is another one)."""
        key = email_key(email)
        found = self.persons.get(key)
        if found is None:
            found = Person.objects.create(
                email=email, first_name=first, last_name=last, phone=phone, created_at=at
            )
            self.persons[key] = found
            return found, False
        if phone and not found.phone:
            found.phone = phone
            found.save(update_fields=["phone"])
        return found, fold(found.full_name) != fold(f"{first} {last}")

    def service(
        self, key: Identity, fields: dict[str, str], *, at: datetime
    ) -> tuple[Service, bool]:
        """(the service of this identity, whether it was made now)."""
        if key in self.services:
            return self.services[key], False
        organisation = Organisation.objects.create(
            name=fields["institution"],
            enterprise_number=fields["enterprise_number"],
            search_key=fold(fields["institution"]),
            created_at=at,
        )
        made = Service.objects.create(
            organisation=organisation,
            name=fields["service"],
            address=fields["address"],
            postcode=fields["postcode"],
            locality=fields["town"],
            created_at=at,
        )
        self.services[key] = made
        return made, True

    def slot(self, offer: Offer) -> Slot | None:
        return next((slot for slot in offer.slots.all() if slot.starts_at is None), None)
