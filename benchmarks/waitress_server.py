"""Waitress with four threads, for any Django: both sides of benchmarks/catalogue.py are served by this."""

from __future__ import annotations

import json
import resource
import time
from collections.abc import Callable
from typing import Any

THREADS = 4


def listen(told: dict[str, Any]) -> None:
    """Serve on a free port of loopback, print it with `told`; `/facts/` answers before the application.

    Facts are the processor time so far in seconds and the peak memory in MB of this process.
    """
    from django.core.wsgi import get_wsgi_application
    from waitress.server import create_server

    application = get_wsgi_application()

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        if environ["PATH_INFO"] != "/facts/":
            return application(environ, start_response)
        facts = {"cpu": time.process_time()}
        facts["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(facts).encode()]

    server = create_server(answer, host="127.0.0.1", port=0, threads=THREADS)
    print(json.dumps({"port": server.effective_port, **told}), flush=True)
    server.run()
