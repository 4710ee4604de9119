"""A trainee's answers in words, for check pages, mails and hosts (fields.csv: trainee)."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from croisee.offers.labels import listed
from croisee.schemes.ranked.models import Application

LABELS = {
    "name": _("Nom"),
    "phone": _("Téléphone"),
    "profession": _("Profession"),
    "employer": _("Employeur / service"),
    "sector": _("Secteur"),
    "postcode": _("Code postal du lieu de travail"),
    "status": _("Statut"),
    "expectations": _("Attentes"),
    "goals": _("Objectifs"),
    "availability": _("Disponibilités"),
}


def profession(application: Application) -> str:
    """As the person wrote it, for readers of the same language; for others the name of the list,
    where it says as much."""
    known, text = application.profession, application.profession_text
    if text and application.person.language == (get_language() or "fr")[:2]:
        return text
    return known.name if known and known.is_called(text) else text


def described(application: Application) -> list[tuple[str, str]]:
    """(label, answer) of what the trainee said, in the active language; empty answers left out."""
    person = application.person
    sector = application.sector.name if application.sector else application.sector_text
    answers = {
        "name": person.full_name,
        "phone": person.phone,
        "profession": profession(application),
        "employer": application.employer,
        "sector": sector,
        "postcode": application.postcode,
        "status": application.get_status_display(),
        "expectations": application.expectations,
        "goals": listed(Application.Goal, application.goals),
        "availability": application.availability,
    }
    return [(str(LABELS[name]), str(answer)) for name, answer in answers.items() if answer]
