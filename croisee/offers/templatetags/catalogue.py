"""The parts of a card that come back on every card: worked out once, not twenty times a page."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from croisee.offers.catalogue.results import Card
from croisee.offers.enums import Weekday

register = template.Library()


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
