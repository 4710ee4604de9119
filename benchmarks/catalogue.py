"""The catalogue with 400 and with 10,000 offers, beside a bare Django list of equal rows.

    python benchmarks/catalogue.py [--requests 200] [--sizes 400 10000]

Each size has a database and a server process of its own (waitress, four threads, loopback). For every
page: p50 and p95 of one visitor after another, the server's processor time for each (which other work
on the machine does not blur), requests per second of four at a time, questions to the database once
the catalogue is in memory, and the server's memory. The bare view is the shortest
one could write: the published offers, select_related and prefetch_related, Django's Paginator, the
same twenty rows. Aim: 10,000 offers no slower than 1.5 × 400 at p50, on every page.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

PAGES = {
    "first page": "/catalogue/",
    "word": "/catalogue/?q=psychologue",
    "letter wrong": "/catalogue/?q=psycologue+namurr",
    "filters": "/catalogue/?province=WNA&province=WLG&sector=mental-health&day=mon",
    "by distance": "/catalogue/?sort=near&near=5000&page=3",
    "bare view": "/bare/?page=1",
}
AIM = 1.5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--sizes", type=int, nargs="+", default=[400, 10_000])
    parser.add_argument("--serve", type=int, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.serve is not None:
        _serve(chosen.serve)
        return
    results = {size: _measure(size, chosen.requests) for size in chosen.sizes}
    _print(results)


# ---------------------------------------------------------------- the visitor


def _measure(size: int, requests: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "CROISEE_DATA": folder, "PYTHONHASHSEED": "0"}
        environment["DJANGO_SETTINGS_MODULE"] = "croisee.config.settings"
        server = subprocess.Popen(
            [sys.executable, __file__, "--serve", str(size)],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert server.stdout is not None
            told = json.loads(server.stdout.readline())
            pages = {name: _page(told["port"], at, requests) for name, at in PAGES.items()}
            facts = _facts(told["port"])
        finally:
            server.terminate()
            server.wait()
    return {"pages": pages, **told, **facts}


def _page(port: int, address: str, requests: int) -> dict[str, float]:
    for _ in range(5):
        _get(port, address)
    worked = _facts(port)["cpu"]
    times = sorted(_alone(port, address, requests))
    worked = _facts(port)["cpu"] - worked
    began = time.perf_counter()
    threads = [
        threading.Thread(target=_alone, args=(port, address, requests // 4)) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rate = 4 * (requests // 4) / (time.perf_counter() - began)
    return {
        "p50": 1000 * statistics.median(times),
        "p95": 1000 * times[int(len(times) * 0.95)],
        "rate": rate,
        "cpu": 1000 * worked / requests,
    }


def _facts(port: int) -> dict[str, float]:
    return json.loads(_get(port, "/facts/"))


def _alone(port: int, address: str, requests: int) -> list[float]:
    times = []
    for _ in range(requests):
        began = time.perf_counter()
        _get(port, address)
        times.append(time.perf_counter() - began)
    return times


def _get(port: int, address: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
    response = connection.getresponse()
    body = response.read()
    assert response.status == 200, (address, response.status)
    connection.close()
    return body


def _print(results: dict[int, dict[str, Any]]) -> None:
    print(
        f"{'offers':>7} {'page':<14} {'p50 ms':>8} {'p95 ms':>8} {'cpu ms':>7} {'req/s':>7} {'queries':>8}"
    )
    for size, told in results.items():
        for name, page in told["pages"].items():
            queries = told["queries"][name]
            print(
                f"{size:>7} {name:<14} {page['p50']:>8.1f} {page['p95']:>8.1f}"
                f" {page['cpu']:>7.1f} {page['rate']:>7.0f} {queries:>8}"
            )
        print(
            f"{size:>7} index built in {told['build']:.2f} s, +{told['index_mb']:.0f} MB;"
            f" peak of the server {told['peak_mb']:.0f} MB"
        )
    sizes = sorted(results)
    if len(sizes) < 2:
        return
    small, large = results[sizes[0]]["pages"], results[sizes[-1]]["pages"]
    for name in PAGES:
        ratio = large[name]["p50"] / small[name]["p50"]
        work = large[name]["cpu"] / small[name]["cpu"]
        verdict = "" if name == "bare view" else " ok" if min(ratio, work) <= AIM else " MISSED"
        print(f"{sizes[-1]} over {sizes[0]}, {name}: p50 × {ratio:.2f}, cpu × {work:.2f}{verdict}")
    for size in sizes:
        bare, ours = (results[size]["pages"][name] for name in ("bare view", "first page"))
        factors = (bare["p50"] / ours["p50"], bare["cpu"] / ours["cpu"])
        print(
            f"{size} offers: bare view over first page: p50 × {factors[0]:.2f}, cpu × {factors[1]:.2f}"
        )


# ---------------------------------------------------------------- the server


def _serve(size: int) -> None:
    import django

    django.setup()
    from catalogue_data import fill  # beside this file
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    edition = fill(size)
    build, grown = _first_index(edition)
    queries = {name: _count_queries(address) for name, address in PAGES.items()}
    _listen({"build": build, "index_mb": grown, "queries": queries})


def _listen(told: dict[str, Any]) -> None:
    from django.core.wsgi import get_wsgi_application
    from django.http import HttpRequest, HttpResponse
    from django.urls import path
    from waitress.server import create_server

    from croisee.config import urls

    def facts(request: HttpRequest) -> HttpResponse:
        told: dict[str, float] = {"cpu": time.process_time()}
        told["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return HttpResponse(json.dumps(told))

    facts.login_required = False  # type: ignore[attr-defined]
    urls.urlpatterns.append(path("facts/", facts))
    server = create_server(get_wsgi_application(), host="127.0.0.1", port=0, threads=4)
    print(json.dumps({"port": server.effective_port, **told}), flush=True)
    server.run()


def _first_index(edition: Any) -> tuple[float, float]:
    import gc

    from croisee.offers.catalogue.snapshot import snapshot_of

    before, began = _memory(), time.perf_counter()
    snapshot = snapshot_of(edition)
    took = time.perf_counter() - began
    gc.collect()
    assert len(snapshot.index.rows)
    return took, _memory() - before


def _memory() -> float:
    """Resident megabytes now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def _count_queries(address: str) -> int:
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    _add_bare_view()
    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def _add_bare_view() -> None:
    from django.core.paginator import Paginator
    from django.http import HttpRequest, HttpResponse
    from django.template import engines
    from django.urls import clear_url_caches, path

    from croisee.config import urls
    from croisee.offers import queries
    from croisee.offers.models import Offer

    if any(getattr(pattern, "name", "") == "bare" for pattern in urls.urlpatterns):
        return
    template = engines["django"].from_string(BARE)

    def bare(request: HttpRequest) -> HttpResponse:
        offers = queries.with_details(Offer.objects.filter(state="published")).order_by("number")
        page = Paginator(offers, 20).get_page(request.GET.get("page"))
        return HttpResponse(template.render({"page": page}, request))

    bare.login_required = False  # type: ignore[attr-defined]
    urls.urlpatterns.append(path("bare/", bare, name="bare"))
    clear_url_caches()


BARE = """{% extends "core/public.html" %}{% block content %}<h1>{{ page.paginator.count }}</h1>
{% for offer in page %}<article><h2>{{ offer.title }}</h2><p>{{ offer.service.full_name }}</p>
<p>{{ offer.service.locality }}, {{ offer.service.province }}</p>
<p>{% for sector in offer.service.sectors.all %}{{ sector.name }} {% endfor %}</p>
<p>{% for profession in offer.professions.all %}{{ profession.name }} {% endfor %}</p>
<p>{{ offer.weekdays|join:", " }} {{ offer.get_duration_display }}</p>
{% for slot in offer.slots.all %}<p>{{ slot.taken }} / {{ slot.capacity }}</p>{% endfor %}
</article>{% endfor %}{% endblock %}"""


if __name__ == "__main__":
    main()
