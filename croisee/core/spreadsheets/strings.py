"""The tables that cells refer to: shared texts, and which styles show dates."""

from __future__ import annotations

import re
from typing import Final

from croisee.core.spreadsheets.dates import shows_a_date
from croisee.core.spreadsheets.package import Package
from croisee.core.spreadsheets.xml import Budget, parse

# Excel holds 32,767 characters in a cell. What other programs write beyond is cut one character
# later, so that whoever checks lengths still sees that the text is too long.
MAX_CELL_TEXT: Final = 32_768
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def unescape(text: str) -> str:
    """Undo `_x000D_`: how the format writes characters that XML cannot hold."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


class TextCollector:
    """Joins the runs of a rich text, phonetic guides left aside."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._phonetic = False

    def start(self, name: str) -> None:
        """An element opens: `si` or `is` begins a text, `rPh` a phonetic guide."""
        if name in ("si", "is"):
            self._pieces.clear()
            self._phonetic = False
        elif name == "rPh":
            self._phonetic = True

    def end(self, name: str, text: str) -> None:
        """An element closes: a `t` adds its text."""
        if name == "rPh":
            self._phonetic = False
        elif name == "t" and not self._phonetic:
            self._pieces.append(text)

    def whole(self) -> str:
        """The text collected since it began."""
        return unescape("".join(self._pieces))[:MAX_CELL_TEXT]


def read_strings(package: Package, budget: Budget, part: str | None) -> list[str]:
    """The shared texts, in order; none when the workbook has no such part."""
    strings: list[str] = []
    if part is None or part not in package:
        return strings
    collector = TextCollector()

    def start(name: str, _attributes: dict[str, str]) -> None:
        collector.start(name)

    def end(name: str, text: str) -> None:
        if name == "si":
            strings.append(collector.whole())
        else:
            collector.end(name, text)

    parse(package.read(part), budget, start, end)
    return strings


def read_date_styles(package: Package, budget: Budget, part: str | None) -> frozenset[int]:
    """The indexes of cell styles whose number format shows a date or a time."""
    if part is None or part not in package:
        return frozenset()
    codes: dict[int, str] = {}
    formats: list[int] = []
    inside = ""

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        if name in ("cellXfs", "cellStyleXfs"):
            inside = name
        elif name == "numFmt" and "dxf" not in inside:
            codes[_number(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif name == "xf" and inside == "cellXfs":
            formats.append(_number(attributes.get("numFmtId")))

    def end(name: str, _text: str) -> None:
        nonlocal inside
        if name == inside:
            inside = ""

    parse(package.read(part), budget, start, end)
    return frozenset(
        style for style, number in enumerate(formats) if shows_a_date(number, codes.get(number))
    )


def _number(text: str | None) -> int:
    """A format's number; 0, the general format, when it makes no sense."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0
