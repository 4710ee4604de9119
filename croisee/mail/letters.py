"""The small language of message texts, read into blocks BEFORE any value is put in.

    # Title                          one heading of the message; ## and ### below it
    Paragraph with **bold** and [a link]({link})
    [Label]({link})                  alone on its line: a button
    - item
    Label :: value                   a line of details
    :: value                         one more line under the same label
    {trainees}                       a block
    ---                              what follows is the footer

Because values come after reading, nothing a person typed is ever read as markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from croisee.mail.placeholders import BLOCKS, nature

_INLINE = re.compile(
    r"\*\*(?P<bold>.+?)\*\*|\[(?P<label>[^\]]+)\]\((?P<url>[^)\s]+)\)|\{(?P<name>\w+)\}"
)
_LONE = re.compile(r"\{(\w+)\}$")
_BUTTON = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)$")


@dataclass(frozen=True)
class Words:
    text: str


@dataclass(frozen=True)
class Slot:
    """Where a value goes."""

    name: str


@dataclass(frozen=True)
class Bold:
    parts: Line


@dataclass(frozen=True)
class Link:
    label: Line
    url: str


Line = tuple[Words | Slot | Bold | Link, ...]


@dataclass(frozen=True)
class Block:
    """`what` is h1 h2 h3 p ul dl button or slot. A line of a dl has a label, '' for that above."""

    what: str
    lines: tuple[Line, ...]
    labels: tuple[str, ...] = ()
    name: str = ""


@dataclass(frozen=True)
class Letter:
    body: tuple[Block, ...]
    footer: tuple[Block, ...]


def read(text: str) -> Letter:
    body, _rule, footer = re.sub(r"\r\n?", "\n", text).partition("\n---\n")
    return Letter(tuple(_blocks(body)), tuple(_blocks(footer)))


def read_line(text: str) -> Line:
    parts: list[Words | Slot | Bold | Link] = []
    end = 0
    for match in _INLINE.finditer(text):
        parts += [Words(text[end : match.start()])] if match.start() > end else []
        parts.append(_inline(match))
        end = match.end()
    return (*parts, *([Words(text[end:])] if end < len(text) else []))


def _inline(match: re.Match[str]) -> Slot | Bold | Link:
    if match["bold"]:
        return Bold(read_line(match["bold"]))
    if match["url"]:
        return Link(read_line(match["label"]), match["url"])
    return Slot(match["name"])


def _what(line: str) -> str:
    line = line.strip()
    heading = re.match(r"(#{1,3}) ", line)
    if heading:
        return f"h{len(heading[1])}"
    lone = _LONE.match(line)
    if lone and nature(lone[1]) in BLOCKS:
        return "slot"
    if line.startswith("- "):
        return "ul"
    if " :: " in f" {line}":
        return "dl"
    return "button" if _BUTTON.match(line) else ("p" if line else "")


def _blocks(text: str) -> Iterator[Block]:
    for what, group in groupby(text.split("\n"), key=_what):
        lines = [line.strip() for line in group]
        if what in {"p", "ul"}:
            yield Block(what, tuple(read_line(line.removeprefix("- ")) for line in lines))
        elif what == "dl":
            pairs = [f" {line}".split(" :: ", 1) for line in lines]
            values = tuple(read_line(value.strip()) for _label, value in pairs)
            yield Block(what, values, tuple(label.strip() for label, _value in pairs))
        elif what:
            yield from (_single(what, line) for line in lines)


def _single(what: str, line: str) -> Block:
    if what == "slot":
        return Block(what, (), name=line[1:-1])
    return Block(what, (read_line(line.lstrip("# ") if what[0] == "h" else line),))
