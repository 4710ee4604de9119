"""The results of a round to both sides, and of a place given later."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from copy import copy
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import translation

from croisee.core.written_lists import apart
from croisee.editions.emails import EditionLetters, absolute
from croisee.editions.enums import Audience, DocumentKind
from croisee.mail import outbox
from croisee.mail.models import Message
from croisee.offers.enums import Weekday
from croisee.offers.labels import listed, suggested
from croisee.offers.models import Offer, OfferContact
from croisee.people.models import Person
from croisee.placements.described import dates_of
from croisee.placements.emails import given_up
from croisee.placements.models import Placement
from croisee.placements.queries import with_both_sides
from croisee.schemes.ranked import reasons
from croisee.schemes.ranked.labels import profession
from croisee.schemes.ranked.models import Application, Run
from croisee.schemes.ranked.queries import with_details


def result_messages(run: Run, *, at: datetime, hold: bool = False) -> list[Message]:
    """All result mails of a run, rendered and not stored (IM-09, IM-10, reliability rule 4).

    One per trainee; one per host contact, listing all its trainees of the round. The keys make a
    second publication of the same round add nothing. With `hold` they wait for a coordinator.
    """
    return _Results(run, at=at, hold=hold).messages()


def replacement_messages(
    run: Run,
    pseudonym: str,
    number: str,
    *,
    replaced: Placement,
    reason: str,
    version: int,
    at: datetime,
) -> list[Message]:
    """Who learns of a place given after publication in place of another: the trainee, who is told
    in the same mail that the former one is cancelled, with what takes its days out of an agenda; and
    the new host."""
    concerned = copy(run)
    concerned.assignment = {pseudonym: number}
    results = _Results(concerned, at=at, version=version)
    if replaced.slot:
        former = replaced.slot.offer.service.organisation.name
        results.replacing = {"former_host": former, "reason": reason}
        results.replaced = with_both_sides(Placement.objects.filter(pk=replaced.pk)).get()
    return results.messages()


def sample_messages(run: Run, *, at: datetime) -> list[Message]:
    """One mail of each kind as it would leave, for the page that asks before publishing."""
    return _Results(run, at=at).samples()


def recipients(run: Run) -> dict[str, int]:
    """How many mails of each kind a publication writes."""
    return _Results.counted(run)


class _Results:
    def __init__(
        self, run: Run, *, at: datetime, hold: bool = False, version: int | str = 1
    ) -> None:
        self.run = run
        self.at = at
        self.hold = hold
        self.version = version
        self.edition = run.round.edition
        self.letters = EditionLetters(self.edition, at=at)
        self.replacing: dict[str, str] = {}
        self.replaced: Placement | None = None
        self.applications = self._applications()
        self.offers = self._offers()
        self.reasons = reasons.RunReasons(run)

    def messages(self) -> list[Message]:
        mails = [self._trainee(name) for name in sorted(self.applications)]
        return mails + self._hosts()

    def samples(self) -> list[Message]:
        names = sorted(self.applications)
        placed = [name for name in names if self.run.assignment[name]][:1]
        unplaced = [name for name in names if not self.run.assignment[name]][:1]
        return [*map(self._trainee, [*placed, *unplaced]), *self._hosts(most=1)]

    @staticmethod
    def counted(run: Run) -> dict[str, int]:
        numbers = {number for number in run.assignment.values() if number}
        contacts = OfferContact.objects.filter(
            offer__edition_id=run.round.edition_id, offer__number__in=numbers
        )
        placed = sum(1 for number in run.assignment.values() if number)
        return {
            "result_trainee": placed,
            "result_none": len(run.assignment) - placed,
            "result_host": contacts.values("person").distinct().count(),
        }

    def _applications(self) -> dict[str, Application]:
        entries = self.run.round.entries.filter(pseudonym__in=self.run.assignment)
        found = with_details(Application.objects.filter(entries__in=entries))
        names = dict(entries.values_list("application_id", "pseudonym"))
        return {names[application.pk]: application for application in found}

    def _offers(self) -> dict[str, Offer]:
        wanted = {number for number in self.run.assignment.values() if number}
        contacts = Prefetch("contacts", OfferContact.objects.select_related("person"))
        found = Offer.objects.filter(edition=self.edition, number__in=wanted)
        found = found.select_related("service__organisation", "service__province")
        return {offer.number: offer for offer in found.prefetch_related(contacts)}

    @property
    def deadline(self) -> date | None:
        return self.run.round.contact_deadline

    def _key(self, audience: str, person: Person) -> str:
        return f"result:{self.run.round_id}:{audience}:{person.pk}:{self.version}"

    def _trainee(self, name: str) -> Message:
        number = self.run.assignment[name]
        application = self.applications[name]
        values = self.letters.values(
            application.person, application.province, reverse("ranked:mine")
        )
        if number is None:
            return self._without_place(name, application, values)
        with translation.override(application.person.language):
            values |= self._host_side(self.offers[number]) | self._trainee_side(application)
            values |= self._former()
            files = given_up([self.replaced], at=self.at) if self.replaced else []
        values["choice_rank"] = _rank(application, number)
        values["why_link"] = absolute(reverse("ranked:why"))
        values["withdraw_link"] = absolute(reverse("ranked:withdraw"))
        return self._render("result_trainee", "trainee", application.person, values, files)

    def _former(self) -> dict[str, str]:
        """What is said of the place replaced, in the active language."""
        dates = dates_of(self.replaced) if self.replaced else ""
        return {**self.replacing, "former_dates": dates}

    def _without_place(self, name: str, application: Application, values: dict) -> Message:
        values["reason"] = self.reasons.sentence(name, application.person.language)
        values["places_left"] = self.reasons.places_left or None
        values["next_round"] = self.run.round.next_round_on
        return self._render("result_none", "trainee", application.person, values)

    def _host_side(self, offer: Offer) -> dict[str, Any]:
        service = offer.service
        contacts = list(offer.contacts.all())
        first = contacts[0] if contacts else None
        days = listed(Weekday, offer.weekdays)
        return {
            "offer": offer.title,
            "number": offer.number,
            "host": service.organisation.name,
            "service": service.name,
            "address": f"{service.address}, {service.postcode} {service.locality}".strip(", "),
            "contact_name": first.person.full_name if first else "",
            "contact_title": first.title if first else "",
            "contact_email": first.person.email if first else "",
            "contact_phone": first.person.phone if first else "",
            "other_contacts": [
                f"{contact.person.full_name}, {contact.person.email}" for contact in contacts[1:]
            ],
            "dates": apart([days, suggested(offer)]),
            "access": offer.access,
            "lunch": offer.lunch,
            "deadline": self.deadline,
        }

    def _trainee_side(self, application: Application) -> dict[str, Any]:
        person = application.person
        return {
            "first_name": person.first_name,
            "last_name": person.last_name,
            "profession": profession(application),
            "employer": application.employer,
            "email": person.email,
            "phone": person.phone,
            "expectations": application.expectations,
            "availability": application.availability,
        }

    def _hosts(self, most: int | None = None) -> list[Message]:
        """One mail a contact, for all the trainees of all its offers in this round."""
        received: dict[int, list[tuple[Application, Offer]]] = defaultdict(list)
        contacts: dict[int, Person] = {}
        for name, application in sorted(self.applications.items()):
            number = self.run.assignment[name]
            if number is None:
                continue
            for contact in self.offers[number].contacts.all():
                contacts[contact.person_id] = contact.person
                received[contact.person_id].append((application, self.offers[number]))
        return [
            self._host(person, received[person_id])
            for person_id, person in sorted(contacts.items())[:most]
        ]

    def _host(self, person: Person, received: list[tuple[Application, Offer]]) -> Message:
        service = received[0][1].service
        values = self.letters.values(person, service.province, reverse("my_space"))
        with translation.override(person.language):
            trainees = [self._received(*pair) for pair in received]
        values |= {
            "host": service.organisation.name,
            "deadline": self.deadline,
            "trainees": trainees,
        }
        return self._render("result_host", "host", person, values)

    def _received(self, application: Application, offer: Offer) -> dict[str, Any]:
        """A trainee as the host reads of them, in the active language."""
        return self._trainee_side(application) | {
            "offer": offer.title,
            "number": offer.number,
            "service": offer.service.name,
            "goals": listed(Application.Goal, application.goals),
        }

    def _render(
        self,
        kind: str,
        audience: str,
        person: Person,
        values: dict,
        files: Sequence[outbox.Attachment] = (),
    ) -> Message:
        for document in (DocumentKind.GOLDEN_RULES,):
            side = Audience.HOST if audience == "host" else Audience.TRAINEE
            values[str(document)] = self.letters.document(side, document, person.language)
        envelope = self.letters.envelope(kind, person, values)
        envelope["hold"] |= self.hold
        return outbox.render_message(key=self._key(audience, person), attachments=files, **envelope)


def _rank(application: Application, number: str) -> int | None:
    return next((c.rank for c in application.choices.all() if c.offer.number == number), None)
