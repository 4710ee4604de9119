"""Cells in words: the name of each field and what its value looks like, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from croisee.directory.models import Profession, Sector
from croisee.offers.enums import Duration, SpokenLanguage, Weekday
from croisee.offers.labels import listed
from croisee.schemes.ranked.enrolment.cells import TEXT
from croisee.schemes.ranked.enrolment.elsewhere import Provinces
from croisee.schemes.ranked.models import Application

FIELDS: Final[Mapping[str, Any]] = {
    "answered_at": gettext_lazy("Horodateur"),
    "number": gettext_lazy("N°"),
    "institution": gettext_lazy("Institution"),
    "service": gettext_lazy("Service"),
    "enterprise_number": gettext_lazy("Numéro d’entreprise"),
    "address": gettext_lazy("Adresse"),
    "postcode": gettext_lazy("Code postal"),
    "town": gettext_lazy("Localité"),
    "province": gettext_lazy("Province"),
    "sectors": gettext_lazy("Secteur(s)"),
    "contact": gettext_lazy("Personne de contact"),
    "contact_first_name": gettext_lazy("Prénom du contact"),
    "contact_last_name": gettext_lazy("Nom du contact"),
    "role": gettext_lazy("Fonction"),
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Téléphone"),
    "title": gettext_lazy("Intitulé de l’immersion"),
    "description": gettext_lazy("Description"),
    "face": gettext_lazy("Ce à quoi le stagiaire sera confronté"),
    "professions": gettext_lazy("Profession(s) à suivre"),
    "places": gettext_lazy("Nombre de places"),
    "duration": gettext_lazy("Durée"),
    "days": gettext_lazy("Jours possibles"),
    "dates": gettext_lazy("Dates suggérées"),
    "languages": gettext_lazy("Langue(s)"),
    "conditions": gettext_lazy("Accord sur les conditions"),
    "first_name": gettext_lazy("Prénom"),
    "last_name": gettext_lazy("Nom"),
    "full_name": gettext_lazy("Nom et prénom"),
    "profession": gettext_lazy("Profession"),
    "employer": gettext_lazy("Employeur"),
    "sector": gettext_lazy("Secteur"),
    "priority": gettext_lazy("Inscription prioritaire"),
    "choices": gettext_lazy("Choix"),
    "expectations": gettext_lazy("Mes attentes"),
    "availability": gettext_lazy("Disponibilités"),
    "state": gettext_lazy("État"),
    "waits": gettext_lazy("Au catalogue"),
}
LONG: Final = 160  # a longer text is shown around what differs
AROUND: Final = 50


def field_name(name: str) -> str:
    """What a field is called on screen."""
    if name.startswith("choice_"):
        return _("Choix %(rank)s") % {"rank": name.removeprefix("choice_")}
    return str(FIELDS.get(name, name))


@dataclass(frozen=True)
class ShownCell:
    """A cell of the difference: `base` is None where the export's value is not known."""

    field: str
    before: str
    after: str
    base: str | None
    conflict: bool
    refused: str


class Words:
    """Values of cells as people read them; the names of the lists are read once."""

    @cached_property
    def _provinces(self) -> Provinces:
        return Provinces()

    def elsewhere(self, province: int) -> str:
        """Who takes a row over that is not the reader's to change."""
        name = self._provinces.name(province)
        if not name:
            return _("Hors des provinces\u00a0: à importer par l’administration.")
        return _("%(province)s\u00a0: à importer par son ou sa référent·e.") % {"province": name}

    def _waits(self, province: int) -> str:
        name = self._provinces.name(province)
        if not name:
            return _("après relecture par l’administration")
        return _("après relecture par la coordination de %(province)s") % {"province": name}

    @cached_property
    def _sectors(self) -> dict[str, str]:
        return {row.code: row.name for row in Sector.objects.all()}

    @cached_property
    def _professions(self) -> dict[str, str]:
        return {row.code: row.name for row in Profession.objects.all()}

    def cell(self, cell: Mapping[str, Any]) -> ShownCell:
        name = cell["field"]
        before, after = self.text(name, cell["before"]), self.text(name, cell["after"])
        before, after = excerpts(before, after)
        base = self.text(name, cell["base"])[:LONG] if "base" in cell else None
        refused, conflict = cell.get("refused", ""), cell.get("conflict", False)
        return ShownCell(field_name(name), before, after, base, conflict, refused)

    def text(self, name: str, value: Any) -> str:
        """A value as people read it, '' for nothing."""
        if value is None or value in ("", [], {}):
            return ""
        return self._kinds.get(name, str)(value)

    @cached_property
    def _kinds(self) -> Mapping[str, Callable[[Any], str]]:
        """How the fields whose values are codes are put into words."""
        return {
            "sectors": lambda codes: ", ".join(self._sectors.get(code, code) for code in codes),
            "professions": lambda words: ", ".join(map(self._profession, words)),
            "sector": lambda one: self._sectors.get(one["code"], one["text"]),
            "profession": lambda one: one["text"] or self._profession(one["code"]),
            "days": lambda codes: listed(Weekday, codes),
            "languages": lambda codes: listed(SpokenLanguage, codes),
            "duration": lambda code: str(dict(Duration.choices).get(code, code)),
            "state": lambda code: str(dict(Application.State.choices).get(code, code)),
            "priority": _priority,
            "choices": lambda ranked: " · ".join(f"{rank}. {one}" for rank, one in ranked.items()),
            "contact": _contact,
            "waits": self._waits,
        }

    def _profession(self, one: str) -> str:
        return one.removeprefix(TEXT) if one.startswith(TEXT) else self._professions.get(one, one)


def _priority(value: int) -> str:
    return _("oui") if value == Application.PriorityClass.HOST_STAFF else _("non")


def _contact(said: Mapping[str, str]) -> str:
    who = f"{said['first_name']} {said['last_name']}".strip()
    return ", ".join(filter(None, [who, said["role"], said["email"]]))


def excerpts(one: str, other: str) -> tuple[str, str]:
    """Two long texts around what differs; short ones as they are."""
    if max(len(one), len(other)) <= LONG:
        return one, other
    start = _alike(one, other)
    end = _alike(one[start:][::-1], other[start:][::-1])
    return _around(one, start, end), _around(other, start, end)


def _alike(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def _around(text: str, start: int, end: int) -> str:
    first, last = max(start - AROUND, 0), min(len(text) - end + AROUND, len(text))
    shown = text[first:last]
    if len(shown) > 2 * LONG:
        shown = f"{shown[: 2 * LONG].rstrip(' .')}…"
    return ("…" if first else "") + shown + ("…" if last < len(text) else "")
