"""The hidden sheet of our files, as it comes back from hands that sorted, joined or copied it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from croisee.core.spreadsheets import Row, Sheet
from croisee.core.spreadsheets.stamp import SHEET, Imprint, read_stamp

Lines = list[list[str]]


def written(edition: int) -> Lines:
    """The hidden sheet of a list of two rows."""
    columns = {"N°": "number", "Places": "places"}
    imprint = Imprint(edition, "hosts", columns, at=datetime(2026, 11, 23, tzinfo=UTC))
    assert len(list(imprint.passing([["H001", 2], ["H002", 3]]))) == 2
    return list(imprint.sealed())


def come_back(lines: Lines) -> Any:
    rows = [Row(number, dict(enumerate(line))) for number, line in enumerate(lines, start=1)]
    return read_stamp([Sheet(SHEET, hidden=True, rows=rows)])


def test_what_left_comes_back() -> None:
    heading, rows = come_back(written(7))
    assert (heading["edition"], heading["kind"]) == (7, "hosts")
    assert rows == [["H001", 2], ["H002", 3]]


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: lines[::-1],
        lambda lines: lines[1:],
        lambda lines: [*lines, lines[0]],
        lambda lines: [*lines, written(8)[0]],
        lambda lines: [["é\u202e", "12"], *lines],
        lambda lines: [[lines[0][0][:-4]], *lines[1:]],
    ],
    ids=["sorted", "beheaded", "doubled", "joined", "written on", "cut"],
)
def test_a_sheet_that_was_touched_is_as_none(change: Callable[[Lines], Lines]) -> None:
    """No failure: the file is read as any other."""
    assert come_back(change(written(7))) is None
