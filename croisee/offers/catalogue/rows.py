"""The offers of an edition as compact rows, read in a number of queries that never grows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet, Sum
from django.utils.translation import get_language

from croisee.core.text import fold
from croisee.directory.models import Postcode, Profession, Sector, Service, Territory
from croisee.editions.models import Edition
from croisee.offers.catalogue.words import words_of
from croisee.offers.enums import OfferState
from croisee.offers.models import Offer, Slot

LANGUAGES = ("fr", "nl", "de", "en")
_UNKNOWN = ("",) * len(LANGUAGES)


@dataclass(frozen=True, slots=True)
class Row:
    """What a card shows of one offer. Sectors, professions and places by code."""

    id: int
    version: int
    number: str
    title: str
    organisation_id: int
    service: str
    locality: str
    town: str
    province: str
    point: tuple[float, float] | None
    sectors: tuple[str, ...]
    professions: tuple[str, ...]
    professions_text: str
    weekdays: tuple[str, ...]
    ages: tuple[str, ...]
    languages: tuple[str, ...]
    duration: str
    capacity: int
    taken: int

    @property
    def left(self) -> int:
        return self.capacity - self.taken


@dataclass(frozen=True)
class Names:
    """Names of codes in the four languages, and the words one may search them by."""

    texts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    words: dict[str, set[str]] = field(default_factory=dict)
    order: dict[str, int] = field(default_factory=dict)

    def name(self, code: str) -> str:
        """In the active language; French where it is missing; '' for an unknown code."""
        return self.names([code])[0]

    def names(self, codes: Iterable[str]) -> list[str]:
        """The names of codes, as `name`; the language is asked for once."""
        wanted = (get_language() or "fr")[:2]
        at = LANGUAGES.index(wanted) if wanted in LANGUAGES else 0
        known = (self.texts.get(code, _UNKNOWN) for code in codes)
        return [texts[at] or texts[0] for texts in known]


@dataclass(frozen=True)
class Material:
    """The names and places that rows refer to by code."""

    sectors: Names
    professions: Names
    areas: Names
    points: dict[tuple[str, str], tuple[float, float]]


def read_material() -> Material:
    """The reference data: it changes by commands and acts on the directory only."""
    return Material(
        _names(Sector.objects.all()),
        _names(Profession.objects.all()),
        _names(Territory.objects.filter(kind__in=("province", "municipality"))),
        _points(),
    )


def read_rows(
    edition: Edition, material: Material, only: Collection[int] | None = None
) -> Iterator[tuple[Row, set[str]]]:
    """The published offers of an edition, by number, each with the words it is found by.

    With `only`, those of them that have these ids.
    """
    offers = Offer.objects.filter(edition=edition, state=OfferState.PUBLISHED)
    if only is not None:
        offers = offers.filter(pk__in=only)
    places, sectors, professions = _places(offers), _sectors(offers), _professions(offers)
    known: dict[str, frozenset[str]] = {}
    for found in sorted(offers.values(*_FIELDS), key=lambda row: number_key(row["number"])):
        capacity, taken = places.get(found["id"], (0, 0))
        service, organisation = found["service__name"], found["service__organisation__name"]
        row = Row(
            id=found["id"],
            version=found["version"],
            number=found["number"],
            title=found["title"],
            organisation_id=found["service__organisation_id"],
            service=f"{organisation}, {service}" if service else organisation,
            locality=_village(material, found),
            town=found["service__municipality__code"] or "",
            province=found["service__province__code"] or "",
            point=material.points.get((found["service__country"], found["service__postcode"])),
            sectors=tuple(sectors.get(found["service_id"], ())),
            professions=tuple(professions.get(found["id"], ())),
            professions_text=found["professions_text"],
            weekdays=_codes(found["weekdays"]),
            ages=_codes(found["target_ages"]),
            languages=_codes(found["languages"]),
            duration=found["duration"],
            capacity=capacity,
            taken=taken,
        )
        yield row, words_of(_text(found), known) | _words_of_codes(material, row)


def _village(material: Material, found: Mapping[str, Any]) -> str:
    """The locality where it says more than the municipality, whose name has four languages."""
    names = material.areas.texts.get(found["service__municipality__code"] or "", ())
    locality = str(found["service__locality"])
    return "" if fold(locality) in map(fold, names) else locality


def number_key(number: str) -> tuple[str, int, str]:
    """H2 comes before H10."""
    letters = number.rstrip("0123456789")
    digits = number[len(letters) :]
    return letters, int(digits or 0), number


_FIELDS = (
    "id",
    "version",
    "number",
    "title",
    "description",
    "what_you_will_face",
    "professions_text",
    "weekdays",
    "target_ages",
    "languages",
    "duration",
    "service_id",
    "service__name",
    "service__locality",
    "service__postcode",
    "service__country",
    "service__municipality__code",
    "service__province__code",
    "service__organisation_id",
    "service__organisation__name",
)


def _text(found: Mapping[str, Any]) -> str:
    names = ("number", "title", "service__name", "service__organisation__name", "service__locality")
    bodies = ("service__postcode", "professions_text", "description", "what_you_will_face")
    return "\n".join(str(found[name]) for name in (*names, *bodies))


def _codes(stored: object) -> tuple[str, ...]:
    return tuple(str(code) for code in stored) if isinstance(stored, list) else ()


def _words_of_codes(material: Material, row: Row) -> set[str]:
    """A sector, a profession, a place can be asked for in any of the four languages."""
    named = [
        *(material.sectors.words.get(code, set()) for code in row.sectors),
        *(material.professions.words.get(code, set()) for code in row.professions),
        *(material.areas.words.get(code, set()) for code in (row.town, row.province)),
    ]
    return set().union(*named)


def _places(offers: QuerySet[Offer]) -> dict[int, tuple[int, int]]:
    slots = Slot.objects.filter(offer__in=offers).order_by()
    sums = slots.values_list("offer_id").annotate(Sum("capacity"), Sum("taken"))
    return {offer_id: (capacity, taken) for offer_id, capacity, taken in sums}


def _sectors(offers: QuerySet[Offer]) -> dict[int, list[str]]:
    through = Service.sectors.through.objects
    return _grouped(
        through.filter(service__in=offers.values("service"))
        .order_by("sector__order", "sector__name_fr")
        .values_list("service_id", "sector__code")
    )


def _professions(offers: QuerySet[Offer]) -> dict[int, list[str]]:
    through = Offer.professions.through.objects
    return _grouped(
        through.filter(offer__in=offers)
        .order_by("profession__order", "profession__name_fr")
        .values_list("offer_id", "profession__code")
    )


def _grouped(pairs: Iterable[tuple]) -> dict[int, list[str]]:
    groups: dict[int, list[str]] = defaultdict(list)
    for key, code in pairs:
        groups[key].append(code)
    return groups


def _points() -> dict[tuple[str, str], tuple[float, float]]:
    rows = Postcode.objects.values_list("country", "code", "latitude", "longitude")
    return {
        (country, code): (lat, lon)
        for country, code, lat, lon in rows
        if lat is not None and lon is not None
    }


def _names(rows: Iterable[Model]) -> Names:
    names = Names()
    for order, row in enumerate(rows):
        code = row.code  # type: ignore[attr-defined]
        texts = tuple(getattr(row, f"name_{language}") for language in LANGUAGES)
        names.texts[code] = texts
        names.order[code] = order
        aliases = getattr(row, "aliases", "")
        names.words[code] = words_of(" \n ".join((*texts, fold(aliases))))
    return names
