"""How a careful person reads one cell (samples/README.md): never guessing, telling what is odd.

Each reading takes the cell's value and returns a `Read`; it raises `NotReadError` with the code of
the problem when the cell does not say what its column asks.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Final, Generic, TypeVar

from croisee.core.spreadsheets import CellError, Value
from croisee.core.spreadsheets.dates import from_serial
from croisee.core.text import TOO_LONG, TextRefusedError, clean_text, fold, printable

T = TypeVar("T")
Params = dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Read(Generic[T]):
    """What was read; `remark` is the code of something to tell all the same."""

    value: T
    remark: str = ""
    params: Params = field(default_factory=dict)


class NotReadError(Exception):
    """The cell cannot be read: `code` and `params` of the problem to tell."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.params: Params = params


def as_shown(value: Value) -> str:
    """The value as the spreadsheet shows it, uncleaned."""
    match value:
        case str():
            return value
        case bool():
            return "VRAI" if value else "FAUX"
        case int():
            return str(value)
        case float():
            return repr(value)
        case datetime():
            return value.strftime("%d/%m/%Y" if value.time() == time() else "%d/%m/%Y %H:%M")
        case CellError():
            return value.text
    raise TypeError(type(value))


def text(value: Value | None, *, limit: int, lines: bool = False, date: bool = False) -> Read[str]:
    """A clean text of at most `limit` characters, '' for a blank cell.

    A number is its digits. A date where a text is expected is told, unless `date`.
    """
    if value is None:
        return Read("")
    if isinstance(value, CellError):
        raise NotReadError(
            "formula_not_computed" if value.text == "=" else "cell_error", value=value.text
        )
    shown = as_shown(value)
    try:
        clean = clean_text(shown, max_length=limit, single_line=not lines)
    except TextRefusedError as refusal:
        if refusal.code == TOO_LONG:
            raise NotReadError("text_too_long", length=refusal.length, limit=limit) from None
        raise NotReadError("text_control", value=printable(shown)) from None
    if isinstance(value, datetime) and not date:
        return Read(clean, "date_for_text", {"value": clean})
    return Read(clean)


_NOT_SAME_DIGITS: Final = ("<super>", "<sub>", "<fraction>", "<circle>")


def plain(value: Value | None) -> str:
    """A short text in compatible form, for codes and numbers."""
    return compatible(text(value, limit=2_000).value)


def compatible(said: str) -> str:
    """Full-width letters and digits made plain, as NFKC does.

    But « 4² », a footnote, stays as it is: NFKC would make it 42, and « ½ » 1⁄2.
    """
    if said.isascii():
        return said.strip()
    kept = (
        char
        if unicodedata.decomposition(char).startswith(_NOT_SAME_DIGITS)
        else unicodedata.normalize("NFKC", char)
        for char in said
    )
    return unicodedata.normalize("NFC", "".join(kept)).strip()


_YES: Final = frozenset(
    ["oui", "o", "yes", "y", "ja", "j", "true", "vrai", "waar", "wahr", "x", "1", "v", "ok"]
)
_NO: Final = frozenset(["non", "n", "no", "nee", "nein", "false", "faux", "onwaar", "falsch", "0"])
_TICKS: Final = frozenset("✓✔☑✅🗸")
_AGREED = re.compile(
    r"(?:oui |ja )?(?:j accepte|j ai lu|ik aanvaard|ik ga akkoord|d accord|akkoord)\b.*"
)


def yes_or_no(value: Value | None) -> bool | None:
    """True, False (blank included), or None when the cell says neither."""
    if isinstance(value, bool):
        return value
    said = plain(value)
    if said in ("", "-", "–", "—", "/"):
        return False
    if "?" in said:
        return None
    word = fold(said)
    if word in _YES or said in _TICKS:
        return True
    return False if word in _NO else None


def agreement(value: Value | None) -> bool | None:
    """`yes_or_no`, for a box whose ticked form may be a sentence: « J'accepte les conditions »."""
    said = yes_or_no(value)
    if said is None and "?" not in plain(value) and _AGREED.fullmatch(fold(plain(value))):
        return True
    return said


_POSTCODE = re.compile(r"(?:B ?[-–—]? ?)?(\d{4})(?:\.0)?", re.IGNORECASE | re.ASCII)
_POSTCODE_AND_TOWN = re.compile(r"(?:B ?[-–—]? ?)?(\d{4})[ ,-]+[^\d]+", re.IGNORECASE | re.ASCII)


def postcode(value: Value | None) -> Read[str]:
    """Four digits as text; another form is kept as it is and told (it may be foreign)."""
    said = plain(value)
    if not said:
        return Read("")
    if match := _POSTCODE.fullmatch(said):
        return Read(match[1])
    if match := _POSTCODE_AND_TOWN.fullmatch(said):
        return Read(
            match[1], "postcode_rewritten", {"value": printable(said), "postcode": match[1]}
        )
    return Read(text(said, limit=20).value, "postcode_foreign", {"value": printable(said)})


def phone(value: Value | None) -> Read[str]:
    """The number as written. One typed as a number may have lost its first zero: told, not restored."""
    said = text(value, limit=60).value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Read(said, "phone_lost_zero", {"value": said})
    return Read(said)


_DAY_FIRST = re.compile(
    r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T,à]+(\d{1,2})[:hH](\d{2})(?:[:m](\d{2}))?)?s?"
)
_SERIALS: Final = (20_000, 80_000)  # from 1954 to 2119: other numbers are no moment


def moment(value: Value | None) -> Read[datetime | None]:
    """When the form was answered; None, told, when that is missing or unreadable.

    Day before month, as everywhere in Belgium: « 11/23/2026 » is unreadable rather than guessed.
    """
    if value is None:
        return Read(None, "time_missing")
    if isinstance(value, datetime):
        return Read(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _moment_or_told(_from_number(float(value)), value)
    try:
        said = plain(value)
    except NotReadError:
        return Read(None, "time_unreadable", {"value": printable(as_shown(value))})
    if not said:
        return Read(None, "time_missing")
    return _moment_or_told(_from_text(said), value)


def _moment_or_told(found: datetime | None, value: Value) -> Read[datetime | None]:
    if found is None:
        return Read(None, "time_unreadable", {"value": printable(as_shown(value))})
    return Read(found)


def _from_number(number: float) -> datetime | None:
    first, last = _SERIALS
    return from_serial(number) if first <= number <= last else None


def _from_text(said: str) -> datetime | None:
    try:
        if match := _DAY_FIRST.fullmatch(said):
            day, month, year, hour, minute, second = (int(part or 0) for part in match.groups())
            return datetime(year, month, day, hour, minute, second)
        if re.fullmatch(r"\d{5}(?:[.,]\d+)?", said):
            return _from_number(float(said.replace(",", ".")))
        found = datetime.fromisoformat(said)
    except ValueError:
        return None
    # A form's « Z » or « +01:00 » is dropped: one file's stamps share one zone, and only their
    # order counts.
    return found.replace(tzinfo=None)


def listed(value: Value | None, *, limit: int) -> Read[tuple[str, ...]]:
    """The items of « a, b ; c », each once, in order."""
    read = text(value, limit=limit, lines=True)
    items = (item.strip() for item in re.split(r"[,;\n]", read.value))
    return Read(tuple(dict.fromkeys(item for item in items if item)), read.remark, read.params)
