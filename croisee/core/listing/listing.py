"""A list of the desk, declared; and the rows it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, ClassVar

from django.db.models import F, QuerySet

from croisee.core.ids import Among
from croisee.core.listing.bulk import Bulk, offered
from croisee.core.listing.columns import Column
from croisee.core.listing.editing import Editor
from croisee.core.listing.filters import Filter
from croisee.core.listing.folding import Related, matching
from croisee.core.listing.state import State
from croisee.core.spreadsheets.stamp import Imprint

CHUNK = 2000  # rows of an export held in memory at a time


@dataclass
class Row:
    """One line: its id, the territory it belongs to, its values by column key."""

    pk: int
    place: Any
    values: dict[str, Any]


class Listing:
    """Declared by each room: see `offers.office_list` for an example.

    `place` is the path to the territory whose coordinator may write; `url` the list's own address;
    `link` gives the address of a row's page.
    """

    key: ClassVar[str]
    default_sort: ClassVar[str]
    latest_first: ClassVar[bool] = False  # how the default order runs
    searched: ClassVar[Sequence[str]] = ()
    place: ClassVar[str] = ""
    editor: ClassVar[Editor | None] = None
    #: Where an export can come back: the kind of file, and the field each column is read as.
    comes_back: ClassVar[tuple[str, Mapping[str, str]] | None] = None
    identity: ClassVar[str] = ""  # the column without which it cannot

    def __init__(self, edition: Any, person: Any, at: datetime) -> None:
        self.edition, self.person, self.at = edition, person, at
        self.columns = tuple(self.declare_columns())
        self.filters = tuple(self.declare_filters())
        self.bulk = (*self.declare_bulk(), *offered(self))

    # -------- what a room says

    title: Any = ""
    hint: Any = ""
    nothing: Any = ""
    nothing_act: tuple[Any, str] | None = None

    def rows(self) -> QuerySet:
        raise NotImplementedError

    def declare_columns(self) -> Sequence[Column]:
        raise NotImplementedError

    def declare_filters(self) -> Sequence[Filter]:
        return ()

    def declare_bulk(self) -> Sequence[Bulk]:
        return ()

    def views(self) -> Sequence[tuple[Any, str]]:
        """Views every coordinator finds ready: (name, query)."""
        return ()

    def related(self) -> Sequence[Related]:
        return ()

    def url(self) -> str:
        raise NotImplementedError

    def link(self, pk: int) -> str:
        return ""

    def cell_links(self) -> Mapping[str, Callable[[Sequence[int]], Mapping[int, str]]]:
        """`{column key: of some ids, the address each cell leads to}`: pages of other things."""
        return {}

    def counted(self, number: int) -> str:
        raise NotImplementedError

    def may_write(self, place: Any) -> bool:
        """Whether the person may change a row of this territory."""
        return True

    def acts(self) -> Sequence[tuple[Any, str]]:
        """Links beside the title."""
        return ()

    def primary(self) -> tuple[Any, str] | None:
        return None

    # -------- what follows from it

    def shown(self, state: State) -> list[Column]:
        if not state.columns:
            return [column for column in self.columns if column.shown]
        return [column for column in self.columns if column.key in state.columns]

    def exported(self, state: State) -> list[Column]:
        """The columns shown, and the one that tells the rows apart when they come back."""
        shown = self.shown(state)
        known = {column.key for column in shown}
        missing = [one for one in self.columns if one.key == self.identity and one.key not in known]
        return [*shown, *missing]

    def imprint(self, columns: Sequence[Column]) -> Imprint | None:
        """What an export remembers, by which the import knows it again."""
        if self.comes_back is None:
            return None
        kind, fields = self.comes_back
        meant = {str(column.label): fields.get(column.key, "") for column in columns}
        return Imprint(self.edition.pk, kind, meant, at=self.at)

    def found(self, state: State) -> QuerySet:
        """The rows the address asks for, in no order."""
        rows = self.rows()
        for one in self.filters:
            value = state.value(one.key)
            if value:
                rows = one.narrow(rows, value)
        return matching(rows, state.q, self.searched, self.related())

    def ordered(self, state: State) -> QuerySet:
        column = self._sorting(state)
        if column.many is not None:
            return self._by_many(column, state)
        order, last = column.order(), column.nulls or None  # SQLite asks twice for what may be null
        first = order.desc(nulls_last=last) if state.descending else order.asc(nulls_last=last)
        return self.found(state).order_by(first, "pk")

    def _sorting(self, state: State) -> Column:
        wanted = state.sort or self.default_sort
        return next(column for column in self.columns if column.key == wanted)

    def _by_many(self, column: Column, state: State) -> Any:
        """Ids in the order of a value the database does not hold in one row."""
        pks = list(self.found(state).order_by("pk").values_list("pk", flat=True))
        values = column.many(pks) if column.many else {}
        return Ordered(
            self.rows(),
            sorted(pks, key=lambda pk: _key(values.get(pk)), reverse=state.descending),
        )

    def read(self, rows: Any, columns: Sequence[Column]) -> list[Row]:
        """The values of a page of rows, in as many queries as there are `many` columns, plus two.

        The ids first: the database then sorts ids alone, not every value of 10,000 rows.
        """
        pks = list(rows.values_list("pk", flat=True))
        own = [column for column in columns if column.many is None]
        place = F(self.place) if self.place else F("pk")
        read = Ordered(self.rows(), pks).values_list(
            "pk", place, *(column.expression() for column in own)
        )
        found = [
            Row(pk, where, dict(zip((c.key for c in own), values, strict=True)))
            for pk, where, *values in read
        ]
        for column in columns:
            if column.many is not None:
                many = column.many([row.pk for row in found])
                for row in found:
                    row.values[column.key] = many.get(row.pk)
        return found

    def stream(self, state: State, columns: Sequence[Column]) -> Iterator[Sequence[Any]]:
        """The values of every row the address asks for, a chunk at a time: what exports write."""
        own = [column.expression() for column in columns if column.many is None]
        for rows in batched(self._in_order(state, own), CHUNK):
            by_pk = {row[0]: row[1:] for row in rows}
            if len(own) < len(columns):
                _add_many(by_pk, list(by_pk), columns)
            yield from by_pk.values()

    def _in_order(self, state: State, own: Sequence[Any]) -> Iterator[Sequence[Any]]:
        """Id and values of every row: one question, unless the order is not the database's."""
        ordered = self.ordered(state)
        if isinstance(ordered, Ordered):
            for start in range(0, len(ordered.pks), CHUNK):
                yield from ordered[start : start + CHUNK].values_list("pk", *own)
        else:
            yield from ordered.values_list("pk", *own).iterator(CHUNK)


