"""Names of editions in the four languages: the year's word where the French name is usual."""

from __future__ import annotations

import re
from typing import Final

USUAL: Final = {"fr": "édition {}", "nl": "editie {}", "de": "Ausgabe {}", "en": "{} edition"}
OTHERS: Final = ("nl", "de", "en")
_YEAR = re.compile(r"\b\d{4}\b")


def usual_names(french: str) -> dict[str, str]:
    """`{language: name}` of « édition 2027 »; empty for another kind of name."""
    found = re.fullmatch(r"[ée]dition (\d{4})", french.strip(), re.IGNORECASE)
    return {code: USUAL[code].format(found[1]) for code in OTHERS} if found else {}


def next_name(french: str) -> str:
    """« édition 2027 » → « édition 2028 »: every year one later; empty when it names no year."""
    return _YEAR.sub(lambda m: str(int(m[0]) + 1), french) if _YEAR.search(french) else ""


def following_names(before: dict[str, str], french: str) -> dict[str, str]:
    """The names of the next edition when its French one differs from the last by years alone, else
    the usual ones; what cannot be derived stays empty and falls back to French."""
    old, new = _YEAR.findall(before["fr"]), _YEAR.findall(french)
    same = _YEAR.sub("#", before["fr"]) == _YEAR.sub("#", french)
    if not same or len(old) != len(new):
        return usual_names(french)
    years = dict(zip(old, new, strict=True))
    moved = {c: _YEAR.sub(lambda m: years.get(m[0], m[0]), before[c]) for c in OTHERS if before[c]}
    return usual_names(french) | moved
