"""Lists with 10,000 rows beside Django admin's list of the same rows; export of 100,000 rows.

    python benchmarks/lists.py [--rows 10000] [--export 100000] [--rounds 40] [--exports 3]

Both lists show the same ten columns of the same applications, fifty a page, in the same run and
process, through the whole stack of requests; the admin is a bare `ModelAdmin` on a site of its own.
The list of hosts, which the admin has no like of, is measured alone, with as many hosts.
The export, which reads the database, is compared with XlsxWriter writing the same cells from memory; both
write in constant memory to a temporary file, in turn. A process pushed aside by others loses wall
time without being slower: how often is told beside it.
What is loaded is set aside from the garbage collector as for every server of ours (config/wsgi.py).
Works in a temporary database that is removed at the end.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
QUERIES = [
    "",
    "?page=150",
    "?q=benhaddou+planning",
    "?tri=-remise&etat=submitted",
    "?tri=employeur&priorite=1",
]


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"CROISEE_DATA": folder, "DJANGO_SETTINGS_MODULE": "croisee.config.settings"}
        os.environ["CROISEE_DEMO"] = "1"
        sys.path.insert(0, str(ROOT))
        _set_up()
        edition, person = _fill(options.rows)
        _serve()
        _lists(edition, person, options.rounds)
        _fill_more(edition, options.export - options.rows)
        _export(edition, person, options.export, options.exports)
        _hosts(edition, person, options.rows, options.rounds)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--export", type=int, default=100_000)
    parser.add_argument("--exports", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=40)
    return parser.parse_args()


def _set_up() -> None:
    import django
    from django.conf import settings
    from django.core.management import call_command

    settings.INSTALLED_APPS += ["django.contrib.admin"]
    settings.ALLOWED_HOSTS += ["testserver"]
    settings.ROOT_URLCONF = "croisee.config.urls"
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES["staticfiles"] = {"BACKEND": plain}
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    from croisee.directory.actions import load_reference

    load_reference()


def _serve() -> None:
    """Load all of it and set it aside from the garbage collector, as a server does; both arms gain."""
    import croisee.config.wsgi  # noqa: F401, importing it is what a server does


def _fill(rows: int) -> tuple[Any, Any]:
    from croisee.offers.models import Offer
    from tests import factories

    edition = factories.make_edition()
    for _number in range(120):
        factories.make_offer(edition=edition)
    _applications(edition, list(Offer.objects.all()), rows, start=0)
    person = factories.make_role(edition, "coordinator")
    return edition, person


def _fill_more(edition: Any, rows: int) -> None:
    from croisee.offers.models import Offer

    _applications(edition, list(Offer.objects.all()), rows, start=1_000_000)


def _applications(edition: Any, offers: list[Any], rows: int, *, start: int) -> None:
    from croisee.directory.models import Profession, Sector, Territory
    from croisee.people.models import Person
    from croisee.schemes.ranked.models import Application, Choice

    provinces = list(Territory.objects.filter(kind="province"))
    professions, sectors = list(Profession.objects.all()), list(Sector.objects.all())
    first, last = ["Samir", "Élodie", "Noé", "Zoé"], ["Benhaddou", "Lecocq", "Diarra", "Hautôt"]
    people = Person.objects.bulk_create(
        [
            Person(
                first_name=first[number % 4],
                last_name=f"{last[number % 3]} {number}",
                email=f"p{start + number}@pro.example",
                email_key=f"p{start + number}@pro.example",
                password="!",
                created_at=edition.created_at,
            )
            for number in range(rows)
        ],
        batch_size=1000,
    )
    made = Application.objects.bulk_create(
        [
            Application(
                edition=edition,
                person=person,
                state="submitted",
                employer=f"Planning Le Tilleul {number % 500}",
                postcode="5000",
                province=provinces[number % len(provinces)],
                profession=professions[number % len(professions)],
                sector=sectors[number % len(sectors)],
                priority_class=number % 2,
                created_at=edition.created_at,
                submitted_at=edition.created_at,
            )
            for number, person in enumerate(people)
        ],
        batch_size=1000,
    )
    Choice.objects.bulk_create(
        [
            Choice(application=row, rank=rank, offer=offers[(number + 7 * rank) % len(offers)])
            for number, row in enumerate(made)
            for rank in (1, 2)
        ],
        batch_size=2000,
    )


def _lists(edition: Any, person: Any, rounds: int) -> None:
    from django.urls import reverse

    from tests.entry import signed_in

    client, address = signed_in(person), reverse("ranked:applications", args=[edition.pk])
    admin, request = _admin(person)
    print("ms of the clock p50, p95 and of the processor p50; both lists asked in turn")
    print(f"{'asked':34} {'Croisée':>16} {'admin':>16} {'admin over ours':>18}")
    mine, theirs = [], []
    for query, other in zip(QUERIES, ADMIN_QUERIES, strict=True):
        ours = partial(client.get, address + query)
        arms = _in_turn(ours, lambda other=other: admin(request(other)), rounds)
        _tell(query or "(first page)", *arms)
        mine, theirs = mine + arms[0], theirs + arms[1]
    _tell("all", mine, theirs)


def _tell(asked: str, mine: Times, theirs: Times) -> None:
    ours, other = _summary(mine), _summary(theirs)
    told = [" / ".join(f"{value:.0f}" for value in arm) for arm in (ours, other)]
    factors = " / ".join(f"{b / a:.2f}" for a, b in zip(ours, other, strict=True))
    print(f"{asked:34} {told[0]:>16} {told[1]:>16} {factors:>18}")


ADMIN_QUERIES = [
    "",
    "?p=150",
    "?q=benhaddou+planning",
    "?o=-8&state__exact=submitted",
    "?o=4&priority_class__exact=1",
]


def _admin(person: Any) -> tuple[Callable, Callable]:
    """A bare changelist with the same columns, called with its middleware left out."""
    from django.contrib import admin
    from django.contrib.messages.storage.fallback import FallbackStorage
    from django.test import RequestFactory

    from croisee.schemes.ranked.models import Application

    class ApplicationAdmin(admin.ModelAdmin):
        list_display = (
            "person",
            "profession",
            "employer",
            "postcode",
            "province",
            "chosen",
            "priority_class",
            "submitted_at",
            "state",
            "placement",
        )
        list_select_related = ("person", "profession", "province", "placement")
        list_filter = ("province", "sector", "state", "priority_class")
        search_fields = ("person__first_name", "person__last_name", "person__email", "employer")
        list_per_page = 50

        def get_queryset(self, request: Any) -> Any:
            return super().get_queryset(request).prefetch_related("choices__offer")

        def chosen(self, row: Any) -> str:
            return ", ".join(choice.offer.number for choice in row.choices.all())

        def has_permission(self, request: Any, obj: Any = None) -> bool:
            return True

        has_view_permission = has_change_permission = has_permission
        has_add_permission = has_delete_permission = has_permission
        has_module_permission = has_permission

    site = admin.AdminSite(name="benchmark")
    site.has_permission = lambda request: True  # type: ignore[method-assign]
    site.register(Application, ApplicationAdmin)
    _give_addresses(site)
    model_admin, factory = site._registry[Application], RequestFactory()

    def request(query: str) -> Any:
        made = factory.get("/benchmark/ranked/application/" + query)
        made.user, made.session = person, {}
        made._messages = FallbackStorage(made)
        return made

    def answer(made: Any) -> Any:
        return model_admin.changelist_view(made).render()

    return answer, request


def _give_addresses(site: Any) -> None:
    """The changelist draws links: they need addresses."""
    from django.urls import clear_url_caches, path

    from croisee.config import urls

    urls.urlpatterns.append(path("benchmark/", (site.get_urls(), "admin", "admin")))
    clear_url_caches()


HOST_QUERIES = [
    "",
    "?page=150",
    "?q=benhaddou+namur",
    "?tri=-demandes",
    "?tri=contact",
    "?participation=silent",
]


def _hosts(edition: Any, person: Any, rows: int, rounds: int) -> None:
    from django.urls import reverse
    from lists_data import edition_of_hosts  # beside this file

    from tests.entry import signed_in

    other = edition_of_hosts(edition, rows)
    client, address = signed_in(person), reverse("desk:hosts", args=[other.pk])
    print(f"list of {rows} hosts: ms of the clock p50, p95 and of the processor p50")
    for query in HOST_QUERIES:
        ask = partial(client.get, address + query)
        times = [spent for arm in _in_turn(ask, ask, rounds // 2) for spent in arm]
        told = " / ".join(f"{value:.0f}" for value in _summary(times))
        print(f"{query or '(first page)':34} {told:>16}")


Times = list[tuple[float, float]]


def _in_turn(one: Callable, other: Callable, rounds: int) -> tuple[Times, Times]:
    """Milliseconds of the clock and of the processor, which leaves out what else the machine does."""
    times: tuple[Times, Times] = ([], [])
    for turn in range(rounds + 1):
        for act, told in zip((one, other), times, strict=True):
            began, cpu = time.perf_counter(), time.process_time()
            response = act()
            spent = (time.perf_counter() - began, time.process_time() - cpu)
            assert response.status_code == 200, response.status_code
            if turn:
                told.append((spent[0] * 1000, spent[1] * 1000))
    return times


def _summary(times: Times) -> tuple[float, float, float]:
    wall, cpu = zip(*times, strict=True)
    return statistics.median(wall), statistics.quantiles(wall, n=20)[-1], statistics.median(cpu)


def _export(edition: Any, person: Any, rows: int, rounds: int) -> None:
    """Both arms in turn, each to a file of the temporary folder, in constant memory."""
    from croisee.core.clock import now
    from croisee.core.listing.export import write_xlsx
    from croisee.core.listing.state import State
    from croisee.schemes.ranked.office_list import ApplicationList

    listing = ApplicationList(edition, person, now())
    columns = listing.shown(State())
    cells = [
        [column.out(value) for column, value in zip(columns, row, strict=True)]
        for row in listing.stream(State(), columns)
    ]
    assert len(cells) == rows
    ours, raw = [], []
    for _round in range(rounds):
        ours.append(_cost(lambda file: write_xlsx(file, columns, listing.stream(State(), columns))))
        raw.append(_cost(partial(_raw, cells)))
    print(f"export of {rows} rows, {rounds} times in turn; medians")
    print(f"{'':12} {'wall s':>7} {'cpu s':>7} {'waited':>7} {'pushed aside':>13}")
    for name, arm in (("Croisée", ours), ("XlsxWriter", raw)):
        wall, cpu, waited, pushed = (statistics.median(part) for part in zip(*arm, strict=True))
        print(f"{name:12} {wall:7.1f} {cpu:7.1f} {waited:7.0f} {pushed:13.0f}")
    for number, name in enumerate(("wall", "cpu")):
        ratios = [other[number] / mine[number] for mine, other in zip(ours, raw, strict=True)]
        told = ", ".join(f"{ratio:.2f}" for ratio in ratios)
        print(f"XlsxWriter's {name} over ours: {statistics.median(ratios):.2f}  ({told})")
    del cells
    for part in (rows // 10, rows):
        print(f"memory of an export of {part} rows: {_memory(listing, columns, part):.1f} MB")


def _cost(write: Callable[[Any], Any]) -> tuple[float, float, int, int]:
    """Seconds of the clock, of the processor; times it waited, times others were let before it."""
    before, began, cpu = _switches(), time.perf_counter(), time.process_time()
    with tempfile.TemporaryFile() as file:
        write(file)
    wall, cpu = time.perf_counter() - began, time.process_time() - cpu
    after = _switches()
    return wall, cpu, after[0] - before[0], after[1] - before[1]


def _switches() -> tuple[int, int]:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_nvcsw, used.ru_nivcsw


def _raw(cells: list[list[Any]], file: Any) -> None:
    """XlsxWriter's own `write`, on values already in memory."""
    import xlsxwriter

    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet = book.add_worksheet()
        for number, row in enumerate(cells):
            for place, value in enumerate(row):
                if value is not None and not isinstance(value, (str, int, float)):
                    sheet.write_datetime(number, place, value, day)
                else:
                    sheet.write(number, place, value)


def _memory(listing: Any, columns: Any, rows: int) -> float:
    from itertools import islice

    from croisee.core.listing.export import write_xlsx
    from croisee.core.listing.state import State

    tracemalloc.start()
    with tempfile.TemporaryFile() as file:
        write_xlsx(file, columns, islice(listing.stream(State(), columns), rows))
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    return peak


if __name__ == "__main__":
    main()
