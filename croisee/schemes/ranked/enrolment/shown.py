"""Cells in words: the name of each field and what its value looks like, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from croisee.directory.models import Profession, Sector
from croisee.offers.enums import Duration, SpokenLanguage, Weekday
from croisee.offers.labels import listed
from croisee.schemes.ranked.enrolment.cells import TEXT
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

    def text(self, name: str, value: Any) -> str:  # noqa: PLR0911 (one line a kind of value)
        """'' for nothing."""
        if value in (None, "", [], {}):
            return ""
        match name:
            case "sectors":
                return ", ".join(self._sectors.get(code, code) for code in value)
            case "professions":
                return ", ".join(self._profession(one) for one in value)
            case "sector":
                return self._sectors.get(value["code"], value["text"])
            case "profession":
                return value["text"] or self._professions.get(value["code"], value["code"])
            case "days":
                return listed(Weekday, value)
            case "languages":
                return listed(SpokenLanguage, value)
            case "duration":
                return str(dict(Duration.choices).get(value, value))
            case "state":
                return str(dict(Application.State.choices).get(value, value))
            case "priority":
                return _("oui") if value == Application.PriorityClass.HOST_STAFF else _("non")
            case "choices":
                return " · ".join(f"{rank}. {number}" for rank, number in value.items())
            case "contact":
                who = f"{value['first_name']} {value['last_name']}".strip()
                return ", ".join(filter(None, [who, value["role"], value["email"]]))
        return str(value)

    def _profession(self, one: str) -> str:
        return one.removeprefix(TEXT) if one.startswith(TEXT) else self._professions.get(one, one)


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
    if len(shown) > 3 * LONG:
        shown = f"{shown[: 3 * LONG].rstrip()}…"
    return ("…" if first else "") + shown + ("…" if last < len(text) else "")
