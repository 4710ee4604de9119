"""`croisee worker`: send what waits in the outbox and write the reminders that are due, until told
to stop. Several may run at a time."""

from __future__ import annotations

import logging
import signal
import threading
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError, close_old_connections

from croisee.core.clock import now
from croisee.mail import periodic
from croisee.mail.delivery import BATCH, STALE_AFTER, Mailer, ServerUnreachableError

log = logging.getLogger("croisee.mail.worker")

LONGEST_WAIT = 60.0


class Command(BaseCommand):
    help = "Envoie les messages en attente et écrit les rappels dus."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="send what is due, then leave")
        parser.add_argument("--poll", type=float, default=1.0, help="seconds between two looks")
        parser.add_argument("--batch", type=int, default=BATCH)
        parser.add_argument("--stale-after", type=float, default=STALE_AFTER.total_seconds())

    def handle(self, *args: Any, **options: Any) -> None:
        self.stop = threading.Event()
        if threading.current_thread() is threading.main_thread():
            for name in (signal.SIGTERM, signal.SIGINT):
                signal.signal(name, lambda *_: self.stop.set())
        self.poll = options["poll"]
        self.wait = self.poll
        mailer = Mailer(
            now,
            stopping=self.stop.is_set,
            batch=options["batch"],
            stale_after=timedelta(seconds=options["stale_after"]),
        )
        while not self.stop.is_set():
            settled = self._turn(mailer)
            if options["once"] and settled <= 0:
                break
            if settled <= 0:
                self.stop.wait(self.wait)

    def _turn(self, mailer: Mailer) -> int:
        """How many messages were settled; -1 when nothing could be tried."""
        close_old_connections()
        try:
            periodic.run_due(now())
            written = periodic.run_portions(now())
            settled = mailer.turn() + written
        except ServerUnreachableError as error:
            log.warning("the mail server cannot be reached: %s", error)
        except OperationalError as error:
            log.warning("the database cannot be reached: %s", error)
        else:
            self.wait = self.poll
            return settled
        self.wait = min(self.wait * 2, LONGEST_WAIT)
        return -1
