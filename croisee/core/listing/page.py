"""What the template of a list needs: headings with their links, cells, pages, views."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.paginator import EmptyPage, Page, Paginator
from django.forms import BoundField, Form
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from croisee.core.counting import counts
from croisee.core.listing.cells import Cell, drawn, heading
from croisee.core.listing.columns import Column
from croisee.core.listing.editing import SEEN
from croisee.core.listing.listing import Listing, Ordered, Row
from croisee.core.listing.memory import View, views_of
from croisee.core.listing.state import SIZES, State, read_state

PLACE = "province"
Links = Mapping[str, Mapping[int, str]]  # by column key, then by id
TOTAL = "all"
MOST_COUNTED = 6  # views whose lines are counted on the tab


@dataclass(frozen=True)
class Heading:
    column: Column
    url: str
    direction: str  # "", "ascending", "descending"


@dataclass
class Line:
    """A row ready to be drawn; the first cell heads it."""

    pk: int
    head: Cell
    cells: list[Cell]
    link: str
    writable: bool
    edit_url: str
    form: Form | None = None
    tick: str = ""  # how its box is named

    @property
    def drawn(self) -> SafeString:
        return heading(self.head, self.link) + drawn(self.cells)


@dataclass
class Tab:
    view: View
    url: str
    current: bool
    count: int | None = None


@dataclass
class ListPage:
    listing: Listing
    state: State
    form: Form | None = None  # of the row being edited
    problem: str = ""
    ticked: set[int] = field(default_factory=set)

    @cached_property
    def columns(self) -> list[Column]:
        return self.listing.shown(self.state)

    @cached_property
    def page(self) -> Page:
        paginator = Paginator(self._ordered, self.state.size)
        paginator.count = self.total
        try:
            return paginator.page(self.state.page)
        except EmptyPage:
            return paginator.page(paginator.num_pages)

    @cached_property
    def _ordered(self) -> Any:
        """A search reads every text once: its ids are kept, not searched again for the count."""
        rows = self.listing.ordered(self.state)
        if self.state.q:
            return Ordered(self.listing.rows(), list(rows.values_list("pk", flat=True)))
        return rows

    @cached_property
    def total(self) -> int:
        if isinstance(self._ordered, Ordered):
            return len(self._ordered.pks)
        return self._counts[TOTAL]

    @cached_property
    def _counts(self) -> dict[str, int]:
        """What the list and its tabs hold, in one question."""
        counted = enumerate(self._views[:MOST_COUNTED])
        asked = {str(place): state for place, (_view, state) in counted if state.filtered}
        if not isinstance(self._ordered, Ordered):
            asked[TOTAL] = self.state
        return counts({key: self.listing.found(state) for key, state in asked.items()})

    @property
    def counted(self) -> str:
        return self.listing.counted(self.total)

    @cached_property
    def lines(self) -> list[Line]:
        rows = self.listing.read(self.page.object_list, self.columns)
        shown, pks = {column.key for column in self.columns}, [row.pk for row in rows]
        makers = self.listing.cell_links().items()
        links = {key: links_of(pks) for key, links_of in makers if key in shown}
        tick = _("Cocher %(name)s")
        return [self._line(row, links, tick) for row in rows]

    def _line(self, row: Row, links: Links, tick: str) -> Line:
        writable = self.listing.may_write(row.place)
        form = self.form if self.state.editing == row.pk and writable else None
        cells = [self._cell(column, row, form, links) for column in self.columns]
        editable = writable and any(column.edit for column in self.columns)
        return Line(
            row.pk,
            cells[0],
            cells[1:],
            self.listing.link(row.pk),
            writable,
            _and(self.query, f"modifier={row.pk}") if editable else "",
            form,
            tick % {"name": cells[0].text},
        )

    def _cell(self, column: Column, row: Row, form: Form | None, links: Links) -> Cell:
        value = row.values[column.key]
        bound = form[column.edit] if form and column.edit in form.fields else None
        url = links.get(column.key, {}).get(row.pk, "")
        return Cell(column, column.text(value), column.status(value), bound, url)

    @property
    def hidden_fields(self) -> Iterator[BoundField]:
        """Fields of the edited row that no column shows: what was seen."""
        if self.form is not None:
            yield self.form[SEEN]

    @cached_property
    def all_writable(self) -> bool:
        return all(line.writable for line in self.lines)

    @cached_property
    def editable(self) -> bool:
        return any(column.edit for column in self.columns)

    @property
    def headings(self) -> list[Heading]:
        return [self._heading(column) for column in self.columns]

    def _heading(self, column: Column) -> Heading:
        current = (self.state.sort or self.listing.default_sort) == column.key
        falling = self.state.descending if self.state.sort else self.listing.latest_first
        url = self.state.query(sort=column.key, descending=current and not falling, page=1)
        direction = "descending" if falling else "ascending"
        return Heading(column, url if column.sortable else "", direction if current else "")

    @property
    def filters(self) -> list[tuple[Any, list[tuple[str, str]], str]]:
        return [(one, one.choices(), self.state.value(one.key)) for one in self.listing.filters]

    @property
    def kept(self) -> list[tuple[str, Any]]:
        """What the form of filters carries along unseen."""
        sort = ("-" if self.state.descending else "") + self.state.sort if self.state.sort else ""
        kept: list[tuple[str, Any]] = [("tri", sort), ("colonnes", ".".join(self.state.columns))]
        kept.append(("par", self.state.size if self.state.size != State.size else ""))
        return [(key, value) for key, value in kept if value]

    @property
    def chosen(self) -> list[tuple[str, str]]:
        """Search and filters, for the form of columns."""
        sort = ("-" if self.state.descending else "") + self.state.sort if self.state.sort else ""
        return [
            pair for pair in [("q", self.state.q), *self.state.chosen, ("tri", sort)] if pair[1]
        ]

    @property
    def sizes(self) -> list[tuple[int, bool]]:
        return [(size, size == self.state.size) for size in SIZES]

    @property
    def column_choices(self) -> list[tuple[Column, bool]]:
        shown = {column.key for column in self.columns}
        return [(column, column.key in shown) for column in self.listing.columns]

    @cached_property
    def query(self) -> str:
        return self.state.query()

    @cached_property
    def plain_query(self) -> str:
        """What a saved view keeps: everything but the page."""
        return self.state.query(page=1)

    @property
    def previous(self) -> str:
        return self.state.query(page=self.page.number - 1) if self.page.has_previous() else ""

    @property
    def next(self) -> str:
        return self.state.query(page=self.page.number + 1) if self.page.has_next() else ""

    @property
    def xlsx(self) -> str:
        return _and(self.query, "format=xlsx")

    @property
    def csv(self) -> str:
        return _and(self.query, "format=csv")

    @cached_property
    def _views(self) -> list[tuple[View, State]]:
        """The views of the list, ready-made and saved, with what each asks for."""
        presets = [View(str(name), query) for name, query in self.listing.views()]
        saved = views_of(self.listing.person, self.listing.edition, self.listing.key)
        return [(view, self._asked(view)) for view in (*presets, *saved)]

    def _asked(self, view: View) -> State:
        query = QueryDict(view.query.removeprefix("?"))
        asked = read_state(query, self.listing.columns, self.listing.filters)
        return asked if view.pk else self._in_place(asked)

    @cached_property
    def tabs(self) -> list[Tab]:
        here = replace(self.state, page=1, editing=0)
        return [
            Tab(
                view,
                self.listing.url() + asked.query(),
                asked == here,
                self._counts.get(str(place)),
            )
            for place, (view, asked) in enumerate(self._views)
        ]

    def _in_place(self, asked: State) -> State:
        """The province looked at stays when one changes the view, and is what its tab counts."""
        chosen = self.state.value(PLACE)
        if not chosen or asked.value(PLACE):
            return asked
        known = {**dict(asked.chosen), PLACE: chosen}
        keys = [one.key for one in self.listing.filters if one.key in known]
        return replace(asked, chosen=tuple((key, known[key]) for key in keys))

    @property
    def current_view(self) -> Tab | None:
        return next((tab for tab in self.tabs if tab.current), None)


def _and(query: str, more: str) -> str:
    return f"{query}&{more}" if len(query) > 1 else f"?{more}"
