"""« Écrire à ces personnes »: the act that lists of other rooms offer on their ticked rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from croisee.core.listing.bulk import Bulk, Outcome, offer
from croisee.core.listing.listing import Listing
from croisee.desk.enums import Recipients
from croisee.desk.hosts.known import contacts_of
from croisee.desk.writing import actions
from croisee.editions.models import Edition
from croisee.offers.models import OfferContact
from croisee.people.models import Person
from croisee.placements.models import Participant
from croisee.schemes.ranked.models import Application

#: `{list: the persons behind some of its rows, in an edition}`.
PERSONS: dict[str, Callable[[Edition, Sequence[int]], Any]] = {
    "personnes": lambda edition, pks: pks,
    "hotes": lambda edition, pks: {
        contact.person_id for found in contacts_of(edition, pks).values() for contact in found
    },
    "offres": lambda edition, pks: OfferContact.objects.filter(offer__in=pks).values_list(
        "person", flat=True
    ),
    "inscriptions": lambda edition, pks: Application.objects.filter(pk__in=pks).values_list(
        "person", flat=True
    ),
    # Whoever lost a place is the first one writes to: what is ticked counts, cancelled or not.
    "stages": lambda edition, pks: Participant.objects.filter(placement__in=pks).values_list(
        "person", flat=True
    ),
}


@offer(*PERSONS)
def write_to_them(listing: Listing) -> Bulk:
    """Begins a draft for the persons behind the ticked rows, and leads to it."""

    def run(ids: Sequence[int], *, by: Person, at: datetime) -> Outcome:
        ticked = sorted(set(PERSONS[listing.key](listing.edition, ids)))
        mailing = actions.begin(listing.edition, Recipients.TICKED, ticked=ticked, by=by, at=at)
        page = reverse("desk:mailing_edit", args=[listing.edition.pk, mailing.pk])
        return Outcome(count=len(ticked), onward=page)

    return Bulk("ecrire", gettext_lazy("Écrire à ces personnes"), run, str)
