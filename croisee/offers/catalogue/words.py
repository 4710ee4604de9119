"""Words as the search compares them: folded, inclusive forms opened, small words left out."""

from __future__ import annotations

import re
from collections.abc import Iterable

from croisee.core.text import fold

_DOTTED = re.compile(r"(\w+)[·•‧∙⋅・.](\w+)(?:[·•‧∙⋅・.](s))?\b", re.UNICODE)
# How a feminine is made from what stands after the middle dot: éducateur·rice, infirmier·ère.
_ENDINGS = {
    "rice": "eur",
    "trice": "teur",
    "euse": "eur",
    "ère": "er",
    "ière": "ier",
    "ve": "f",
    "se": "x",
}
# Words that tell nothing in French, Dutch, German and English; one letter never does.
_SMALL = """
au aux avec ce ces dans de des du en et la le les ou par pour sur un une
aan bij een het in met of op te van voor
am an auf das der die ein eine fur im mit und von zu
and at for on or the to with
"""
SMALL = frozenset(_SMALL.split())


def words_of(text: str, known: dict[str, frozenset[str]] | None = None) -> set[str]:
    """Every word of a text, with the forms an inclusive word stands for.

    `known` remembers what was worked out for other texts: the same words come back.

    >>> sorted(words_of("Éducateur·rice de rue"))
    ['educateur', 'educateurrice', 'educatrice', 'rue']
    """
    seen = {} if known is None else known
    found: set[str] = set()
    for written in text.split():
        if written not in seen:
            seen[written] = frozenset(_telling(_spelled(written)))
        found |= seen[written]
    return found


def words_asked(text: str) -> list[str]:
    """The words of a search, in order, each once; small words only when there is nothing else."""
    found = list(dict.fromkeys(fold(text).split()))
    return _telling(found) or found


def _telling(words: Iterable[str]) -> list[str]:
    return [word for word in words if len(word) > 1 and word not in SMALL]


def _spelled(text: str) -> set[str]:
    opened = " ".join(" ".join(_forms(*match)) for match in _DOTTED.findall(text))
    return {*fold(text).split(), *fold(opened).split()}


def _forms(stem: str, ending: str, plural: str) -> list[str]:
    """« social·e » is « social » and « sociale ». What is no inclusive form does no harm."""
    removed = _ENDINGS.get(ending.casefold().removesuffix("s"), "")
    base = stem[: -len(removed)] if removed and stem.casefold().endswith(removed) else stem
    forms = [stem, base + ending]
    return [*forms, *(form + plural for form in forms)] if plural else forms
