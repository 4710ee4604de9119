"""Numbers of places and offer numbers, as people write them."""

from __future__ import annotations

import re
from collections.abc import Set
from typing import Final

from croisee.core.spreadsheets import CellError, Value
from croisee.core.text import fold, printable
from croisee.schemes.ranked.sheets.readings import NotReadError, Read, as_shown, compatible, plain

MAX_PLACES: Final = 999
_MANY: Final = 50
_PLACES = re.compile(
    r"(\d{1,9})(?:[.,]0+)?\s*(?:places?|pl|plaats|plaatsen|stagiaires?|personnes?|pers)?\.?",
    re.IGNORECASE,
)
_WORDS: Final = {
    **{"un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7},
    **{"huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12},
    **{"een": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8},
    **{"negen": 9, "tien": 10, "elf": 11, "twaalf": 12},
}


def places(value: Value | None, *, least: int = 1) -> Read[int]:
    """A whole number of places from `least` to `MAX_PLACES`: 4, "4", " 4 ", "4 places", 4.0, "quatre".

    « à voir », « 2 ou 3 », 2.5, 0, a date or a box are refused: nothing is guessed.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        raise NotReadError("places_missing")
    number = _whole(value)
    if number is None and isinstance(value, str):
        words = fold(value).split()
        if words and words[0] in _WORDS and words[1:] in ([], ["place"], ["places"]):
            found = _WORDS[words[0]]
            return Read(found, "places_in_words", {"value": printable(value), "places": found})
    if number is None or not least <= number <= MAX_PLACES:
        raise NotReadError("places_unreadable", value=printable(as_shown(value)))
    if number > _MANY:
        return Read(number, "places_many", {"places": number})
    return Read(number)


def _whole(value: Value) -> int | None:
    if isinstance(value, bool | CellError) or not isinstance(value, str | int | float):
        return None
    if isinstance(value, str):
        try:
            match = _PLACES.fullmatch(plain(value))
        except NotReadError:
            return None
        return int(match[1]) if match else None
    return int(value) if float(value).is_integer() else None


_DASHES = re.compile("[‐‑‒–—―−﹣－_-]")
_STRAY_BLANKS = re.compile(r"(?<!\d) | (?!\d)")
_INTEGRAL = re.compile(r"(\d+)[.,]0+")
_PREFIX = re.compile(
    r"(?:n\s?[°º.]|n[°º]|№|numéro|numero|nr\.?|no\.)\s*(?=\d|\w+\d)", re.IGNORECASE
)
MAX_NUMBER_LENGTH: Final = 30


def offer_number(value: Value | None) -> str:
    """The offer's number as its file has it, but for blanks: « H 001 » → "H001", 12.0 → "12".

    Written all in small letters, it is put in capitals: « h001 » → "H001".
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        raise NotReadError("number_missing")
    if isinstance(value, bool | CellError) or not isinstance(value, str | int | float):
        raise NotReadError("number_unreadable", value=printable(as_shown(value)))
    if isinstance(value, float) and not value.is_integer():
        raise NotReadError("number_unreadable", value=printable(as_shown(value)))
    number = _tidy(_PREFIX.sub("", _plain_number(value), count=1))
    if len(number) > MAX_NUMBER_LENGTH or not re.search(r"\w", number):
        raise NotReadError("number_unreadable", value=printable(as_shown(value)))
    return number if number != number.lower() else number.upper()


def several_known(value: Value | None, known: Set[str]) -> tuple[str, ...]:
    """The numbers of « H003, H007 » when each is a known offer's; () for anything else."""
    if not isinstance(value, str) or not known:
        return ()
    parts = [part for part in re.split("[,;\\n]", value) if part.strip()]
    try:
        found = tuple(dict.fromkeys(offer_number(part) for part in parts))
    except NotReadError:
        return ()
    return found if len(found) > 1 and all(canonical(one) in known for one in found) else ()


def _plain_number(value: str | int | float) -> str:
    try:
        return plain(value)
    except NotReadError:
        raise NotReadError("number_unreadable", value=printable(as_shown(value))) from None


def canonical(said: str) -> str:
    """What makes two offer numbers the same: no case, no blanks, plain digits and hyphens."""
    return _tidy(compatible(said)).upper()


def _tidy(said: str) -> str:
    """Without blanks, but those between two digits; « 12.0 » is 12."""
    said = _DASHES.sub("-", _STRAY_BLANKS.sub("", " ".join(said.split())))
    match = _INTEGRAL.fullmatch(said)
    return match[1] if match else said


def loose(number: str) -> tuple[str, ...]:
    """What is left of a number once separators and leading zeros are dropped: « H-01 » → (H, 1)."""
    parts = re.findall(r"\d+|[^\W\d_]+", number)
    return tuple(part.lstrip("0") or "0" if part.isdigit() else part for part in parts)
