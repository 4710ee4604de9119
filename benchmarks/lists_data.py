"""The hosts of the benchmark of lists. Imported once Django is set up."""

from __future__ import annotations

from typing import Any


def edition_of_hosts(edition: Any, rows: int) -> Any:
    """As many hosts, each with an offer, a slot and a contact, in an edition of their own."""
    from croisee.directory.models import Organisation, Service
    from croisee.offers.models import Offer, OfferContact, Slot
    from croisee.people.models import Person
    from tests import factories

    other = factories.make_edition(programme=edition.programme, slug="hosts")
    pattern = factories.make_offer(edition=other)
    since = {"created_at": edition.created_at}
    names = (f"Maison Médicale Hôtel-Dieu {number}" for number in range(rows))
    made = [Organisation(name=name, **since) for name in names]
    organisations = Organisation.objects.bulk_create(made, batch_size=1000)
    services = Service.objects.bulk_create(
        [
            Service(organisation=one, locality=f"Namur {number % 30}", postcode="5000", **since)
            for number, one in enumerate(organisations)
        ],
        batch_size=1000,
    )
    offers = [_like(pattern, service, f"X{number}") for number, service in enumerate(services)]
    offers = Offer.objects.bulk_create(offers, batch_size=500)
    Slot.objects.bulk_create([Slot(offer=one, capacity=2) for one in offers], batch_size=1000)
    people = Person.objects.order_by("pk")[:rows]
    contacts = [
        OfferContact(offer=one, person=who) for one, who in zip(offers, people, strict=True)
    ]
    OfferContact.objects.bulk_create(contacts, batch_size=1000)
    return other


def _like(pattern: Any, service: Any, number: str) -> Any:
    """A new offer with the values of another one."""
    values = {one.attname: getattr(pattern, one.attname) for one in pattern._meta.concrete_fields}
    return type(pattern)(**values | {"id": None, "service_id": service.pk, "number": number})
