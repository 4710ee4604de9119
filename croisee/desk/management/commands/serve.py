"""Serve the site with granian. A TLS proxy stands in front of it (docs/operations.md)."""

import os
import signal
import subprocess
import sys
from typing import Any

from django.core.management.base import BaseCommand

from croisee.desk.management.serving import chosen_port, require_free_port, require_installed

DEFAULTS = {
    "GRANIAN_WORKERS": "2",
    "GRANIAN_BLOCKING_THREADS": "2",
    "GRANIAN_RESPAWN_FAILED_WORKERS": "true",
    # A worker told to stop while it starts never hears of it: granian would wait for ever.
    "GRANIAN_WORKERS_KILL_TIMEOUT": "15",  # seconds; the longest page takes less
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
        sys.exit(serve_with_granian(host, port))


def serve_with_granian(host: str, port: int) -> int:
    """Run granian until a signal ends it.

    It gets a session of its own and one SIGTERM: a Ctrl-C that reached its workers as well as
    their parent has left a worker hanging for ever.
    """
    words = ["--interface", "wsgi", "--no-ws", "--host", host, "--port", str(port)]
    granian = subprocess.Popen(
        [sys.executable, "-m", "granian", *words, "croisee.config.wsgi:application"],
        env={**DEFAULTS, **os.environ},
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, lambda *_: granian.terminate())
    return granian.wait()
