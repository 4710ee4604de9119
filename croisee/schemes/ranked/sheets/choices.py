"""Which offer a choice names: « H005 – Maison de jeunes : Suivre un intervenant », « h005 »…"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from croisee.core.spreadsheets import CellError, Value
from croisee.core.text import fold, printable
from croisee.schemes.ranked.sheets.numbers import MAX_NUMBER_LENGTH, canonical, loose
from croisee.schemes.ranked.sheets.readings import NotReadError, as_shown, plain
from croisee.schemes.ranked.sheets.rows import KnownOffer

K = TypeVar("K")

_LEAD = re.compile(
    r"(?:(?:offre|num[ée]ro|aanbod|nr|no)\b\s*[.:]?\s*|n\s?[°º]\s*|№\s*|[^\w]+)*", re.IGNORECASE
)
_WORD_WITH_BOTH = re.compile(r"(?<!\w)(?=\w*\d)(?=\w*[^\W\d_])\w+(?:-\w+)*")
_ONLY_NUMBERS = re.compile(r"\d+(?:\s*(?:,|;|/|\+|&|-|–|\bou\b|\bet\b|\bof\b|\ben\b)\s*\d+)+")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The offer a choice names; `remark` tells what was odd ('' for nothing)."""

    number: str
    remark: str = ""
    label: str = ""
    other: str = ""


class Catalogue:
    """The offers a choice may name, and those whose row is refused (canonical number → row)."""

    def __init__(self, offers: Iterable[KnownOffer], refused: Mapping[str, int]) -> None:
        self._offers = {canonical(offer.number): offer for offer in offers}
        self._refused = {
            number: row for number, row in refused.items() if number not in self._offers
        }
        self._loose = _unique((loose(number), number) for number in [*self._offers, *self._refused])
        self._by_title = _unique((_label(offer), key) for key, offer in self._offers.items())
        self._known: dict[tuple[type, Value], Chosen | NotReadError] = {}

    def institution(self, number: str) -> str:
        """The name of the institution of the offer `number`."""
        return self._offers[canonical(number)].institution

    def read(self, value: Value) -> Chosen:
        """The offer that the cell names. Raises `NotReadError`: unknown, refused or several offers.

        People choose among the same few offers, most often by picking in a list: what was read
        once is remembered.
        """
        key = (type(value), value)  # True and 1 are the same key otherwise
        known = self._known.get(key)
        if known is None:
            try:
                known = self._read(value)
            except NotReadError as problem:
                known = problem.with_traceback(None)
            self._known[key] = known
        if isinstance(known, NotReadError):
            raise NotReadError(known.code, **known.params)
        return known

    def _read(self, value: Value) -> Chosen:
        said = _said(value)
        if not said.strip():
            raise NotReadError("choice_unreadable", value=printable(as_shown(value)))
        key, rest, exact = self._leading(said)
        if key is None:
            key, rest = self._by_title.get(fold(said)) or self._inside(said), ""
            if key is None:
                raise NotReadError("unknown_offer", value=printable(said, 80))
        if self._names_others(said, key, rest):
            raise NotReadError("several_offers", value=printable(said, 80))
        if key in self._refused:
            number = printable(key)
            raise NotReadError("refused_offer", number=number, offer_row=self._refused[key])
        offer = self._offers[key]
        if not exact:
            return Chosen(offer.number, "number_read_as")
        return self._compared(offer, rest)

    def _leading(self, said: str) -> tuple[str | None, str, bool]:
        """The offer whose number begins the text, the text after it, and whether it is written so."""
        start = _LEAD.match(said)
        said = said[start.end() :] if start else said
        prefixes = [(canonical(said[:end]), said[end:]) for end in _boundaries(said)]
        for key, rest in prefixes:
            if key in self._offers or key in self._refused:
                return key, rest, True
        for key, rest in prefixes:
            found = self._loose.get(loose(key)) if any(char.isdigit() for char in key) else None
            if found is not None:
                return found, rest, False
        return None, said, False

    def _inside(self, said: str) -> str | None:
        """The only offer number the text holds, when it cannot be anything else (letters and digits)."""
        found = self._numbers_in(said)
        return found.pop() if len(found) == 1 else None

    def _numbers_in(self, said: str) -> set[str]:
        words = {canonical(word) for word in _WORD_WITH_BOTH.findall(said)}
        return {word for word in words if word in self._offers or word in self._refused}

    def _names_others(self, said: str, key: str, rest: str) -> bool:
        if canonical(said) == key:
            return False
        if _ONLY_NUMBERS.fullmatch(said.strip()):
            return True
        if key in self._offers and fold(rest) == _label(self._offers[key]):
            return False
        return bool(self._numbers_in(rest) - {key})

    def _compared(self, offer: KnownOffer, rest: str) -> Chosen:
        """Tell when the title after the number is not the offer's."""
        title, label = fold(rest), _label(offer)
        if not title or not label or _agree(title, label, offer):
            return Chosen(offer.number)
        shown = printable(" : ".join(part for part in (offer.institution, offer.title) if part), 80)
        other = self._by_title.get(title)
        if other is not None:
            return Chosen(offer.number, "title_of_other", shown, self._offers[other].number)
        return Chosen(offer.number, "title_differs", shown)


def _said(value: Value) -> str:
    broken = isinstance(value, float) and not value.is_integer()
    if broken or isinstance(value, bool | CellError | datetime):
        raise NotReadError("choice_unreadable", value=printable(as_shown(value)))
    try:
        return plain(value)
    except NotReadError:
        raise NotReadError("choice_unreadable", value=printable(as_shown(value))) from None


def _boundaries(said: str) -> list[int]:
    """Where a number beginning the text may end, the farthest first."""
    last = min(len(said), 2 * MAX_NUMBER_LENGTH)
    return [
        end
        for end in range(last, 0, -1)
        if said[end - 1].isalnum() and (end == len(said) or not said[end].isalnum())
    ]


def _label(offer: KnownOffer) -> str:
    return fold(f"{offer.institution} {offer.title}")


def _agree(title: str, label: str, offer: KnownOffer) -> bool:
    """Tell whether the text is the offer's label, or only the institution, the title, or its start."""
    return label.startswith(title) or title in (fold(offer.title), fold(offer.institution))


def _unique(pairs: Iterable[tuple[K, str]]) -> dict[K, str]:
    """Keys that lead to one offer only; different hosts do bear the same name."""
    found: dict[K, set[str]] = {}
    for key, number in pairs:
        if key:
            found.setdefault(key, set()).add(number)
    return {key: numbers.pop() for key, numbers in found.items() if len(numbers) == 1}
