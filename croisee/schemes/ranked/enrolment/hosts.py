"""One host row → organisation, service, contact, offer, slot."""

from __future__ import annotations

from croisee.directory.models import Membership, Service
from croisee.editions.models import Participation
from croisee.offers.enums import OfferState
from croisee.offers.models import Offer, OfferContact, Slot
from croisee.schemes.ranked.enrolment.known import Known
from croisee.schemes.ranked.enrolment.outcome import Outcome, Teller, assign, fitted
from croisee.schemes.ranked.sheets.numbers import canonical
from croisee.schemes.ranked.sheets.rows import HostRow


class HostEnrolment:
    """Stores host rows; call `store` once a row, inside the import's transaction."""

    def __init__(self, known: Known, outcome: Outcome, file: str) -> None:
        self.known = known
        self.outcome = outcome
        self.file = file

    def store(self, row: HostRow, *, publish: bool) -> None:
        """One row. A number longer than ours can be is refused, and told."""
        tell = Teller(self.outcome, self.file, row.row, row.number)
        limit = Offer._meta.get_field("number").max_length or 0
        if len(row.number) > limit:
            tell("number_unreadable", value=row.number)
            return
        service = self._service(row, tell)
        offer, made = self._offer(row, tell, service, publish=publish)
        changed = made.changed
        changed |= self._professions(offer, row, tell, new=made.new)
        changed |= self._contact(offer, service, row, tell, new=made.new)
        changed |= self._places(offer, row, tell, new=made.new)
        self.outcome.count(self.outcome.offers, offer, made=made.new, changed=changed)
        self.known.offers[canonical(row.number)] = offer

    def _service(self, row: HostRow, tell: Teller) -> Service:
        fields = {
            "institution": row.institution or row.service or row.number,
            "name": row.service if row.institution else "",
            "address": row.address,
            "postcode": row.postcode,
            "locality": row.town,
        }
        service, made = self.known.service(fields, row.enterprise_number, tell)
        place = self.known.gazetteer.place(row.postcode)
        if place and assign(
            service, {"municipality": place.municipality, "province": place.province}
        ):
            service.save()
        self._sectors(service, row, tell, new=made)
        if service.organisation_id not in self.known.taking_part:
            self.known.taking_part.add(service.organisation_id)
            Participation.objects.create(
                organisation_id=service.organisation_id,
                edition=self.known.edition,
                created_at=self.known.at,
            )
        return service

    def _sectors(self, service: Service, row: HostRow, tell: Teller, *, new: bool) -> None:
        found = {text: self.known.nomenclature.sector(text) for text in row.sectors}
        for text in [text for text, sector in found.items() if sector is None]:
            tell("sector_unknown", value=text)
        wanted = {sector.pk for sector in found.values() if sector}
        stored = set() if new else {sector.pk for sector in service.sectors.all()}
        if wanted and wanted != stored:
            service.sectors.set(wanted)

    def _offer(
        self, row: HostRow, tell: Teller, service: Service, *, publish: bool
    ) -> tuple[Offer, _Made]:
        offer = self.known.offer(row.number)
        new = offer is None
        if offer is None:
            offer = Offer(edition=self.known.edition, number=row.number, created_at=self.known.at)
            offer.state = OfferState.SUBMITTED
            offer.submitted_at = self.known.instant(row.answered_at) or self.known.at
        fields = fitted(Offer, self._fields(row, service, tell), tell)
        fields["title"] = fields["title"] or service.full_name[:200]
        changed = assign(offer, fields)
        if publish and new:  # an offer that waits for a coordinator goes on waiting
            changed = assign(offer, {"state": OfferState.PUBLISHED, "published_at": self.known.at})
        if changed and not new:
            offer.version += 1
        if changed or new:
            offer.save()
        return offer, _Made(new, changed)

    def _fields(self, row: HostRow, service: Service, tell: Teller) -> dict[str, object]:
        words = self.known.words
        weekdays, odd_days = words.weekdays(row.days)
        languages, odd_languages = words.languages(row.languages)
        duration = words.duration(row.duration) or ""
        odd_duration = [row.duration] if row.duration and not duration else []
        for text in [*odd_days, *odd_languages, *odd_duration]:
            tell("word_unknown", value=text)
        unknown = [text for text in row.professions if not self.known.nomenclature.profession(text)]
        return {
            "service": service,
            "title": row.title,
            "description": row.description,
            "what_you_will_face": row.face,
            "professions_text": ", ".join(unknown),
            "duration": duration,
            "weekdays": weekdays,
            "suggested_dates": row.dates,
            "languages": languages,
        }

    def _professions(self, offer: Offer, row: HostRow, tell: Teller, *, new: bool) -> bool:
        found = {text: self.known.nomenclature.profession(text) for text in row.professions}
        for text in [text for text, profession in found.items() if profession is None]:
            tell("profession_unknown", value=text)
        wanted = {profession.pk for profession in found.values() if profession}
        stored = set() if new else {profession.pk for profession in offer.professions.all()}
        if wanted == stored:
            return False
        offer.professions.set(wanted)
        return True

    def _contact(
        self, offer: Offer, service: Service, row: HostRow, tell: Teller, *, new: bool
    ) -> bool:
        if not row.email:
            return False
        first, last = _names(row)
        person = self.known.person(row.email, first, last, row.phone, tell)
        title = fitted(OfferContact, {"title": row.role}, tell)["title"]
        if (person.pk, service.pk) not in self.known.contacts:
            self.known.contacts.add((person.pk, service.pk))
            Membership.objects.create(
                person=person, service=service, role=Membership.Role.CONTACT, title=title
            )
        if not new:
            if any(contact.person_id == person.pk for contact in offer.contacts.all()):
                return False
            # The file names one contact: it takes the place of the one an earlier file named.
            offer.contacts.filter(order=0).delete()
        OfferContact.objects.create(offer=offer, person=person, title=title)
        return True

    def _places(self, offer: Offer, row: HostRow, tell: Teller, *, new: bool) -> bool:
        self.outcome.places += row.places
        slot = None if new else self.known.slot(offer)
        if slot is None:
            Slot.objects.create(offer=offer, capacity=row.places)
            return True
        if slot.capacity == row.places:
            return False
        # The condition is in the UPDATE: places may be taken meanwhile (reliability rule 1).
        if Slot.objects.filter(pk=slot.pk, taken__lte=row.places).update(capacity=row.places):
            return True
        names = self.known.placed_at(slot)
        tell("places_below_taken", places=row.places, taken=len(names), names=", ".join(names))
        return False


class _Made:
    """Whether an offer is new, and whether what the row says of it differs from what is stored."""

    def __init__(self, new: bool, changed: bool) -> None:
        self.new = new
        self.changed = changed


def _names(row: HostRow) -> tuple[str, str]:
    """First and last name; of a whole name the first word is taken as the first name."""
    if row.contact_first_name or row.contact_last_name:
        return row.contact_first_name, row.contact_last_name
    first, _, last = row.contact.partition(" ")
    return (first, last) if last else ("", first)
