"""kill -9 of workers while they write reminders: each is written once, none is missing."""

from __future__ import annotations

import random
import signal
import time
from pathlib import Path

import pytest

from croisee.core.clock import now
from croisee.editions import reminders
from croisee.mail.models import Message, Turn
from croisee.people.models import Person
from tests import factories
from tests.mail.sink import Sink
from tests.mail.test_worker_killed import worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.process]

HOSTS = 150


def test_workers_killed_while_they_write_leave_each_reminder_once(
    tmp_path: Path, sink: Sink
) -> None:
    """Several hours are open in the edition of the test, so that workers write at any time of day."""
    at, edition = now(), factories.make_edition()
    edition.phases.filter(kind="priority").update(switch="open")
    for _ in range(HOSTS):
        factories.make_offer(edition=edition, contact=factories.make_person())
    edition.zone = zone_where_it_is_noon(at.hour)
    edition.save()
    for _ in range(6):
        Turn.objects.all().delete()
        with worker(sink, tmp_path, "--once") as process:
            time.sleep(random.uniform(0.8, 2.4))
            process.send_signal(signal.SIGKILL)
            process.wait()
        # What the killed ones had begun is finished by the next turn, and by nobody twice.
        reminders.write_due(now())
    keys = list(Message.objects.filter(kind="priority_opens").values_list("key", flat=True))
    assert (len(keys), len(set(keys))) == (HOSTS, HOSTS)
    asked = Person.objects.filter(offer_contacts__offer__edition=edition)
    assert {key.split(":")[3] for key in keys} == {str(person.pk) for person in asked}
    links = edition.participations.filter(priority_links__isnull=False)
    assert links.distinct().count() == links.count() == HOSTS


def zone_where_it_is_noon(hour: int) -> str:
    """Reminders are written by day: the test is too, wherever the clock stands. Signs of POSIX."""
    return f"Etc/GMT{hour - 12:+d}" if hour != 12 else "Etc/GMT"
