"""The mechanism of lists: addresses, folding, cells of exports, judging changes."""

import io
import re
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from django.http import QueryDict

import croisee
from croisee.core.listing.cells import Cell, drawn, heading
from croisee.core.listing.columns import Column, DayColumn, NumberColumn, TextColumn
from croisee.core.listing.editing import _judge
from croisee.core.listing.export import _cell, write_xlsx
from croisee.core.listing.filters import Filter
from croisee.core.listing.history import VERBS
from croisee.core.listing.state import State, read_state

ACT = re.compile(r'(?:journal\.record(?:_many)?|_Move|_move)\(\s*"([a-z_]+\.[a-z_]+)"')
COLUMNS = (
    TextColumn("nom", "Nom", "name"),
    Column("ville", "Ville", "town"),
    Column("note", "Note", "note", shown=False, sorts=False),
)
FILTERS = (Filter("etat", "État", [("a", "A"), ("b", "B")], lambda rows, value: rows),)


def read(query: str) -> State:
    return read_state(QueryDict(query), COLUMNS, FILTERS)


@pytest.mark.parametrize(
    "query",
    [
        "page=0&par=7&tri=xyz&etat=zzz&modifier=-1",
        "page=99999999999999999999&par=²&colonnes=%00.&tri=-",
        "q=%00%ED%A0%80&etat=&tri=note",
    ],
)
def test_an_odd_address_is_never_an_error(query: str) -> None:
    state = read(query)
    assert (state.sort, state.chosen, state.size, state.editing) == ("", (), 50, 0)
    assert state.columns == ()


def test_an_address_is_read_and_written_back() -> None:
    state = read("q=Élodie&etat=b&tri=-ville&colonnes=nom&colonnes=note&par=100&page=3")
    assert read(state.query().removeprefix("?")) == state
    assert state.columns == ("nom", "note")
    assert "page=" not in state.query(page=1)


def test_the_usual_columns_need_no_address() -> None:
    assert read("colonnes=nom.ville").columns == ()


@pytest.mark.parametrize("text", ["=1+1", "+32", "-2", "@x", "\t=1"])
def test_a_csv_text_is_never_a_formula(text: str) -> None:
    assert _cell(text) == f"'{text}"


def test_fields_are_judged_one_by_one() -> None:
    seen, stored = {"a": 1, "b": 1, "c": 1}, {"a": 1, "b": 2, "c": 2}
    changes, conflicts = _judge({"a": 5, "b": 1, "c": 9}, seen, stored)
    assert changes == {"a": [1, 5]}  # nobody touched it
    assert conflicts == {"c": 2}  # b was not touched here: the colleague's change stays


def test_two_people_writing_the_same_have_no_conflict() -> None:
    assert _judge({"a": 2}, {"a": 1}, {"a": 2}) == ({}, {})


def test_every_act_has_its_words() -> None:
    """A journal that shows « placement.done » to a coordinator has forgotten a sentence."""
    acts = {f"placement.{outcome}" for outcome in ("contacted", "done", "partly", "no_show")}
    for path in Path(croisee.__file__).parent.rglob("*.py"):
        acts |= set(ACT.findall(path.read_text()))
    assert len(acts) > 60
    assert acts - set(VERBS) == set()


def test_what_people_typed_is_text_in_every_cell() -> None:
    """Cells are joined by hand: names, addresses of links and signs are escaped one by one."""
    typed, escaped = '<b>"L’Étape" & co</b>', "&lt;b&gt;&quot;L’Étape&quot; &amp; co&lt;/b&gt;"
    column = COLUMNS[0]
    cells = [Cell(column, typed), Cell(column, typed, status=typed), Cell(column, typed, url=typed)]
    for markup, times in (
        (drawn(cells), 5),
        (heading(cells[0], ""), 1),
        (heading(cells[0], typed), 2),
    ):
        assert (markup.count(escaped), typed in markup) == (times, False)
    assert ">—</a>" in heading(Cell(column, ""), "/x/")


def test_a_cell_has_the_kind_of_its_value_and_a_text_is_cut_where_a_cell_ends() -> None:
    """A text stays a text; one longer than Excel's 32,767 characters does not spoil the file."""
    columns = [TextColumn("t", "Texte"), NumberColumn("n", "Nombre"), DayColumn("d", "Jour")]
    rows = [("=1+1", 3, date(2027, 2, 19)), ("é" * 40_000, None, None), ("", 0, None)]
    file = io.BytesIO()
    assert write_xlsx(file, columns, rows) == 3
    sheet = openpyxl.load_workbook(file).active
    first, second, third = sheet.iter_rows(min_row=2)
    assert [(one.data_type, one.is_date) for one in first] == [
        ("s", False),
        ("n", False),
        ("d", True),
    ]
    assert (first[0].value, first[1].value, first[2].value.date()) == rows[0]
    assert second[0].value == "é" * 32_767
    assert [one.value for one in (*second[1:], *third)] == [None, None, None, 0, None]
