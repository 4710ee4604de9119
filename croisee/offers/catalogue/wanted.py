"""What the address of a catalogue page asks for. Anything odd is left out, and said where it matters.

The whole state of the page stands in its address (shareable): `Wanted.query()` writes it back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from croisee.core.text import TextRefusedError, clean_text, printable
from croisee.directory.queries import place_of
from croisee.offers.catalogue.index import Index

FACETS = ("province", "sector", "profession", "day", "age", "language", "duration", "town")
#: Filters that are one box each: places left at all, fewer requests than places.
PLACES = ("left", "calm")
SORTS = ("calm", "near", "profession", "town", "number")
SIZES = (20, 50, 100)
LONGEST = 100
_NUMBER = re.compile(r"[0-9]{1,6}", re.ASCII)


@dataclass(frozen=True)
class Wanted:
    """A search, its filters, its order and its page."""

    text: str = ""
    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    places: tuple[str, ...] = ()
    sort: str = ""
    near: str = ""
    point: tuple[float, float] | None = None
    page: int = 1
    size: int = SIZES[0]
    remarks: tuple[str, ...] = ()

    def query(self, **changes: object) -> str:
        """The query string of this page, or of another one that differs by `changes`."""
        other = replace(self, **changes) if changes else self  # type: ignore[arg-type]
        pairs: list[tuple[str, str | int]] = [("q", other.text)]
        pairs += [(name, value) for name, values in other.chosen.items() for value in values]
        pairs += [("places", value) for value in other.places]
        pairs += [("sort", other.sort), ("near", other.near)]
        pairs.append(("size", other.size if other.size != SIZES[0] else ""))
        pairs.append(("page", other.page if other.page > 1 else ""))
        return urlencode([(name, value) for name, value in pairs if value != ""])

    def without(self, name: str, value: str) -> str:
        """The address with one filter less, from its first page."""
        if name == "places":
            return self.query(places=tuple(kept for kept in self.places if kept != value), page=1)
        kept = tuple(other for other in self.chosen.get(name, ()) if other != value)
        chosen = {**self.chosen, name: kept}
        return self.query(chosen={key: values for key, values in chosen.items() if values}, page=1)

    def only(self, name: str, value: str) -> str:
        """The address with this one value for a filter, from its first page."""
        return self.query(chosen={**self.chosen, name: (value,)}, page=1)


def wanted_of(query: QueryDict, index: Index, *, demand_shown: bool, home: str = "") -> Wanted:
    """Read an address. `home` is the person's workplace, used when the address names none."""
    text, remarks = _text(query.get("q", ""))
    sort = _one(query.get("sort"), SORTS)
    near = printable(query.get("near", ""), 12) or (home if sort in ("", "near") else "")
    point, size = _point(near), _number(query.get("size"), 0)
    if near and point is None:
        remarks.append(_unknown_place(near))
        near = ""
    elif sort == "near" and point is None:
        remarks.append(
            _("Pour trier par distance, indiquez le code postal de votre lieu de travail.")
        )
    return Wanted(
        text=text,
        chosen=_chosen(query, index),
        places=tuple(
            name
            for name in PLACES
            if name in query.getlist("places") and (name != "calm" or demand_shown)
        ),
        sort="" if sort == "calm" and not demand_shown else sort,
        near=near,
        point=point,
        page=max(1, _number(query.get("page"), 1)),
        size=size if size in SIZES else SIZES[0],
        remarks=tuple(remarks),
    )


def _text(given: str) -> tuple[str, list[str]]:
    try:
        return clean_text(given, max_length=LONGEST), []
    except TextRefusedError as refused:
        if refused.code == "too_long":
            return "", [_("Votre recherche est trop longue : quelques mots suffisent.")]
        return "", [
            _("Votre recherche contient des signes illisibles : elle a été laissée de côté.")
        ]


def _chosen(query: QueryDict, index: Index) -> dict[str, tuple[str, ...]]:
    """Known values only, each once, in the order of the list."""
    asked = {name: set(query.getlist(name)) for name in FACETS if name in query}
    kept = {
        name: tuple(value for value in index.facet(name).values if value in values)
        for name, values in asked.items()
    }
    return {name: values for name, values in kept.items() if values}


def _point(near: str) -> tuple[float, float] | None:
    place = place_of(near) if _NUMBER.fullmatch(near) else None
    return place.point if place else None


def _unknown_place(near: str) -> str:
    return _("Le code postal « %(code)s » n’est pas connu : la distance n’est pas calculée.") % {
        "code": near
    }


def _one(value: str | None, allowed: tuple[str, ...]) -> str:
    return value if value in allowed else ""


def _number(value: str | None, default: int) -> int:
    return int(value) if value and _NUMBER.fullmatch(value) else default
