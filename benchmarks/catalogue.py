"""The catalogue with 400 and with 10,000 offers, beside a bare Django list of equal rows and pretalx.

    python benchmarks/catalogue.py [--requests 200] [--sizes 400 10000]

Each size has a database and a server process of its own (catalogue_server.py: waitress, four threads,
loopback), and so has pretalx where CROISEE_PRETALX_PYTHON names the Python of an environment that has it
(pretalx_peer.py says how to make one; without it that part is left out with a word). All servers
run at once and every page is asked for in turn, ten requests at a time, so that what else the machine does
falls on all alike. Told for every page: p50 and p95 of one visitor, the server's processor time
for a request, requests per second of four visitors at a time, questions to the database once the
catalogue is in memory, bytes sent, and each server's memory.

The bare view is the shortest one could write: the published offers, select_related and
prefetch_related, Django's Paginator, the same twenty rows.
Aims: 10,000 offers no slower than 1.5 × 400, every page; the catalogue twice as fast as pretalx.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from catalogue_server import PAGES

HERE = Path(__file__).parent
AIM_SIZE, AIM_PRETALX = 1.5, 2.0
TURN = 10  # requests before the next page has its turn
VISITORS = 4


@dataclass
class Server:
    """A running server and what it told about itself."""

    name: str
    told: dict[str, Any]
    pages: dict[str, str]

    @property
    def port(self) -> int:
        return int(self.told["port"])


@dataclass
class Measured:
    """One page of one server. Milliseconds."""

    times: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    rate: float = 0
    size: int = 0

    @property
    def p50(self) -> float:
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        return sorted(self.times)[int(len(self.times) * 0.95)]

    @property
    def work(self) -> float:
        return statistics.median(self.cpu)


Pages = dict[tuple[str, str], Measured]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--sizes", type=int, nargs="+", default=[400, 10_000])
    chosen = parser.parse_args()
    with ExitStack() as stack:
        servers = [_croisee(stack, size) for size in chosen.sizes]
        servers += _pretalx(stack, min(chosen.sizes))
        measured = _measure(servers, chosen.requests)
        _print(servers, measured)
        _compare(servers[: len(chosen.sizes)], measured)


# ---------------------------------------------------------------- the servers


def _croisee(stack: ExitStack, size: int) -> Server:
    folder = stack.enter_context(tempfile.TemporaryDirectory())
    environment = {"CROISEE_DATA": folder, "DJANGO_SETTINGS_MODULE": "croisee.config.settings"}
    words = [sys.executable, str(HERE / "catalogue_server.py"), str(size)]
    return Server(f"{size:,}", _started(stack, words, environment), PAGES)


def _pretalx(stack: ExitStack, size: int) -> list[Server]:
    python = os.environ.get("CROISEE_PRETALX_PYTHON")
    if not python:
        print("pretalx left out: CROISEE_PRETALX_PYTHON names no Python that has it")
        return []
    folder = stack.enter_context(tempfile.TemporaryDirectory())
    environment = {"PRETALX_DATA_DIR": folder, "PRETALX_SITE_URL": "http://127.0.0.1"}
    environment["PRETALX_FILESYSTEM_STATIC"] = f"{folder}/static"
    told = _started(stack, [python, str(HERE / "pretalx_peer.py"), str(size)], environment)
    return [Server(f"pretalx {size:,}", told, told["pages"])]


def _started(stack: ExitStack, words: list[str], environment: dict[str, str]) -> dict[str, Any]:
    """Start it, wait for its one line of JSON, end it with the run."""
    server = subprocess.Popen(
        words,
        env={**os.environ, **environment, "PYTHONHASHSEED": "0"},
        stdout=subprocess.PIPE,
        text=True,
    )
    stack.callback(server.wait)
    stack.callback(server.terminate)
    assert server.stdout is not None
    for line in server.stdout:
        if line.startswith("{"):
            return json.loads(line)
    raise RuntimeError(f"{words[1]} did not start")


# ---------------------------------------------------------------- the visitor


def _measure(servers: list[Server], requests: int) -> Pages:
    pages = [(server, name, at) for server in servers for name, at in server.pages.items()]
    for server, _name, address in pages:
        _asked(server.port, address, TURN)
    measured: Pages = defaultdict(Measured)
    for _turn in range(requests // TURN):
        for server, name, address in pages:
            page, before = measured[server.name, name], _facts(server)["cpu"]
            page.times += _asked(server.port, address, TURN)
            page.cpu.append(1000 * (_facts(server)["cpu"] - before) / TURN)
    for server, name, address in pages:
        measured[server.name, name].rate = _rate(server.port, address, requests)
        measured[server.name, name].size = len(_get(server.port, address))
    return measured


def _rate(port: int, address: str, requests: int) -> float:
    each, began = requests // VISITORS, time.perf_counter()
    threads = [threading.Thread(target=_asked, args=(port, address, each)) for _ in range(VISITORS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return VISITORS * each / (time.perf_counter() - began)


def _asked(port: int, address: str, requests: int) -> list[float]:
    times = []
    for _ in range(requests):
        began = time.perf_counter()
        _get(port, address)
        times.append(1000 * (time.perf_counter() - began))
    return times


def _facts(server: Server) -> dict[str, float]:
    return json.loads(_get(server.port, "/facts/"))


def _get(port: int, address: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Accept-Encoding": "gzip", "Accept": "text/html,*/*"}
    connection.request("GET", address, headers=headers)
    response = connection.getresponse()
    body = response.read()
    assert response.status == 200, (address, response.status)
    connection.close()
    return body


# ---------------------------------------------------------------- what is told


def _print(servers: list[Server], measured: Pages) -> None:
    print("| offers | page | p50 ms | p95 ms | cpu ms | req/s | queries | KB |")
    print("|---:|---|---:|---:|---:|---:|---:|---:|")
    for server in servers:
        for name in server.pages:
            page = measured[server.name, name]
            print(
                f"| {server.name} | {name} | {page.p50:.1f} | {page.p95:.1f} | {page.work:.1f}"
                f" | {page.rate:.0f} | {server.told['queries'][name]} | {page.size / 1000:.0f} |"
            )
    for server in servers:
        told = server.told
        built = (
            f"index built in {told['build']:.2f} s, +{told['index_mb']:.0f} MB; "
            if "build" in told
            else ""
        )
        print(f"{server.name}: {built}peak of the server {_facts(server)['peak_mb']:.0f} MB")


def _compare(ours: list[Server], measured: Pages) -> None:
    small, large = ours[0].name, ours[-1].name
    for name in PAGES if small != large else ():
        a, b = measured[large, name], measured[small, name]
        aim = None if name == "bare view" else a.work / b.work <= AIM_SIZE
        _ratio(f"{large} over {small}, {name}", a, b, aim)
    for server in ours:
        bare, page = (measured[server.name, name] for name in ("bare view", "first page"))
        _ratio(f"{server.name} offers: bare view over first page", bare, page, None)
    for (server_name, name), theirs in measured.items():
        if server_name.startswith("pretalx"):
            for mine in ("first page", "all, 100 a page"):
                page = measured[small, mine]
                _ratio(
                    f"{name} over our {mine}", theirs, page, theirs.work / page.work >= AIM_PRETALX
                )


def _ratio(title: str, over: Measured, under: Measured, reached: bool | None) -> None:
    verdict = {None: "", True: " ok", False: " MISSED"}[reached]
    print(f"{title}: p50 × {over.p50 / under.p50:.2f}, cpu × {over.work / under.work:.2f}{verdict}")


if __name__ == "__main__":
    main()
