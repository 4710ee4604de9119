"""What waits is told once: the navigation of every page counts what the to-do page names."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from croisee.core.models import JournalEntry
from croisee.desk.pending import Waiting
from croisee.desk.todo import Desk
from croisee.editions.models import Edition
from croisee.editions.reach import Reach
from croisee.editions.reminded import FAILED
from croisee.mail.models import Message
from croisee.offers.enums import OfferState
from croisee.schemes.ranked.models import Application, Round
from tests.entry import signed_in
from tests.factories import (
    make_application,
    make_edition,
    make_offer,
    make_role,
    make_round,
)
from tests.factories.mail import make_message

pytestmark = pytest.mark.django_db


def fill(edition: Edition, at: datetime) -> None:
    """One of each thing that waits, two offers that wait since ten days and since an hour."""
    long_ago = at - timedelta(days=10)
    for when in (long_ago, at - timedelta(hours=1)):
        make_offer(edition=edition, state=OfferState.SUBMITTED, submitted_at=when)
    make_offer(edition=edition, state=OfferState.DRAFT, created_at=long_ago)
    make_offer(edition=edition).contacts.all().delete()  # published, nobody to tell
    make_offer(edition=edition, state=OfferState.WITHDRAWN, taken=1)
    make_offer(edition=edition)
    make_application(edition, state=Application.State.DRAFT, created_at=long_ago)
    make_application(edition, province=None)
    make_round(edition, 1, state=Round.State.PUBLISHED, published_at=long_ago)
    make_round(edition, 2, state=Round.State.OPEN)
    for state in (Message.State.FAILED, Message.State.IN_DOUBT, Message.State.HELD):
        message = make_message(scope=edition.scope)
        Message.objects.filter(pk=message.pk).update(state=state)
    JournalEntry.objects.create(
        scope=edition.scope, verb=FAILED, subject_id=edition.pk, at=at - timedelta(hours=1)
    )


def test_the_navigation_counts_what_the_page_names(
    at: datetime, django_assert_num_queries: Any
) -> None:
    edition = make_edition()
    person = make_role(edition, "administrator")
    nothing = Waiting(edition, Reach(person, edition.programme, at), at)
    assert (nothing.tasks, nothing.late, nothing.offers, nothing.messages) == (0, False, 0, 0)
    fill(edition, at)
    tasks = Desk(edition, None, at).decisions()
    assert [task.late for task in tasks] == sorted((task.late for task in tasks), reverse=True)
    with django_assert_num_queries(3):  # roles, rounds, and every count at once
        waiting = Waiting(edition, Reach(person, edition.programme, at), at)
    assert (waiting.tasks, waiting.late) == (sum(task.count for task in tasks), True)
    assert waiting.tasks == 12
    assert (waiting.offers, waiting.messages) == (2, 3)


def test_late_is_only_what_is_late(at: datetime) -> None:
    edition = make_edition()
    person = make_role(edition, "administrator")
    make_offer(edition=edition, state=OfferState.SUBMITTED, submitted_at=at)
    waiting = Waiting(edition, Reach(person, edition.programme, at), at)
    assert (waiting.tasks, waiting.offers, waiting.late) == (1, 1, False)


@pytest.mark.parametrize("role", ["coordinator", "steering_reader"])
def test_the_desk_opens_on_the_running_edition_not_on_one_for_trying(role):
    running = make_edition(with_phases=False)
    later = {"programme": running.programme, "with_phases": False}
    preparing = Edition.State.PREPARATION
    make_edition(**later, slug="2028", starts_on=date(2027, 1, 5), state=preparing)
    trial = {"slug": "essai", "starts_on": date(2027, 2, 1), "test_mode": True}
    make_edition(**later, **trial)
    client = signed_in(make_role(running, role))
    assert f"/{running.pk}/" in client.get(reverse("desk:start")).url
