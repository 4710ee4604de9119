"""An edition with believable hosts and trainees, for browser tests and pictures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from croisee.directory.models import Profession, Sector, Territory
from croisee.editions.actions import give_priority_link, take_part
from croisee.editions.enums import Audience, RoleName
from croisee.editions.models import Edition
from croisee.offers.actions import ask_correction
from croisee.offers.models import Offer
from croisee.people.models import Person
from croisee.placements.actions import fix_dates, take_place
from croisee.schemes.ranked.models import Application, RoundEntry, Run
from tests import factories
from tests.offers.host_answers import make_documents

WHILE_HOSTS_PROPOSE = datetime(2026, 12, 8, 10, tzinfo=UTC)
WHILE_TRAINEES_REGISTER = datetime(2027, 2, 16, 10, tzinfo=UTC)
AFTER_MATCHING = datetime(2027, 3, 16, 10, tzinfo=UTC)

OFFERS = [
    ("L’Amarre", "Centre de jour", "Une journée au centre de jour", "5000", "Namur", 2),
    ("Traverse", "Équipe mobile", "En route avec l’équipe mobile", "5590", "Ciney", 2),
    ("AMO Le Grand Chêne", "", "La rue comme bureau", "5500", "Dinant", 3),
    ("Le Gué", "Assuétudes", "Parler d’usages sans juger", "5000", "Namur", 2),
]
FACE = (
    "Douze jeunes de 12 à 18 ans, en décrochage scolaire. L’humeur du groupe change vite. "
    "Vous participez à l’accueil, à un atelier et à la réunion d’équipe."
)


@dataclass
class Scene:
    edition: Edition
    offers: list[Offer]
    host: Person
    new: Person
    chooser: Person
    placed: Person
    dated: Person
    unplaced: Person
    correcting: Person
    returning: Person
    things: dict[str, Any]


def make_scene() -> Scene:
    edition = factories.make_edition()
    for audience in Audience:
        make_documents(edition, audience)
    province = Territory.objects.get(kind="province", name_fr="Namur")
    factories.make_role(
        edition, RoleName.COORDINATOR, province, factories.make_person(first_name="Aurore")
    )
    host = factories.make_person(first_name="Inès", last_name="Verhaegen", phone="082 55 01 42")
    offers = [
        _offer(edition, province, host if n == 2 else None, row) for n, row in enumerate(OFFERS)
    ]
    people = {
        name: factories.make_person(first_name=first, last_name=last)
        for name, first, last in [
            ("new", "", ""),
            ("chooser", "Zoé", "Claes"),
            ("placed", "Samir", "Haddad"),
            ("dated", "Nora", "El Amrani"),
            ("unplaced", "Luc", "Delvaux"),
            ("correcting", "Paul", "Leroy"),
            ("returning", "Marthe", "Dony"),
        ]
    }
    things = _choices(edition, offers, people) | _matched(edition, offers, people)
    things |= _hosts(edition, province, people, offers)
    return Scene(edition, offers, host, things=things, **people)


def _offer(
    edition: Edition,
    province: Territory,
    contact: Person | None,
    row: tuple[str, str, str, str, str, int],
    **more: Any,
) -> Offer:
    name, service, title, postcode, locality, places = row
    sector = Sector.objects.get(code="mental-health")
    place = factories.make_service(
        organisation=factories.make_organisation(name=name),
        name=service,
        postcode=postcode,
        locality=locality,
        province=province,
        sectors=[sector],
    )
    values = {
        "title": title,
        "what_you_will_face": FACE,
        "description": "L’équipe compte neuf personnes.",
        "format": "immersion",
        "beneficiary_contact": "told",
        "weekdays": ["tue", "thu"],
        "access": "10 minutes à pied de la gare, entrée de plain-pied.",
    }
    return factories.make_offer(
        edition=edition, service=place, places=places, contact=contact, **{**values, **more}
    )


def _choices(edition: Edition, offers: list[Offer], people: dict[str, Person]) -> dict[str, Any]:
    for _ in range(7):
        factories.make_application(edition, offers[0])
    for _ in range(2):
        factories.make_application(edition, offers[2])
    draft = factories.make_application(
        edition, offers[0], offers[2], person=people["chooser"], state="draft", **_work()
    )
    return {"draft": draft}


def _work() -> dict[str, Any]:
    return {
        "profession": Profession.objects.get(code="educator"),
        "sector": Sector.objects.get(code="youth-aid"),
        "postcode": "5000",
        "status": "employee",
        "expectations": "Comprendre comment une AMO garde le lien.",
    }


def _matched(edition: Edition, offers: list[Offer], people: dict[str, Person]) -> dict[str, Any]:
    made = factories.make_round(
        edition,
        state="published",
        published_at=datetime(2027, 3, 15, 9, tzinfo=UTC),
        contact_deadline=date(2027, 3, 26),
    )
    placements = {}
    for name in ("placed", "dated"):
        application = factories.make_application(edition, offers[0], offers[2], person=people[name])
        placements[name] = _place(application, offers[2])
        RoundEntry.objects.create(round=made, application=application, pseudonym=name)
    starts, ends = datetime(2027, 4, 20, 7, tzinfo=UTC), datetime(2027, 4, 20, 14, tzinfo=UTC)
    fix_dates(placements["dated"], [(starts, ends)], by=people["dated"], at=AFTER_MATCHING)
    waiting = factories.make_application(edition, offers[0], person=people["unplaced"])
    RoundEntry.objects.create(round=made, application=waiting, pseudonym="unplaced")
    Run.objects.create(
        round=made,
        number=1,
        state="published",
        policy="max_by_class",
        seed="graine",
        problem={},
        vector=[],
        assignment={"placed": offers[2].number, "dated": offers[2].number, "unplaced": None},
        fingerprint="f",
        at=AFTER_MATCHING,
    )
    return {"placement": placements["placed"], "dated_placement": placements["dated"]}


def _place(application: Application, offer: Offer) -> Any:
    placement = take_place(
        offer.slots.get(),
        application.person,
        source="ranked",
        choice_rank=2,
        by=None,
        at=AFTER_MATCHING,
    )
    application.placement = placement
    application.save()
    return placement


def _hosts(
    edition: Edition, province: Territory, people: dict[str, Person], offers: list[Offer]
) -> dict[str, Any]:
    row = ("Planning Le Tilleul", "", "Derrière l’accueil", "5000", "Namur", 2)
    corrected = _offer(edition, province, people["correcting"], row, state="submitted")
    remarks = {"title": "Dites ce que l’on fera, plutôt que le lieu.", "places": "Deux ou trois ?"}
    ask_correction(corrected, remarks, by=people["chooser"], at=WHILE_HOSTS_PROPOSE)
    participation = take_part(offers[2].service.organisation, edition, at=WHILE_HOSTS_PROPOSE)
    give_priority_link(participation, by=None, at=WHILE_HOSTS_PROPOSE)
    before = factories.make_edition(
        programme=edition.programme, slug="2026", starts_on=date(2025, 11, 24), state="closed"
    )
    earlier = _offer(before, province, people["returning"], row)
    return {"corrected": corrected, "earlier": earlier}
