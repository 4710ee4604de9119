"""What happens to the places of the first round before the second."""

from __future__ import annotations

from datetime import date

from croisee.desk.demo import immersions, steps
from croisee.desk.demo.calendar import at_the_desk, instant
from croisee.desk.demo.immersions import host_of, placed
from croisee.editions.models import Edition
from croisee.offers.actions.answers import fingerprint
from croisee.offers.enums import OfferState
from croisee.offers.models import Offer
from croisee.people.models import Person
from croisee.placements.models import Placement
from croisee.schemes.ranked.actions import answers as pages
from croisee.schemes.ranked.actions.applications import (
    begin_application,
    save_page,
    submit_application,
    withdraw_application,
)
from croisee.schemes.ranked.actions.freeing import free_place, withdraw_hosted_offer
from croisee.schemes.ranked.models import Application

SILENT = 7  # one in seven has not been heard of
ABSENT = "La personne qui devait recevoir est absente pour plusieurs mois."
MOVING = "Le service déménage pendant les immersions."
BUSY = "Empêchement de service"
#: Of last year's trainees: registered again on the site, or only begun.
AGAIN, BEGUN = 4, 2


def life_goes_on(edition: Edition, today: date) -> None:
    """Most take contact, some agree on a day, some renounce; others register late."""
    speaking, changing = _sorted_out(placed(edition))
    immersions.take_contact(speaking, today, first=-11, last=-3)
    immersions.agree_on_days(speaking[::7], today, first=-9, last=-2)
    _some_renounce(changing[:3], today)
    _a_host_declines(changing[3], today)
    _an_offer_is_withdrawn(changing[4], today)
    _some_register_late(edition, today)


def _sorted_out(everybody: list[Placement]) -> tuple[list[Placement], list[Placement]]:
    """(who gets in touch, whose place will fall away)."""
    changing = [one for number, one in enumerate(everybody) if number % 40 == 11]
    speaking = [one for number, one in enumerate(everybody) if number % SILENT]
    return [one for one in speaking if one not in changing], changing


def _some_renounce(placements: list[Placement], today: date) -> None:
    """Every second one alone, the others by telephone: the place is free again."""
    for number, placement in enumerate(placements):
        application = Application.objects.get(placement=placement)
        who = steps.coordinator("Namur") if number % 2 else application.person
        at = at_the_desk(today, -8 + number, 11)
        withdraw_application(application, by=who, at=at, reason=BUSY)


def _a_host_declines(placement: Placement, today: date) -> None:
    free_place(placement, reason=ABSENT, by=host_of(placement), at=at_the_desk(today, -7, 15))


def _an_offer_is_withdrawn(placement: Placement, today: date) -> None:
    """All who had a place there wait for the second round."""
    assert placement.slot is not None
    at = at_the_desk(today, -6, 10)
    withdraw_hosted_offer(placement.slot.offer, reason=MOVING, by=host_of(placement), at=at)


# ---------------------------------------------------------------- registrations of these days


def _some_register_late(edition: Edition, today: date) -> None:
    """People of last year come back by the site; two have not finished."""
    known = Application.objects.filter(edition=edition.previous, state=Application.State.SUBMITTED)
    known = known.exclude(person__in=edition.applications.values("person")).order_by("pk")
    free = Offer.objects.filter(edition=edition, state=OfferState.PUBLISHED).order_by(
        "slots__taken"
    )
    wanted = list(free.values_list("pk", flat=True)[: 3 * (AGAIN + BEGUN)])
    for number, before in enumerate(known.select_related("person")[20 : 20 + AGAIN + BEGUN]):
        application = _begin(edition, before, wanted[number::6], today, number)
        if number < AGAIN:
            at = instant(today, -9 + number, 20, 12)
            Application.objects.filter(pk=application.pk).update(
                hierarchy_agreement=True, confidentiality_accepted=True
            )
            submit_application(application, by=application.person, at=at)


def _begin(
    edition: Edition, before: Application, wanted: list[int], today: date, number: int
) -> Application:
    """Where they work is as it was; what they hope for they write anew."""
    at, who = instant(today, -9 + number, 19, 40), before.person
    application = begin_application(edition, link=None, choices=wanted, by=who, at=at)
    for page in (pages.WORK, pages.WISHES):
        answers = pages.read(page, before, who)
        shown = fingerprint(pages.read(page, application, who))
        save_page(application, page, answers, shown=shown, by=who, at=at)
        application.refresh_from_db()
    return application


def somebody_answers(edition: Edition, today: date) -> None:
    """Of those reminded this morning, three press the button of their mail."""
    silent = [one for one in placed(edition) if one.state == Placement.State.ASSIGNED]
    immersions.take_contact(silent[1:9:3], today, first=-1, last=-1)


def contacts_of(offer: Offer) -> Person:
    """The main contact of an offer."""
    return offer.contacts.select_related("person").all()[0].person
