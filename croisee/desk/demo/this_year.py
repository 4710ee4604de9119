"""This year: one round published twelve days ago, life since then, the second round prepared."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import F

from croisee.desk.demo import calendar, late_hosts, letters, steps, writing
from croisee.desk.demo.after_the_round import life_goes_on, somebody_answers
from croisee.desk.demo.calendar import at_the_desk, instant
from croisee.desk.demo.dates import moved
from croisee.desk.demo.working_days import day_to_come
from croisee.editions.enums import PhaseKind
from croisee.editions.models import Edition, Programme
from croisee.editions.reminders import write_due
from croisee.offers.actions import pause_offer, set_places
from croisee.offers.enums import OfferState
from croisee.offers.models import Offer, Slot
from croisee.schemes.ranked.actions.rounds import open_round, run_round
from croisee.schemes.ranked.sheets import EditionSheets

PUBLISHED = -12  # days from today
CALLED = 8  # hosts phoned after the first round


def tell(
    programme: Programme, year: str, at: datetime, sheets: EditionSheets, *, previous: Edition
) -> Edition:
    """From the call to hosts to this very moment."""
    today = at.astimezone(calendar.BRUSSELS).date()
    edition = steps.open_edition(programme, year, today, -124, previous=previous)
    calendar.add_phases(edition, today, calendar.THIS_YEAR)
    calendar.hold_open(edition, PhaseKind.HOSTS)
    by = steps.coordinator("Namur")
    writing.call_hosts(edition, today, by=by)
    now = moved(
        sheets,
        today - calendar.STORY_TODAY,
        immersions_from=calendar.first_day(edition, PhaseKind.IMMERSIONS),
    )
    steps.take(edition, now, today, (-82, -19), by=by)
    letters.left(edition, until=at_the_desk(today, PUBLISHED, 8))
    steps.publish(edition, today, PUBLISHED, by=by, then=24)
    letters.one_is_refused(at_the_desk(today, PUBLISHED, 17, 5))
    letters.left(edition, until=instant(today, PUBLISHED + 1, 0))
    life_goes_on(edition, today)
    late_hosts.answer(edition, today)
    _hosts_add_places(edition, today)
    _one_offer_rests(edition, today)
    writing.write_to_those_who_wait(edition, today, by=by)
    letters.left(edition, until=instant(today, -1, 9))
    write_due(instant(today, -1, 9))
    letters.left(edition, until=instant(today, -1, 10))
    somebody_answers(edition, today)
    _prepare_second_round(edition, today)
    letters.left(edition, until=instant(today, -1, 18))
    late_hosts.one_is_asked_to_correct(edition, at)
    return edition


def _hosts_add_places(edition: Edition, today: date) -> None:
    """The hosts phoned after the first round open one more place each."""
    full = Slot.objects.filter(offer__edition=edition, taken=F("capacity")).order_by("pk")
    for slot in full.select_related("offer__edition", "offer__service__province")[:CALLED]:
        province = slot.offer.service.province
        assert province is not None
        by = steps.coordinator(province.name_fr)
        set_places(slot, slot.capacity + 1, by=by, at=at_the_desk(today, -4, 14))


def _one_offer_rests(edition: Edition, today: date) -> None:
    """A team without its psychologist for some weeks: nobody is placed there, the host pauses."""
    free = Offer.objects.filter(edition=edition, state=OfferState.PUBLISHED, slots__taken=0)
    offer = free.order_by("pk").first()
    if offer:
        host = offer.contacts.all()[0].person
        pause_offer(offer, by=host, at=instant(today, -5, 16))


def _prepare_second_round(edition: Edition, today: date) -> None:
    by = steps.coordinator("Namur")
    at = at_the_desk(today, -1, 17)
    round_ = open_round(
        edition,
        by=by,
        at=at,
        seed=steps.seed_of(edition, 2),
        contact_deadline=day_to_come(today + timedelta(days=28)),
    )
    run_round(round_, policy=edition.policy, by=by, at=at)