def batched(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """Lists of at most `size` rows (itertools has it from Python 3.12)."""
    remaining = iter(rows)
    while part := list(islice(remaining, size)):
        yield part


def _add_many(by_pk: dict[int, Any], part: Sequence[int], columns: Sequence[Column]) -> None:
    """The values of other rows at the place of their column."""
    found = [
        (place, column.many(part))
        for place, column in enumerate(columns)
        if column.many is not None
    ]
    for pk, own in by_pk.items():
        values = list(own)
        for place, many in found:
            values.insert(place, many.get(pk))
        by_pk[pk] = values


class Ordered:
    """Ids already in order, with the little of a queryset that lists use."""

    def __init__(self, rows: QuerySet, pks: list[int]) -> None:
        self.rows, self.pks = rows, pks

    def filter(self, pk__in: Sequence[int]) -> Ordered:
        kept = set(pk__in)
        return Ordered(self.rows, [pk for pk in self.pks if pk in kept])

    def __getitem__(self, part: slice) -> Ordered:
        return Ordered(self.rows, self.pks[part])

    def values_list(self, *names: Any, flat: bool = False) -> list[Any]:
        if flat:
            return self.pks
        rows = self.rows.filter(Among("pk", self.pks)).values_list(*names)
        by_pk = {row[0]: row for row in rows}
        return [by_pk[pk] for pk in self.pks if pk in by_pk]


def _key(value: Any) -> tuple:
    if isinstance(value, (list, tuple)):
        value = str(value[0]) if value else None
    return (0, "") if value is None else (1, value)
