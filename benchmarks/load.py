"""Twenty requests a second for a minute against `croisee serve` (reliability.md): p95 under 500 ms.

    python benchmarks/load.py [--rate 20] [--seconds 60] [--offers 400]

A temporary installation on loopback, filled like the catalogue's benchmark, served by the real command
(granian, two workers of two threads), and pages as a busy evening mixes them: the public ones, a
trainee's own, the coordinators' lists. Requests leave by the clock, whether or not earlier ones have been
answered; each is timed from the moment it should have left, so a server that falls behind is not
spared. The processor time of the server and its workers is told too: other work on the machine
lengthens the wait, hardly that.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
AIM = 500.0  # milliseconds
SEED = 20260223
# (how often, who, address); {offer} and {edition} are filled in.
PAGES = [
    (3, "", "/"),
    (5, "", "/catalogue/"),
    (3, "", "/catalogue/?province=WNA&province=WLG&sector=mental-health"),
    (2, "", "/catalogue/?q=psycologue"),
    (4, "", "/offres/{offer}/"),
    (1, "", "/catalogue/carte/"),
    (2, "", "/calendrier/"),
    (1, "", "/connexion/"),
    (2, "trainee", "/catalogue/?sort=near&near=5000"),
    (2, "trainee", "/mon-espace/"),
    (2, "coordinator", "/bureau/{edition}/"),
    (2, "coordinator", "/bureau/{edition}/offres/"),
    (2, "coordinator", "/bureau/{edition}/inscriptions/?q=petit1"),
]
Answer = tuple[str, int, float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=float, default=20)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--offers", type=int, default=400)
    parser.add_argument("--fill", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.fill:
        _fill(chosen.offers)
        return
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        _run(folder, port, chosen)


def _run(folder: str, port: int, chosen: argparse.Namespace) -> None:
    environment = {**os.environ, "CROISEE_DATA": folder, "PORT": str(port)}
    environment |= {"DJANGO_SETTINGS_MODULE": "croisee.config.settings", "CROISEE_DEMO": "1"}
    filling = [sys.executable, __file__, "--fill", "--offers", str(chosen.offers)]
    filled = subprocess.run(filling, env=environment, check=True, capture_output=True, text=True)
    told = json.loads(filled.stdout.splitlines()[-1])
    words = [sys.executable, "-m", "croisee.config.cli", "serve"]
    server = subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait(port)
        _evening(port, told, rate=2, seconds=len(PAGES))  # nobody is the first of the day
        worked = _worked(server.pid)
        answers = _evening(port, told, chosen.rate, chosen.seconds)
        worked = _worked(server.pid) - worked
    finally:
        server.terminate()
        server.wait()
    _print(answers, chosen)
    each, share = worked / len(answers), worked / chosen.seconds
    print(f"processor: {1000 * each:.0f} ms a request, {share:.2f} of one core at this rate")


def _worked(pid: int) -> float:
    """Seconds of processor time of a process and all below it."""
    found: dict[int, tuple[int, int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parts = path.read_text().rpartition(")")[2].split()
        except OSError:  # it ended meanwhile
            continue
        found[int(path.parent.name)] = int(parts[1]), int(parts[11]) + int(parts[12])
    family = {pid}
    while grown := {child for child, (parent, _t) in found.items() if parent in family} - family:
        family |= grown
    return sum(found[one][1] for one in family) / os.sysconf("SC_CLK_TCK")


# ---------------------------------------------------------------- the visitors


def _evening(port: int, told: dict[str, Any], rate: float, seconds: float) -> list[Answer]:
    chance, answers, threads = random.Random(SEED), list[Answer](), list[threading.Thread]()
    weights = [often for often, _who, _page in PAGES]
    began = time.perf_counter() + 0.5
    for number in range(int(rate * seconds)):
        _often, who, page = chance.choices(PAGES, weights)[0]
        address = page.format(offer=chance.choice(told["offers"]), edition=told["edition"])
        leaves = began + number / rate
        time.sleep(max(0.0, leaves - time.perf_counter()))
        cookie = told["sessions"].get(who, "")
        visit = threading.Thread(target=_visit, args=(port, page, address, cookie, leaves, answers))
        visit.start()
        threads.append(visit)
    for thread in threads:
        thread.join()
    return answers


def _visit(
    port: int, page: str, address: str, cookie: str, leaves: float, answers: list[Answer]
) -> None:
    try:
        status = _get(port, address, cookie)
    except OSError as error:
        print(f"{address}: {error!r}", file=sys.stderr)
        status = 0
    answers.append((page, status, 1000 * (time.perf_counter() - leaves)))


def _get(port: int, address: str, cookie: str = "") -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Accept-Encoding": "gzip", "Cookie": cookie} if cookie else {}
    connection.request("GET", address, headers=headers)
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.status


def _wait(port: int) -> None:
    deadline = time.monotonic() + 120
    while True:
        try:
            _get(port, "/connexion/")
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def _print(answers: list[Answer], chosen: argparse.Namespace) -> None:
    by_page = defaultdict(list)
    for page, status, took in answers:
        by_page[page].append((status, took))
    print(f"{len(answers)} requests, {chosen.rate:g} a second, {chosen.offers} offers; ms")
    for page in [page for _often, _who, page in PAGES if page in by_page]:
        statuses = sorted({status for status, _took in by_page[page]})
        print(f"{page:56} {_spread([took for _s, took in by_page[page]])}  {statuses}")
    took = [answer[2] for answer in answers]
    wrong = sum(status != 200 for _page, status, _took in answers)
    verdict = "ok" if statistics.quantiles(took, n=20)[-1] < AIM and not wrong else "MISSED"
    print(f"{'all':56} {_spread(took)}  {wrong} not answered well  {verdict}")
    print(f"load of the machine (1, 5, 15 minutes): {os.getloadavg()}")


def _spread(took: list[float]) -> str:
    ends = statistics.quantiles(took, n=100) if len(took) > 1 else took * 99
    return f"p50 {ends[49]:6.0f}  p95 {ends[94]:6.0f}  p99 {ends[98]:6.0f}"


# ---------------------------------------------------------------- the installation


def _fill(offers: int) -> None:
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from catalogue_data import fill  # beside this file
    from django.conf import settings
    from django.core.management import call_command

    call_command("install", verbosity=0)
    settings.ALLOWED_HOSTS += ["testserver"]
    edition = fill(offers)
    from croisee.people.models import Person
    from tests.entry import signed_in
    from tests.factories import make_role

    trainee = Person.objects.filter(participations=None).order_by("pk").first()
    clients = {"trainee": signed_in(trainee), "coordinator": signed_in(make_role(edition))}
    name = settings.SESSION_COOKIE_NAME
    told = {
        "edition": edition.pk,
        "offers": list(edition.offers.values_list("number", flat=True)),
        "sessions": {who: f"{name}={c.cookies[name].value}" for who, c in clients.items()},
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
