"""What somebody chose of a difference that was shown, by the names of its things.

A stored change is `RowChange.as_json()`; a thing is a new row (`kind:key`) or one cell
(`kind:field:key`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from croisee.schemes.ranked.enrolment.difference import RowChange

Changes = Sequence[Mapping[str, Any]]


def items_of(change: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """(name of a thing to take, its cell) of a stored change; a new row is one thing, and what is
    somebody else's to change none."""
    if not change or "elsewhere" in change:
        return []
    if change["pk"] is None:
        return [(f"{change['kind']}:{change['key']}", change["cells"])]
    return [(f"{change['kind']}:{cell['field']}:{change['key']}", cell) for cell in change["cells"]]


def plain_items(changes: Changes) -> list[str]:
    """The names of what is taken unless somebody says otherwise."""
    pairs = (pair for change in changes for pair in items_of(change))
    return [item for item, cell in pairs if takes({}, item, cell)]


def takes(choices: Mapping[str, bool], item: str, cell: Any) -> bool:
    """Whether a thing is taken: as somebody chose, else unless it is a conflict. Never what is
    refused."""
    if isinstance(cell, dict) and cell.get("refused"):
        return False
    return choices.get(item, not (isinstance(cell, dict) and cell.get("conflict")))


def as_seen(
    seen: Changes, choices: Mapping[str, bool], now: Iterable[RowChange]
) -> tuple[set[str], list[str]]:
    """(what is chosen and still is what was seen, the labels of rows where it is not)."""
    by_name = {_named(change): change for change in seen}
    wanted = {
        item for change in seen for item, cell in items_of(change) if takes(choices, item, cell)
    }
    chosen, overtaken, met = set(), [], set()
    for change in now:
        before = dict(items_of(by_name.get((change.kind, change.key), {})))
        for item, cell in items_of(change.as_json()):
            met.add(item)
            if item in wanted and before.get(item) == cell:
                chosen.add(item)
            elif item in wanted:
                overtaken.append(change.label)
    for gone in seen:
        if any(item in wanted - met for item, _cell in items_of(gone)):
            overtaken.append(gone["label"])
    return chosen, list(dict.fromkeys(overtaken))


def _named(change: Mapping[str, Any]) -> tuple[str, str]:
    return change["kind"], change["key"]
