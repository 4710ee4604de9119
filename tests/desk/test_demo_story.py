"""The story of the demo: told by real acts, believable, on working days, never contradictory."""

from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from django.db.models import F

from croisee.core.models import JournalEntry
from croisee.desk.demo import calendar, steps
from croisee.desk.demo.dates import rewritten
from croisee.desk.demo.earlier import earlier
from croisee.desk.demo.roles import doors
from croisee.desk.demo.story import tell
from croisee.desk.demo.working_days import day_of_work, day_to_come, is_working
from croisee.desk.duplicates.suspects import suspects
from croisee.desk.hosts.known import hosts_of, state_of
from croisee.desk.pending import Pending
from croisee.editions.enums import PhaseKind
from croisee.editions.models import Edition
from croisee.mail.models import Message
from croisee.offers.models import Offer, Slot
from croisee.placements.models import Placement, Session
from croisee.reports.figures.registrations import registrations
from croisee.schemes.ranked.models import SheetImport
from croisee.schemes.ranked.queries import is_outdated

ANY_YEAR = [date(2026, 1, 1) + timedelta(days=days) for days in range(0, 1200, 11)]


@pytest.mark.parametrize(
    "day", [date(2026, 12, 25), date(2027, 1, 2), date(2027, 3, 29), date(2027, 5, 6)]
)
def test_nobody_is_received_on_a_holiday(day: date) -> None:
    """Christmas, between the years, Easter Monday, Ascension."""
    found = day_to_come(day, ["vendredi"])
    assert found > day
    assert found.weekday() == 4
    assert is_working(found)


def test_a_suggested_date_moves_to_a_day_the_host_ticked() -> None:
    told = rewritten("6/04/2027 ou 07/04/2027", timedelta(days=-104), ["mardi"], date(2026, 12, 14))
    assert told == "05/01/2027 ou 05/01/2027"  # 23 and 24 December are no days to receive anybody
    assert rewritten("un mardi d'avril", timedelta(days=9), [], date.min) == "un mardi d'avril"


def test_whatever_the_day_the_order_of_the_story_stays() -> None:
    for today in ANY_YEAR:
        acts = [day_of_work(today + timedelta(days=days)) for days in range(-130, 0)]
        assert acts == sorted(acts)
        assert all(map(is_working, acts))


def test_last_year_is_not_this_year() -> None:
    """As many hosts, places and trainees as the edition that was evaluated, others for the most part."""
    now = steps.read_samples()
    then = earlier(now, date(2026, 1, 5), date(2026, 2, 4))
    assert (len(then.hosts), sum(row.places for row in then.hosts)) == (120, 408)
    assert len({row.key for row in then.trainees}) == 290
    assert 30 < len({row.key for row in then.trainees} & {row.key for row in now.trainees}) < 60
    by_day = [
        Counter(row.answered_at.date() for row in sheets.trainees if row.answered_at)
        for sheets in (now, then)
    ]
    assert sorted(by_day[0].values()) != sorted(by_day[1].values())
    assert all(date(2026, 1, 5) <= day < date(2026, 2, 4) for day in by_day[1])


@pytest.mark.django_db
def test_the_story(at: datetime) -> None:
    """One telling, many looks: it takes as long as a demo to prepare."""
    tell(at=at)
    last, this = Edition.objects.order_by("pk")
    _last_year_is_complete(last)
    _this_year_has_what_a_coordinator_meets(this, at)
    _nothing_contradicts_itself(this, at)


def _last_year_is_complete(last: Edition) -> None:
    assert last.state == Edition.State.CLOSED
    assert [round_.state for round_ in last.rounds.order_by("number")] == ["published"] * 3
    states = Counter(Placement.objects.filter(edition=last).values_list("state", flat=True))
    assert set(states) == {"done", "partly", "no_show", "cancelled"}
    assert states["done"] > 200
    assert set(Message.objects.filter(scope=last.scope).values_list("state", flat=True)) == {"sent"}


def _this_year_has_what_a_coordinator_meets(this: Edition, at: datetime) -> None:
    states = Counter(hosts_of(this).annotate(said=state_of(this)).values_list("said", flat=True))
    assert states["silent"] >= 5
    assert (states["begun"], states["declined"], states["withdrawn"]) == (1, 1, 1)
    waiting = {kind: rows.count() for kind, rows in Pending(this, None, at).rows.items()}
    assert waiting["offers_late"] and waiting["offers_recent"] and waiting["silent"]
    assert (waiting["failed"], waiting["applications_begun"]) == (1, 2)
    assert waiting["given_back"] >= 5  # three renounced, one was declined, an offer was withdrawn
    placements = Placement.objects.filter(edition=this)
    assert placements.filter(state="contacted", sessions=None).exists()
    mails = Counter(Message.objects.filter(scope=this.scope).values_list("kind", flat=True))
    assert mails["no_contact_trainee"] > 10
    answered = JournalEntry.objects.filter(
        verb="placement.contacted", at__gt=at - timedelta(days=2)
    )
    assert answered.exists()
    assert [pair.kind for pair in suspects(this)] == ["personnes", "services"]
    assert sorted(SheetImport.objects.values_list("state", flat=True)) == ["applied", "undone"]
    assert this.mailings.filter(sent_at=None).count() == 1
    assert this.mailings.exclude(sent_at=None).count() == 2
    assert [door.key for door in doors()] == [
        "coordinator", "administrator", "host", "trainee", "waiting", "reader",
    ]  # fmt: skip


def _nothing_contradicts_itself(this: Edition, at: datetime) -> None:
    assert not Slot.objects.filter(taken__gt=F("capacity")).exists()
    assert not is_outdated(this.rounds.get(number=2).runs.get())
    assert not JournalEntry.objects.filter(at__gt=at).exists()
    assert not Message.objects.filter(sent_at__gt=at).exists()
    assert list(Message.objects.filter(state="queued").values_list("kind", flat=True)) == [
        "offer_correction"
    ]
    first = calendar.first_day(this, PhaseKind.IMMERSIONS)
    for offer in Offer.objects.filter(edition=this):
        assert all(day >= first and is_working(day) for day in offer.suggested_days), offer
    for session in Session.objects.all():
        assert is_working(session.starts_at.astimezone(calendar.BRUSSELS).date())
    figure = registrations(this, at=at)
    mine, before = zip(
        *[line.values for line in figure.lines if line.values[0] is not None], strict=True
    )
    assert sum(one != other for one, other in zip(mine, before, strict=True)) > len(mine) / 2
