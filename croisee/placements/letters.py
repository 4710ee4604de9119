"""The first-contact mail, prepared: the trainee only has to read it over and send it (IM-36)."""

from __future__ import annotations

from urllib.parse import quote

from django.utils.translation import gettext as _

from croisee.offers.models import OfferContact
from croisee.people.models import Person
from croisee.placements.models import Placement


def first_contact(placement: Placement, trainee: Person, expectations: str = "") -> str:
    """A mailto: address with subject and body in the active language; '' without a contact."""
    contact = first_contact_person(placement)
    if contact is None or placement.slot is None:
        return ""
    offer = placement.slot.offer
    subject = _("Mon immersion chez vous : %(title)s") % {"title": offer.title}
    wishes = (
        _("Ce que j’en attends :\n%(wishes)s\n\n") % {"wishes": expectations}
        if expectations
        else ""
    )
    body = _(
        "Bonjour %(host)s,\n\n"
        "J’ai une place dans votre service pour « %(title)s » (%(edition)s) et je m’en réjouis.\n\n"
        "%(wishes)s"
        "Quel jour vous conviendrait ? Voici trois dates qui sont possibles pour moi :\n"
        "- \n- \n- \n\n"
        "Bien à vous,\n%(trainee)s\n%(phone)s"
    ) % {
        "host": contact.person.full_name,
        "title": offer.title,
        "edition": placement.edition,
        "wishes": wishes,
        "trainee": trainee.full_name,
        "phone": trainee.phone,
    }
    return f"mailto:{quote(contact.person.email, safe='@')}?subject={quote(subject)}&body={quote(body)}"


def first_contact_person(placement: Placement) -> OfferContact | None:
    if placement.slot is None:
        return None
    return next(iter(placement.slot.offer.contacts.all()), None)
