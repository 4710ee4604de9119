"""Dates as one says them, in the active language: « vendredi 26 février 2027, 12 h ».

Days and months stay together (no-break space), so do hours and their unit. Instants are shown in
the active time zone; a calendar day has none.
"""

from __future__ import annotations

from datetime import date, datetime, time
from functools import lru_cache

from django.utils import timezone
from django.utils.dateformat import format as written
from django.utils.translation import get_language

NBSP = "\u00a0"
WITH_YEAR = {"de": f"l, j.{NBSP}F Y"}
WITHOUT_YEAR = {"de": f"l, j.{NBSP}F"}
# hour, hour and minutes
HOURS = {
    "fr": (f"{{h}}{NBSP}h", f"{{h}}{NBSP}h{NBSP}{{m:02}}"),
    "nl": (f"{{h}}{NBSP}uur", f"{{h}}.{{m:02}}{NBSP}uur"),
    "de": (f"{{h}}{NBSP}Uhr", f"{{h}}.{{m:02}}{NBSP}Uhr"),
    "en": ("{h}:{m:02}", "{h}:{m:02}"),
}


def date_full(value: date | datetime | None) -> str:
    """Weekday, day, month, year; the time too when `value` is an instant. '' for None."""
    if not value:
        return ""
    if isinstance(value, datetime):
        local = _local(value)
        return f"{_day(local, WITH_YEAR, ' Y')}, {time_of_day(local)}"
    return _day(value, WITH_YEAR, " Y")


def span_full(starts: datetime, ends: datetime) -> str:
    """« mardi 5 janvier 2027, 9 h – 16 h »: two instants of one day."""
    return f"{date_full(starts)} – {time_of_day(ends)}"


def date_day(value: date | datetime | None) -> str:
    """Weekday, day and month, for lists where the year is plain. '' for None."""
    if not value:
        return ""
    return _day(_local(value) if isinstance(value, datetime) else value, WITHOUT_YEAR, "")


def date_short(value: date | datetime | None) -> str:
    """« 19 février 2027 », „19. Februar 2027“; '' for None. Day, month and year stay on one line."""
    if not value:
        return ""
    local = _local(value) if isinstance(value, datetime) else value
    return _short(local.year, local.month, local.day, get_language() or "fr")


@lru_cache(maxsize=4096)  # a page of a list writes the same days in each of its lines
def _short(year: int, month: int, day: int, language: str) -> str:
    """`language` is the active one: the names of the months follow it."""
    number = "j." if language.startswith("de") else "j"
    pattern = r"j\e\r F Y" if language.startswith("fr") and day == 1 else f"{number} F Y"
    return written(date(year, month, day), pattern).replace(" ", NBSP)


def date_typed(value: date) -> str:
    """A day as one types it: « 14/12/2026 », in German « 14.12.2026 »."""
    return value.strftime("%d.%m.%Y" if _language() == "de" else "%d/%m/%Y")


def time_of_day(value: datetime | time | None) -> str:
    """« 9 h », « 9 h 30 »; '' for None."""
    if value is None:
        return ""
    moment = _local(value) if isinstance(value, datetime) else value
    whole, with_minutes = HOURS.get(_language(), HOURS["en"])
    pattern = with_minutes if moment.minute else whole
    return pattern.format(h=moment.hour, m=moment.minute)


def _language() -> str:
    return (get_language() or "fr")[:2]


def _local(value: datetime) -> datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value


def _day(value: date, patterns: dict[str, str], year: str) -> str:
    """French says « 1er » for the first of a month."""
    language = _language()
    number = r"j\e\r" if language == "fr" and value.day == 1 else "j"
    return written(value, patterns.get(language, f"l {number}{NBSP}F{year}"))
