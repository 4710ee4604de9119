"""The server of benchmarks/catalogue.py: fills a database, builds the index, listens, tells its port.

python benchmarks/catalogue_server.py 400     with CROISEE_DATA naming an empty folder
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path
from typing import Any

PAGES = {
    "first page": "/catalogue/",
    "all, 100 a page": "/catalogue/?size=100",
    "word": "/catalogue/?q=psychologue",
    "letter wrong": "/catalogue/?q=psycologue+namurr",
    "filters": "/catalogue/?province=WNA&province=WLG&sector=mental-health&day=mon",
    "by distance": "/catalogue/?sort=near&near=5000&page=3",
    "bare view": "/bare/?page=1",
}


def main() -> None:
    import django

    django.setup()
    from catalogue_data import fill  # beside this file
    from django.core.management import call_command
    from waitress_server import listen

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    edition = fill(int(sys.argv[1]))
    _add_bare_view()
    build, grown = _first_index(edition)
    queries = {name: _count_queries(address) for name, address in PAGES.items()}
    listen({"build": build, "index_mb": grown, "queries": queries})


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
