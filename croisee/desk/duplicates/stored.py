"""The suspected pairs, kept by the worker so that every page can count them.

Judging everybody takes a quarter of a second at ten thousand persons: the worker does it every few
minutes, the page of duplicates does it live. A pair that is merged or said to be different leaves
at once, in the transaction of that act.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from croisee.desk.duplicates.pairs import Kind, Pair, dismissed
from croisee.desk.duplicates.suspects import suspects
from croisee.desk.models import Suspicion
from croisee.directory.models import Organisation, Service, Territory
from croisee.editions.models import Edition, Programme
from croisee.people.models import Person

MODELS: dict[str, Any] = {
    Kind.PERSON: Person,
    Kind.SERVICE: Service,
    Kind.ORGANISATION: Organisation,
}
FIELDS = ("kind", "first", "second", "province_id", "main")


def suspicions(programme_id: int, province: Territory | None) -> QuerySet[Suspicion]:
    """One row a pair: of a province those that touch it or none, else all."""
    rows = Suspicion.objects.filter(programme=programme_id)
    if province is None:
        return rows.filter(main=True)
    return rows.filter(Q(province=province) | Q(province=None))


def refresh(at: datetime) -> int:
    """For the worker: find again, in every programme. Writes no message."""
    for programme in Programme.objects.all():
        edition = programme.editions.first()
        if edition is not None:
            refresh_programme(edition)
    return 0


def refresh_programme(edition: Edition) -> None:
    """Judged outside the transaction; what was merged or dismissed meanwhile is left out in it."""
    found = suspects(edition)
    stored = Suspicion.objects.filter(programme=edition.programme_id)
    with transaction.atomic():
        wanted = [row for pair in _standing(found) for row in _rows(edition, pair)]
        if Counter(map(_key, wanted)) != Counter(stored.values_list(*FIELDS)):
            stored.delete()
            Suspicion.objects.bulk_create(wanted, batch_size=500)


def forget(kind: str, pk: int, other: int | None = None) -> None:
    """A merged record is in no pair any more; with `other`, that one pair is not the same."""
    rows = Suspicion.objects.filter(kind=kind)
    if other is not None:
        low, high = sorted((pk, other))
        rows.filter(first=low, second=high).delete()
    else:
        rows.filter(Q(first=pk) | Q(second=pk)).delete()


def names(rows: list[Suspicion]) -> list[str]:
    """Who the first of each pair is."""
    return [str(found) for row in rows if (found := _named(row))]


def _named(row: Suspicion) -> Any:
    thing = MODELS[row.kind].objects.filter(pk=row.first).first()
    return getattr(thing, "full_name", thing)


def _standing(pairs: list[Pair]) -> Iterator[Pair]:
    """Those neither merged nor said to be different; two queries a kind, however many pairs."""
    for kind, model in MODELS.items():
        mine = [pair for pair in pairs if pair.kind == kind]
        ids = {pk for pair in mine for pk in (pair.first, pair.second)}
        alive = model.objects.filter(pk__in=ids, merged_into=None).values_list("pk", flat=True)
        present, said = set(alive), dismissed(kind)
        for pair in mine:
            if {pair.first, pair.second} <= present and (pair.first, pair.second) not in said:
                yield pair


def _rows(edition: Edition, pair: Pair) -> Iterator[Suspicion]:
    for number, province in enumerate(sorted(pair.provinces) or [None]):
        yield Suspicion(
            programme_id=edition.programme_id,
            kind=pair.kind,
            first=pair.first,
            second=pair.second,
            province_id=province,
            main=number == 0,
        )


def _key(row: Suspicion) -> tuple:
    return tuple(getattr(row, name) for name in FIELDS)
