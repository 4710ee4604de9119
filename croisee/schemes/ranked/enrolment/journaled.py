"""Changed cells as the journal keeps them: under the names of the desk's forms, no personal text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from croisee.core.journal import HIDDEN
from croisee.schemes.ranked.enrolment.cells import OFFER_ATTRIBUTES, PERSON_FIELDS
from croisee.schemes.ranked.enrolment.difference import Cell

_NAMES: Final = {
    **OFFER_ATTRIBUTES,
    "institution": "organisation",
    "priority": "priority_class",
    "contact": "contacts",
}
_PERSONAL: Final = {*PERSON_FIELDS, "contact", "expectations", "availability"}


def journaled(cells: Iterable[Cell]) -> dict[str, list[Any]]:
    """{field: [before, after]}; of what is personal, only that it changed."""
    return {
        _NAMES.get(cell.field, cell.field): [HIDDEN, HIDDEN]
        if cell.field in _PERSONAL
        else [_plain(cell.before), _plain(cell.after)]
        for cell in cells
    }


def _plain(value: Any) -> Any:
    """A word of a list as its form has it."""
    if not isinstance(value, dict):
        return value
    if value.keys() == {"code", "text"}:
        return value["code"] or value["text"]
    return [f"{rank}. {number}" for rank, number in value.items()]
