"""The HTML of a message. Every value is escaped by `format_html`; nothing typed is markup."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import nh3
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from croisee.core.templatetags.look import nbsp
from croisee.mail.filling import Filled, Filler, Values
from croisee.mail.letters import Bold, Line, Link, Slot, Words
from croisee.mail.placeholders import Nature, harmless, nature
from croisee.mail.plain import tidy

_MARKDOWN = MarkdownIt("commonmark", {"html": False})
_TAGS = {"p", "ul", "ol", "li", "strong", "em", "a", "br", "h3"}


def html_body(filled: Iterable[Filled], filler: Filler) -> SafeString:
    return format_html_join("\n", "{}", ((_block(item, filler),) for item in filled))


def footer_lines(filled: Iterable[Filled], filler: Filler) -> list[SafeString]:
    """The paragraphs of the footer without their tags: why you get this, then links."""
    return [_lines(item, filler) for item in filled if item.block.what in {"p", "button"}]


def _block(item: Filled, filler: Filler) -> SafeString:
    block, values = item.block, item.values
    if block.what == "slot":
        return _markdown(str(values.get(block.name, "")))
    if block.what[0] == "h":
        return _heading(block.what, title(item, filler))
    if block.what == "button":
        return _button(item, filler)
    return _list_or_paragraph(item, filler)


def _button(item: Filled, filler: Filler) -> SafeString:
    (link,) = item.block.lines[0]
    anchor = _anchor(link, item.values, filler, "btn")  # type: ignore[arg-type]
    return format_html('<p class="act">{}</p>', anchor)


def _list_or_paragraph(item: Filled, filler: Filler) -> SafeString:
    block, values = item.block, item.values
    lines = [_line(line, values, filler) for line in block.lines]
    if block.what == "ul":
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", _each(lines)))
    if block.what == "dl":
        return _details(block.labels, lines)
    if _is_code(block.lines):
        return format_html('<p class="code">{}</p>', lines[0])
    return format_html("<p>{}</p>", _lines(item, filler))


def _details(labels: Iterable[str], lines: Iterable[SafeString]) -> SafeString:
    rows: list[tuple[str, list[SafeString]]] = []
    for label, line in zip(labels, lines, strict=True):
        if label or not rows:
            rows.append((label, []))
        rows[-1][1].append(line)
    shown = ((label, _broken_lines(values)) for label, values in rows)
    return format_html("<dl>{}</dl>", format_html_join("", "<dt>{}</dt><dd>{}</dd>", shown))


def title(item: Filled, filler: Filler) -> str:
    return tidy(filler.plain(item.block.lines[0], item.values))


def _each(lines: Iterable[SafeString]) -> Iterable[tuple[SafeString]]:
    return ((line,) for line in lines)


def _heading(what: str, text: str) -> SafeString:
    return format_html("<{0}>{1}</{0}>", mark_safe(what), text)


def _lines(item: Filled, filler: Filler) -> SafeString:
    return _broken_lines(_line(line, item.values, filler) for line in item.block.lines)


def _broken_lines(lines: Iterable[SafeString]) -> SafeString:
    return format_html_join(mark_safe("<br>"), "{}", _each(lines))


def _is_code(lines: tuple[Line, ...]) -> bool:
    """A line holding nothing but the code to type is shown large."""
    parts = lines[0]
    return (
        len(lines) == len(parts) == 1
        and isinstance(parts[0], Slot)
        and nature(parts[0].name) is Nature.CODE
    )


def _line(line: Line, values: Values, filler: Filler) -> SafeString:
    return format_html_join("", "{}", ((_part(part, values, filler),) for part in line))


def _part(part: Words | Slot | Bold | Link, values: Values, filler: Filler) -> SafeString:
    if isinstance(part, Words):
        return _broken(nbsp(part.text))
    if isinstance(part, Bold):
        return format_html("<strong>{}</strong>", _line(part.parts, values, filler))
    if isinstance(part, Link):
        return _anchor(part, values, filler, "")
    text = filler.written(part.name, values)
    if nature(part.name) is Nature.EMAIL and filler.address(f"mailto:{{{part.name}}}", values):
        return format_html('<a href="{}">{}</a>', _mailto(part.name, values, filler), text)
    if nature(part.name) is Nature.URL:
        url = filler.address(f"{{{part.name}}}", values)
        return format_html('<a class="address" href="{}">{}</a>', url, text)
    return _broken(text)


def _mailto(name: str, values: Values, filler: Filler) -> str:
    return filler.address(f"mailto:{{{name}}}", values)


def _anchor(link: Link, values: Values, filler: Filler, css: str) -> SafeString:
    attribute = format_html(' class="{}"', css) if css else ""
    label = _line(link.label, values, filler)
    return format_html('<a{} href="{}">{}</a>', attribute, filler.address(link.url, values), label)


def _broken(text: str) -> SafeString:
    """Typed line ends stay line ends."""
    lines = re.split(r"\n+", harmless_edges(text))
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines))


def harmless_edges(text: str) -> str:
    """As `harmless`, but blanks around words of the text are part of the sentence."""
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() else ""
    return f"{before}{harmless(text)}{after}" if text.strip() else " "


@lru_cache(maxsize=64)  # the same few texts go to everybody
def _markdown(source: str) -> SafeString:
    """Conditions and golden rules are Markdown of the coordination; headings become small ones."""
    text = re.sub(r"(?m)^ {0,3}#{1,6}\s", "### ", harmless(source))
    html = nh3.clean(_MARKDOWN.render(text), tags=_TAGS, url_schemes={"http", "https", "mailto"})
    return mark_safe(html)
