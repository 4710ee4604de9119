"""The fields of an offer in words: labels and answers, for summaries, mails and exports."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from croisee.core.written_dates import date_full
from croisee.core.written_lists import apart, joined
from croisee.directory.models import Membership, Service
from croisee.offers.enums import Age, SpokenLanguage, Weekday
from croisee.offers.models import Offer
from croisee.offers.suggested_dates import off_days, only_dates
from croisee.people.models import Person

LABELS = {
    "service": _("Service / équipe"),
    "title": _("Intitulé"),
    "format": _("Formule"),
    "description": _("Description du service et de la journée"),
    "what_you_will_face": _("Ce à quoi le·la stagiaire sera confronté·e"),
    "professions": _("Profession(s) que l’on peut suivre"),
    "target_ages": _("Âges du public"),
    "places": _("Nombre de places"),
    "duration": _("Durée"),
    "weekdays": _("Jours possibles"),
    "suggested_dates": _("Dates suggérées"),
    "languages": _("Langue(s) de l’immersion"),
    "beneficiary_contact": _("Contact avec des bénéficiaires"),
    "lunch": _("Repas de midi"),
    "access": _("Accès, transports, accessibilité"),
    "address": _("Adresse du lieu d’immersion"),
    "postcode": _("Code postal"),
    "sectors": _("Secteur(s)"),
    "contacts": _("Personnes de contact"),
    "reference": _("Personne de référence"),
    "send_pledge": _("Nombre de personnes que vous enverrez"),
}


def listed(choices: type[TextChoices], codes: Iterable[str]) -> str:
    """The labels of stored codes, in the order of the list, separated by commas."""
    chosen = set(codes)
    return ", ".join(str(label) for code, label in choices.choices if code in chosen)


def suggested(offer: Offer) -> str:
    """The suggested dates written out in the active language, or the host's own words (IM-28)."""
    days = offer.suggested_days
    if days or not offer.suggested_dates:
        return apart(date_full(day) for day in days)
    return gettext("Dans les mots de l’hôte : « %(words)s »") % {"words": offer.suggested_dates}


def off_days_told(written: str, weekdays: Iterable[str]) -> str:
    """A remark on suggested dates that fall on no weekday the host ticked; "" where all do."""
    days = off_days(only_dates(written), list(weekdays))
    if not days:
        return ""
    named = joined(date_full(day) for day in days)
    return gettext("Hors des jours possibles : %(days)s. Si c’est voulu, laissez ainsi.") % {
        "days": named
    }


def professions(offer: Offer) -> str:
    named = [profession.name for profession in offer.professions.all()]
    return ", ".join([*named, *filter(None, [offer.professions_text])])


def references(service: Service) -> list[Person]:
    """Whom to turn to in the institution (MY-12)."""
    role = Membership.Role.REFERENCE
    found = service.memberships.filter(role=role).select_related("person")
    return [membership.person for membership in found]


def _pledge(offer: Offer) -> str:
    """How many people the institution sends, in the programmes that ask it (MY-02)."""
    if not offer.edition.asks_send_pledge:
        return ""
    found = offer.edition.participations.filter(organisation=offer.service.organisation_id)
    return str(found.values_list("send_pledge", flat=True).first() or "")


def described(offer: Offer) -> list[tuple[str, str]]:
    """(label, answer) of everything the host said, in the active language; empty answers left out."""
    service = offer.service
    answers = {
        "service": service.full_name,
        "address": f"{service.address}, {service.postcode} {service.locality}".strip(", "),
        "sectors": ", ".join(sector.name for sector in service.sectors.all()),
        "title": offer.title,
        "format": offer.get_format_display(),
        "description": offer.description,
        "what_you_will_face": offer.what_you_will_face,
        "professions": professions(offer),
        "target_ages": listed(Age, offer.target_ages),
        "places": str(sum(slot.capacity for slot in offer.slots.all()) or ""),
        "duration": offer.get_duration_display(),
        "weekdays": listed(Weekday, offer.weekdays),
        "suggested_dates": suggested(offer),
        "languages": listed(SpokenLanguage, offer.languages),
        "beneficiary_contact": offer.get_beneficiary_contact_display(),
        "lunch": offer.lunch,
        "access": offer.access,
        "reference": ", ".join(person.full_name for person in references(service)),
        "send_pledge": _pledge(offer),
    }
    return [(str(LABELS[name]), str(answer)) for name, answer in answers.items() if answer]
