"""Acts of the coordination on applications: registering on the phone, taking a withdrawal back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from croisee.core import journal
from croisee.core.listing.folding import matching
from croisee.core.text import fold
from croisee.directory.models import Profession, Sector
from croisee.directory.queries import place_of
from croisee.editions.models import Edition
from croisee.offers.models import Offer, OfferContact
from croisee.people.actions import find_or_create_person
from croisee.people.models import Person
from croisee.people.names import BY_NAME
from croisee.schemes.ranked.actions.applications import save_application, submit_application
from croisee.schemes.ranked.models import Application
from croisee.schemes.ranked.office_form import CHOICE

State = Application.State
MOST_ALIKE = 20
COPIED = (
    "employer",
    "profession_text",
    "sector_text",
    "postcode",
    "status",
    "priority_class",
    "availability",
    "expectations",
    "hierarchy_agreement",
    "confidentiality_accepted",
)


class KnownAlreadyError(Exception):
    """The person has an application in this edition."""

    def __init__(self, application: Application) -> None:
        super().__init__(application.pk)
        self.application = application


class OtherPersonError(Exception):
    """The address belongs to somebody of another name."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@transaction.atomic
def register_by_phone(
    edition: Edition, answers: dict[str, Any], *, by: Person, at: datetime
) -> Application:
    """The person, their application with its choices, handed in; all journaled under `by`."""
    person = _person(answers, by=by, at=at)
    known = Application.objects.filter(edition=edition, person=person).first()
    if known:
        raise KnownAlreadyError(known)
    place = place_of(answers["postcode"]) if answers["postcode"] else None
    application = Application(
        edition=edition,
        person=person,
        profession=Profession.objects.filter(code=answers["profession"]).first(),
        sector=Sector.objects.filter(code=answers["sector"]).first(),
        province=place.province if place else None,
        created_at=at,
        **{name: answers[name] for name in COPIED},
    )
    save_application(application, _choices(edition, answers), by=by, at=at)
    submit_application(application, by=by, at=at)
    return application


def _person(answers: dict[str, Any], *, by: Person, at: datetime) -> Person:
    person, made = find_or_create_person(
        answers["email"],
        first_name=answers["first_name"],
        last_name=answers["last_name"],
        phone=answers["phone"],
        language=answers["language"],
        by=by,
        at=at,
    )
    typed = fold(f"{answers['first_name']} {answers['last_name']}")
    if not made and fold(person.full_name) != typed:
        raise OtherPersonError(person.full_name)
    return person


def known_already(
    edition: Edition, answers: dict[str, Any], decided: Mapping[str, str]
) -> list[Person]:
    """Persons of this name under other addresses, to be looked at before a second record is made.

    `decided` holds what was answered to that: « same » names one, whose address is taken then;
    « different » registers somebody new.
    """
    if "different" in decided or Person.objects.by_email(answers["email"]):
        return []
    alike = _of_this_name(edition, answers)
    same = next((one for one in alike if str(one.pk) == decided.get("same")), None)
    if same is None:
        return alike
    for name in ("email", "first_name", "last_name"):
        answers[name] = getattr(same, name)
    return []


def _of_this_name(edition: Edition, answers: dict[str, Any]) -> list[Person]:
    """First name and name may be swapped; accents and case do not count."""
    typed = f"{answers['first_name']} {answers['last_name']}"
    hosts = OfferContact.objects.filter(offer__edition__programme=edition.programme)
    asked = Application.objects.filter(edition__programme=edition.programme)
    here = Q(pk__in=hosts.values("person")) | Q(pk__in=asked.values("person"))
    found = matching(Person.objects.filter(here, merged_into=None), typed, BY_NAME[:2])
    words = sorted(fold(typed).split())
    return [one for one in found[:MOST_ALIKE] if sorted(fold(one.full_name).split()) == words]


def _choices(edition: Edition, answers: dict[str, Any]) -> list[Offer | None]:
    numbers = [answers[CHOICE.format(rank=rank)] for rank in range(1, edition.max_choices + 1)]
    found = {
        offer.number: offer for offer in Offer.objects.filter(edition=edition, number__in=numbers)
    }
    return [found.get(number) for number in numbers]


@transaction.atomic
def restore_application(application: Application, *, by: Person, at: datetime) -> bool:
    """A withdrawn application waits again, for the next round; its old place is not given back."""
    restored = Application.objects.filter(pk=application.pk, state=State.WITHDRAWN).update(
        state=State.SUBMITTED if application.submitted_at else State.DRAFT, version=F("version") + 1
    )
    if restored:
        application.refresh_from_db()
        scope = application.edition.scope
        journal.record("application.restored", application, by=by, at=at, scope=scope)
    return bool(restored)


def told_about(application: Application) -> list[tuple[str, str]]:
    """(label, answer) of an application; what is missing is « à compléter »."""
    profession = (
        application.profession.name if application.profession else application.profession_text
    )
    sector = application.sector.name if application.sector else application.sector_text
    answers = [
        (_("Employeur / service"), application.employer),
        (_("Profession"), profession),
        (_("Secteur"), sector),
        (_("Lieu de travail"), f"{application.postcode} {application.province or ''}".strip()),
        (_("Statut"), application.get_status_display()),
        (_("Priorité"), application.get_priority_class_display()),
        (_("Attentes"), application.expectations),
        (_("Disponibilités"), application.availability or _("non précisées")),
        (_("Accord de la hiérarchie"), _("oui") if application.hierarchy_agreement else _("non")),
    ]
    return [(label, str(answer) or _("à compléter")) for label, answer in answers]
