"""The messages about an offer, one function each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import translation

from croisee.editions.emails import EditionLetters
from croisee.editions.enums import Audience, DocumentKind
from croisee.mail import outbox
from croisee.offers.labels import LABELS, described
from croisee.offers.models import Offer
from croisee.people.models import Person


def host_registered(offer: Offer, to: Person, *, at: datetime) -> None:
    """The offer is received; conditions and golden rules are repeated (IM-16, IM-29)."""
    letters = EditionLetters(offer.edition, at=at)
    values = _values(letters, offer, to)
    values["summary"] = summary(offer, to.language)
    for kind in DocumentKind:
        values[str(kind)] = letters.document(Audience.HOST, kind, to.language)
    _write(letters, "host_registered", offer, to, values)


def offer_published(offer: Offer, *, at: datetime, not_before: datetime | None = None) -> None:
    letters = EditionLetters(offer.edition, at=at)
    for person in contacts(offer):
        values = _values(letters, offer, person)
        _write(letters, "offer_published", offer, person, values, not_before=not_before)


def offer_correction(offer: Offer, *, at: datetime) -> None:
    """What to correct, field by field, in the words of the coordinator."""
    letters = EditionLetters(offer.edition, at=at)
    for person in contacts(offer):
        values = _values(letters, offer, person)
        with translation.override(person.language):
            values["remarks"] = [(label(name), text) for name, text in offer.remarks.items()]
        _write(letters, "offer_correction", offer, person, values)


def contacts(offer: Offer) -> list[Person]:
    return [contact.person for contact in offer.contacts.select_related("person")]


def label(field: str) -> str:
    """The name of a field as its form shows it."""
    return str(LABELS.get(field, field))


def summary(offer: Offer, language: str) -> list[tuple[str, str]]:
    """What the host said, as (label, answer), in the recipient's language."""
    with translation.override(language):
        return described(offer)


def _values(letters: EditionLetters, offer: Offer, person: Person) -> dict[str, Any]:
    path = reverse("offers:mine", args=[offer.pk])
    values = letters.values(person, offer.service.province, path)
    places = sum(slot.capacity for slot in offer.slots.all())
    return values | {
        "host": offer.service.full_name,
        "offer": offer.title,
        "number": offer.number,
        "places": places,
    }


def _write(
    letters: EditionLetters,
    kind: str,
    offer: Offer,
    to: Person,
    values: Mapping[str, Any],
    *,
    not_before: datetime | None = None,
) -> None:
    key = f"{kind}:{offer.pk}:{to.pk}:{offer.version}"
    outbox.write(key=key, not_before=not_before, **letters.envelope(kind, to, values))
