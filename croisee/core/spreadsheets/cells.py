"""One cell's XML into a plain value."""

from __future__ import annotations

import math
from datetime import datetime
from typing import Final

from croisee.core.spreadsheets.dates import from_serial
from croisee.core.spreadsheets.rows import CellError, Value
from croisee.core.spreadsheets.strings import MAX_CELL_TEXT, unescape
from croisee.core.spreadsheets.xml import Budget

# One long text cited by every cell costs nothing to store and everything to process: what counts
# is the text as the rows hold it.
MAX_TEXT: Final = 20_000_000
_EXACT_INTEGER: Final = 2**53


class Decoder:
    """Knows the workbook's tables; `value` decodes a cell. Counts the text handed out."""

    def __init__(
        self,
        budget: Budget,
        *,
        strings: list[str],
        date_styles: frozenset[int],
        since_1904: bool,
    ) -> None:
        self._budget = budget
        self._strings = strings
        self._date_styles = date_styles
        self._since_1904 = since_1904
        self._text = 0

    def value(self, kind: str, style: str, raw: str, inline: str) -> Value | None:
        """The value of a cell of type `kind` (attribute t) whose `v` is `raw`; None if blank.

        Raises `UnusableFileError` on a reference outside the shared texts.
        """
        if kind == "inlineStr":
            return self._counted(inline)
        if not raw:
            return None
        match kind:
            case "s":
                value: Value | None = self._counted(self._shared(raw))
            case "str":
                value = self._counted(unescape(raw)[:MAX_CELL_TEXT])
            case "b":
                value = raw.strip() in ("1", "true")
            case "e":
                value = CellError(raw[:20])
            case "d":
                value = self._iso(raw)
            case _:
                value = self._number(raw, style)
        return value

    def _shared(self, raw: str) -> str:
        try:
            index = int(raw)
            if index < 0:
                raise IndexError
            return self._strings[index]
        except (ValueError, IndexError):
            raise self._budget.refuse("damaged") from None

    def _counted(self, text: str) -> str | None:
        self._text += len(text)
        if self._text > MAX_TEXT:
            raise self._budget.refuse("too_much_text")
        return text or None

    def _iso(self, raw: str) -> Value | None:
        try:
            return datetime.fromisoformat(raw).replace(tzinfo=None)
        except ValueError:
            return self._counted(raw[:MAX_CELL_TEXT])

    def _number(self, raw: str, style: str) -> Value | None:
        try:
            number = float(raw)
        except ValueError:
            return self._counted(raw[:MAX_CELL_TEXT])
        if not math.isfinite(number):
            return CellError("#NUM!")
        if style.isdigit() and len(style) < 9 and int(style) in self._date_styles:
            date = from_serial(number, since_1904=self._since_1904)
            if date is not None:
                return date
        if number.is_integer() and abs(number) < _EXACT_INTEGER:
            return int(number)
        return number
