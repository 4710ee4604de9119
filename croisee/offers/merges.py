"""How offers and their contacts follow a merge."""

from __future__ import annotations

from django.utils.translation import ngettext

from croisee.core.merging import Follow, follow


def _contact(count: int) -> str:
    return ngettext("contact de %(n)d offre", "contact de %(n)d offres", count) % {"n": count}


def _offers(count: int) -> str:
    return ngettext("%(n)d offre", "%(n)d offres", count) % {"n": count}


def declare() -> None:
    follow(
        Follow(
            "offers.OfferContact",
            "person",
            _contact,
            within=("offer_id",),
            programme="offer__edition__programme",
        )
    )
    follow(Follow("offers.Offer", "service", _offers, programme="edition__programme"))
