"""Lists as one writes them, in the active language."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import get_language


def apart(parts: Iterable[str]) -> str:
    """« lundi, mardi ; 3 mai »: parts that may hold commas themselves, the empty ones left out.
    French puts a no-break space before the sign."""
    french = (get_language() or "fr").startswith("fr")
    return ("\u00a0; " if french else "; ").join(filter(None, parts))
