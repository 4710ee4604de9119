"""What hosts are told at its time: their staff may choose first, their offer is not sent (mails.md 3, 4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from croisee.directory.models import Membership
from croisee.editions.actions import link_token, links_for_staff
from croisee.editions.emails import EditionLetters
from croisee.editions.enums import PhaseKind
from croisee.editions.models import Edition, Phase, PriorityLink
from croisee.editions.reminded import Due, Reminded
from croisee.editions.reminders import Reminder
from croisee.offers.enums import OfferState
from croisee.offers.models import Offer, OfferContact
from croisee.people.models import Person

#: Before a closing; « 2-3 days » (IM-47).
BEFORE_CLOSING: Final = timedelta(days=3)
#: Who began yesterday is still writing.
STILL_WRITING: Final = timedelta(days=1)
SHOWN: Final = (OfferState.PUBLISHED, OfferState.PAUSED)


def closing(edition: Edition, kind: PhaseKind, at: datetime) -> Phase | None:
    """The phase if it closes by itself within three days."""
    found = _phase(edition, kind)
    if found is None or not found.follows_dates or not found.is_open(at):
        return None
    return found if found.closes_at - BEFORE_CLOSING <= at else None


def deadline_of(edition: Edition, kind: PhaseKind) -> datetime | None:
    """When a phase closes, in the edition's zone; None when it is held by hand."""
    found = _phase(edition, kind)
    if found is None or not found.follows_dates:
        return None
    return timezone.localtime(found.closes_at, edition.timezone)


def _phase(edition: Edition, kind: PhaseKind) -> Phase | None:
    """From the phases read with the edition: asked for every message."""
    return next((found for found in edition.phases.all() if found.kind == kind), None)


class PriorityOpens(Reminder):
    """The staff of the services that host see the catalogue first, by a private link (IM-11, IM-30).

    About an organisation: its link is made here, unless the host took it away.
    """

    kind = "priority_opens"

    def due(self, edition: Edition, at: datetime, reminded: Reminded) -> Iterator[Due]:
        found = _phase(edition, PhaseKind.PRIORITY)
        if found and found.is_open(at):
            yield from (Due(organisation, person) for organisation, person in staff(edition))

    def load(self, edition: Edition, ids: set[int], at: datetime) -> Mapping[int, PriorityLink]:
        links = links_for_staff(edition, ids, at=at)
        shown = Offer.objects.filter(edition=edition, state__in=SHOWN)
        shown = shown.filter(service__organisation__in=links).order_by("-pk")
        for offer in shown.select_related("service__province"):
            links[offer.service.organisation_id].province = offer.service.province  # type: ignore[attr-defined]
        return links

    def values(
        self, letters: EditionLetters, thing: PriorityLink, person: Person, due: Due
    ) -> dict[str, Any]:
        path = reverse("offers:priority", args=[link_token(thing)])
        province = getattr(thing, "province", None)
        return letters.values(person, province, path) | {
            "host": thing.participation.organisation.name,
            "deadline": deadline_of(letters.edition, PhaseKind.PRIORITY),
        }


def staff(edition: Edition) -> Iterator[tuple[int, int]]:
    """(organisation id, person id) of all we know of the services with an offer to choose."""
    shown = Offer.objects.filter(edition=edition, state__in=SHOWN)
    contacts = OfferContact.objects.filter(offer__in=shown)
    members = Membership.objects.filter(service__offers__in=shown)
    pairs = {
        *contacts.values_list("offer__service__organisation_id", "person_id"),
        *members.values_list("service__organisation_id", "person_id"),
    }
    yield from sorted(pairs)


class OfferUnfinished(Reminder):
    """An offer begun and not sent, two or three days before hosts can no longer propose (IM-47)."""

    kind = "offer_unfinished"

    def due(self, edition: Edition, at: datetime, reminded: Reminded) -> Iterator[Due]:
        if closing(edition, PhaseKind.HOSTS, at):
            contacts = OfferContact.objects.filter(
                offer__edition=edition,
                offer__state=OfferState.DRAFT,
                offer__created_at__lt=at - STILL_WRITING,
            )
            rows = contacts.order_by("offer_id", "order").values_list("offer_id", "person_id")
            yield from (Due(offer, person) for offer, person in rows)

    def load(self, edition: Edition, ids: set[int], at: datetime) -> Mapping[int, Offer]:
        return _offers(ids).in_bulk()

    def values(
        self, letters: EditionLetters, thing: Offer, person: Person, due: Due
    ) -> dict[str, Any]:
        path = reverse("offers:mine", args=[thing.pk])
        return letters.values(person, thing.service.province, path) | {
            "host": thing.service.full_name,
            "offer": thing.title,
            "number": thing.number,
            "deadline": deadline_of(letters.edition, PhaseKind.HOSTS),
        }


def _offers(ids: set[int]) -> QuerySet[Offer]:
    whole = Offer.objects.filter(pk__in=ids)
    return whole.select_related("service__organisation", "service__province")
