"""Who the people of an audience are, and the provinces they belong to in the edition concerned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from croisee.desk.enums import Recipients
from croisee.desk.people import of_programme
from croisee.editions.models import Edition
from croisee.offers.enums import OfferState
from croisee.offers.models import OfferContact
from croisee.people.models import Person
from croisee.placements.models import Participant
from croisee.schemes.ranked.models import Application

#: `{person id: ids of the provinces they belong to}`; None is « no province known ».
Members = dict[int, set[int | None]]
State = Application.State
UNFINISHED = (OfferState.DRAFT, OfferState.CORRECTION)
SENT = (OfferState.SUBMITTED, OfferState.CORRECTION, OfferState.PUBLISHED, OfferState.PAUSED)


def members(edition: Edition, audience: str, ticked: Iterable[int] = ()) -> Members:
    """The members of an audience in an edition; of a selection, those the programme knows."""
    if audience == Recipients.TICKED:
        return _anywhere(edition, list(ticked))
    if audience == Recipients.NEWS:
        wanted = of_programme(edition.programme).filter(newsletter_since__isnull=False)
        return _anywhere(edition, list(wanted.values_list("pk", flat=True)))
    return _gathered(*_hosts(edition, audience), *_trainees(edition, audience))


def _hosts(edition: Edition, audience: str) -> list[QuerySet]:
    offers: dict[str, Q] = {
        Recipients.HOSTS: Q(offer__edition=edition, offer__state__in=SENT),
        Recipients.EVERYBODY: Q(offer__edition=edition, offer__state__in=SENT),
        Recipients.HOST_DRAFTS: Q(offer__edition=edition, offer__state__in=UNFINISHED),
        Recipients.HOSTING: Q(offer__edition=edition, offer__slots__taken__gt=0),
        Recipients.PREVIOUS_HOSTS: Q(
            offer__edition__isnull=False, offer__edition=edition.previous_id
        ),
    }
    if audience not in offers:
        return []
    found = OfferContact.objects.filter(offers[audience]).order_by()
    return [found.values_list("person_id", "offer__service__province_id").distinct()]


def _trainees(edition: Edition, audience: str) -> list[QuerySet]:
    submitted = Q(edition=edition, state=State.SUBMITTED)
    applications: dict[str, Q] = {
        Recipients.TRAINEES: submitted,
        Recipients.EVERYBODY: submitted,
        Recipients.DRAFTS: Q(edition=edition, state=State.DRAFT),
        Recipients.PLACED: Q(edition=edition, placement__isnull=False),
        Recipients.NOT_PLACED: submitted & Q(placement=None),
        Recipients.PREVIOUS_TRAINEES: Q(edition=edition.previous_id, state=State.SUBMITTED),
    }
    if audience not in applications:
        return []
    found = Application.objects.filter(applications[audience]).order_by()
    return [found.values_list("person_id", "province_id")]


def _anywhere(edition: Edition, wanted: list[int]) -> Members:
    """These persons with every province they work, host or are received in; no strangers."""
    known = of_programme(edition.programme).filter(pk__in=wanted)
    of_these = {"person__in": wanted, "edition__programme": edition.programme_id}
    applications = Application.objects.filter(**of_these).order_by()
    contacts = OfferContact.objects.filter(
        person__in=wanted, offer__edition__programme=edition.programme_id
    ).order_by()
    received = Participant.objects.filter(
        person__in=wanted, placement__edition__programme=edition.programme_id, active=True
    )
    found = _gathered(
        applications.values_list("person_id", "province_id"),
        contacts.values_list("person_id", "offer__service__province_id").distinct(),
        received.values_list("person_id", "placement__slot__offer__service__province_id"),
    )
    return {pk: found.get(pk, set()) for pk in known.values_list("pk", flat=True)}


def _gathered(*pairs: Iterable[tuple[int, int | None]]) -> Members:
    found: Members = defaultdict(set)
    for rows in pairs:
        for person, province in rows:
            found[person].add(province)
    return dict(found)


def people_of(members: Iterable[int]) -> QuerySet[Person]:
    return Person.objects.filter(pk__in=list(members)).order_by("last_name", "first_name", "pk")
