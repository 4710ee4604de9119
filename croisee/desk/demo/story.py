"""Two editions from the same two spreadsheets: one finished, one between its rounds."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

from django.db.models import F

from croisee.desk.demo import calendar, cast
from croisee.desk.demo.dates import moved
from croisee.editions.content import copy_into
from croisee.editions.enums import PhaseKind, RoleName
from croisee.editions.models import Edition, Programme
from croisee.editions.names import usual_names
from croisee.mail.models import Message
from croisee.offers.actions import ask_correction, set_places
from croisee.offers.enums import OfferState
from croisee.offers.models import Offer, Slot
from croisee.people.models import Person
from croisee.placements.models import Placement
from croisee.schemes.ranked.actions.applications import withdraw_application
from croisee.schemes.ranked.actions.imports import take_sheets
from croisee.schemes.ranked.actions.publication import publish_run
from croisee.schemes.ranked.actions.rounds import open_round, run_round
from croisee.schemes.ranked.models import Application
from croisee.schemes.ranked.sheets import read_edition

SAMPLES = Path(__file__).parent / "samples"
HOSTS, TRAINEES = "hotes.xlsx", "stagiaires.xlsx"


def tell(*, at: datetime) -> None:
    """Last year first, then this year: the import recognises the same hosts again."""
    today = at.astimezone(calendar.BRUSSELS).date()
    programme = Programme.objects.create(
        slug="immersion-0-23",
        name="Immersion 0-23",
        organiser="Réseaux wallons de santé mentale pour les enfants et les jeunes",
        contact_email="immersion@reseau.example",
        created_at=calendar.instant(today, -800, 9),
    )
    cast.engage(programme, at=calendar.instant(today, -500, 9))
    year = calendar.instant(today, 60, 9).year
    last = _last_year(programme, str(year - 1), today)
    _this_year(programme, str(year), today, previous=last)


def _edition(programme: Programme, year: str, today: date, days: int, **fields: object) -> Edition:
    starts = today + timedelta(days=days)
    edition = Edition.objects.create(
        programme=programme,
        slug=year,
        name_fr=f"édition {year}",
        **{f"name_{code}": name for code, name in usual_names(f"édition {year}").items()},
        scheme="ranked",
        languages=["fr", "de", "nl", "en"],
        starts_on=starts,
        ends_on=starts + timedelta(days=320),
        created_at=calendar.instant(today, days, 9),
        **fields,
    )
    copy_into(edition, at=edition.created_at)
    return edition


def _import(edition: Edition, move: timedelta, *, by: Person, at: datetime) -> None:
    sheets = moved(read_edition(SAMPLES / HOSTS, SAMPLES / TRAINEES), move)
    take_sheets(edition, sheets, names=(HOSTS, TRAINEES), by=by, at=at)


def _coordinator() -> Person:
    return Person.objects.filter(roles__role=RoleName.COORDINATOR).order_by("pk")[0]


def _publish(edition: Edition, today: date, days: int, *, by: Person) -> None:
    at = calendar.instant(today, days, 17)
    deadline = today + timedelta(days=days + 14)
    round_ = open_round(edition, by=by, at=at, contact_deadline=deadline)
    run = run_round(round_, policy=edition.policy, by=by, at=at)
    publish_run(run, by=by, at=at)


def _last_year(programme: Programme, year: str, today: date) -> Edition:
    """Three rounds, placements done, closed; its mails left long ago."""
    edition = _edition(programme, year, today, -119 - 364, state=Edition.State.CLOSED)
    calendar.add_phases(edition, today, calendar.LAST_YEAR)
    by = _coordinator()
    move = today - calendar.STORY_TODAY - timedelta(days=364)
    _import(edition, move, by=by, at=calendar.instant(today, -380, 10))
    for days in (-371, -360, -350):
        _publish(edition, today, days, by=by)
        _some_change_their_mind(edition, today, days, by=by)
    Placement.objects.filter(edition=edition, state=Placement.State.ASSIGNED).update(
        state=Placement.State.DONE
    )
    Message.objects.filter(scope=edition.scope).update(
        state=Message.State.SENT, sent_at=F("created_at"), attempts=1
    )
    return edition


def _this_year(programme: Programme, year: str, today: date, previous: Edition) -> None:
    """One round published last week, the second being prepared."""
    edition = _edition(programme, year, today, -119, state=Edition.State.RUNNING, previous=previous)
    calendar.add_phases(edition, today, calendar.THIS_YEAR)
    calendar.hold_open(edition, PhaseKind.HOSTS)
    by = _coordinator()
    move = today - calendar.STORY_TODAY
    _import(edition, move, by=by, at=calendar.instant(today, -16, 10))
    _publish(edition, today, -7, by=by)
    _some_change_their_mind(edition, today, -4, by=by)
    _hosts_add_places(edition, today, by=by)
    _offers_to_check(edition, today, by=by)
    at = calendar.instant(today, -1, 17)
    second = open_round(edition, by=by, at=at, contact_deadline=today + timedelta(days=28))
    run_round(second, policy=edition.policy, by=by, at=at)


def _some_change_their_mind(edition: Edition, today: date, days: int, *, by: Person) -> None:
    """Life goes on between rounds: some placed people renounce, their places are free again.

    Every second one does it alone, the others by telephone.
    """
    placed = Application.objects.filter(edition=edition, placement__isnull=False).order_by("pk")
    at = calendar.instant(today, days + 2, 11)
    for number, application in enumerate(placed[5:200:40]):
        who = by if number % 2 else application.person
        withdraw_application(application, by=who, at=at, reason="Empêchement de service")


def _hosts_add_places(edition: Edition, today: date, *, by: Person) -> None:
    """The hosts phoned after the first round open one more place each."""
    full = Slot.objects.filter(offer__edition=edition, taken=F("capacity")).order_by("pk")
    for slot in full.select_related("offer__edition")[:8]:
        set_places(slot, slot.capacity + 1, by=by, at=calendar.instant(today, -2, 14))


def _offers_to_check(edition: Edition, today: date, *, by: Person) -> None:
    """Some offers are new and wait for a coordinator; one went back to its host."""
    free = Offer.objects.filter(edition=edition, slots__taken=0, choices=None).order_by("-number")
    for number, offer in enumerate(free[:6]):
        Offer.objects.filter(pk=offer.pk).update(
            state=OfferState.SUBMITTED,
            submitted_at=calendar.instant(today, -1 - 2 * number, 10),
            published_at=None,
        )
    first = Offer.objects.filter(edition=edition, state=OfferState.SUBMITTED).first()
    if first:
        remarks = {"what_you_will_face": "Dites en une phrase ce qui peut surprendre ou toucher."}
        ask_correction(first, remarks, by=by, at=calendar.instant(today, -1, 16))
