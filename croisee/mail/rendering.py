"""(kind, language, values) → subject, plain text and HTML, all frozen when the row is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import css_inline
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from croisee.mail.filling import Filler
from croisee.mail.kinds import LANGUAGES, Kind, Text, default_text, kind_named
from croisee.mail.letters import Block, Letter, read, read_line
from croisee.mail.markup import footer_lines, html_body, title
from croisee.mail.placeholders import one_line
from croisee.mail.plain import plain_text, tidy

SUBJECT_LENGTH = 300


@dataclass(frozen=True)
class Rendered:
    subject: str
    text: str
    html: str


class WrongValuesError(ValueError):
    """The values given are not those of the kind: a fault of the program, not of a person."""


def render(
    kind: str, language: str, values: Mapping[str, Any], override: Text | None = None
) -> Rendered:
    """Render one message; `override` is the text the coordination put in place of ours.

    Raises WrongValuesError when a value is not of this kind, or a required one is empty.
    """
    _check_values(kind_named(kind), values)
    values = {"site_link": settings.ORIGIN, **values}
    language = language if language in LANGUAGES else "fr"
    text = override or default_text(kind, language)
    with translation.override(language):
        return _rendered(Filler(language), text, _letter(kind, language, text), values)


def _rendered(filler: Filler, text: Text, letter: Letter, values: Mapping[str, Any]) -> Rendered:
    subject = tidy(filler.plain(read_line(text.subject), values))[:SUBJECT_LENGTH]
    body, footer = filler.fill(letter.body, values), filler.fill(letter.footer, values)
    plain = f"{plain_text(body, filler)}\n\n-- \n{plain_text(footer, filler)}\n"
    titled = bool(body) and body[0].block.what == "h1"
    page = render_to_string(
        "mail/message.html",
        {
            "subject": subject,
            "edition": one_line(values.get("edition") or ""),
            "language": filler.language,
            "heading": title(body[0], filler) if titled else subject,
            "body_html": html_body(body[titled:], filler),
            "footer": footer_lines(footer, filler),
        },
    )
    return Rendered(subject, plain, _inliner().inline(page))


def _letter(kind: str, language: str, text: Text) -> Letter:
    """An edited text without a footer keeps ours: who gets a mail is always told why."""
    letter = read(text.body)
    return Letter(letter.body, letter.footer or _default_footer(kind, language))


def _default_footer(kind: str, language: str) -> tuple[Block, ...]:
    return read(default_text(kind, language).body).footer


def _check_values(kind: Kind, values: Mapping[str, Any]) -> None:
    unknown = sorted(values.keys() - kind.placeholders)
    missing = sorted(name for name in kind.required if not values.get(name))
    if unknown or missing:
        raise WrongValuesError(f"{kind.name}: unknown {unknown}, missing {missing}")


@cache
def _inliner() -> css_inline.CSSInliner:
    """The sheet stays beside the inlined style: its dark and narrow rules are in @media."""
    return css_inline.CSSInliner(keep_style_tags=True, load_remote_stylesheets=False)
