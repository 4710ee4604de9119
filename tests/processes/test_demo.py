"""`croisee demo`, as a newcomer starts and ends it."""

import signal
import time

from tests.processes.conftest import Croisee, family_of, fetch, finish, living, stop

FIRST_PAGE_SECONDS = 120  # under 60 alone; here the other suites want the same two cores


def test_the_demo_is_soon_ready_and_leaves_nothing_running(croisee: Croisee, port: int) -> None:
    started = time.monotonic()
    demo = croisee("demo", DATABASE_URL="postgresql://nobody@nowhere/nothing")
    assert fetch(f"http://localhost:{port}/")[0] == 200
    assert time.monotonic() - started < FIRST_PAGE_SECONDS
    assert fetch(f"http://localhost:{port}/demo/")[0] == 200
    assert fetch(f"http://localhost:{port}/boite/")[0] == 200

    assert f"{port} est déjà occupé" in finish(croisee("demo"), code=2)

    family = family_of(demo)
    assert len(family) == 2  # the site with the mailbox, the worker
    told = stop(demo, signal.SIGINT)
    assert living(family) == set()
    assert f"http://localhost:{port}/demo/" in told

    again = time.monotonic()
    demo = croisee("demo")
    assert fetch(f"http://localhost:{port}/")[0] == 200
    assert time.monotonic() - again < FIRST_PAGE_SECONDS / 2  # the same day, the same story
    family = family_of(demo)
    assert "Préparation" not in stop(demo, signal.SIGTERM)
    assert living(family) == set()
