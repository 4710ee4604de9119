"""What benchmarks/catalogue.py measures with: offers, services, choices; the same for the same size."""

from __future__ import annotations

import itertools
import random
import re
from typing import Any

SEED = 20260223


def fill(size: int) -> Any:
    """An edition open for registration, with believable words; the same for the same size."""
    from datetime import UTC, datetime, timedelta

    from croisee.directory.actions import load_reference
    from croisee.editions.enums import PhaseKind
    from croisee.editions.models import Edition, Phase, Programme

    load_reference()
    at = datetime.now(UTC)
    programme = Programme.objects.create(slug="bench", name="Banc d’essai", created_at=at)
    edition = Edition.objects.create(
        programme=programme,
        slug="bench",
        name_fr="édition",
        scheme="ranked",
        state=Edition.State.RUNNING,
        languages=["fr"],
        starts_on=at.date(),
        created_at=at,
    )
    Phase.objects.create(
        edition=edition,
        kind=PhaseKind.TRAINEES,
        opens_at=at - timedelta(days=5),
        closes_at=at + timedelta(days=5),
    )
    chance = random.Random(SEED)
    services = _services(max(size // 3, 1), chance, at)
    _offers(edition, size, services, chance, at)
    _choices(edition, chance, at)
    return edition


def _services(count: int, chance: random.Random, at: Any) -> list[Any]:
    from croisee.directory.models import Organisation, Postcode, Sector, Service

    codes = list(Postcode.objects.select_related("municipality__parent"))
    organisations = Organisation.objects.bulk_create(
        [Organisation(name=f"Service {_name(chance)} {at_}", created_at=at) for at_ in range(count)]
    )
    services = []
    for organisation in organisations:
        code = chance.choice(codes)
        services.append(
            Service(
                organisation=organisation,
                address="rue Haute 1",
                postcode=code.code,
                locality=code.municipality.name_fr,
                municipality=code.municipality,
                province=code.municipality.parent,
                created_at=at,
            )
        )
    services = Service.objects.bulk_create(services)
    sectors = list(Sector.objects.all())
    through = Service.sectors.through
    through.objects.bulk_create(
        [
            through(service_id=service.pk, sector_id=sector.pk)
            for service in services
            for sector in chance.sample(sectors, chance.choice([1, 1, 2]))
        ]
    )
    return services


def _offers(edition: Any, size: int, services: list[Any], chance: random.Random, at: Any) -> None:
    from croisee.directory.models import Profession
    from croisee.offers.enums import Age, Duration, OfferState, Weekday
    from croisee.offers.models import Offer, Slot

    offers = Offer.objects.bulk_create(
        [
            Offer(
                edition=edition,
                number=f"H{number:05d}",
                service=chance.choice(services),
                state=OfferState.PUBLISHED,
                title=f"Une journée {_name(chance)}",
                description=_text(chance, 60),
                what_you_will_face=_text(chance, 30),
                duration=chance.choice(Duration.values),
                weekdays=chance.sample(Weekday.values[:5], chance.randint(1, 4)),
                target_ages=chance.sample(Age.values, chance.randint(1, 2)),
                languages=["fr"] if chance.random() < 0.9 else ["fr", "de"],
                created_at=at,
                published_at=at,
            )
            for number in range(size)
        ],
        batch_size=500,
    )
    Slot.objects.bulk_create(
        [Slot(offer=offer, capacity=chance.randint(1, 6)) for offer in offers], batch_size=500
    )
    professions = list(Profession.objects.all())
    through = Offer.professions.through
    through.objects.bulk_create(
        [
            through(offer_id=offer.pk, profession_id=profession.pk)
            for offer in offers
            for profession in chance.sample(professions, chance.choice([1, 2, 2, 3]))
        ],
        batch_size=500,
    )


def _choices(edition: Any, chance: random.Random, at: Any) -> None:
    """Three choices each, for as many people as half the offers."""
    from croisee.offers.models import Offer
    from croisee.people.models import Person
    from croisee.schemes.ranked.models import Application, Choice

    offers = list(Offer.objects.filter(edition=edition).values_list("pk", flat=True))
    people = Person.objects.bulk_create(
        [
            Person(
                email=f"p{n}@pro.example",
                email_key=f"p{n}@pro.example",
                first_name="Noa",
                last_name=f"Petit{n}",
                password="!",
                created_at=at,
            )
            for n in range(len(offers) // 2)
        ],
        batch_size=500,
    )
    submitted = Application.State.SUBMITTED
    applications = Application.objects.bulk_create(
        [
            Application(edition=edition, person=person, state=submitted, created_at=at)
            for person in people
        ],
        batch_size=500,
    )
    Choice.objects.bulk_create(
        [
            Choice(application=application, rank=rank, offer_id=offer)
            for application in applications
            for rank, offer in enumerate(chance.sample(offers, 3), start=1)
        ],
        batch_size=500,
    )


SYLLABLES = re.findall("..", "babebibocacecodadedofafigagolalelilomamemimonaneno")
VOCABULARY = ["".join(parts) for parts in itertools.product(SYLLABLES, repeat=3)]
# As in any language: a few words everywhere, most words rarely.
WEIGHTS = list(itertools.accumulate(1 / rank for rank in range(1, len(VOCABULARY) + 1)))


def _name(chance: random.Random) -> str:
    return chance.choices(VOCABULARY, cum_weights=WEIGHTS)[0].capitalize()


def _text(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(VOCABULARY, cum_weights=WEIGHTS, k=words))
