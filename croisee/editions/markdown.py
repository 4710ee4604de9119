"""Markdown of the coordination, made safe: no HTML goes in, only a short list of elements comes out.

Two locks: the parser treats HTML as text, and nh3 keeps known elements and http, https, mailto, tel
addresses only. Headings start at the second level: the page has its own first.
"""

from __future__ import annotations

import re

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

ELEMENTS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "a", "strong", "em", "blockquote", "br", "hr"}
ADDRESSES = {"http", "https", "mailto", "tel"}
_HEADING = re.compile(r"<(/?)h([1-6])>")
_PARSER = MarkdownIt("commonmark", {"html": False}).disable("image")


def to_html(text: str) -> SafeString:
    """The text as HTML that can stand in a page."""
    html = _HEADING.sub(_one_level_down, _PARSER.render(text))
    return mark_safe(
        nh3.clean(
            html,
            tags=ELEMENTS,
            attributes={"a": {"href"}, "ol": {"start"}},
            url_schemes=ADDRESSES,
            link_rel="noopener",
        )
    )


def _one_level_down(tag: re.Match[str]) -> str:
    return f"<{tag[1]}h{min(int(tag[2]) + 1, 4)}>"
