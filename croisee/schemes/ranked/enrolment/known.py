"""What is stored already, read once, so that an import costs few queries per row."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from django.db.models import Model, Prefetch

from croisee.core.text import fold
from croisee.directory.models import Membership, Organisation, Profession, Sector, Service
from croisee.directory.queries import Gazetteer, Nomenclature
from croisee.editions.models import Edition, Participation, RoleGrant
from croisee.offers.models import Offer, OfferContact, Slot
from croisee.people.models import Person, email_key
from croisee.placements.models import Participant
from croisee.schemes.ranked.enrolment.cells import PERSON_FIELDS, Cells, digits, loaded
from croisee.schemes.ranked.enrolment.outcome import Teller, assign, fitted, mute
from croisee.schemes.ranked.enrolment.words import Words
from croisee.schemes.ranked.sheets.numbers import canonical

Identity = tuple[str, str, str, str]
IDENTITY = ("institution", "service", "address", "postcode")


def identity(name: str, service: str, address: str, postcode: str) -> Identity:
    """Same institution, service and address: the same host. A name alone proves nothing, since
    different hosts bear the same (matching.md)."""
    return fold(name), fold(service), fold(address), postcode


def identity_of(service: Service) -> Identity:
    return identity(service.organisation.name, service.name, service.address, service.postcode)


class Known:
    """Persons, services, offers and applications, by what identifies them in a spreadsheet."""

    def __init__(self, edition: Edition, *, at: datetime) -> None:
        self.edition = edition
        self.at = at
        self.gazetteer = Gazetteer()
        self.nomenclature = Nomenclature()
        self.words = Words()
        persons = Person.objects.select_related("merged_into")
        self.persons = {person.email_key: person.current for person in persons}
        services = Service.objects.select_related(
            "organisation", "merged_into__organisation"
        ).prefetch_related("sectors", "merged_into__sectors")
        self.services_by_pk = {row.pk: row for row in services}
        self.services = {
            identity_of(row): self.services_by_pk[row.current.pk]
            for row in self.services_by_pk.values()
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
        offers = Offer.objects.filter(edition=edition).prefetch_related(
            Prefetch("contacts", OfferContact.objects.select_related("person")),
            "slots",
            "professions",
        )
        self.offers = {canonical(offer.number): offer for offer in offers}
        for offer in self.offers.values():  # one object a service, whoever leads to it
            offer.service = self.services_by_pk[offer.service_id]
        self.applications = {row.person_id: row for row in loaded(edition)}
        self._announced: dict[str, Person] = {}  # new persons that rows of the file will make
        self.made: list[Model] = []  # what was made besides offers and applications

    def instant(self, answered_at: datetime | None) -> datetime | None:
        """The moment a spreadsheet says, which is local time of the edition's zone."""
        return answered_at.replace(tzinfo=self.edition.timezone) if answered_at else None

    def offer(self, number: str) -> Offer | None:
        return self.offers.get(canonical(number))

    def person_of(self, email: str) -> Person | None:
        return self.persons.get(email_key(email))

    def person(self, email: str, said: Cells) -> Person:
        """The person of this address, made now if nobody has it; a blank is filled, a name or a
        telephone that is stored is never replaced (see `compare_person`)."""
        fields = {name: said[name] for name in PERSON_FIELDS}
        found = self.person_of(email)
        if found is None:
            fields = fitted(Person, fields, mute())
            found = Person.objects.create(created_at=self.at, email=email, **fields)
            self.persons[found.email_key] = found
            self.made.append(found)
            return found
        stored = {name: getattr(found, name) for name in PERSON_FIELDS}
        names = stored if stored["first_name"] or stored["last_name"] else fields
        if assign(found, {**names, "phone": stored["phone"] or fields["phone"]}):
            found.save(update_fields=list(PERSON_FIELDS))
        return found

    def compare_person(self, email: str, said: Cells, tell: Teller) -> None:
        """Tell where the file and what is known of this address disagree."""
        found = self.person_of(email) or self._announced.get(email_key(email))
        if found is None:
            fields = fitted(Person, {name: said[name] for name in PERSON_FIELDS}, tell)
            self._announced[email_key(email)] = Person(email=email, **fields)
            return
        name = f"{said['first_name']} {said['last_name']}".strip()
        if name and found.full_name and _words(found.full_name) != _words(name):
            tell("known_under_other_name", name=name, known=found.full_name)
        if said["phone"] and found.phone and digits(said["phone"]) != digits(found.phone):
            tell("known_with_other_phone", phone=said["phone"], known=found.phone)

    @cached_property
    def staff(self) -> set[int]:
        """Members of a team are the administrators' to change (`desk.people.may_change`)."""
        granted = set(RoleGrant.objects.values_list("person_id", flat=True))
        return granted | {one.pk for one in self.persons.values() if one.is_administrator}

    def service(self, cells: Cells) -> tuple[Service, bool]:
        """(the service of this name and address, whether it was made now)."""
        key = identity(*(cells[name] for name in IDENTITY))
        if key in self.services:
            return self.services[key], False
        made = Service.objects.create(
            organisation=self._organisation(cells["institution"], cells["enterprise_number"]),
            name=cells["service"],
            address=cells["address"],
            postcode=cells["postcode"],
            locality=cells["town"],
            created_at=self.at,
        )
        self.services[key] = self.services_by_pk[made.pk] = made
        self.made.append(made)
        return made, True

    def locate(self, service: Service) -> None:
        """A postcode leads to its municipality and its province."""
        place = self.gazetteer.place(service.postcode)
        if place and assign(
            service, {"municipality": place.municipality, "province": place.province}
        ):
            service.save()

    def _organisation(self, name: str, number: str) -> Organisation:
        """The organisation of an enterprise number; without one, a new one for each host."""
        if number and number in self.organisations:
            return self.organisations[number]
        made = Organisation.objects.create(
            name=name, enterprise_number=number, search_key=fold(name)[:250], created_at=self.at
        )
        if number:
            self.organisations[number] = made
        self.made.append(made)
        return made

    def take_part(self, service: Service) -> None:
        """The institution is in the edition."""
        if service.organisation_id not in self.taking_part:
            self.taking_part.add(service.organisation_id)
            self.made.append(
                Participation.objects.create(
                    organisation_id=service.organisation_id,
                    edition=self.edition,
                    created_at=self.at,
                )
            )

    def works_at(self, person: Person, service: Service, role: str) -> None:
        """The person is a contact of the service."""
        if (person.pk, service.pk) not in self.contacts:
            self.contacts.add((person.pk, service.pk))
            contact = Membership.Role.CONTACT
            self.made.append(
                Membership.objects.create(person=person, service=service, role=contact, title=role)
            )

    @cached_property
    def _professions(self) -> dict[str, Profession]:
        return {row.code: row for row in Profession.objects.all()}

    @cached_property
    def _sectors(self) -> dict[str, Sector]:
        return {row.code: row for row in Sector.objects.all()}

    def profession(self, code: str) -> Profession | None:
        return self._professions.get(code)

    def sector(self, code: str) -> Sector | None:
        return self._sectors.get(code)

    def slot(self, offer: Offer) -> Slot | None:
        return next((slot for slot in offer.slots.all() if slot.starts_at is None), None)

    def placed_at(self, slot: Slot) -> list[str]:
        """Names of the people who hold the places of a slot."""
        held = Participant.objects.filter(slot=slot, active=True).select_related("person")
        return [participant.person.full_name for participant in held.order_by("person__last_name")]


def _words(name: str) -> list[str]:
    """« Dupont, Anne » is « Anne Dupont »."""
    return sorted(fold(name).split())
