"""The days on which a service receives anybody: no weekend, no holiday, nothing between the years."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from functools import cache

# (month, day): New Year, Labour Day, national day, Assumption, All Saints, Armistice, Christmas.
FIXED = ((1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25))
AFTER_EASTER = (1, 39, 50)  # days: Easter Monday, Ascension, Whit Monday
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi")


def is_working(day: date) -> bool:
    """Whether people work that day: a weekday that is no legal holiday in Belgium."""
    movable = {_easter(day.year) + timedelta(days=days) for days in AFTER_EASTER}
    return day.weekday() < 5 and (day.month, day.day) not in FIXED and day not in movable


def receives(day: date) -> bool:
    """Whether a service would receive somebody that day: not between the years either."""
    between = (day.month, day.day) >= (12, 22) or (day.month, day.day) <= (1, 3)
    return is_working(day) and not between


def day_to_come(day: date, weekdays: Collection[str] = ()) -> date:
    """The first day from `day` on that a service receives, on one of its weekdays (in French)."""
    wanted = {WEEKDAYS.index(name) for name in weekdays if name in WEEKDAYS} or set(range(5))
    while not (receives(day) and day.weekday() in wanted):
        day += timedelta(days=1)
    return day


def day_of_work(day: date) -> date:
    """The last working day until `day`: when a coordinator sat at her desk."""
    while not is_working(day):
        day -= timedelta(days=1)
    return day


@cache
def _easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (Meeus, Jones and Butcher)."""
    century, of_century = divmod(year, 100)
    leaps, rest = divmod(century, 4)
    correction = (8 * century + 13) // 25
    golden = year % 19
    epact = (19 * golden + century - leaps - correction + 15) % 30
    quarter, over = divmod(of_century, 4)
    to_sunday = (32 + 2 * rest + 2 * quarter - epact - over) % 7
    shift = (golden + 11 * epact + 19 * to_sunday) // 433
    month = (epact + to_sunday - 7 * shift + 90) // 25
    day = (epact + to_sunday - 7 * shift + 33 * month + 19) % 32
    return date(year, month, day)
