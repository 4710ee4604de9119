"""How things look: icons, the house's drawings and their sentences, dates, no-break spaces.

Built into every template (see TEMPLATES in the settings): no `load` needed. docs/look.md shows
each in use.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from functools import cache
from typing import Any

from django import template
from django.forms import BaseForm
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext

from croisee.core import drawings, written_dates
from croisee.core.form_errors import entries_of
from croisee.core.written_lists import sign

register = template.Library()

NBSP = "\u00a0"
_SPACES = re.compile(
    r" (?=[;:?!»%€])"  # before double punctuation and signs
    r"|(?<=«) "  # after an opening guillemet
    r"|(?<=\d) (?=(?:h|min|km|m|Uhr|uur|places?|demandes?|jours?|heures?)\b)"  # number and unit
    r"|(?<=\bh) (?=\d\d\b)"  # 9 h 30
)


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """An icon beside a word, never alone: the files of templates/core/icons."""
    return mark_safe(render_to_string(f"core/icons/{name}.svg").strip())


@register.simple_tag
def seats(places: int, requests: int) -> SafeString:
    """« Seats and people »: the drawing and its sentence."""
    return format_html(
        '<div class="demand">{}<p class="small">{}</p></div>',
        seats_drawing(places, requests),
        seats_sentence(places, requests),
    )


@register.simple_tag
def seats_drawing(places: int, requests: int) -> SafeString:
    """The drawing alone, in a table that carries the numbers."""
    return mark_safe(drawings.seats_and_people(int(places), int(requests)))


@register.simple_tag
def seats_sentence(places: int, requests: int) -> SafeString:
    """« 7 demandes pour 2 places », the demand in brique where it exceeds the places."""
    asked = ngettext("%(count)d demande", "%(count)d demandes", requests) % {"count": requests}
    offered = ngettext("pour %(count)d place", "pour %(count)d places", places) % {"count": places}
    over = mark_safe(' class="over"') if requests > places else ""
    return format_html("<b{}>{}</b> {}", over, asked, offered)


@register.simple_tag
def pair_bars(places: int, requests: int, biggest: int) -> SafeString:
    """Places and requests of one row of a `.bars` table."""
    return mark_safe(drawings.pair_of_bars(int(places), int(requests), int(biggest)))


@register.simple_tag
def cap_chart(admitted: int, not_admitted: int, free: int = 0) -> SafeString:
    """An offer on the matching board: admitted, cut-off, not admitted, free places."""
    return mark_safe(drawings.admitted_and_not(int(admitted), int(not_admitted), int(free)))


@register.simple_tag
def rank_bar(by_rank: Sequence[int], without: int = 0) -> SafeString:
    """How many got their first, second, third… choice, and how many nothing."""
    return mark_safe(drawings.ranks([int(count) for count in by_rank], int(without)))


@register.simple_tag(takes_context=True)
def error_entries(context: template.Context) -> list[tuple[str, str]]:
    """(id of the field or '', sentence) of every error of `forms`, or of `form`."""
    forms = context.get("forms") or [context.get("form")]
    return entries_of(form for form in forms if form is not None)


@register.simple_tag
def error_summary(*forms: BaseForm) -> SafeString:
    """The summary on top of the page, linked to the fields; nothing where there is no error."""
    return mark_safe(render_to_string("core/forms/error_summary.html", {"forms": forms}))


@register.simple_tag
def colon() -> str:
    """« : » between two values of a template, as the language sets it."""
    return sign(":")


@register.simple_tag
def semicolon() -> str:
    """« ; » likewise."""
    return sign(";")


@register.filter
def date_full(value: date | datetime | None) -> str:
    """« lundi 19 février 2027 », for an instant « lundi 19 février 2027, 9 h 30 »."""
    return written_dates.date_full(value)


@register.filter
def date_day(value: date | datetime | None) -> str:
    """« lundi 19 février »."""
    return written_dates.date_day(value)


@register.filter
def date_short(value: date | datetime | None) -> str:
    """« 19 février 2027 », of a day as of an instant."""
    return written_dates.date_short(value)


@register.filter
def time_of_day(value: datetime | time | None) -> str:
    """« 9 h », « 9 h 30 »."""
    return written_dates.time_of_day(value)


@register.filter(is_safe=True)
def nbsp(value: Any) -> str:
    """Keep signs and units with what they belong to. Escaped or safe as it came in."""
    return _SPACES.sub(NBSP, str(value))


@register.filter
def ordinal(number: int, form: str = "") -> str:
    """« 2<sup>e</sup> »; with "text", « 2e », for mails and titles."""
    ending = _ordinal_ending(int(number))
    if form == "text" or ending == ".":
        return f"{number}{ending}"
    return format_html("{}<sup>{}</sup>", number, ending)


def _ordinal_ending(number: int) -> str:
    language = (get_language() or "fr")[:2]
    if language == "de":
        return "."
    if language == "en":
        return {1: "st", 2: "nd", 3: "rd"}.get(number, "th")
    return "er" if language == "fr" and number == 1 else "e"
