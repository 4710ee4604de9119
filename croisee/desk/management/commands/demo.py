"""`croisee demo`: a believable edition on SQLite, served on loopback, its mails in a local mailbox.

Everything is in var/demo and made again when the day or the version changes (the dates of the
story are relative to today), so visitors find their changes again on the same day.
"""

import signal
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from croisee.desk.management.demo_processes import companions, serve_until_stopped
from croisee.desk.management.demo_state import prepare, prepared
from croisee.desk.management.serving import chosen_port, refuse, require_free_port

HOST = "127.0.0.1"
STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
WELCOME = """
Croisée est prête : {origin}/

  Se connecter dans chaque rôle, en un clic   {origin}/demo/
  Lire les messages envoyés par la démo       {origin}/boite/

Rien ne sort de cette machine. Ctrl-C pour arrêter.
"""


class Command(BaseCommand):
    help = "Prepare the demonstration in var/demo and serve it on PORT (8000)."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--fresh", action="store_true", help="begin the story again")
        parser.add_argument("--prepare-only", action="store_true", help="prepare, do not serve")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            refuse("La démo se lance par « croisee demo ».")
        port = chosen_port()
        for name in STOPS:
            signal.signal(name, _interrupt)  # a shell may have started us deaf to SIGINT
        said = "La démo est arrêtée."
        with suppress(KeyboardInterrupt):
            said = self._run(port, options)
        self.stdout.write(said)

    def _run(self, port: int, options: dict[str, Any]) -> str:
        if not options["prepare_only"]:
            require_free_port(HOST, port)
        if options["fresh"] or not prepared():
            self.stdout.write("Préparation de la démo…")
            self.stdout.flush()
            prepare()
        if options["prepare_only"]:
            return "La démo est prête."
        with companions():
            serve_until_stopped(HOST, port, ready=self._welcome)
        return "La démo est arrêtée."

    def _welcome(self) -> None:
        self.stdout.write(WELCOME.format(origin=settings.ORIGIN))
        self.stdout.flush()


def _interrupt(*_: object) -> None:
    """Once: make passes on a signal that its group got too, and the second would cut the order."""
    for name in STOPS:
        signal.signal(name, signal.SIG_IGN)
    raise KeyboardInterrupt
