"""What runs during the demo: the mailbox, the worker and the server, all ended together."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.utils.module_loading import import_string
from waitress.server import create_server

from croisee.mail import catcher

WORKER = (sys.executable, "-m", "croisee.config.cli", "worker")
THREADS = 6


@contextmanager
def companions() -> Iterator[None]:
    """The SMTP mailbox on loopback and the worker that delivers to it, while the site is served."""
    with catcher.running():
        worker = subprocess.Popen(WORKER, stdin=subprocess.DEVNULL)
        try:
            yield
        finally:
            end(worker)


def end(process: subprocess.Popen[bytes]) -> None:
    """Politely, then surely."""
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def serve_until_stopped(host: str, port: int, *, ready: Callable[[], None]) -> None:
    """Serve in this thread; KeyboardInterrupt ends it."""
    application = import_string(settings.WSGI_APPLICATION)
    server = create_server(application, host=host, port=port, threads=THREADS)
    try:
        ready()
        server.run()
    finally:
        server.close()
