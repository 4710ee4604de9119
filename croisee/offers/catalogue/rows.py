"""The offers of an edition as compact rows, read in a number of queries that never grows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, Sum
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
    """Everything an index is made of."""

    rows: list[Row]
    texts: list[str]
    sectors: Names
    professions: Names
    areas: Names


def read(edition: Edition) -> Material:
    """The published offers of an edition, by number, with their texts and the names they need."""
    places, sectors, professions = _places(edition), _sectors(edition), _professions(edition)
    points = _points()
    rows, texts = [], []
    for found in sorted(_offers(edition), key=lambda row: number_key(row["number"])):
        country, code = found["service__country"], found["service__postcode"]
        capacity, taken = places.get(found["id"], (0, 0))
        service, organisation = found["service__name"], found["service__organisation__name"]
        rows.append(
            Row(
                id=found["id"],
                number=found["number"],
                title=found["title"],
                organisation_id=found["service__organisation_id"],
                service=f"{organisation}, {service}" if service else organisation,
                locality=found["service__locality"],
                town=found["service__municipality__code"] or "",
                province=found["service__province__code"] or "",
                point=points.get((country, code)),
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
        )
        texts.append(_text(found))
    codes = {code for row in rows for code in (row.town, row.province) if code}
    return Material(
        rows,
        texts,
        _names(Sector.objects.all()),
        _names(Profession.objects.all()),
        _names(Territory.objects.filter(kind__in=("province", "municipality")), codes),
    )


def number_key(number: str) -> tuple[str, int, str]:
    """H2 comes before H10."""
    letters = number.rstrip("0123456789")
    digits = number[len(letters) :]
    return letters, int(digits or 0), number


def _offers(edition: Edition) -> Iterable[Mapping[str, Any]]:
    return Offer.objects.filter(edition=edition, state=OfferState.PUBLISHED).values(
        "id",
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


def _places(edition: Edition) -> dict[int, tuple[int, int]]:
    slots = Slot.objects.filter(offer__edition=edition, offer__state=OfferState.PUBLISHED)
    sums = slots.values_list("offer_id").annotate(Sum("capacity"), Sum("taken"))
    return {offer_id: (capacity, taken) for offer_id, capacity, taken in sums}


def _sectors(edition: Edition) -> dict[int, list[str]]:
    through = Service.sectors.through.objects
    return _grouped(
        through.filter(service__offers__edition=edition)
        .distinct()
        .order_by("sector__order", "sector__name_fr")
        .values_list("service_id", "sector__code", "sector__order", "sector__name_fr")
    )


def _professions(edition: Edition) -> dict[int, list[str]]:
    through = Offer.professions.through.objects
    return _grouped(
        through.filter(offer__edition=edition)
        .order_by("profession__order", "profession__name_fr")
        .values_list("offer_id", "profession__code")
    )


def _grouped(pairs: Iterable[tuple]) -> dict[int, list[str]]:
    groups: dict[int, list[str]] = defaultdict(list)
    for key, code, *_order in pairs:
        groups[key].append(code)
    return groups


def _points() -> dict[tuple[str, str], tuple[float, float]]:
    rows = Postcode.objects.values_list("country", "code", "latitude", "longitude")
    return {
        (country, code): (lat, lon)
        for country, code, lat, lon in rows
        if lat is not None and lon is not None
    }


def _names(rows: Iterable[Model], only: set[str] | None = None) -> Names:
    names = Names()
    for order, row in enumerate(rows):
        code = row.code  # type: ignore[attr-defined]
        if only is None or code in only:
            texts = tuple(getattr(row, f"name_{language}") for language in LANGUAGES)
            names.texts[code] = texts
            names.order[code] = order
            aliases = getattr(row, "aliases", "")
            names.words[code] = words_of(" \n ".join((*texts, fold(aliases))))
    return names
