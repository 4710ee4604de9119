"""Each side of a placement is reminded at its time, and not of what is done (mails.md 8, 11, 13)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from croisee.editions import reminders
from croisee.editions.models import Edition
from croisee.mail.models import Message
from croisee.offers.models import Offer
from croisee.people.models import Person
from croisee.placements import actions
from croisee.placements.models import Placement
from tests.factories import make_edition, make_offer, make_person
from tests.factories.mail import make_message

pytestmark = pytest.mark.django_db

#: Of a pass in which two kinds write, each with an insert of its own.
QUERIES = 57
#: A Tuesday at 10 in Brussels.
GIVEN = datetime(2027, 3, 16, 9, tzinfo=UTC)
DAY = (datetime(2027, 4, 20, 7, tzinfo=UTC), datetime(2027, 4, 20, 14, 30, tzinfo=UTC))
NEXT_DAY = datetime(2027, 4, 21, 8, tzinfo=UTC)


class Scene:
    def __init__(self) -> None:
        self.edition: Edition = make_edition()
        self.host = make_person(
            first_name="Inès", last_name="Verhaegen", email="ines@chene.example"
        )
        self.trainee = make_person(first_name="Samir", last_name="Haddad", email="samir@ti.example")
        self.offer: Offer = make_offer(edition=self.edition, contact=self.host, places=9)
        self.placement = self.place(self.trainee)

    def place(self, who: Person) -> Placement:
        slot = self.offer.slots.get()
        return actions.take_place(slot, who, source="test", choice_rank=1, by=None, at=GIVEN)

    def dated(self) -> Scene:
        actions.fix_dates(self.placement, [DAY], by=self.host, at=GIVEN)
        Message.objects.all().delete()
        return self


@pytest.fixture
def scene() -> Scene:
    return Scene()


def days(number: float, since: datetime = GIVEN) -> datetime:
    return since + timedelta(days=number)


def told(at: datetime, *, sent: bool = True) -> list[tuple[str, str]]:
    """What one pass writes: (kind, first word of the address). The worker sends it at once."""
    before = set(Message.objects.values_list("pk", flat=True))
    reminders.write_due(at)
    new = Message.objects.exclude(pk__in=before).order_by("kind", "pk")
    found = [(kind, address.split("@")[0]) for kind, address in new.values_list("kind", "address")]
    if sent:
        new.update(state=Message.State.SENT, sent_at=at)
    return found


ASKED_TRAINEE, ASKED_HOST = ("no_contact_trainee", "samir"), ("no_contact_host", "ines")


# -------------------------------------------------------------------- no contact


def test_without_contact_the_trainee_then_the_host(scene: Scene) -> None:
    """IM-36: the trainee makes first contact. Ten days, then four more, each once."""
    assert told(days(9.9)) == []
    assert told(days(10.1)) == [ASKED_TRAINEE]
    assert told(days(13.9)) == []
    assert told(days(14.3)) == [ASKED_HOST]
    assert [told(days(n)) for n in (15, 20, 30, 80)] == [[], [], [], []]


def test_the_host_waits_until_the_mail_of_the_trainee_left(scene: Scene) -> None:
    assert told(days(10.1), sent=False) == [ASKED_TRAINEE]
    assert told(days(20)) == []
    Message.objects.update(state=Message.State.SENT, sent_at=days(20))
    assert told(days(23.9)) == []
    assert told(days(24.1)) == [ASKED_HOST]


def test_the_ten_days_count_from_the_result_that_left(scene: Scene) -> None:
    result = make_message(
        kind="result_trainee",
        scope=scene.edition.scope,
        recipient=scene.trainee.reference,
        at=GIVEN,
    )
    assert told(days(20)) == []  # the coordination has not let it go
    Message.objects.filter(pk=result.pk).update(state=Message.State.SENT, sent_at=days(15))
    assert told(days(24)) == []
    assert told(days(25.1)) == [ASKED_TRAINEE]


def test_who_called_is_not_asked(scene: Scene) -> None:
    actions.mark_contacted(scene.placement, by=scene.host, at=days(3))
    assert [told(days(n)) for n in (11, 15, 30)] == [[], [], []]


def test_who_called_after_the_first_reminder_spares_the_host(scene: Scene) -> None:
    told(days(11))
    actions.mark_contacted(scene.placement, by=scene.trainee, at=days(12))
    assert told(days(16)) == []


def test_the_host_is_asked_where_the_trainee_is_not(scene: Scene) -> None:
    Edition.objects.update(silenced=["no_contact_trainee"])
    assert told(days(13.9)) == []
    assert told(days(14.3)) == [ASKED_HOST]


def test_the_mail_leads_to_one_button(scene: Scene) -> None:
    told(days(11))
    mail = Message.objects.get()
    assert "/reponse/contact/" in mail.text
    assert (scene.host.email in mail.text, "Inès Verhaegen" in mail.text) == (True, True)


# -------------------------------------------------------------------- before the date

BOTH_UPCOMING = [("upcoming_host", "ines"), ("upcoming_trainee", "samir")]


def test_both_sides_are_told_seven_and_two_days_before(scene: Scene) -> None:
    scene.dated()
    assert told(days(-8, DAY[0])) == []
    assert told(days(-7, DAY[0])) == BOTH_UPCOMING
    assert told(days(-4, DAY[0])) == []
    assert told(days(-2, DAY[0])) == BOTH_UPCOMING
    assert [told(days(n, DAY[0])) for n in (-1, 0.1)] == [[], []]
    subjects = set(Message.objects.values_list("subject", flat=True))
    assert "En immersion chez vous dans 7 jours : Samir Haddad" in subjects
    assert "En immersion chez vous dans 2 jours : Samir Haddad" in subjects


def test_who_fixed_the_date_just_now_is_not_told_it_again(scene: Scene) -> None:
    actions.fix_dates(scene.placement, [DAY], by=scene.host, at=days(-5, DAY[0]))
    Message.objects.update(state=Message.State.SENT, sent_at=days(-5, DAY[0]))
    assert told(days(-4.5, DAY[0])) == []
    assert told(days(-2, DAY[0])) == BOTH_UPCOMING


def test_another_date_is_announced_anew(scene: Scene) -> None:
    scene.dated()
    told(days(-7, DAY[0]))
    later = (days(14, DAY[0]), days(14, DAY[1]))
    actions.fix_dates(scene.placement, [later], by=scene.host, at=days(-6, DAY[0]))
    Message.objects.filter(kind="placement_dated").update(sent_at=days(-6, DAY[0]))
    assert told(days(-2, DAY[0])) == []
    assert told(days(-7, later[0])) == BOTH_UPCOMING


def test_a_cancelled_placement_is_not_announced(scene: Scene) -> None:
    scene.dated()
    actions.cancel_placement(scene.placement, reason="", by=None, at=days(1))
    assert told(days(-7, DAY[0])) == []


# -------------------------------------------------------------------- afterwards

BOTH_ASKED = [("took_place_host", "ines"), ("took_place_trainee", "samir")]


def test_the_day_after_both_are_asked_then_after_7_and_21_days(scene: Scene) -> None:
    scene.dated()
    assert told(days(0.1, DAY[1])) == []  # the same evening
    assert told(NEXT_DAY) == BOTH_ASKED
    assert told(days(6, NEXT_DAY)) == []
    assert told(days(7.1, NEXT_DAY)) == BOTH_ASKED
    assert told(days(20, NEXT_DAY)) == []
    assert told(days(21.2, NEXT_DAY)) == BOTH_ASKED
    assert [told(days(n, NEXT_DAY)) for n in (28.1, 40, 60)] == [[], [], []]
    again = Message.objects.filter(text__contains="Nous n’avons pas encore votre réponse.")
    assert again.count() == 4


def test_who_answered_is_not_asked_again(scene: Scene) -> None:
    scene.dated()
    told(NEXT_DAY)
    actions.conclude(scene.placement, "done", by=scene.trainee, at=days(1, NEXT_DAY))
    assert [told(days(n, NEXT_DAY)) for n in (8, 22)] == [[], []]


def test_a_relaunch_waits_until_the_question_left(scene: Scene) -> None:
    scene.dated()
    told(NEXT_DAY, sent=False)
    assert told(days(10, NEXT_DAY)) == []
    Message.objects.update(state=Message.State.SENT, sent_at=days(10, NEXT_DAY))
    assert told(days(17.1, NEXT_DAY)) == BOTH_ASKED


def test_nobody_is_asked_about_what_is_long_past(scene: Scene) -> None:
    scene.dated()
    assert told(days(50, NEXT_DAY)) == []


def test_queries_do_not_grow_with_placements(scene: Scene) -> None:
    scene.dated()
    counts = []
    for more in (0, 8):
        for _ in range(more):
            one = scene.place(make_person())
            actions.fix_dates(one, [DAY], by=scene.host, at=GIVEN)
        Message.objects.all().delete()
        with CaptureQueriesContext(connection) as caught:
            assert reminders.write_due(days(-7, DAY[0])) == more + 2  # one to the host, for all
        counts.append(len(caught))
    assert counts == [QUERIES, QUERIES]
