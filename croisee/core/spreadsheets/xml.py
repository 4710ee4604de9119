"""XML read piece by piece, with a budget: no DOCTYPE, no endless element, no flood of cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final
from xml.parsers import expat

from croisee.core.spreadsheets.refusal import UnusableFileError

MAX_ELEMENTS: Final = 1_500_000
# The longest piece of XML without any element in it: a full cell (32,767 characters, each written
# as an entity) takes some 260 kB.
_MAX_SILENCE: Final = 1024 * 1024

StartHandler = Callable[[str, dict[str, str]], None]
EndHandler = Callable[[str, str], None]


class Budget:
    """What is left to spend on one file, all its parts together."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.elements = 0

    def refuse(self, code: str, **params: object) -> UnusableFileError:
        """The error to raise about this file."""
        return UnusableFileError(code, self.file, **params)


def parse(chunks: Iterable[bytes], budget: Budget, start: StartHandler, end: EndHandler) -> None:
    """Feed one XML part to `start(name, attributes)` and `end(name, text)`.

    Names come without their prefix. `text` is what stands between the last tag and this end tag:
    enough for spreadsheets, where elements holding text hold nothing else.
    Raises `UnusableFileError` on DOCTYPE, malformed XML, or when the budget is spent.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    listener = _Listener(budget, start, end)
    parser.StartElementHandler = listener.start
    parser.EndElementHandler = listener.end
    parser.CharacterDataHandler = listener.text
    parser.StartDoctypeDeclHandler = listener.doctype
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            listener.check_progress(len(chunk))
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError):  # the last two for odd encodings
        raise budget.refuse("damaged") from None


class _Listener:
    def __init__(self, budget: Budget, start: StartHandler, end: EndHandler) -> None:
        self._budget = budget
        self._start = start
        self._end = end
        self._pieces: list[str] = []
        self._local: dict[str, str] = {}
        self._silence = 0
        self._seen = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._budget.elements += 1
        if self._budget.elements > MAX_ELEMENTS:
            raise self._budget.refuse("too_many_cells")
        self._pieces.clear()
        self._start(self._local.get(name) or self._learn(name), attributes)

    def end(self, name: str) -> None:
        text = "".join(self._pieces)
        self._pieces.clear()
        self._end(self._local[name], text)

    def text(self, piece: str) -> None:
        self._pieces.append(piece)

    def doctype(self, *_declaration: object) -> None:
        raise self._budget.refuse("doctype")

    def check_progress(self, fed: int) -> None:
        """Refuse a part that goes on and on without any element: expat would hold it all."""
        self._silence = self._silence + fed if self._budget.elements == self._seen else 0
        self._seen = self._budget.elements
        if self._silence > _MAX_SILENCE:
            raise self._budget.refuse("too_much_text")

    def _learn(self, name: str) -> str:
        self._local[name] = name.rpartition(":")[2]
        return self._local[name]
