"""One host row → organisation, service, contact, offer, slot: what it would change, and doing it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db.models import F

from croisee.directory.models import Profession, Service
from croisee.offers.actions.answers import organisation_for
from croisee.offers.enums import OfferState
from croisee.offers.models import Offer, OfferContact, Slot
from croisee.schemes.ranked.enrolment.blanks import host_blanks, untitled
from croisee.schemes.ranked.enrolment.cells import (
    OFFER_ATTRIBUTES,
    SERVICE_FIELDS,
    TEXT,
    Cells,
    offer_cells,
    service_cells,
)
from croisee.schemes.ranked.enrolment.difference import OFFER, Cell, RowChange, compare
from croisee.schemes.ranked.enrolment.elsewhere import Elsewhere
from croisee.schemes.ranked.enrolment.known import IDENTITY, Known, identity, identity_of
from croisee.schemes.ranked.enrolment.origins import Origin
from croisee.schemes.ranked.enrolment.outcome import Outcome, Teller
from croisee.schemes.ranked.enrolment.wanted import wanted_of_host
from croisee.schemes.ranked.sheets.numbers import canonical
from croisee.schemes.ranked.sheets.problems import Problem
from croisee.schemes.ranked.sheets.rows import HostRow

_BLANK: Final[Cells] = {
    **dict.fromkeys(SERVICE_FIELDS, ""),
    **dict.fromkeys(OFFER_ATTRIBUTES, ""),
    "sectors": [],
    "days": [],
    "languages": [],
    "professions": [],
    "contact": None,
    "places": 0,
}


class PlacesTakenMeanwhileError(Exception):
    """Somebody got a place between the difference and its taking; `problem` names them."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class HostEnrolment:
    """Host rows: `difference` tells, `create` and `write` do, inside the import's transaction."""

    def __init__(
        self,
        known: Known,
        outcome: Outcome,
        file: str,
        origin: Origin[HostRow],
        elsewhere: Elsewhere,
    ) -> None:
        self.known = known
        self.outcome = outcome
        self.file = file
        self.origin = origin
        self.elsewhere = elsewhere
        self._offers: dict[int, int] = {}  # service → how many offers of the edition it has
        for offer in known.offers.values():
            if offer.state != OfferState.WITHDRAWN:
                self._offers[offer.service_id] = self._offers.get(offer.service_id, 0) + 1

    # -------- the difference

    def difference(self, row: HostRow) -> RowChange | None:
        """What the row would change; None for nothing. A number longer than ours can be is told."""
        tell = Teller(self.outcome, self.file, row.row, row.number)
        limit = Offer._meta.get_field("number").max_length or 0
        if len(row.number) > limit:
            tell("number_unreadable", value=row.number)
            return None
        offer = self.known.offer(row.number)
        wanted = wanted_of_host(row, self.known, tell)
        if "places" in row.given and not row.beside:
            self.outcome.places += row.places
        if offer is None:
            return self._new(row, wanted)
        before = self.origin.row(canonical(offer.number))
        if before is None or before.places != row.places:
            self._tell_sum(row, tell)
        cells = self._cells(offer, row, before, wanted, tell)
        if not cells:
            return None
        label = " · ".join([offer.number, offer.service.organisation.name])
        change = self._change(row, label, offer, cells)
        change.elsewhere = self.elsewhere.of(offer.service.province_id)
        if change.elsewhere is None:
            self._refuse_places(offer, cells, tell)
        return change

    def _cells(
        self, offer: Offer, row: HostRow, before: HostRow | None, wanted: Cells, tell: Teller
    ) -> list[Cell]:
        stored = offer_cells(offer)
        self._settle_contact(offer, row, wanted, stored)
        if wanted.get("places") == 0 and stored["places"]:
            tell("places_zero", stored=stored["places"])
            del wanted["places"]
        host_blanks(row, before, stored, tell)
        base = None
        if before is not None:
            base = wanted_of_host(before, self.known, self.outcome.before(row.number))
            self._settle_contact(offer, before, base, stored)
        since = self.origin.changed_since(offer)
        return compare(wanted, stored, base, changed_since=since)

    def _settle_contact(self, offer: Offer, row: HostRow, wanted: Cells, stored: Cells) -> None:
        """A contact beside the first is a contact already; a role without a column stays."""
        said = wanted.get("contact")
        if said is None:
            return
        person = self.known.person_of(said["email"])
        mine = {contact.person_id: contact for contact in offer.contacts.all()}
        first = stored["contact"]
        if person and person.pk in mine and first and first["email"] != person.email:
            del wanted["contact"]
        elif "role" not in row.given and first and person and first["email"] == person.email:
            wanted["contact"] = {**said, "role": first["role"]}

    def _new(self, row: HostRow, wanted: Cells) -> RowChange:
        cells = {**_BLANK, **wanted}
        cells["institution"] = cells["institution"] or row.service or row.number
        if not row.institution:
            cells["service"] = ""
        cells["title"] = cells["title"] or untitled(cells)
        shown = ("institution", "service", "title", "places", "contact")
        found = [Cell(name, None, cells[name]) for name in shown if cells[name]]
        where = self.elsewhere.of_postcode(cells["postcode"])
        if where is not None:
            found.append(Cell("waits", None, where))
        label = " · ".join([row.number, cells["institution"]])
        change = self._change(row, label, None, found)
        change.source = (row, cells)
        return change

    def _change(
        self, row: HostRow, label: str, offer: Offer | None, cells: list[Cell]
    ) -> RowChange:
        pk = offer.pk if offer else None
        key = canonical(row.number)
        change = RowChange(OFFER, key, label, self.file, row.row, pk, cells)
        change.source, change.target = row, offer
        return change

    def _tell_sum(self, row: HostRow, tell: Teller) -> None:
        """The places of a host's several offers are a sum, which nobody can share out."""
        if not row.beside or "places" not in row.given or row.number > min(row.beside):
            return
        numbers = (row.number, *row.beside)
        offers = [offer for number in numbers if (offer := self.known.offer(number))]
        stored = sum(slot.capacity for offer in offers for slot in offer.slots.all())
        if stored != row.places:
            tell("places_of_several", places=row.places, stored=stored)

    def _refuse_places(self, offer: Offer, cells: list[Cell], tell: Teller) -> None:
        slot = self.known.slot(offer)
        for cell in cells:
            if cell.field == "places" and slot and slot.taken > cell.after:
                names = self.known.placed_at(slot)
                params = {"places": cell.after, "taken": len(names), "names": ", ".join(names)}
                tell("places_below_taken", **params)
                cell.refused = self.outcome.problems[-1].message

    # -------- new

    def create(self, change: RowChange, *, publish: bool) -> Offer:
        row, cells = change.source
        publish = publish and self.elsewhere.of_postcode(cells["postcode"]) is None
        service, made = self.known.service(cells)
        self.known.locate(service)
        if cells["sectors"]:
            self._set_sectors(service, cells["sectors"], new=made)
        self.known.take_part(service)
        offer = Offer(edition=self.known.edition, number=row.number, created_at=self.known.at)
        offer.state = OfferState.PUBLISHED if publish else OfferState.SUBMITTED
        offer.published_at = self.known.at if publish else None
        offer.submitted_at = self.known.instant(row.answered_at) or self.known.at
        offer.service = service
        for name, attribute in OFFER_ATTRIBUTES.items():
            setattr(offer, attribute, cells[name])
        offer.professions_text = _unknown(cells["professions"])
        offer.save()
        offer.professions.add(*self._professions(cells["professions"]))
        if cells["contact"]:
            self._set_contact(offer, cells["contact"], replaces=False)
        Slot.objects.create(offer=offer, capacity=cells["places"])
        self.known.offers[canonical(row.number)] = offer
        return offer

    # -------- changed

    def write(
        self, offer: Offer, after: Cells, *, alike: Mapping[int, list[Cells]], tell: Teller
    ) -> None:
        """Store some cells of an offer.

        `alike`: for each service, what the chosen rows want of it, so that a host with several
        offers is corrected in one place when all its rows say the same, and only then.
        """
        of_service: Cells = {name: after[name] for name in SERVICE_FIELDS if name in after}
        if of_service:
            wishes = alike.get(offer.service_id, [])
            all_of_them = len(wishes) >= self._offers.get(offer.service_id, 0)
            everywhere = all_of_them and all(one == of_service for one in wishes)
            self._write_service(offer, of_service, everywhere=everywhere)
        for name, attribute in OFFER_ATTRIBUTES.items():
            if name in after:
                setattr(offer, attribute, after[name])
        if "professions" in after:
            offer.professions_text = _unknown(after["professions"])
            offer.professions.set(self._professions(after["professions"]))
        if "contact" in after:
            self._set_contact(offer, after["contact"], replaces=True)
        if "places" in after:
            self._set_places(offer, after["places"], tell)
        offer.version = F("version") + 1
        offer.save()

    def _write_service(self, offer: Offer, after: Cells, *, everywhere: bool) -> None:
        service = offer.service
        wanted = {**service_cells(service), **after}
        sectors = wanted.pop("sectors")
        target = identity(*(wanted[name] for name in IDENTITY))
        made = False
        if target == identity_of(service) or (target not in self.known.services and everywhere):
            self._correct(service, wanted)
        else:
            offer.service, made = self.known.service(wanted)
        self.known.locate(offer.service)
        self.known.take_part(offer.service)
        if made or "sectors" in after:
            self._set_sectors(offer.service, sectors, new=made)

    def _correct(self, service: Service, wanted: Cells) -> None:
        """The host itself is corrected, not replaced: its other editions know it as well."""
        answers = {
            "organisation": wanted["institution"],
            "enterprise_number": wanted["enterprise_number"],
        }
        self.known.services.pop(identity_of(service), None)
        service.organisation = organisation_for(service, answers, at=self.known.at)
        service.name, service.address = wanted["service"], wanted["address"]
        service.postcode, service.locality = wanted["postcode"], wanted["town"]
        service.save()
        self.known.services[identity_of(service)] = service

    def _set_sectors(self, service: Service, codes: list[str], *, new: bool) -> None:
        sectors = [sector for code in codes if (sector := self.known.sector(code))]
        if new:
            service.sectors.add(*sectors)
        elif self.elsewhere.of(service.province_id) is not None:
            return  # a known service of another province: its coordinator changes it
        elif {sector.code for sector in service.sectors.all()} != set(codes):
            service.sectors.set(sectors)

    def _professions(self, cells: list[str]) -> list[Profession]:
        found = [self.known.profession(one) for one in cells if not one.startswith(TEXT)]
        return [profession for profession in found if profession]

    def _set_contact(self, offer: Offer, said: Cells | None, *, replaces: bool) -> None:
        """The file names one contact: it takes the place of the first one."""
        mine = list(offer.contacts.all()) if replaces else []
        if said is None:
            offer.contacts.filter(pk__in=[contact.pk for contact in mine[:1]]).delete()
            return
        person = self.known.person(said["email"], said)
        if mine and mine[0].person_id == person.pk:
            offer.contacts.filter(pk=mine[0].pk).update(title=said["role"])
            return
        order = mine[0].order if mine else 0
        offer.contacts.filter(pk__in=[contact.pk for contact in mine[:1]]).delete()
        OfferContact.objects.create(offer=offer, person=person, title=said["role"], order=order)
        self.known.works_at(person, offer.service, said["role"])

    def _set_places(self, offer: Offer, places: int, tell: Teller) -> None:
        slot = self.known.slot(offer)
        if slot is None:
            Slot.objects.create(offer=offer, capacity=places)
            return
        # The condition is in the UPDATE: places may be taken meanwhile (reliability rule 1).
        if not Slot.objects.filter(pk=slot.pk, taken__lte=places).update(capacity=places):
            names = self.known.placed_at(slot)
            tell("places_below_taken", places=places, taken=len(names), names=", ".join(names))
            raise PlacesTakenMeanwhileError(tell.outcome.problems[-1])


def _unknown(cells: list[str]) -> str:
    """The words in no list, as they are stored."""
    return ", ".join(one.removeprefix(TEXT) for one in cells if one.startswith(TEXT))
