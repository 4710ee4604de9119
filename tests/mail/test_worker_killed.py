"""kill -9 of the worker at random points, over real SMTP: nothing lost silently, nothing twice, at
most one message in doubt for each death (reliability rule 4)."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from croisee.core.clock import now
from croisee.mail.models import Message
from tests.factories.mail import make_message
from tests.mail.sink import Sink

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.process]

ROOT = Path(__file__).resolve().parents[2]
State = Message.State


def database_address() -> str:
    """The database of this test, as DATABASE_URL says it."""
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    host = quote(given["HOST"], safe="") if given["HOST"].startswith("/") else given["HOST"]
    login = quote(given["USER"]) + (f":{quote(given['PASSWORD'])}" if given["PASSWORD"] else "")
    port = f":{given['PORT']}" if given["PORT"] else ""
    if given["HOST"].startswith("/"):
        return f"postgresql://{login}@/{given['NAME']}?host={host}"
    return f"postgresql://{login}@{host}{port}/{given['NAME']}"


@contextmanager
def worker(sink: Sink, data: Path, *extra: str) -> Iterator[subprocess.Popen[bytes]]:
    environment = {
        **os.environ,
        "DATABASE_URL": database_address(),
        "CROISEE_DATA": str(data),
        "SMTP_URL": f"smtp://127.0.0.1:{sink.port}",
    }
    environment.pop("CROISEE_DEMO", None)
    command = [sys.executable, "-m", "croisee.config.cli", "worker", "--poll", "0.05", *extra]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def wait_for(condition, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.005)


def killed_at_random(sink: Sink, data: Path, kills: int, dice: random.Random) -> None:
    for _ in range(kills):
        with worker(sink, data, "--stale-after", "600", "--batch", "8") as process:
            until = len(sink.received) + dice.randint(1, 10)
            wait_for(lambda until=until: len(sink.received) >= until, 120)
            time.sleep(dice.random() * 0.03)
            process.send_signal(signal.SIGKILL)


def drain(sink: Sink, data: Path) -> None:
    """A last worker, for which every earlier claim is stale."""
    unfinished = Message.objects.filter(state__in=[State.QUEUED, State.CLAIMED])
    time.sleep(0.5)
    with worker(sink, data, "--stale-after", "0.4"):
        wait_for(lambda: not unfinished.exists(), 240)


def check(sink: Sink, kills: int, total: int) -> None:
    received, states = Counter(sink.ids()), Counter(Message.objects.values_list("state", flat=True))
    assert received and max(received.values()) == 1, "sent twice"
    assert set(states) <= {State.SENT, State.IN_DOUBT}
    assert states[State.IN_DOUBT] <= kills
    sent = set(Message.objects.filter(state=State.SENT).values_list("message_id", flat=True))
    assert sent <= set(received), "said to be sent, never received"
    silent = total - len(received) - states[State.IN_DOUBT]
    assert silent <= 0, "lost silently"


def life(sink: Sink, data: Path, *, kills: int, total: int, seed: int) -> None:
    for _ in range(total):
        make_message(at=now())
    sink.delay = 0.004
    killed_at_random(sink, data, kills, random.Random(seed))
    drain(sink, data)
    check(sink, kills, total)


def test_three_deaths(sink, tmp_path) -> None:
    life(sink, tmp_path, kills=3, total=45, seed=3)


@pytest.mark.long
def test_thirty_deaths_over_700_mails(sink, tmp_path) -> None:
    life(sink, tmp_path, kills=30, total=700, seed=30)


def test_two_workers_send_each_message_once(sink, tmp_path) -> None:
    for _ in range(60):
        make_message(at=now())
    with worker(sink, tmp_path, "--batch", "7"), worker(sink, tmp_path, "--batch", "7"):
        wait_for(lambda: Message.objects.filter(state=State.SENT).count() == 60, 90)
    assert Counter(sink.ids()).most_common(1)[0][1] == 1


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_polite_stop_leaves_nothing_claimed(sink, tmp_path, name: str) -> None:
    for _ in range(60):
        make_message(at=now())
    sink.delay = 0.01
    with worker(sink, tmp_path) as process:
        wait_for(lambda: len(sink.received) >= 3, 60)
        process.send_signal(getattr(signal, name))
        assert process.wait(20) == 0
    states = Counter(Message.objects.values_list("state", flat=True))
    assert set(states) <= {State.SENT, State.QUEUED}
    assert states[State.SENT] == len(sink.received) < 60
    assert not Message.objects.exclude(claim="").exists()
