"""What may stand between braces in a message, and how a value of each nature is written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any, Final

from croisee.core.templatetags.look import ordinal
from croisee.core.written_dates import date_full


class Nature(Enum):
    TEXT = "text"
    NUMBER = "number"
    RANK = "rank"
    DAY = "day"
    URL = "url"
    EMAIL = "email"
    CODE = "code"
    # Blocks stand alone on their line.
    DETAILS = "details"
    LINES = "lines"
    PEOPLE = "people"
    MARKDOWN = "markdown"


BLOCKS: Final = {Nature.DETAILS, Nature.LINES, Nature.PEOPLE, Nature.MARKDOWN}

# A value is of the nature of its name, whatever the message.
NATURES: Final[Mapping[str, Nature]] = {
    "link": Nature.URL,
    "site_link": Nature.URL,
    "withdraw_link": Nature.URL,
    "why_link": Nature.URL,
    "programme_link": Nature.URL,
    "catalogue_link": Nature.URL,
    "propose_link": Nature.URL,
    "unsubscribe_link": Nature.URL,
    "answer_link": Nature.URL,
    "code": Nature.CODE,
    "contact_email": Nature.EMAIL,
    "coordinator_email": Nature.EMAIL,
    "email": Nature.EMAIL,
    "choice_rank": Nature.RANK,
    "minutes": Nature.NUMBER,
    "places": Nature.NUMBER,
    "places_left": Nature.NUMBER,
    "opens_on": Nature.DAY,
    "deadline": Nature.DAY,
    "next_round": Nature.DAY,
    "results_on": Nature.DAY,
    "summary": Nature.DETAILS,
    "remarks": Nature.DETAILS,
    "choices": Nature.LINES,
    "other_contacts": Nature.LINES,
    "trainees": Nature.PEOPLE,
    "conditions": Nature.MARKDOWN,
    "golden_rules": Nature.MARKDOWN,
}

_HARMFUL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]"
)
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029\x85]")


def nature(name: str) -> Nature:
    return NATURES.get(name, Nature.TEXT)


def harmless(text: object) -> str:
    """`text` with line feeds as its only control characters."""
    return _HARMFUL.sub("", _LINE_ENDS.sub("\n", str(text))).strip()


def one_line(text: object) -> str:
    return " ".join(harmless(text).split())


def written(name: str, value: Any) -> str:
    """An inline value in words; empty when there is none.

    Dates and ordinals are said in the active language.
    """
    if value is None or value == "":
        return ""
    if nature(name) is Nature.RANK and isinstance(value, int):
        return ordinal(value, "text")
    if nature(name) is Nature.DAY and isinstance(value, date):
        return date_full(value)
    return harmless(value)
