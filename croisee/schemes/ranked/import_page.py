"""What the page of an import shows: its difference by rows, what is ticked, its headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.functional import cached_property
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy

from croisee.core.written_lists import sign
from croisee.schemes.ranked.enrolment.chosen import items_of, takes
from croisee.schemes.ranked.enrolment.shown import ShownCell, Words, field_name
from croisee.schemes.ranked.models import SheetImport
from croisee.schemes.ranked.sheets.headings import MAX_RANK, folded_heading
from croisee.schemes.ranked.sheets.tables import HOSTS, TRAINEES

ROWS = 50
VIEWS: Mapping[str, Any] = {
    "": gettext_lazy("Tout"),
    "conflits": gettext_lazy("Conflits"),
    "refusees": gettext_lazy("Refusées"),
    "ailleurs": gettext_lazy("Autres provinces"),
    "changees": gettext_lazy("Changées"),
    "nouvelles": gettext_lazy("Nouvelles"),
}


@dataclass(frozen=True)
class Line:
    """A cell to take or leave, or a new row, which is taken whole; nothing to tick without `item`."""

    item: str
    ticked: bool
    cell: ShownCell | None


@dataclass(frozen=True)
class Row:
    label: str
    file: str
    number: int
    new: bool
    about: str
    lines: list[Line]
    elsewhere: str = ""


@dataclass(frozen=True)
class HeadingRow:
    """A heading of the file, and what it is read as; `name` is its field in the form."""

    name: str
    kind: str
    text: str
    field: str
    ours: bool
    read_as: str


class Difference:
    """The rows of a stored import: what would change, or did."""

    def __init__(self, stored: SheetImport, *, view: str = "", page: str | None = None) -> None:
        self.stored = stored
        self.view = view if view in VIEWS else ""
        self.asked = page
        self.changes: Sequence[Mapping[str, Any]] = stored.changes
        self._words = Words()

    @cached_property
    def page(self) -> Page:
        found = [change for change in self.changes if _is(change, self.view)]
        found.sort(key=lambda change: "elsewhere" in change)  # what one may decide comes first
        return Paginator(found, ROWS).get_page(self.asked)

    @property
    def rows(self) -> list[Row]:
        return [self._row(change) for change in self.page.object_list]

    @property
    def views(self) -> list[tuple[str, Any, int]]:
        """(value, word, how many rows) of each view that has any."""
        counts = {one: sum(_is(change, one) for change in self.changes) for one in VIEWS}
        return [(one, word, counts[one]) for one, word in VIEWS.items() if counts[one]]

    @cached_property
    def ticked(self) -> int:
        """How many things are taken, on all pages."""
        pairs = (pair for change in self.changes for pair in items_of(change))
        return sum(takes(self.stored.choices, item, cell) for item, cell in pairs)

    @property
    def with_base(self) -> bool:
        """Whether some cell says what the export said."""
        return any("base" in cell for change in self.changes for cell in change["cells"])

    def _row(self, change: Mapping[str, Any]) -> Row:
        new = bool(change.get("new", change["pk"] is None))
        cells = [self._words.cell(cell) for cell in change["cells"]]
        choices = self.stored.choices
        items = items_of(change)
        elsewhere = ""
        if "elsewhere" in change:
            elsewhere = self._words.elsewhere(change["elsewhere"])
            lines = [Line("", False, cell) for cell in cells]
        elif new:
            lines = [Line(items[0][0], takes(choices, *items[0]), None)]
        else:
            lines = [
                Line(item, takes(choices, item, raw), cell)
                for (item, raw), cell in zip(items, cells, strict=True)
            ]
        about = " · ".join(f"{one.field}{sign(':')} {one.after}" for one in cells) if new else ""
        return Row(change["label"], change["file"], change["row"], new, about, lines, elsewhere)


def _is(change: Mapping[str, Any], view: str) -> bool:
    new = bool(change.get("new", change["pk"] is None))
    return {
        "": True,
        "nouvelles": new,
        "changees": not new and "elsewhere" not in change,
        "ailleurs": "elsewhere" in change,
        "conflits": any(cell.get("conflict") for cell in change["cells"]),
        "refusees": any(cell.get("refused") for cell in change["cells"]),
    }[view]


# ---------------------------------------------------------------- headings


def heading_rows(stored: SheetImport) -> list[HeadingRow]:
    """Every heading of the files, in their order."""
    found = enumerate(stored.summary.get("headings", []))
    return [
        HeadingRow(f"c{index}", kind, text, field, ours, field_name(field) if field else "")
        for index, (kind, text, field, ours) in found
    ]


def heading_options(max_choices: int) -> dict[str, list[tuple[str, str]]]:
    """The fields a heading may be read as, by kind."""
    ranks = {f"choice_{rank}" for rank in range(max_choices + 1, MAX_RANK + 1)}
    return {
        kind.name: [
            (field.name, field_name(field.name)) for field in kind.fields if field.name not in ranks
        ]
        for kind in (HOSTS, TRAINEES)
    }


def said(stored: SheetImport, data: Mapping[str, str]) -> dict[tuple[str, str], str]:
    """What a form says of headings, where it is not what is read already."""
    options = heading_options(MAX_RANK)
    found = {}
    for row in heading_rows(stored):
        wanted = data.get(row.name, row.field)
        known = {"", *(name for name, _word in options[row.kind])}
        if wanted in known and wanted != row.field and not row.ours:
            found[row.kind, folded_heading(row.text)] = wanted
    return found


# ---------------------------------------------------------------- undone


@dataclass(frozen=True)
class Left:
    """What could not be taken back: where, what is there now, and why."""

    label: str
    field: str
    now: str
    why: str


def left(stored: SheetImport) -> list[Left]:
    words = Words()
    return [
        Left(
            one["label"],
            field_name(one["field"]) if "field" in one else "",
            words.text(one["field"], one["now"])[:80] if "field" in one else "",
            translated(one["why"]),
        )
        for one in stored.summary.get("undone", {}).get("left", [])
    ]
