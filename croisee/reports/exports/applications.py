"""Trainees and results."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from croisee.core.spreadsheets import Column, Page
from croisee.core.spreadsheets.writer import Out
from croisee.editions.models import Edition
from croisee.offers.enums import Weekday
from croisee.offers.labels import listed
from croisee.offers.models import Offer, OfferContact
from croisee.placements.models import Placement
from croisee.reports.exports.rows import STRETCH, local, page
from croisee.schemes.ranked.models import Application, Choice


def trainees(edition: Edition, *, at: datetime) -> Page:
    """One row a registration, under the headings of the trainees' form, then its state."""
    ranks = range(1, edition.max_choices + 1)
    columns = [
        (Column(_("Horodateur"), 16), "answered_at"),
        (Column(_("Prénom"), 14), "first_name"),
        (Column(_("Nom"), 18), "last_name"),
        (Column(_("E-mail"), 32), "email"),
        (Column(_("Téléphone"), 16), "phone"),
        (Column(_("Profession"), 24), "profession"),
        (Column(_("Institution"), 32), "employer"),
        (Column(_("Code postal"), 9), "postcode"),
        (Column(_("Province"), 16), "province"),
        (Column(_("Secteur"), 24), "sector"),
        (Column(_("Inscription prioritaire"), 11), "priority"),
        *((Column(_("Choix %(rank)s") % {"rank": r}, 30), f"choice_{r}") for r in ranks),
        (Column(_("Mes attentes"), 40, wrap=True), "expectations"),
        (Column(_("Disponibilités"), 30, wrap=True), "availability"),
        (Column(_("État"), 12), ""),
    ]
    rows = _trainee_rows(edition, ranks)
    return page(_("Stagiaires"), columns, rows, (edition, "trainees", at))


def _applications(edition: Edition) -> QuerySet[Application]:
    choices = Choice.objects.select_related("offer__service__organisation")
    related = Application.objects.filter(edition=edition).select_related(
        "person", "profession", "sector", "province"
    )
    return related.prefetch_related(Prefetch("choices", choices)).order_by(
        "person__last_name", "person__first_name", "pk"
    )


def _trainee_rows(edition: Edition, ranks: range) -> Iterator[list[Out]]:
    for application in _applications(edition).iterator(chunk_size=STRETCH):
        chosen = {choice.rank: _named(choice.offer) for choice in application.choices.all()}
        person = application.person
        yield [
            local(application.submitted_at, edition),
            person.first_name,
            person.last_name,
            person.email,
            person.phone,
            _profession(application),
            application.employer,
            application.postcode,
            application.province.name if application.province else "",
            application.sector.name if application.sector else application.sector_text,
            _("Oui") if _has_priority(application) else "",
            *(chosen.get(rank, "") for rank in ranks),
            application.expectations,
            application.availability,
            application.get_state_display(),
        ]


def results(edition: Edition, *, at: datetime) -> Page:
    """One row a registration handed in, with both sides' details: ready for mail merge."""
    columns = [
        Column(_("Prénom"), 14),
        Column(_("Nom"), 18),
        Column(_("E-mail"), 32),
        Column(_("Téléphone"), 16),
        Column(_("Profession"), 24),
        Column(_("Institution"), 32),
        Column(_("Province"), 16),
        Column(_("Prioritaire"), 10),
        Column(_("Décision"), 12),
        Column(_("Rang du choix"), 8),
        Column(_("État du stage"), 16),
        Column(_("N° de l’offre"), 9),
        Column(_("Institution d’accueil"), 32),
        Column(_("Service d’accueil"), 22),
        Column(_("Intitulé de l’immersion"), 32, wrap=True),
        Column(_("Adresse d’accueil"), 28),
        Column(_("Code postal d’accueil"), 9),
        Column(_("Localité d’accueil"), 18),
        Column(_("Personne de contact"), 24),
        Column(_("E-mail du contact"), 32),
        Column(_("Téléphone du contact"), 16),
        Column(_("Jours possibles"), 26, wrap=True),
        Column(_("Mes attentes"), 40, wrap=True),
    ]
    return Page(_("Résultats"), columns, _result_rows(edition))


def _result_rows(edition: Edition) -> Iterator[list[Out]]:
    contacts = OfferContact.objects.select_related("person")
    found = (
        _applications(edition)
        .filter(state=Application.State.SUBMITTED)
        .select_related("placement__slot__offer__service__organisation")
        .prefetch_related(Prefetch("placement__slot__offer__contacts", contacts))
    )
    for application in found.iterator(chunk_size=STRETCH):
        person, placement = application.person, application.placement
        yield [
            person.first_name,
            person.last_name,
            person.email,
            person.phone,
            _profession(application),
            application.employer,
            application.province.name if application.province else "",
            _("oui") if _has_priority(application) else _("non"),
            _("retenu") if placement else _("non retenu"),
            placement.choice_rank if placement else None,
            placement.get_state_display() if placement else "",
            *_host_side(placement),
            application.expectations,
        ]


def _host_side(placement: Placement | None) -> list[Out]:
    if placement is None or placement.slot is None:
        return [""] * 11
    offer = placement.slot.offer
    service = offer.service
    contact = next(iter(offer.contacts.all()), None)
    return [
        offer.number,
        service.organisation.name,
        service.name,
        offer.title,
        service.address,
        service.postcode,
        service.locality,
        contact.person.full_name if contact else "",
        contact.person.email if contact else "",
        contact.person.phone if contact else "",
        listed(Weekday, offer.weekdays),
    ]


def _named(offer: Offer) -> str:
    """« H005 – Maison de jeunes : Suivre un intervenant », as forms show a choice."""
    return f"{offer.number} – {offer.service.organisation.name} : {offer.title}"


def _profession(application: Application) -> str:
    if application.profession_text or not application.profession:
        return application.profession_text
    return application.profession.name


def _has_priority(application: Application) -> bool:
    return application.priority_class == Application.PriorityClass.HOST_STAFF
