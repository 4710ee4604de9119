from itertools import count
from typing import Any

from croisee.offers.enums import Duration, OfferState
from croisee.offers.models import Offer, OfferContact, Slot
from tests.factories.directory import make_service
from tests.factories.editions import make_edition
from tests.factories.people import BIRTH, make_person

_numbers = count(1)


def make_offer(*, places: int = 2, taken: int = 0, contact: Any = None, **fields: Any) -> Offer:
    """A published offer with one contact and one undated slot of `places`."""
    if "edition" not in fields:
        fields["edition"] = make_edition()
    if "service" not in fields:
        fields["service"] = make_service()
    defaults = {
        "number": f"H{next(_numbers):03d}",
        "state": OfferState.PUBLISHED,
        "title": "La rue comme bureau",
        "what_you_will_face": "Accueil, travail de rue, réunion d'équipe.",
        "duration": Duration.DAY,
        "weekdays": ["mon", "thu"],
        "languages": ["fr"],
        "created_at": BIRTH,
        "published_at": BIRTH,
    }
    offer = Offer.objects.create(**{**defaults, **fields})
    OfferContact.objects.create(offer=offer, person=contact or make_person(), title="Éducatrice")
    Slot.objects.create(offer=offer, capacity=places, taken=taken)
    return offer
