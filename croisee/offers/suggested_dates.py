"""The dates a host suggests (IM-28): real dates where they can be read, else the host's own words.

Stored as they were written. Read only when nothing but dates stands there: « le 20/04/2027 et le 22 avril
2027 » are two dates; « un mardi d'avril » stays a sentence, shown as such.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date

from croisee.offers.enums import Weekday

MONTHS = (
    "janvier januari januar january",
    "février fevrier februari februar february",
    "mars maart märz marz march",
    "avril april",
    "mai mei may",
    "juin juni june",
    "juillet juli july",
    "août aout augustus august",
    "septembre september",
    "octobre oktober october",
    "novembre november",
    "décembre decembre december dezember",
)
_MONTH = {name: number for number, names in enumerate(MONTHS, start=1) for name in names.split()}
_WORDS = "|".join(sorted(_MONTH, key=len, reverse=True))
_DATE = re.compile(
    r"(?<![\d/.])(?:(?P<iso>\d{4}-\d{1,2}-\d{1,2})"
    r"|(?P<day>\d{1,2})(?:[/.-](?P<month>\d{1,2})(?:[/.-](?P<year>\d{4}|\d{2}))?"
    r"|(?:er|\.)?\s(?P<name>" + _WORDS + r")(?:\s(?P<its_year>\d{4}))?))(?!\d)",
    re.IGNORECASE,
)
# What may stand between dates without saying anything more.
_BETWEEN = re.compile(
    r"[\s,;/&.·•-]|\b(?:et|ou|le|les|du|en|of|op|und|oder|am|den|der|and|or|on|the"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    r"|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag"
    r"|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b",
    re.IGNORECASE,
)
Days = tuple[date, date] | None
WORKING = frozenset(Weekday.values[:5])


class NoSuchDayError(ValueError):
    """A date is written that no calendar has; `args[0]` is the date as written."""


def dates_in(text: str, within: Days = None) -> list[date]:
    """The dates written in `text`, in order; those without a year only when `within` tells it.

    Raises NoSuchDayError for 31/02/2027.
    """
    found = (_date(match, within) for match in _DATE.finditer(text))
    return sorted({day for day in found if day})


def says_only_dates(text: str) -> bool:
    return bool(text) and not _BETWEEN.sub("", _DATE.sub("", text))


def only_dates(text: str) -> list[date]:
    """The whole dates of a text that says nothing else; [] for any other."""
    try:
        found = [_date(match, None) for match in _DATE.finditer(text)]
    except NoSuchDayError:
        return []
    whole = says_only_dates(text) and all(found)
    return sorted({day for day in found if day}) if whole else []


def off_days(days: Iterable[date], weekdays: Collection[str]) -> list[date]:
    """Those of `days` that fall on no day the host receives: Monday to Friday where none is ticked."""
    usual = set(weekdays) or WORKING
    return [day for day in days if Weekday.values[day.weekday()] not in usual]


def _date(match: re.Match[str], within: Days) -> date | None:
    if match["iso"]:
        year, month, day = map(int, match["iso"].split("-"))
        return _made(year, month, day, match[0])
    month = int(match["month"]) if match["month"] else _MONTH[match["name"].lower()]
    day, typed = int(match["day"]), match["year"] or match["its_year"]
    if typed:
        return _made(int(typed) + (2000 if len(typed) == 2 else 0), month, day, match[0])
    return _in_the_year_of(within, month, day, match[0]) if within else None


def _in_the_year_of(within: tuple[date, date], month: int, day: int, written: str) -> date:
    """In the first year that puts it inside; else in the first of the two."""
    years = sorted({edge.year for edge in within})
    found = [_made(year, month, day, written) for year in years]
    inside = [day for day in found if within[0] <= day <= within[1]]
    return (inside or found)[0]


def _made(year: int, month: int, day: int, written: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise NoSuchDayError(written.strip()) from None
