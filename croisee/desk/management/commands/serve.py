"""Serve the site with granian. A TLS proxy stands in front of it (docs/operations.md)."""

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand

from croisee.desk.management.serving import chosen_port, require_free_port, require_installed

DEFAULTS = {
    "GRANIAN_WORKERS": "2",
    "GRANIAN_BLOCKING_THREADS": "2",
    "GRANIAN_RESPAWN_FAILED_WORKERS": "true",
}


class Command(BaseCommand):
    help = (
        "Serve the site on HOST (127.0.0.1) and PORT (8000). Granian's own settings are GRANIAN_…"
    )

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = os.environ.get("HOST", "").strip() or "127.0.0.1", chosen_port()
        require_free_port(host, port)
        require_installed()
        self.stdout.write(f"Croisée écoute sur http://{host}:{port}/")
        self.stdout.flush()
        serve_with_granian(host, port)


def serve_with_granian(host: str, port: int) -> None:
    """Become granian: its process then carries our pid, which a service manager watches.

    Its workers are its own children; it ends them on SIGINT and SIGTERM.
    """
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)
    words = ["--interface", "wsgi", "--no-ws", "--host", host, "--port", str(port)]
    application = "croisee.config.wsgi:application"
    os.execv(sys.executable, [sys.executable, "-m", "granian", *words, application])
