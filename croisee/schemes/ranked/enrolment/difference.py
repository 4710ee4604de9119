"""The difference between a spreadsheet and what is stored, cell by cell. Pure: values in and out.

Of a file that we exported, the value it had then is known: a cell nobody touched says nothing, and
a cell that changed here as well is a conflict, for a coordinator to settle.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from croisee.schemes.ranked.enrolment.cells import same

OFFER: Final = "offer"
APPLICATION: Final = "application"


@dataclass
class Cell:
    """One cell: what is stored now, what the file says, and `base`, what the export said.

    `base` is () where it is not known. `refused` is a sentence that says why it cannot be taken.
    """

    field: str
    before: Any
    after: Any
    base: Any = ()
    conflict: bool = False
    refused: str = ""

    @property
    def plain(self) -> bool:
        """Taken unless somebody says otherwise."""
        return not self.conflict and not self.refused

    def as_json(self) -> dict[str, Any]:
        found = {"field": self.field, "before": self.before, "after": self.after}
        if self.base != ():
            found["base"] = self.base
        if self.conflict:
            found["conflict"] = True
        if self.refused:
            found["refused"] = self.refused
        return found


@dataclass
class RowChange:
    """What one row of a file would change. `pk` is None for what is new; `cells` then only shows it.

    `source` is the row read, `target` the object stored: they stay in memory. `elsewhere` is the
    province whose coordinator may change what is stored (see `elsewhere`), None for the reader.
    """

    kind: str
    key: str
    label: str
    file: str
    row: int
    pk: int | None
    cells: list[Cell]
    source: Any = field(default=None, repr=False)
    target: Any = field(default=None, repr=False)
    elsewhere: int | None = None

    @property
    def items(self) -> list[str]:
        """What may be taken or left: the whole row where it is new, else each cell; nothing of what
        belongs elsewhere."""
        if self.elsewhere is not None:
            return []
        if self.pk is None:
            return [item(self.kind, self.key)]
        return [item(self.kind, self.key, cell.field) for cell in self.cells]

    def as_json(self) -> dict[str, Any]:
        more = {} if self.elsewhere is None else {"elsewhere": self.elsewhere}
        return {
            **more,
            "kind": self.kind,
            "key": self.key,
            "label": self.label,
            "file": self.file,
            "row": self.row,
            "pk": self.pk,
            "cells": [cell.as_json() for cell in self.cells],
        }


def item(kind: str, key: str, field_name: str = "") -> str:
    """The name of one thing to take or leave."""
    return ":".join(filter(None, [kind, field_name, key]))


def compare(
    wanted: Mapping[str, Any],
    stored: Mapping[str, Any],
    base: Mapping[str, Any] | None = None,
    *,
    changed_since: bool = False,
) -> list[Cell]:
    """The cells that would change.

    `base` is what the export said; `changed_since` tells that the object changed here after an
    export which did not keep what it said: every difference is then somebody's to settle.
    """
    found = []
    for name, after in wanted.items():
        before, then = stored[name], () if base is None else base.get(name, ())
        if same(name, after, before) or (then != () and same(name, after, then)):
            continue
        conflict = changed_since if then == () else not same(name, then, before)
        found.append(Cell(name, before, after, then, conflict))
    return found
