"""How coordinators change an offer by hand: any field, places and state included (IM-05)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from croisee.core import journal
from croisee.core.listing.editing import Editor, RefusedError
from croisee.core.listing.undo import register
from croisee.core.models import JournalEntry
from croisee.editions.models import Edition
from croisee.mail import actions as mail
from croisee.mail.models import Message
from croisee.offers import queries, rules
from croisee.offers.actions import answers
from croisee.offers.actions.states import PlacesTakenError
from croisee.offers.enums import OfferState
from croisee.offers.forms.office import OfferForm
from croisee.offers.models import Offer, Slot
from croisee.people.models import Person

PAGES = ("lieu", "journee", "public")
STATE = "state"
MOST_NAMED = 12
# By the state they lead to, the acts that write to the contacts: (verb, kind of message).
WRITE = {
    OfferState.PUBLISHED: ("offer.published", "offer_published"),
    OfferState.CORRECTION: ("offer.correction_asked", "offer_correction"),
}
UNREAD = (OfferState.DRAFT, OfferState.SUBMITTED, OfferState.CORRECTION)
TURNS = ("offer.published", "offer.resumed", "offer.correction_asked")


class OfferEditor(Editor):
    """The pages a host fills, as one flat set of fields."""

    key = "offer"
    form_class = OfferForm

    def load(self, edition: Edition, pk: int, *, lock: bool = False) -> Offer | None:
        if lock and not Offer.objects.select_for_update().filter(pk=pk).exists():
            return None
        found = queries.with_details(rules.visible_in_office(edition)).select_related(
            "edition__programme"
        )
        return found.filter(pk=pk).first()

    def read(self, thing: Offer) -> dict[str, Any]:
        found: dict[str, Any] = {STATE: thing.state}
        for page in PAGES:
            found |= answers.read(thing, page)
        slot = next((slot for slot in thing.slots.all() if slot.starts_at is None), None)
        found["places"] = slot.capacity if slot else 0
        return {name: "" if value is None else value for name, value in found.items()}

    def write(
        self, thing: Offer, changes: dict[str, Any], *, by: Person | None, at: datetime
    ) -> None:
        before = self.read(thing)
        state = changes.pop(STATE, None)
        for page in PAGES:
            own = answers.read(thing, page)
            if own.keys() & changes.keys():
                self._write_page(thing, page, {**own, **_only(changes, own)}, by, at)
        told = {name: value for name, value in changes.items() if name != "places"}
        if state:
            _check_free(thing, state)
            told[STATE] = state
            # What was written about the state taken back does not leave.
            mail.call_back(_written_with(thing.pk, thing.state), by=by, at=at)
            Offer.objects.filter(pk=thing.pk).update(state=state)
        Offer.objects.filter(pk=thing.pk).update(version=F("version") + 1)
        if told:
            changed = journal.difference(before, told, Offer.PERSONAL_FIELDS)
            scope = thing.edition.scope
            journal.record("offer.changed", thing, by=by, at=at, scope=scope, changes=changed)

    def _write_page(
        self, offer: Offer, page: str, values: dict[str, Any], by: Any, at: datetime
    ) -> None:
        try:
            answers.write(offer, page, values, by=by, at=at)
        except PlacesTakenError as error:
            raise RefusedError(places_taken(offer, error.taken), "places") from None

    def may(self, person: Person, thing: Offer, at: datetime) -> bool:
        return rules.may_moderate(person, thing, at)

    def name(self, thing: Offer) -> str:
        return _("Offre %(number)s") % {"number": thing.number}

    def mails(self, pk: int, changes: dict[str, list[Any]]) -> tuple[int, int]:
        if STATE not in changes:
            return 0, 0
        return mail.called_back(_written_with(pk, changes[STATE][1]))

    def make_form(self, thing: Offer, data: Any, **kwargs: Any) -> forms.Form:
        return OfferForm(data, **kwargs)


def _check_free(offer: Offer, state: str) -> None:
    """An offer where somebody has a place never goes back to before it was published."""
    names = _placed(offer)
    if names and state in UNREAD:
        told = _(
            "%(offer)s\u00a0: quelqu’un y a déjà une place (%(names)s), l’offre reste publiée."
        )
        raise RefusedError(told % {"offer": offer.number, "names": names}, STATE)


def _written_with(offer_id: int, state: str) -> QuerySet[Message]:
    """The messages of the act that led an offer to a state last: they bear its instant."""
    verb, kind = WRITE.get(OfferState(state), ("", ""))
    acts = JournalEntry.objects.filter(subject_type="offers.offer", subject_id=offer_id)
    act = acts.filter(verb__in=TURNS, changes__state__1=state).first()
    if act is None or act.verb != verb:
        return Message.objects.none()
    return Message.objects.filter(key__startswith=f"{kind}:{offer_id}:", created_at=act.at)


def _only(changes: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in changes.items() if name in own}


def places_taken(offer: Offer, taken: int) -> str:
    """Why fewer places are refused, with the names of those who have one."""
    return ngettext(
        "%(taken)d place est attribuée (%(names)s) : gardez-en au moins autant, ou annulez "
        "d’abord un stage.",
        "%(taken)d places sont attribuées (%(names)s) : gardez-en au moins autant, ou annulez "
        "d’abord un stage.",
        taken,
    ) % {"taken": taken, "names": _placed(offer)}


def _placed(offer: Offer) -> str:
    """The names of those who have a place there; '' for nobody."""
    slots = Slot.objects.filter(offer=offer)
    placed = Person.objects.filter(participations__slot__in=slots, participations__active=True)
    return ", ".join(person.full_name for person in placed.distinct()[:MOST_NAMED])


OFFERS = register(OfferEditor())
