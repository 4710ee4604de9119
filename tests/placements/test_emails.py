"""What both sides are told of the date, with a calendar file."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from croisee.mail.models import Message
from croisee.people.models import Person
from croisee.placements.actions import fix_dates, take_place
from croisee.placements.models import Placement
from tests.factories import make_edition, make_offer, make_person, make_role

pytestmark = pytest.mark.django_db

DAY = (datetime(2027, 4, 20, 7, tzinfo=UTC), datetime(2027, 4, 20, 14, tzinfo=UTC))


def _placement(trainee: Person, host: Person, at: datetime) -> Placement:
    edition = make_edition()
    make_role(edition, person=make_person(first_name="Aurore", email="aurore@reseau.example"))
    slot = make_offer(edition=edition, contact=host).slots.get()
    return take_place(slot, trainee, source="test", choice_rank=1, by=None, at=at)


def test_a_fixed_date_goes_to_both_sides_with_a_calendar_file(at: datetime) -> None:
    trainee, host = make_person(), make_person(language="nl")
    placement = _placement(trainee, host, at)
    fix_dates(placement, [DAY], by=host, at=at)
    mails = {mail.address: mail for mail in Message.objects.filter(kind="placement_dated")}
    assert set(mails) == {trainee.email, host.email}
    assert "mardi 20 avril 2027" in mails[trainee.email].text.replace("\xa0", " ")
    assert "dinsdag 20 april 2027" in mails[host.email].text.replace("\xa0", " ")
    assert [file["name"] for file in mails[host.email].attachments] == ["immersion.ics"]


def test_fixing_the_same_date_again_writes_nobody(at: datetime) -> None:
    host = make_person()
    placement = _placement(make_person(), host, at)
    fix_dates(placement, [DAY], by=host, at=at)
    fix_dates(placement, [DAY], by=host, at=at)
    assert Message.objects.filter(kind="placement_dated").count() == 2
