"""THE text cleaner, and the folding used to compare and search texts.

Every text that enters Croisée (form field, spreadsheet cell, command line) passes through
`clean_text` (reliability.md, rule 11). Two texts are compared through `fold`; two e-mail
addresses through `email_key` (rule 8).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

SURROGATE: Final = "surrogate"
CONTROL: Final = "control"
TOO_LONG: Final = "too_long"

_SURROGATES = re.compile("[\ud800-\udfff]")
# Control characters but tab, line feed and carriage return; and the noncharacters that XML, hence
# an .xlsx file, cannot hold.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
# Invisible marks pasted along with a text: soft hyphen, zero-width space, byte-order mark, direction
# marks and overrides. The joiners U+200C and U+200D carry meaning (emoji, Persian): they stay.
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_BLANKS = re.compile(r"\s+")
_BLANKS_IN_LINE = re.compile(r"[^\S\n]+")
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029]")

# Letters that NFKD leaves whole.
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ł": "l", "ı": "i"})
# « éducateur·rice »: the middle dot of inclusive writing, in the forms keyboards give it.
_MIDDLE_DOTS = re.compile("[·•‧∙⋅・]")
_NOT_WORD = re.compile(r"[\W_]+")


class TextRefusedError(ValueError):
    """A text the cleaner refuses. `code` is one of SURROGATE, CONTROL, TOO_LONG."""

    def __init__(self, code: str, length: int = 0, max_length: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.length = length
        self.max_length = max_length


def clean_text(text: str, *, max_length: int, single_line: bool = True) -> str:
    """Return `text` in NFC, without invisible marks or stray blanks; '' stays ''.

    A single-line text has its line ends and runs of blanks turned into one space; a text of
    several lines keeps its line feeds. Raises `TextRefusedError` on surrogates, NUL and other
    control characters, and on more than `max_length` characters: nothing is cut silently.
    """
    if _SURROGATES.search(text):
        raise TextRefusedError(SURROGATE)
    if _CONTROLS.search(text):
        raise TextRefusedError(CONTROL)
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    text = _one_line(text) if single_line else _several_lines(text)
    if len(text) > max_length:
        raise TextRefusedError(TOO_LONG, len(text), max_length)
    return text


def printable(text: str, limit: int = 60) -> str:
    """`text` as it can be quoted in a sentence: one line, at most `limit` characters.

    What could not be printed or stored becomes « � »: for quoting a refused text, never for
    keeping it.
    """
    text = _SURROGATES.sub("�", _CONTROLS.sub("�", _INVISIBLE.sub("", text[: 4 * limit])))
    text = _one_line(unicodedata.normalize("NFC", text))
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


@lru_cache(maxsize=4096)  # the same headings, names and titles come back row after row
def fold(text: str) -> str:
    """Lower-case words of `text` without accents or punctuation, one space between them.

    >>> fold("  Éducateur·rice — L’Œuvre ")
    'educateurrice l oeuvre'
    """
    if text.isascii():
        return _NOT_WORD.sub(" ", text.lower()).strip()
    text = _MIDDLE_DOTS.sub("", _INVISIBLE.sub("", text))
    text = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
    text = "".join(char for char in text if not unicodedata.combining(char))
    return _NOT_WORD.sub(" ", text).strip()


def email_key(address: str) -> str:
    """The form under which an address is compared and stored as unique (reliability.md, rule 8)."""
    return unicodedata.normalize("NFKC", address).strip().casefold()


def _one_line(text: str) -> str:
    return _BLANKS.sub(" ", text).strip()


def _several_lines(text: str) -> str:
    text = _LINE_ENDS.sub("\n", text)
    return "\n".join(_BLANKS_IN_LINE.sub(" ", line).strip() for line in text.split("\n")).strip()
