"""What both sides are told of the date, with a calendar file."""

from __future__ import annotations

from base64 import b64decode
from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Calendar

from croisee.mail.models import Message
from croisee.people.models import Person
from croisee.placements.actions import cancel_placement, fix_dates, take_place
from croisee.placements.calendar import calendar_file
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
    for reader, word in ((trainee, "Immersion"), (host, "Meeloopstage")):
        (file,) = mails[reader.email].attachments
        (event,) = Calendar.from_ical(b64decode(file["content"])).walk("VEVENT")
        assert (file["name"], event["SUMMARY"].startswith(word)) == ("immersion.ics", True)


@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
def test_each_side_reads_of_the_other_and_of_what_comes_next(at: datetime, language: str) -> None:
    """mails.md 9: the host tells the team (IM-40), the trainee says what they hope for (IM-36)."""
    trainee = make_person(language=language, last_name="Haddad", phone="0470 55 01 99")
    host = make_person(language=language, last_name="Verhaegen", phone="082 55 01 42")
    fix_dates(_placement(trainee, host, at), [DAY], by=host, at=at)
    texts = {m.address: m.text for m in Message.objects.filter(kind="placement_dated")}
    own, of_host = texts[trainee.email], texts[host.email]
    assert ("082 55 01 42" in own, "0470 55 01 99" in own) == (True, False)
    assert ("082 55 01 42" in of_host, "0470 55 01 99" in of_host) == (False, True)
    with override(language):
        hopes = _(
            "Dites à votre hôte ce que vous espérez de la journée, et préparez vos questions."
        )
        team = _("Prévenez votre équipe : un avis à imprimer vous attend dans votre espace.")
    own, of_host = " ".join(own.split()), " ".join(of_host.split())
    team = " ".join(team.split())
    assert (hopes in own, team in own, hopes in of_host, team in of_host) == (
        True,
        False,
        False,
        True,
    )


def test_fixing_the_same_date_again_writes_nobody(at: datetime) -> None:
    host = make_person()
    placement = _placement(make_person(), host, at)
    fix_dates(placement, [DAY], by=host, at=at)
    fix_dates(placement, [DAY], by=host, at=at)
    assert Message.objects.filter(kind="placement_dated").count() == 2


def statuses(file: bytes) -> dict[str, str]:
    """`{number of the day: STATUS}`."""
    events = Calendar.from_ical(file).walk("VEVENT")
    return {event["UID"].split("@")[0].rsplit("-", 1)[1]: event["STATUS"] for event in events}


def sequence(file: bytes) -> int:
    return max(event["SEQUENCE"] for event in Calendar.from_ical(file).walk("VEVENT"))


def test_a_day_given_up_is_cancelled_in_agendas_that_have_it(at: datetime) -> None:
    """RFC 5545: the same UID, STATUS:CANCELLED and a higher SEQUENCE."""
    trainee, host = make_person(), make_person()
    placement = _placement(trainee, host, at)
    spans = [(at + timedelta(days=n), at + timedelta(days=n, hours=7)) for n in (30, 31)]
    fix_dates(placement, spans, by=trainee, at=at)
    before = calendar_file([placement], at=at)
    later = at + timedelta(days=1)
    fix_dates(placement, spans[:1], by=trainee, at=later)
    after = calendar_file([placement], at=later)
    assert (statuses(before), statuses(after)) == (
        {"0": "CONFIRMED", "1": "CONFIRMED"},
        {"0": "CONFIRMED", "1": "CANCELLED"},
    )
    assert sequence(after) > sequence(before)


def test_every_change_counts_even_within_a_minute(at: datetime) -> None:
    """A higher SEQUENCE than the second before, than files that counted minutes, and below 2**31."""
    trainee, host = make_person(), make_person()
    placement = _placement(trainee, host, at)
    fix_dates(placement, [DAY], by=trainee, at=at)
    first, second = (
        sequence(calendar_file([placement], at=at + timedelta(seconds=n))) for n in (0, 1)
    )
    assert int(at.timestamp()) // 60 < first < second
    assert sequence(calendar_file([placement], at=at.replace(year=2085))) < 2**31


def test_the_mail_of_a_cancellation_takes_the_days_out_of_agendas(at: datetime) -> None:
    trainee, host = make_person(), make_person()
    placement = _placement(trainee, host, at)
    span = (at + timedelta(days=30), at + timedelta(days=30, hours=7))
    fix_dates(placement, [span], by=trainee, at=at)
    Message.objects.all().delete()
    cancel_placement(placement, reason="malade", by=trainee, at=at + timedelta(days=1))
    for who in (trainee, host):
        [file] = Message.objects.get(address=who.email).attachments
        assert statuses(b64decode(file["content"])) == {"0": "CANCELLED"}
