"""Cells that somebody emptied, where a blank is not taken: told, so that nobody believes it was."""

from __future__ import annotations

from typing import Any, Final

from croisee.schemes.ranked.enrolment.cells import PERSON_FIELDS, Cells
from croisee.schemes.ranked.enrolment.outcome import Teller
from croisee.schemes.ranked.enrolment.shown import field_name
from croisee.schemes.ranked.sheets.rows import HostRow, TraineeRow

_NEVER_BLANK: Final = ("institution", "title")  # an offer is known by them
_KEPT: Final = (*_NEVER_BLANK, "sectors", "email")
_LONGEST: Final = 80


def untitled(cells: Cells) -> str:
    """The title of an offer whose form asked for none."""
    return ", ".join(filter(None, [cells["institution"], cells["service"]]))[:200]


def host_blanks(row: HostRow, before: HostRow | None, stored: Cells, tell: Teller) -> None:
    """Of a file of answers, only what an offer cannot do without: its blanks are usual."""
    if before is not None:
        _emptied(row, before, _KEPT, tell)
        return
    for name in _NEVER_BLANK:
        usual = name == "title" and stored["title"] == untitled(stored)
        if name in row.given and not getattr(row, name) and stored[name] and not usual:
            _kept(name, stored[name], tell)


def person_blanks(row: TraineeRow, before: TraineeRow | None, tell: Teller) -> None:
    if before is not None:
        _emptied(row, before, PERSON_FIELDS, tell)


def _emptied(row: Any, before: Any, names: tuple[str, ...], tell: Teller) -> None:
    for name in names:
        said = getattr(before, name)
        if name in row.given and said and not getattr(row, name):
            _kept(name, ", ".join(said) if isinstance(said, tuple) else said, tell)


def _kept(name: str, value: str, tell: Teller) -> None:
    tell("blank_kept", field=field_name(name), value=value[:_LONGEST])
