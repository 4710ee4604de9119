"""One host row → organisation, service, contact, offer, slot."""

from __future__ import annotations

from datetime import datetime

from croisee.directory.models import Membership, Service
from croisee.editions.actions import take_part
from croisee.offers.enums import OfferState
from croisee.offers.models import Offer, OfferContact, Slot
from croisee.schemes.ranked.enrolment.known import Known, identity
from croisee.schemes.ranked.enrolment.outcome import Outcome, assign
from croisee.schemes.ranked.sheets.problems import Problem
from croisee.schemes.ranked.sheets.rows import HostRow


class HostEnrolment:
    """Stores host rows; call `store` once a row, inside the import's transaction."""

    def __init__(self, known: Known, outcome: Outcome, file: str, *, at: datetime) -> None:
        self.known = known
        self.outcome = outcome
        self.file = file
        self.at = at

    def store(self, row: HostRow, *, publish: bool) -> None:
        service = self._service(row)
        offer = self.known.offers.get(row.number)
        made = offer is None
        if offer is None:
            offer = Offer(edition=self.known.edition, number=row.number, created_at=self.at)
            offer.submitted_at = self.known.instant(row.answered_at) or self.at
        changed = assign(offer, self._fields(row, service))
        if publish and offer.state in {OfferState.DRAFT, OfferState.SUBMITTED}:
            changed = assign(offer, {"state": OfferState.PUBLISHED, "published_at": self.at})
        elif made:
            offer.state = OfferState.SUBMITTED
        if changed:
            offer.save()
        changed |= self._professions(offer, row) | self._contact(offer, service, row)
        changed |= self._places(offer, row)
        self._count(offer, made, changed)
        self.known.offers[row.number] = offer

    def _service(self, row: HostRow) -> Service:
        fields = {
            "institution": row.institution or row.service,
            "service": row.service if row.institution else "",
            "enterprise_number": row.enterprise_number,
            "address": row.address,
            "postcode": row.postcode,
            "town": row.town,
        }
        key = identity(fields["institution"], fields["service"], row.address, row.postcode)
        service, made = self.known.service(key, fields, at=self.at)
        place = self.known.gazetteer.place(row.postcode)
        if place and assign(
            service, {"municipality": place.municipality, "province": place.province}
        ):
            service.save()
        self._sectors(service, row, made)
        take_part(service.organisation, self.known.edition, at=self.at)
        return service

    def _sectors(self, service: Service, row: HostRow, made: bool) -> None:
        found = {text: self.known.nomenclature.sector(text) for text in row.sectors}
        for text in [text for text, sector in found.items() if sector is None]:
            self._tell("sector_unknown", row, value=text)
        sectors = [sector for sector in found.values() if sector]
        if made or {sector.pk for sector in service.sectors.all()} != {s.pk for s in sectors}:
            service.sectors.set(sectors)

    def _fields(self, row: HostRow, service: Service) -> dict[str, object]:
        words = self.known.words
        weekdays, odd_days = words.weekdays(row.days)
        languages, odd_languages = words.languages(row.languages)
        duration = words.duration(row.duration) or ""
        for text in [
            *odd_days,
            *odd_languages,
            *([row.duration] if row.duration and not duration else []),
        ]:
            self._tell("word_unknown", row, value=text)
        unknown = [text for text in row.professions if not self.known.nomenclature.profession(text)]
        return {
            "service": service,
            "title": row.title or service.full_name[:200],
            "description": row.description,
            "what_you_will_face": row.face,
            "professions_text": ", ".join(unknown)[:300],
            "duration": duration,
            "weekdays": weekdays,
            "suggested_dates": row.dates[:300],
            "languages": languages,
        }

    def _professions(self, offer: Offer, row: HostRow) -> bool:
        found = {text: self.known.nomenclature.profession(text) for text in row.professions}
        for text in [text for text, profession in found.items() if profession is None]:
            self._tell("profession_unknown", row, value=text)
        wanted = {profession.pk for profession in found.values() if profession}
        if wanted == {profession.pk for profession in offer.professions.all()}:
            return False
        offer.professions.set(wanted)
        return True

    def _contact(self, offer: Offer, service: Service, row: HostRow) -> bool:
        if not row.email:
            return False
        first, last = _names(row)
        person, other_name = self.known.person(row.email, first, last, row.phone, at=self.at)
        if other_name:
            self._tell("known_under_other_name", row, name=row.contact, known=person.full_name)
        membership = {"role": Membership.Role.CONTACT, "person": person, "service": service}
        Membership.objects.get_or_create(**membership, defaults={"title": row.role})
        if any(contact.person_id == person.pk for contact in offer.contacts.all()):
            return False
        # The file names one contact: it takes the place of the one an earlier file named.
        offer.contacts.filter(order=0).delete()
        OfferContact.objects.create(offer=offer, person=person, title=row.role)
        return True

    def _places(self, offer: Offer, row: HostRow) -> bool:
        slot = self.known.slot(offer)
        self.outcome.places += row.places
        if slot is None:
            Slot.objects.create(offer=offer, capacity=row.places)
            return True
        if slot.capacity == row.places:
            return False
        if not Slot.objects.filter(pk=slot.pk, taken__lte=row.places).update(capacity=row.places):
            self._tell("places_below_taken", row, places=row.places, taken=slot.taken)
            return False
        return True

    def _count(self, offer: Offer, made: bool, changed: bool) -> None:
        count = self.outcome.offers
        if made:
            count.made += 1
            self.outcome.made.append(offer)
        elif changed:
            count.changed += 1
            self.outcome.changed.append(offer)
        else:
            count.unchanged += 1

    def _tell(self, code: str, row: HostRow, **params: str | int) -> None:
        self.outcome.problems.append(
            Problem(code, file=self.file, row=row.row, who=row.number, params=params)
        )


def _names(row: HostRow) -> tuple[str, str]:
    """First and last name; of a whole name the first word is taken as the first name."""
    if row.contact_first_name or row.contact_last_name:
        return row.contact_first_name, row.contact_last_name
    first, _, last = row.contact.partition(" ")
    return (first, last) if last else ("", first)
