"""Values put into a read letter: lines that lack a value are left out, headings left alone too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from croisee.mail.kinds import block_text
from croisee.mail.letters import Block, Bold, Line, Link, Slot, Words, read
from croisee.mail.placeholders import Nature, nature, one_line, written

Values = Mapping[str, Any]

_ITEM_TEXTS = {"trainees": "trainee"}
_NEVER_DROPPED = {"first_name", "last_name", "edition"}
_SLOT = re.compile(r"\{(\w+)\}")
_MAIL_ADDRESS = re.compile(r"[^\s<>\"'(),:;\\\[\]@&?]+@[\w-]+(\.[\w-]+)+")


@dataclass(frozen=True)
class Filled:
    """A block with the values its lines speak of."""

    block: Block
    values: Values


class Filler:
    """Fills blocks for one language; the language is active while it works."""

    def __init__(self, language: str) -> None:
        self.language = language

    def fill(self, blocks: Iterable[Block], values: Values) -> list[Filled]:
        filled = [item for block in blocks for item in self._block(block, values)]
        return [
            item
            for item, after in zip(filled, [*filled[1:], None], strict=True)
            if not self._alone(item, after)
        ]

    def written(self, name: str, values: Values) -> str:
        return written(name, values.get(name))

    def plain(self, line: Line, values: Values) -> str:
        """The line as plain text; a link keeps its label and shows its address."""
        return "".join(self._plain(part, values) for part in line)

    def address(self, url: str, values: Values) -> str:
        """The address of a link, '' when a value lacks or the scheme is another."""
        names = _SLOT.findall(url)
        if self._lacks_any(names, values) or self._not_mail_addresses(names, values):
            return ""
        lone = _SLOT.fullmatch(url)
        if lone:
            target = one_line(self.written(lone[1], values)).replace(" ", "%20")
        else:
            target = _SLOT.sub(lambda m: quote(self.written(m[1], values), safe="@.+-_"), url)
        return target if re.match(r"(https?://|mailto:)\S", target) else ""

    def _block(self, block: Block, values: Values) -> Iterator[Filled]:
        if block.what == "slot":
            yield from self._expanded(block, values)
        elif block.what[0] == "h":
            yield Filled(block, values)
        else:
            kept = [i for i, line in enumerate(block.lines) if not self._lacks(line, values)]
            if kept:
                labels = _labels_of(block.labels, kept) if block.labels else ()
                lines = tuple(self._closed_up(block.lines[i], values) for i in kept)
                yield Filled(replace(block, lines=lines, labels=labels), values)

    def _expanded(self, block: Block, values: Values) -> Iterator[Filled]:
        value = values.get(block.name)
        if not value:
            return
        if nature(block.name) is Nature.PEOPLE:
            text = read(block_text(_ITEM_TEXTS[block.name], self.language))
            for item in value:
                yield from self.fill(text.body, item)
        elif nature(block.name) is Nature.DETAILS:
            pairs = [(label, text) for label, text in value if text not in {None, ""}]
            lines = tuple((Words(str(text)),) for _label, text in pairs)
            labels = tuple(one_line(label) for label, _text in pairs)
            yield Filled(Block("dl", lines, labels), {})
        elif nature(block.name) is Nature.LINES:
            yield Filled(Block("ul", tuple((Words(one_line(item)),) for item in value)), {})
        else:
            yield Filled(block, values)

    def _alone(self, item: Filled, after: Filled | None) -> bool:
        what = item.block.what
        if what not in {"h2", "h3"}:
            return False
        return after is None or (
            after.block.what in {"h1", "h2", "h3"} and after.block.what <= what
        )

    def _lacks(self, line: Line, values: Values) -> bool:
        return any(self._part_lacks(part, values) for part in line)

    def _part_lacks(self, part: Words | Slot | Bold | Link, values: Values) -> bool:
        if isinstance(part, Slot):
            return self._lacks_any([part.name], values)
        if isinstance(part, Bold):
            return self._lacks(part.parts, values)
        if isinstance(part, Link):
            return not self.address(part.url, values) or self._lacks(part.label, values)
        return False

    def _closed_up(self, line: Line, values: Values) -> Line:
        """« Bonjour, » to somebody whose name we do not know yet, never « Bonjour , »."""
        kept: list[Words | Slot | Bold | Link] = []
        for part in line:
            if not isinstance(part, Slot) or self.written(part.name, values):
                kept.append(part)
            elif kept and isinstance(kept[-1], Words):
                kept[-1] = Words(kept[-1].text.rstrip(" "))
        return tuple(kept)

    def _lacks_any(self, names: list[str], values: Values) -> bool:
        return any(name not in _NEVER_DROPPED and not self.written(name, values) for name in names)

    def _not_mail_addresses(self, names: list[str], values: Values) -> bool:
        return any(
            nature(name) is Nature.EMAIL and not _MAIL_ADDRESS.fullmatch(self.written(name, values))
            for name in names
        )

    def _plain(self, part: Words | Slot | Bold | Link, values: Values) -> str:
        if isinstance(part, Words):
            return part.text
        if isinstance(part, Slot):
            return self.written(part.name, values)
        if isinstance(part, Bold):
            return self.plain(part.parts, values)
        label, url = self.plain(part.label, values), self.address(part.url, values)
        return label if label in url else f"{label} ({url.removeprefix('mailto:')})"


def _labels_of(labels: tuple[str, ...], kept: list[int]) -> tuple[str, ...]:
    """The labels of the lines that stay; one whose own line goes passes to the next below it."""
    label, shown = "", []
    for number, own in enumerate(labels):
        label = own or label
        if number in kept:
            shown.append(label)
            label = ""
    return tuple(shown)
