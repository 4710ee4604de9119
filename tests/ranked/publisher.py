"""A process that publishes a draft and dies by kill -9 on its way.

`python -m tests.ranked.publisher RUN STATEMENT DELAY [torn]`: the signal is sent DELAY seconds after the
STATEMENT-th SQL statement began, so that it may fall inside a statement, between two or in the
COMMIT. STATEMENT 0 lets it live, and prints how many statements there were. `torn` takes the
transaction away: the control arm.
"""

import os
import signal
import sys
import threading
from contextlib import nullcontext
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import django

AT = datetime(2027, 2, 16, 16, 40, tzinfo=UTC)


class Counted:
    """Counts statements; arms the signal at the one asked for."""

    def __init__(self, deadly: int, delay: float) -> None:
        self.deadly, self.delay, self.count = deadly, delay, 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.count += 1
        if self.count == self.deadly:
            threading.Timer(self.delay, os.kill, (os.getpid(), signal.SIGKILL)).start()
        return execute(sql, params, many, context)


def main(run: int, deadly: int, delay: float, *, torn: bool) -> None:
    django.setup()
    from django.db import connection

    from croisee.schemes.ranked.actions import publication
    from croisee.schemes.ranked.models import Run

    if torn:
        publication.transaction = SimpleNamespace(atomic=nullcontext)  # type: ignore[assignment]
    draft = Run.objects.select_related("by").get(pk=run)
    counted = Counted(deadly, delay)
    with connection.execute_wrapper(counted):
        publication.publish_run(draft, by=draft.by, at=AT)
    sys.stdout.write(str(counted.count))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), torn="torn" in sys.argv)
