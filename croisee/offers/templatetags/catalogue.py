"""The parts of the catalogue's page that come back: cards, boxes of the filters, dots of the map.

A page has twenty cards, seventy boxes and sixty dots; spelled as templates they were two thirds of its
cost. What is remembered here depends on its arguments alone (never on who asks, never on the clock),
so nothing remembered can be stale or somebody else's.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from croisee.offers.catalogue.areas import Area
from croisee.offers.catalogue.facets import Value
from croisee.offers.catalogue.results import Card
from croisee.offers.enums import Weekday

register = template.Library()


@register.simple_tag
def offer_card(card: Card, detail_url: str, demand_shown: bool) -> SafeString:
    """One offer of the list."""
    return _card(card, detail_url, bool(demand_shown), get_language())


@lru_cache(maxsize=4096)
def _card(card: Card, detail_url: str, demand_shown: bool, language: str | None) -> SafeString:
    return _rendered("_card.html", card=card, detail_url=detail_url, demand_shown=demand_shown)


BOX = (
    '<div class="form-check"><input class="form-check-input" type="checkbox" form="search"'
    ' name="{0}" value="{1}" id="{0}-{1}"{2}><label for="{0}-{1}"><span>{3}</span> <span class="n">{4}'
    '<span class="visually-hidden"> {5}</span></span></label></div>'
)


@register.simple_tag
def boxes(name: str, values: Iterable[Value]) -> SafeString:
    """The values of one filter, each a box with its count."""
    parts = ((name, v.value, " checked" * v.ticked, v.label, v.count, v.unit) for v in values)
    return format_html_join("\n", BOX, parts)


DOT = '<circle data-area="{}" cx="{}" cy="{}" r="{}"/>'


@register.simple_tag
def dots(towns: Iterable[Area]) -> SafeString:
    """The municipalities on the map; one whose place is unknown stands in the list only."""
    parts = ((town.code, town.x, town.y, town.radius) for town in towns if town.radius)
    return format_html_join("", DOT, parts)


@register.simple_tag
def weekdays(card: Card) -> SafeString:
    """The days on which an offer is possible, drawn and said."""
    return _weekdays(card.row.weekdays, get_language())


@lru_cache(maxsize=1024)
def _weekdays(possible: tuple[str, ...], language: str | None) -> SafeString:
    days = [(str(day.label), day.value in possible) for day in Weekday]
    shown = days[:5] + [pair for pair in days[5:] if pair[1]]
    spoken = ", ".join(name for name, on in days if on)
    return _rendered("_days.html", days=shown, spoken=spoken)


@register.simple_tag
def places_of(card: Card, demand_shown: bool) -> SafeString:
    """Places left and the requests for them; "complet" where none is left."""
    row, shown = card.row, bool(demand_shown)
    return _places(row.capacity, row.taken, card.requests if shown else 0, shown, get_language())


@lru_cache(maxsize=4096)
def _places(
    capacity: int, taken: int, requests: int, demand_shown: bool, language: str | None
) -> SafeString:
    return _rendered(
        "_places.html",
        capacity=capacity,
        taken=taken,
        left=capacity - taken,
        requests=requests,
        demand_shown=demand_shown,
    )


def _rendered(name: str, **context: object) -> SafeString:
    return render_to_string(f"offers/public/{name}", context)
