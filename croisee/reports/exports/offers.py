"""Hosts and their offers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Prefetch, Q, Sum
from django.utils.translation import gettext as _

from croisee.core.spreadsheets import Column, Page
from croisee.core.spreadsheets.writer import Out
from croisee.directory.models import Service
from croisee.editions.models import Edition
from croisee.offers.enums import OfferState, SpokenLanguage, Weekday
from croisee.offers.labels import listed, professions
from croisee.offers.models import Offer, OfferContact
from croisee.offers.queries import with_details
from croisee.reports.exports.rows import STRETCH, local, page
from croisee.schemes.ranked.queries import demand


def hosts(edition: Edition, *, at: datetime) -> Page:
    """One row for each service that proposes something in the edition."""
    columns = [
        (Column(_("N°"), 12), "number"),
        *_place_columns(),
        (Column(_("Contacts"), 40, wrap=True), ""),
        (Column(_("Offres"), 8), ""),
        (Column(_("Nombre de places"), 9), "places"),
        (Column(_("Places attribuées"), 10), ""),
    ]
    return page(_("Hôtes"), columns, _host_rows(edition), (edition, "hosts", at))


def _place_columns() -> list[tuple[Column, str]]:
    return [
        (Column(_("Nom de l’institution"), 32), "institution"),
        (Column(_("Service"), 22), "service"),
        (Column(_("Numéro d’entreprise"), 14), "enterprise_number"),
        (Column(_("Adresse"), 28), "address"),
        (Column(_("Code postal"), 9), "postcode"),
        (Column(_("Localité"), 18), "town"),
        (Column(_("Province"), 16), "province"),
        (Column(_("Secteur(s)"), 30, wrap=True), "sectors"),
    ]


def _host_rows(edition: Edition) -> Iterator[list[Out]]:
    ours = Q(offers__edition=edition) & ~Q(offers__state=OfferState.WITHDRAWN)
    contacts = OfferContact.objects.filter(offer__edition=edition).select_related("person")
    offers = Offer.objects.filter(edition=edition).exclude(state=OfferState.WITHDRAWN)
    offers = offers.order_by("number").prefetch_related(Prefetch("contacts", contacts))
    found = (
        Service.objects.filter(ours)
        .annotate(
            number=Count("offers", filter=ours, distinct=True),
            places=Sum("offers__slots__capacity", filter=ours),
            taken=Sum("offers__slots__taken", filter=ours),
        )
        .select_related("organisation", "province")
        .prefetch_related("sectors", Prefetch("offers", offers, to_attr="of_edition"))
        .order_by("organisation__name", "name", "pk")
    )
    for service in found.iterator(chunk_size=STRETCH):
        people = {
            contact.person_id: contact.person
            for offer in service.of_edition
            for contact in offer.contacts.all()
        }
        yield [
            ", ".join(offer.number for offer in service.of_edition),
            *_place_of(service),
            "\n".join(
                ", ".join(filter(None, [who.full_name, who.email, who.phone]))
                for who in people.values()
            ),
            service.number,
            service.places,
            service.taken,
        ]


def _place_of(service: Service) -> list[Out]:
    return [
        service.organisation.name,
        service.name,
        service.organisation.enterprise_number,
        service.address,
        service.postcode,
        service.locality,
        service.province.name if service.province else "",
        ", ".join(sector.name for sector in service.sectors.all()),
    ]


def offers(edition: Edition, *, at: datetime) -> Page:
    """One row an offer, under the headings of the hosts' form, then its state and its demand."""
    ranks = range(1, edition.max_choices + 1)
    columns = [
        (Column(_("Horodateur"), 16), "answered_at"),
        (Column(_("N°"), 9), "number"),
        *_place_columns(),
        (Column(_("Personne de contact"), 24), "contact"),
        (Column(_("Fonction"), 20), "role"),
        (Column(_("E-mail"), 32), "email"),
        (Column(_("Téléphone"), 16), "phone"),
        (Column(_("Intitulé de l’immersion"), 32, wrap=True), "title"),
        (Column(_("Description"), 40, wrap=True), "description"),
        (Column(_("Ce à quoi le stagiaire sera confronté"), 40, wrap=True), "face"),
        (Column(_("Profession(s) à suivre"), 28, wrap=True), "professions"),
        (Column(_("Nombre de places"), 9), "places"),
        (Column(_("Durée"), 12), "duration"),
        (Column(_("Jours possibles"), 26, wrap=True), "days"),
        (Column(_("Dates suggérées"), 18, wrap=True), "dates"),
        (Column(_("Langue(s)"), 18), "languages"),
        (Column(_("État"), 12), ""),
        (Column(_("Attribuées"), 10), ""),
        *((Column(_("Demandes de rang %(rank)s") % {"rank": rank}, 11), "") for rank in ranks),
    ]
    return page(_("Offres"), columns, _offer_rows(edition, ranks), (edition, "hosts", at))


def _offer_rows(edition: Edition, ranks: range) -> Iterator[list[Out]]:
    asked = demand(edition)
    found = with_details(Offer.objects.filter(edition=edition)).order_by("number", "pk")
    for offer in found.iterator(chunk_size=STRETCH):
        contacts = list(offer.contacts.all())
        first = contacts[0] if contacts else None
        slots = list(offer.slots.all())
        yield [
            local(offer.submitted_at, edition),
            offer.number,
            *_place_of(offer.service),
            first.person.full_name if first else "",
            first.title if first else "",
            first.person.email if first else "",
            first.person.phone if first else "",
            offer.title,
            offer.description,
            offer.what_you_will_face,
            professions(offer),
            sum(slot.capacity for slot in slots),
            offer.get_duration_display(),
            listed(Weekday, offer.weekdays),
            offer.suggested_dates,
            listed(SpokenLanguage, offer.languages),
            offer.get_state_display(),
            sum(slot.taken for slot in slots),
            *(asked[offer.pk][rank] for rank in ranks),
        ]
