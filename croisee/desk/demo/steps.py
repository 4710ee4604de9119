"""Steps both years take: an edition opened, spreadsheets taken in, a round published."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from croisee.desk.demo import calendar
from croisee.editions.content import copy_into
from croisee.editions.enums import RoleName
from croisee.editions.models import Edition, Programme
from croisee.editions.names import usual_names
from croisee.people.models import Person
from croisee.schemes.ranked.actions.publication import publish_run
from croisee.schemes.ranked.actions.rounds import open_round, run_round
from croisee.schemes.ranked.actions.taking import take_sheets
from croisee.schemes.ranked.sheets import EditionSheets, read_edition

SAMPLES = Path(__file__).parent / "samples"
HOSTS, TRAINEES = "hotes.xlsx", "stagiaires.xlsx"


def read_samples() -> EditionSheets:
    return read_edition(SAMPLES / HOSTS, SAMPLES / TRAINEES)


def coordinator(province: str) -> Person:
    """The référent·e of a province of the story."""
    return Person.objects.get(roles__role=RoleName.COORDINATOR, roles__territory__name_fr=province)


def open_edition(
    programme: Programme, year: str, today: date, days: int, *, previous: Edition | None = None
) -> Edition:
    starts = today + timedelta(days=days)
    edition = Edition.objects.create(
        programme=programme,
        slug=year,
        name_fr=f"édition {year}",
        **{f"name_{code}": name for code, name in usual_names(f"édition {year}").items()},
        scheme="ranked",
        state=Edition.State.RUNNING,
        languages=["fr", "de", "nl", "en"],
        starts_on=starts,
        ends_on=starts + timedelta(days=320),
        previous=previous,
        created_at=calendar.instant(today, days, 9),
    )
    copy_into(edition, at=edition.created_at)
    return edition


def take(
    edition: Edition, sheets: EditionSheets, today: date, days: tuple[int, int], *, by: Person
) -> None:
    """Hosts on the first day, trainees on the second; nobody answered after the import."""
    names = (HOSTS, TRAINEES)
    first = calendar.at_the_desk(today, days[0], 10)
    second = calendar.at_the_desk(today, days[1], 10)
    before = first.astimezone(calendar.BRUSSELS).replace(tzinfo=None) - timedelta(days=1)
    hosts = tuple(
        replace(row, answered_at=min(row.answered_at or before, before)) for row in sheets.hosts
    )
    take_sheets(edition, replace(sheets, hosts=hosts, trainees=()), names=names, by=by, at=first)
    take_sheets(edition, replace(sheets, hosts=()), names=names, by=by, at=second)


def seed_of(edition: Edition, number: int) -> str:
    """The same lottery at each telling."""
    return hashlib.sha256(f"{edition.slug}, {number}".encode()).hexdigest()[:16]


def publish(edition: Edition, today: date, days: int, *, by: Person, then: int = 14) -> None:
    """Open, compute and publish a round on one day; contact is due `then` days later."""
    opened, published = (calendar.at_the_desk(today, days, hour) for hour in (15, 17))
    deadline = published.date() + timedelta(days=then)
    seed = seed_of(edition, edition.rounds.count() + 1)
    round_ = open_round(edition, by=by, at=opened, seed=seed, contact_deadline=deadline)
    run = run_round(round_, policy=edition.policy, by=by, at=opened)
    publish_run(run, by=by, at=published)
