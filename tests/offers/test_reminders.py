"""Hosts and their staff: the priority opens and closes, an offer is not sent (mails.md 3, 4)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from croisee.directory.models import Membership
from croisee.editions import reminders
from croisee.editions.enums import PhaseKind, Switch
from croisee.editions.models import Edition, PriorityLink
from croisee.mail.models import Message
from croisee.offers.actions import decline_edition, renew_priority_link
from croisee.offers.enums import OfferState
from croisee.schemes.ranked.models import Application
from tests.factories import make_application, make_edition, make_offer, make_person, make_role

pytestmark = pytest.mark.django_db

#: The first morning of the priority phase of the factory, and three days before its end.
OPENING = datetime(2027, 1, 25, 9, tzinfo=UTC)
ENDING = datetime(2027, 2, 3, 9, tzinfo=UTC)
#: Two days before hosts can no longer propose.
HOSTS_CLOSING = datetime(2027, 1, 13, 10, tzinfo=UTC)


@pytest.fixture
def edition() -> Edition:
    made = make_edition()
    make_role(made)
    return made


def told(at: datetime) -> list[tuple[str, str]]:
    """(kind, address) of what one pass writes; the worker sends it at once."""
    before = set(Message.objects.values_list("pk", flat=True))
    reminders.write_due(at)
    new = Message.objects.exclude(pk__in=before)
    found = sorted(new.values_list("kind", "address"))
    new.update(state=Message.State.SENT, sent_at=at)
    return found


def test_the_staff_of_hosts_get_their_private_link_when_the_priority_opens(
    edition: Edition,
) -> None:
    """IM-11, IM-30: contacts of the offer and whoever we know of the service."""
    offer = make_offer(edition=edition, contact=make_person(email="a@chene.example"))
    colleague = make_person(email="b@chene.example")
    Membership.objects.create(person=colleague, service=offer.service)
    make_offer(edition=edition, state=OfferState.SUBMITTED)
    assert told(OPENING - timedelta(hours=2)) == []
    assert told(OPENING) == [
        ("priority_opens", "a@chene.example"),
        ("priority_opens", "b@chene.example"),
    ]
    link = PriorityLink.objects.get()
    assert link.participation.organisation == offer.service.organisation
    mail = Message.objects.get(address="b@chene.example")
    assert "/acces/" in mail.text
    assert "samedi 6 février 2027, 0 h" in mail.text.replace("\xa0", " ")
    assert told(OPENING + timedelta(days=1)) == []


def test_the_link_given_before_is_the_one_that_is_sent(edition: Edition) -> None:
    offer = make_offer(edition=edition)
    told(OPENING)
    participation = PriorityLink.objects.get().participation
    make_offer(edition=edition, service=offer.service)
    told(OPENING + timedelta(days=1))
    assert participation.priority_links.count() == 1


def test_a_host_that_took_its_link_away_gets_no_other(edition: Edition) -> None:
    offer = make_offer(edition=edition)
    person = offer.contacts.get().person
    participation = decline_edition(offer.service.organisation, edition, "", by=person, at=OPENING)
    link = renew_priority_link(participation, None, by=person, at=OPENING)
    PriorityLink.objects.filter(pk=link.pk).update(revoked_at=OPENING)  # type: ignore[union-attr]
    assert (told(OPENING), PriorityLink.objects.count()) == ([], 1)


def test_before_it_closes_those_who_have_not_registered_are_reminded_once(
    edition: Edition,
) -> None:
    for name in ("a", "b"):
        make_offer(edition=edition, contact=make_person(email=f"{name}@chene.example"))
    told(OPENING)
    registered = Message.objects.get(address="a@chene.example").recipient.split(":")[1]
    make_application(edition, person_id=int(registered), person=None)
    assert told(ENDING - timedelta(days=2)) == []
    assert told(ENDING) == [("priority_closes", "b@chene.example")]
    assert told(ENDING + timedelta(days=1)) == []


def test_no_closing_reminder_right_after_the_opening_mail(edition: Edition) -> None:
    make_offer(edition=edition, contact=make_person(email="late@chene.example"))
    assert told(ENDING) == [("priority_opens", "late@chene.example")]
    assert told(ENDING + timedelta(days=1)) == []


def test_an_offer_begun_is_reminded_two_or_three_days_before_the_closing(
    edition: Edition,
) -> None:
    """IM-47. One that is sent is not; one begun this morning is, tomorrow."""
    host = make_person(email="host@chene.example")
    make_offer(edition=edition, contact=host, state=OfferState.DRAFT, title="")
    make_offer(edition=edition, state=OfferState.SUBMITTED)
    make_offer(
        edition=edition,
        contact=make_person(email="today@chene.example"),
        state=OfferState.DRAFT,
        created_at=HOSTS_CLOSING - timedelta(hours=3),
    )
    assert told(HOSTS_CLOSING - timedelta(days=2)) == []
    assert told(HOSTS_CLOSING) == [("offer_unfinished", "host@chene.example")]
    assert told(HOSTS_CLOSING + timedelta(days=1)) == [("offer_unfinished", "today@chene.example")]
    text = Message.objects.get(address=host.email).text.replace("\xa0", " ")
    assert "avant le samedi 16 janvier 2027, 0 h" in text


def test_a_phase_held_by_hand_has_no_closing_to_remind_of(edition: Edition) -> None:
    edition.phases.filter(kind=PhaseKind.HOSTS).update(switch=Switch.OPEN)
    make_offer(edition=edition, state=OfferState.DRAFT)
    assert told(HOSTS_CLOSING) == []


def test_a_registration_begun_is_reminded_before_registration_closes(edition: Edition) -> None:
    closing = datetime(2027, 2, 24, 9, tzinfo=UTC)
    draft = Application.State.DRAFT
    offer = make_offer(edition=edition, title="La rue comme bureau")
    begun = make_application(edition, offer, state=draft)
    make_application(edition, offer)
    assert told(closing - timedelta(days=2)) == []
    assert told(closing) == [("application_unfinished", begun.person.email)]
    text = Message.objects.get().text
    assert ("La rue comme bureau" in text, "inscription/" in text) == (True, True)
    Application.objects.update(state=Application.State.SUBMITTED)
    assert told(closing + timedelta(days=1)) == []


def test_queries_do_not_grow_with_hosts(edition: Edition) -> None:
    counts = []
    for more in (1, 12):
        for _ in range(more):
            make_offer(edition=edition)
        with CaptureQueriesContext(connection) as caught:
            assert reminders.write_due(OPENING) == more
        counts.append(len(caught))
    assert counts[0] == counts[1]
