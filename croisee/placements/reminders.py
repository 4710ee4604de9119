"""What the two sides of a placement are reminded of, each at its time (mails.md 8, 11, 13)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Max, Min, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from croisee.editions.emails import EditionLetters, absolute
from croisee.editions.models import Edition
from croisee.editions.reminded import Due, Reminded
from croisee.editions.reminders import Reminder
from croisee.offers.models import OfferContact
from croisee.people.models import Person
from croisee.placements.answering import Question, answer_url
from croisee.placements.described import dates_of, described, province_of
from croisee.placements.models import Participant, Placement
from croisee.placements.queries import active_placements, with_both_sides
from croisee.placements.rules import UNDECIDED
from croisee.placements.together import merged, told_of_trainees

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

State = Placement.State

SILENT_AFTER: Final = timedelta(days=10)
HOST_AFTER: Final = timedelta(days=4)
#: Nobody is asked about what is older: the platform may have stood still, or come later.
TOO_OLD: Final = timedelta(days=45)
ASKED_AGAIN: Final = (timedelta(0), timedelta(days=7), timedelta(days=14))


class OfPlacements(Reminder):
    """About placements of an edition, to one of their sides: a host contact gets one mail for all
    its trainees, each with a button of its own (mails.md 5)."""

    host: bool
    #: What one does about a trainee: the words of the button, and which value is its address.
    act: StrOrPromise = ""
    acts_by = "answer_link"

    @property
    def grouped(self) -> bool:  # type: ignore[override]
        return self.host

    def load(self, edition: Edition, ids: set[int], at: datetime) -> Mapping[int, Placement]:
        return with_both_sides(Placement.objects.filter(pk__in=ids)).in_bulk()

    def values(
        self, letters: EditionLetters, thing: Placement, person: Person, due: Due
    ) -> dict[str, Any]:
        values = letters.values(person, province_of(thing), reverse("my_space"))
        with translation.override(person.language):
            values |= described(thing) | self.own(letters, thing, person, due)
            if self.host:
                values["trainees"] = told_of_trainees(thing, self.act, values[self.acts_by])
        return values

    def merged(self, person: Person, told: list[dict[str, Any]]) -> dict[str, Any]:
        with translation.override(person.language):
            return merged(told) if len(told) > 1 else told[0]

    def own(
        self, letters: EditionLetters, thing: Placement, person: Person, due: Due
    ) -> dict[str, Any]:
        """What only this kind says, in the language of the person."""
        raise NotImplementedError

    def people(self, placements: QuerySet[Placement]) -> dict[int, list[int]]:
        """`{placement id: ids of those who are written to}`."""
        return _contacts_of(placements) if self.host else _trainees_of(placements)


def _trainees_of(placements: QuerySet[Placement]) -> dict[int, list[int]]:
    found = defaultdict(list)
    rows = Participant.objects.filter(placement__in=placements, active=True).order_by("pk")
    for placement, person in rows.values_list("placement_id", "person_id"):
        found[placement].append(person)
    return found


def _contacts_of(placements: QuerySet[Placement]) -> dict[int, list[int]]:
    offers = dict(placements.values_list("pk", "slot__offer_id"))
    contacts = defaultdict(list)
    rows = OfferContact.objects.filter(offer__in=set(offers.values())).order_by("order", "pk")
    for offer, person in rows.values_list("offer_id", "person_id"):
        contacts[offer].append(person)
    return {placement: contacts[offer] for placement, offer in offers.items()}


class NoContact(OfPlacements):
    """Ten days after the result left, nobody has said to have called: the trainee (IM-36)."""

    kind = "no_contact_trainee"
    host = False

    def due(self, edition: Edition, at: datetime, reminded: Reminded) -> Iterator[Due]:
        for placement, since, trainees in self.silent(edition, at):
            for person in trainees:
                told = _told(reminded, person, since)
                if told and told + SILENT_AFTER <= at < told + TOO_OLD:
                    yield Due(placement, person)

    def silent(self, edition: Edition, at: datetime) -> Iterator[tuple[int, datetime, list[int]]]:
        """(placement id, given when, ids of its trainees)."""
        silent = active_placements(edition).filter(
            state=State.ASSIGNED,
            created_at__range=(at - TOO_OLD - HOST_AFTER, at - SILENT_AFTER),
        )
        trainees = _trainees_of(silent)
        for placement, since in silent.order_by("pk").values_list("pk", "created_at"):
            yield placement, since, trainees.get(placement, [])

    def own(
        self, letters: EditionLetters, thing: Placement, person: Person, due: Due
    ) -> dict[str, Any]:
        return {"answer_link": answer_url(Question.CONTACT, thing.pk, person.pk)}


class NoContactHost(NoContact):
    """Some days after the trainee was reminded, the host."""

    kind = "no_contact_host"
    host = True
    act = gettext_lazy("Oui, le contact est pris")

    def due(self, edition: Edition, at: datetime, reminded: Reminded) -> Iterator[Due]:
        silent = list(self.silent(edition, at))
        hosts = _contacts_of(Placement.objects.filter(pk__in=[pk for pk, *_rest in silent]))
        for placement, since, trainees in silent:
            asked = [self._asked(edition, reminded, placement, since, who) for who in trainees]
            if asked and all(when and when + HOST_AFTER <= at for when in asked):
                yield from (Due(placement, host) for host in hosts.get(placement, []))

    def _asked(
        self, edition: Edition, reminded: Reminded, placement: int, since: datetime, trainee: int
    ) -> datetime | None:
        """When the trainee was reminded; as if they had been, where that is switched off."""
        if NoContact.kind in edition.silenced:
            told = _told(reminded, trainee, since)
            return told + SILENT_AFTER if told else None
        return reminded.left_at(NoContact.kind, Due(placement, trainee))


def _told(reminded: Reminded, trainee: int, since: datetime) -> datetime | None:
    """When the result left; when the place was given, if no mail told it; None while one waits."""
    written, left = reminded.last("result_trainee", trainee)
    if not written:
        return since
    return max(since, left) if left else None


class Upcoming(OfPlacements):
    """7 and 2 days before the first day, to each side; a moved date is announced anew."""

    pressing = True
    act = gettext_lazy("Imprimer l’avis à l’équipe")
    acts_by = "link"

    def __init__(self, kind: str, *, host: bool) -> None:
        self.kind, self.host = kind, host

    def due(self, edition: Edition, at: datetime, reminded: Reminded) -> Iterator[Due]:
        soon = active_placements(edition).filter(state=State.DATED)
        soon = soon.annotate(first=Min("sessions__starts_at")).filter(
            first__range=(at, at + timedelta(days=8))
        )
        people = self.people(soon)
        today = timezone.localtime(at, edition.timezone).date()
        for placement, first in soon.order_by("first", "pk").values_list("pk", "first"):
            day = timezone.localtime(first, edition.timezone).date()
            step = _step((day - today).days)
            for person in people.get(placement, []) if step else []:
                if not _just_told(reminded, placement, person, at):
                    yield Due(placement, person, f"{day:%Y%m%d}-{step}")

    def own(
        self, letters: EditionLetters, thing: Placement, person: Person, due: Due
    ) -> dict[str, Any]:
        zone = letters.edition.timezone
        first = min(session.starts_at for session in thing.sessions.all())
        left = (first.astimezone(zone).date() - letters.at.astimezone(zone).date()).days
        own = {"dates": dates_of(thing), "when": _in_days(left)}
        if self.host:
            own["link"] = absolute(reverse("placements:notice", args=[thing.pk]))
        return own


def _step(days: int) -> str:
    """Which of the two reminders fits so many days before; '' for none."""
    if days < 1 or days > 7:
        return ""
    return "7" if days > 2 else "2"


def _just_told(reminded: Reminded, placement: int, person: int, at: datetime) -> bool:
    """Who fixed the day yesterday knows it."""
    written, left = reminded.last("placement_dated", person, f"placement_dated:{placement}:")
    return written and (left is None or left > at - timedelta(days=2))


def _in_days(days: int) -> str:
    if days <= 1:
        return _("demain")
    return ngettext("dans %(n)d jour", "dans %(n)d jours", days) % {"n": days}


class TookPlace(OfPlacements):
    """The day after the last day: did it take place? Again 7 and 21 days later to who is silent."""

    act = gettext_lazy("Répondre")

    def __init__(self, kind: str, *, host: bool) -> None:
        self.kind, self.host = kind, host

    def due(self, edition: Edition, at: datetime, reminded: Reminded) -> Iterator[Due]:
        over = active_placements(edition).filter(state__in=UNDECIDED)
        over = over.annotate(last=Max("sessions__ends_at")).filter(last__range=(at - TOO_OLD, at))
        people = self.people(over)
        today = timezone.localtime(at, edition.timezone).date()
        for placement, last in over.order_by("last", "pk").values_list("pk", "last"):
            day = timezone.localtime(last, edition.timezone).date()
            for person in people.get(placement, []) if day < today else []:
                yield from _question(self.kind, placement, person, f"{day:%Y%m%d}", reminded, at)

    def own(
        self, letters: EditionLetters, thing: Placement, person: Person, due: Due
    ) -> dict[str, Any]:
        again = not due.step.endswith("-1")
        return {
            "dates": dates_of(thing),
            "answer_link": answer_url(Question.OUTCOME, thing.pk, person.pk),
            "again": _("Nous n’avons pas encore votre réponse.") if again else "",
        }


def _question(
    kind: str, placement: int, person: int, day: str, reminded: Reminded, at: datetime
) -> Iterator[Due]:
    """The next of the three: it counts from the one before, once that has left."""
    before: Due | None = None
    for number, wait in enumerate(ASKED_AGAIN, start=1):
        due = Due(placement, person, f"{day}-{number}")
        if not reminded.written(kind, due):
            left = reminded.left_at(kind, before) if before else at
            if left and left + wait <= at:
                yield due
            return
        before = due


REMINDERS: Final = (
    Upcoming("upcoming_trainee", host=False),
    Upcoming("upcoming_host", host=True),
    NoContact(),
    NoContactHost(),
    TookPlace("took_place_trainee", host=False),
    TookPlace("took_place_host", host=True),
)
