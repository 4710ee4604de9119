"""The plain text of a message: as good to read as the HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable

from croisee.mail.filling import Filled, Filler
from croisee.mail.placeholders import harmless, one_line

_RULES = {"h1": "=", "h2": "-"}


def plain_text(filled: Iterable[Filled], filler: Filler) -> str:
    return "\n\n".join(_block(item, filler) for item in filled)


def _block(item: Filled, filler: Filler) -> str:
    block = item.block
    if block.what == "slot":
        return _without_marks(harmless(item.values.get(block.name, "")))
    lines = [filler.plain(line, item.values) for line in block.lines]
    if block.what == "dl":
        colon = " : " if filler.language == "fr" else ": "
        pairs = zip(block.labels, lines, strict=True)
        return "\n".join(
            f"{label}{colon}{_indented(text)}" if label else f"  {_indented(text)}"
            for label, text in pairs
        )
    if block.what == "ul":
        return "\n".join(f"- {_indented(line)}" for line in lines)
    if block.what == "button":
        return _button(item, filler)
    if block.what[0] == "h":
        title = tidy(lines[0])
        rule = _RULES.get(block.what, "") * min(len(title), 72)
        return f"{title}\n{rule}".strip()
    return "\n".join(map(harmless, lines))


def _without_marks(markdown: str) -> str:
    """Markdown of the coordination, read as plain text: lists stay, marks of style go."""
    text = re.sub(r"(?m)^ {0,3}#{1,6}\s+", "", markdown)
    text = re.sub(r"\[([^\]]+)\]\(([^)\s]+)\)", r"\1 (\2)", text)
    return re.sub(r"(\*\*|__)(\S.*?)\1", r"\2", text)


def _button(item: Filled, filler: Filler) -> str:
    (link,) = item.block.lines[0]
    url = filler.address(link.url, item.values)  # type: ignore[union-attr]
    label = one_line(filler.plain(link.label, item.values))  # type: ignore[union-attr]
    return f"{label}{' :' if filler.language == 'fr' else ':'}\n{url.removeprefix('mailto:')}"


def _indented(text: str) -> str:
    return harmless(text).replace("\n", "\n  ")


def tidy(text: str) -> str:
    """One line, without the blank an absent first name leaves before a comma."""
    return one_line(text).replace(" ,", ",")
