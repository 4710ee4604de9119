"""What becomes of the places given: contact, a day, the day itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from croisee.desk.demo.calendar import at_hour, first_day, instant
from croisee.desk.demo.working_days import WEEKDAYS, day_to_come
from croisee.editions.enums import PhaseKind
from croisee.editions.models import Edition
from croisee.people.models import Person
from croisee.placements.actions import conclude, fix_dates, mark_contacted
from croisee.placements.models import Placement
from croisee.placements.queries import active_placements, with_both_sides

CODES = dict(zip(("mon", "tue", "wed", "thu", "fri"), WEEKDAYS, strict=True))
State = Placement.State
HOURS = {"half_day": (9, 12)}
WHOLE_DAY = (9, 16)


def placed(edition: Edition) -> list[Placement]:
    """Who has a place at an offer somebody answers for."""
    rows = active_placements(edition).filter(slot__offer__contacts__order=0)
    return list(with_both_sides(rows).order_by("pk"))


def trainee_of(placement: Placement) -> Person:
    return placement.participants.all()[0].person


def host_of(placement: Placement) -> Person:
    assert placement.slot is not None
    return placement.slot.offer.contacts.all()[0].person


def take_contact(placements: Sequence[Placement], today: date, *, first: int, last: int) -> None:
    """They write or call one after the other, `first` to `last` days from today."""
    for number, placement in enumerate(placements):
        days = first + number * (last - first) // max(len(placements), 1)
        at = instant(today, days, 9 + number % 9, number * 7 % 60)
        mark_contacted(placement, by=trainee_of(placement), at=at)


def agree_on_days(placements: Sequence[Placement], today: date, *, first: int, last: int) -> None:
    """Hosts write down the day agreed on, inside the immersions."""
    for number, placement in enumerate(placements):
        days = first + number * (last - first) // max(len(placements), 1)
        at = instant(today, days, 10 + number % 7, number * 11 % 60)
        fix_dates(placement, [day_of(placement, number)], by=host_of(placement), at=at)


def day_of(placement: Placement, number: int) -> tuple[datetime, datetime]:
    """A day the host ticked, in the first two months of the immersions."""
    assert placement.slot is not None
    offer = placement.slot.offer
    opens = first_day(placement.edition, PhaseKind.IMMERSIONS)
    day = day_to_come(
        opens + timedelta(days=2 + number * 5 % 56), [CODES[one] for one in offer.weekdays]
    )
    starts, ends = HOURS.get(offer.duration, WHOLE_DAY)
    return at_hour(day, starts), at_hour(day, ends)


def take_place(edition: Edition, today: date) -> None:
    """Each immersion is told by its host, the day after it where its day is known; nearly all took place."""
    told = with_both_sides(active_placements(edition)).order_by("pk")
    for number, placement in enumerate(told):
        outcome = {17: State.PARTLY, 41: State.NO_SHOW}.get(number % 60, State.DONE)
        ends = [session.ends_at for session in placement.sessions.all()]
        at = max(ends) + timedelta(days=1) if ends else instant(today, -266 + number % 30, 11)
        conclude(placement, outcome, by=host_of(placement), at=at)
