"""What is stored, as the cells of a spreadsheet: plain values that compare, travel and come back.

Values are codes rather than words, so that a file made in one language is compared in another.
Offers and applications must be loaded as `offers.queries.with_details` and `loaded` do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from django.db.models import Prefetch, QuerySet

from croisee.core.text import email_key, fold
from croisee.directory.models import Service
from croisee.editions.models import Edition
from croisee.offers.models import Offer
from croisee.schemes.ranked.models import Application, Choice

Cells = dict[str, Any]
#: Field of the sheet → attribute, of texts and lists stored as they are.
OFFER_ATTRIBUTES: Final = {
    "title": "title",
    "description": "description",
    "face": "what_you_will_face",
    "duration": "duration",
    "days": "weekdays",
    "dates": "suggested_dates",
    "languages": "languages",
}
SERVICE_FIELDS: Final = (
    "institution",
    "service",
    "enterprise_number",
    "address",
    "postcode",
    "town",
    "sectors",
)
APPLICATION_ATTRIBUTES: Final = {
    "employer": "employer",
    "postcode": "postcode",
    "priority": "priority_class",
    "expectations": "expectations",
    "availability": "availability",
    "state": "state",
}
PERSON_FIELDS: Final = ("first_name", "last_name", "phone")
_ITEMS = re.compile("[,;\n]")  # as a list is read from one cell
TEXT: Final = "~"  # before a word that is in no list


def loaded(edition: Edition) -> QuerySet[Application]:
    """Applications with everything their cells say."""
    choices = Prefetch("choices", Choice.objects.select_related("offer"))
    found = Application.objects.filter(edition=edition).prefetch_related(choices)
    return found.select_related("person", "profession", "sector")


def service_cells(service: Service) -> Cells:
    return {
        "institution": service.organisation.name,
        "service": service.name,
        "enterprise_number": service.organisation.enterprise_number,
        "address": service.address,
        "postcode": service.postcode,
        "town": service.locality,
        "sectors": sorted(sector.code for sector in service.sectors.all()),
    }


def offer_cells(offer: Offer) -> Cells:
    contact = next(iter(offer.contacts.all()), None)
    slot = next((slot for slot in offer.slots.all() if slot.starts_at is None), None)
    unknown = [word.strip() for word in _ITEMS.split(offer.professions_text) if word.strip()]
    return {
        **service_cells(offer.service),
        "contact": contact_cell(contact.person, contact.title) if contact else None,
        **{field: getattr(offer, name) for field, name in OFFER_ATTRIBUTES.items()},
        "professions": sorted(
            [*(one.code for one in offer.professions.all()), *(TEXT + word for word in unknown)]
        ),
        "places": slot.capacity if slot else 0,
    }


def contact_cell(person: Any, role: str) -> dict[str, str]:
    found = {name: getattr(person, name) for name in PERSON_FIELDS}
    return {"email": person.email, **found, "role": role}


def application_cells(application: Application) -> Cells:
    profession, sector, person = application.profession, application.sector, application.person
    return {
        **{name: getattr(person, name) for name in PERSON_FIELDS},
        "profession": named(profession.code if profession else "", application.profession_text),
        "sector": named(sector.code if sector else "", application.sector_text),
        **{field: getattr(application, name) for field, name in APPLICATION_ATTRIBUTES.items()},
        "choices": {str(choice.rank): choice.offer.number for choice in application.choices.all()},
    }


def named(code: str, text: str) -> dict[str, str]:
    """A word of a list: its code where it is known, and how it was written."""
    return {"code": code, "text": text}


# ---------------------------------------------------------------- the same or not


def same(field: str, one: Any, other: Any) -> bool:
    """Whether two cells say the same: blanks, the order of a list, spaces in a number do not count."""
    return _SAME.get(field, _same_text)(one, other)


def _same_text(one: Any, other: Any) -> bool:
    if isinstance(one, list) and isinstance(other, list):
        return sorted(one) == sorted(other)
    if isinstance(one, str) and isinstance(other, str):
        return one.split() == other.split()
    return bool(one == other)


def _same_words(one: list[str], other: list[str]) -> bool:
    """Known words are codes; of those in no list, the spelling does not count."""
    return sorted(map(_word, one)) == sorted(map(_word, other))


def _word(text: str) -> str:
    return TEXT + fold(text) if text.startswith(TEXT) else text


def _same_named(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    if one["code"] or other["code"]:
        return one["code"] == other["code"]
    return fold(one["text"]) == fold(other["text"])


def _same_contact(one: Mapping[str, str] | None, other: Mapping[str, str] | None) -> bool:
    if not one or not other:
        return one == other
    same_person = email_key(one["email"]) == email_key(other["email"])
    return same_person and _same_text(one["role"], other["role"])


def _same_phone(one: str, other: str) -> bool:
    return digits(one) == digits(other)


def digits(phone: str) -> str:
    """Telephones are compared however they are spaced."""
    return "".join(filter(str.isdigit, phone))


_SAME: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "professions": _same_words,
    "profession": _same_named,
    "sector": _same_named,
    "contact": _same_contact,
    "phone": _same_phone,
}
