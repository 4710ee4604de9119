"""Lists as one writes them, in the active language."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import get_language
from django.utils.translation import gettext as _


def apart(parts: Iterable[str]) -> str:
    """« lundi, mardi ; 3 mai »: parts that may hold commas themselves, the empty ones left out.
    French puts a no-break space before the sign."""
    return f"{sign(';')} ".join(filter(None, parts))


def sign(mark: str) -> str:
    """The mark after what it follows: in French a no-break space stands before « : » and « ; »."""
    return f"\u00a0{mark}" if (get_language() or "fr").startswith("fr") else mark


def joined(names: Iterable[str]) -> str:
    """« Hainaut, Liège et Namur »."""
    *before, last = list(names) or [""]
    if not before:
        return last
    return _("%(names)s et %(last)s") % {"names": ", ".join(before), "last": last}
