"""Writing: user text is always text (reliability.md, rule 13), files are stored whole."""

import datetime
import io
import os
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from croisee.core.spreadsheets import (
    Column,
    Page,
    UnusableFileError,
    from_bytes,
    read_workbook,
    workbook_bytes,
)
from croisee.core.spreadsheets.storing import check_writable, same_file, store

FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    '=HYPERLINK("http://x")',
    "{=A1}",
    "http://x.example",
    "\t=1",
]


def written(*values: object) -> bytes:
    columns = [Column(f"c{index}") for index in range(len(values))]
    return workbook_bytes([Page("Feuille", columns, [values])])  # type: ignore[list-item]


@pytest.mark.parametrize("text", FORMULAS)
def test_user_text_never_becomes_a_formula_or_a_link(text: str) -> None:
    cell = openpyxl.load_workbook(io.BytesIO(written(text))).worksheets[0]["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_values_come_back_as_they_were() -> None:
    moment = datetime.datetime(2026, 11, 23, 9, 37)
    day = datetime.date(2027, 4, 1)
    cells = openpyxl.load_workbook(io.BytesIO(written("0491", 4, 2.5, True, moment, day, None, "")))
    assert [cell.value for cell in cells.worksheets[0][2]] == [
        "0491", 4, 2.5, True, moment, datetime.datetime(2027, 4, 1), None, None,
    ]  # fmt: skip


def test_the_first_row_holds_the_headings_and_stays_in_sight() -> None:
    worksheet = openpyxl.load_workbook(io.BytesIO(written("a", "b"))).worksheets[0]
    assert [cell.value for cell in worksheet[1]] == ["c0", "c1"]
    assert worksheet.freeze_panes == "A2"
    assert worksheet.auto_filter.ref == "A1:B2"


@settings(max_examples=40)
@given(st.text(st.characters(codec=None, exclude_categories=[]), max_size=40))
def test_any_text_can_be_written_and_read_back(text: str) -> None:
    rows = read_workbook(from_bytes("f.xlsx", written(text, "x")))[0].rows
    found = rows[1].cells.get(0, "")
    kept = "".join(char for char in text if char.isalnum())
    assert "".join(char for char in str(found) if char.isalnum()) == kept


def test_a_file_is_stored_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "r.xlsx"
    store(target, b"one")
    store(target, b"two")
    assert target.read_bytes() == b"two"
    assert [path.name for path in tmp_path.iterdir()] == ["r.xlsx"]


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    for path in (tmp_path / "nulle part" / "r.xlsx", tmp_path):
        with pytest.raises(UnusableFileError, match="ne peut pas être écrit"):
            check_writable(path)
        with pytest.raises(UnusableFileError, match="ne peut pas être écrit"):
            store(path, b"x")


def test_the_same_file_under_two_names(tmp_path: Path) -> None:
    one = tmp_path / "un.xlsx"
    one.write_bytes(b"x")
    link, hard = tmp_path / "lien.xlsx", tmp_path / "dur.xlsx"
    link.symlink_to(one)
    os.link(one, hard)
    assert same_file(one, link)
    assert same_file(one, hard)
    assert same_file(tmp_path / "." / "nouveau", tmp_path / "nouveau")
    assert not same_file(one, tmp_path / "nouveau")
