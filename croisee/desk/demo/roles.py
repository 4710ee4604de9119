"""The doors of the demo's sign-in page: one person for each role, found in the story."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from croisee.editions.enums import RoleName
from croisee.editions.models import Edition
from croisee.editions.queries import current_edition
from croisee.offers.models import OfferContact
from croisee.people.models import Person
from croisee.schemes.ranked.models import Application


@dataclass(frozen=True)
class Door:
    """One click of the demo: `key` names the role, `next_path` is where it leads."""

    key: str
    label: str | Promise
    text: str | Promise
    person: Person
    next_path: str


def doors() -> list[Door]:
    """In the order of the page; a role nobody plays is left out."""
    edition = current_edition()
    if edition is None:
        return []
    found = [
        ("coordinator", _("Référente provinciale"), _coordinator(edition), "desk:start"),
        ("administrator", _("Administration"), _administrator(), "desk:start"),
        ("host", _("Hôte"), _host(edition), "my_space"),
        ("trainee", _("Stagiaire avec une place"), _trainee(edition, placed=True), "my_space"),
        ("waiting", _("Stagiaire en attente"), _trainee(edition, placed=False), "my_space"),
        ("reader", _("Comité d’accompagnement"), _reader(edition), "desk:start"),
    ]
    return [
        Door(key, label, TEXTS[key], person, reverse(name))
        for key, label, person, name in found
        if person is not None
    ]


TEXTS = {
    "coordinator": _("Relit les offres, prépare le matching, publie les résultats."),
    "administrator": _("Gère les éditions, les textes, les personnes et leurs droits."),
    "host": _("Accueille : voit ses offres et ses stagiaires."),
    "trainee": _("A reçu une place au premier tour."),
    "waiting": _("N’a pas encore de place ; le deuxième tour se prépare."),
    "reader": _("Lit les chiffres, rien d’autre."),
}


def _coordinator(edition: Edition) -> Person | None:
    return _with_role(edition, RoleName.COORDINATOR)


def _reader(edition: Edition) -> Person | None:
    return _with_role(edition, RoleName.STEERING_READER)


def _with_role(edition: Edition, role: str) -> Person | None:
    return (
        Person.objects.filter(roles__role=role, roles__programme=edition.programme)
        .order_by("pk")
        .first()
    )


def _administrator() -> Person | None:
    return Person.objects.filter(is_administrator=True).order_by("pk").first()


def _host(edition: Edition) -> Person | None:
    contact = (
        OfferContact.objects.filter(offer__edition=edition, offer__slots__taken__gte=2)
        .select_related("person")
        .order_by("pk")
        .first()
    )
    return contact.person if contact else None


def _trainee(edition: Edition, *, placed: bool) -> Person | None:
    application = (
        Application.objects.filter(
            edition=edition,
            state=Application.State.SUBMITTED,
            placement__isnull=not placed,
            choices__isnull=False,
        )
        .select_related("person")
        .order_by("pk")
        .first()
    )
    return application.person if application else None
