"""Any cell may hold anything: whatever is typed, it is read or told, and the optimum stays exact."""

import json
import random
import time
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from croisee.core.spreadsheets import CellError, Row, Sheet
from croisee.schemes.ranked.sheets import EditionSheets, edition, read_edition
from croisee.schemes.ranked.sheets.matched import match
from croisee.schemes.ranked.sheets.results import results_bytes
from tests.ranked.dirt.workbooks import HOST, TRAINEE, host, read, trainee
from tests.ranked.lexicographic import optimum

WORDS = [
    "H001", "h002 ", "H003 – Maison", "oui", "à voir", "4 places", "a@b.be", "A@B.BE", "c@d.be", "Anne",
    "\u00a0", "=1+1", "H001 ou H002", "a@b.be; c@d.be", "5030", "N°", "Choix 1", "\ud800", "a\x00b", "１２",
]  # fmt: skip
ANYTHING = st.one_of(
    st.none(),
    st.sampled_from(WORDS),
    st.text(st.characters(codec=None, exclude_categories=[]), max_size=12),
    st.integers(-5, 60_000),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)),
    st.sampled_from(["#N/A", "=", "#REF!"]).map(CellError),
)


def sheet(headings: dict[str, Any], rows: list[list[Any]]) -> list[Sheet]:
    """A sheet as the file reader gives it, without the file."""
    found = Sheet("Réponses", rows=[Row(1, dict(enumerate(headings)))])
    for number, values in enumerate(rows, start=2):
        cells = {column: value for column, value in enumerate(values) if value is not None}
        if cells:
            found.rows.append(Row(number, cells))
    return [found]


def read_sheets(monkeypatch: pytest.MonkeyPatch, **files: list[Sheet]) -> EditionSheets:
    """Read sheets that no file has held."""
    from croisee.core.spreadsheets import Source

    monkeypatch.setattr(edition, "read_workbook", lambda source: files[source.name])
    return read_edition(Source("hosts", b""), Source("trainees", b""))


def rows_of(headings: dict[str, Any]) -> st.SearchStrategy[list[list[Any]]]:
    usual = list(headings.values())
    cell = [st.one_of(st.just(value), st.just(value), ANYTHING) for value in usual]
    return st.lists(st.tuples(*cell).map(list), max_size=6)


@settings(max_examples=80)
@given(rows_of(HOST), rows_of(TRAINEE))
def test_whatever_the_cells_hold_it_is_read_or_told(
    hosts: list[list[Any]], trainees: list[list[Any]]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        found = read_sheets(patch, hosts=sheet(HOST, hosts), trainees=sheet(TRAINEE, trainees))
    told = {(problem.file, problem.row) for problem in found.problems}
    assert len(
        json.dumps([problem.as_json() for problem in found.problems], ensure_ascii=False).encode()
    )
    numbers = {one.number for one in found.hosts}
    assert len(numbers) == len(found.hosts)
    assert len({one.key for one in found.trainees}) == len(found.trainees)
    assert all(1 <= one.places <= 999 for one in found.hosts)
    assert all(choice.number in numbers for one in found.trainees for choice in one.choices)
    read_rows = {("hosts", one.row) for one in found.hosts}
    read_rows |= {("trainees", one.row) for one in found.trainees}
    for name, rows in (("hosts", hosts), ("trainees", trainees)):
        for number, values in enumerate(rows, start=2):
            if any(value is not None and not isinstance(value, str) for value in values):
                assert (name, number) in read_rows | told


@settings(max_examples=25)
@given(rows_of(HOST), rows_of(TRAINEE))
def test_whatever_was_read_can_be_matched_and_written(
    hosts: list[list[Any]], trainees: list[list[Any]]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        found = read_sheets(patch, hosts=sheet(HOST, hosts), trainees=sheet(TRAINEE, trainees))
    matched = match(found, "max_by_class", 1)
    assert set(matched.result.assignment) == {one.key for one in found.trainees}
    assert results_bytes(matched).startswith(b"PK")


@pytest.mark.parametrize("seed", range(8))
def test_the_optimum_with_gaps_is_that_of_an_independent_solver(seed: int) -> None:
    """IM-08: a second choice stays a second when the first fell."""
    draw = random.Random(seed)
    hosts = [host(number=f"H{n:03}", name=f"M{n}", places=draw.randint(1, 3)) for n in range(1, 8)]
    people = []
    for n in range(30):
        choices = draw.sample([one["N°"] for one in hosts] + ["H999", None], 3)
        names = {"email": f"p{n}@pro.example", "first": f"P{n}", "phone": str(n)}
        said = dict(zip(("one", "two", "three"), choices, strict=True))
        people.append(trainee(**names, **said, priority=draw.choice(["Oui", None, None])))
    found = read(hosts, *people)
    expected = optimum(
        [
            (0 if one.priority else 1, [(choice.rank, choice.number) for choice in one.choices])
            for one in found.trainees
        ],
        {one.number: one.places for one in found.hosts},
    )
    matched = match(found, "max_by_class", seed)
    assert list(matched.result.levels) == expected
    for one in found.trainees:
        place = matched.host_of(one)
        assert (matched.rank_of(one) is None) is (place is None)


def test_a_file_full_of_dirt_is_read_in_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five thousand rows where everything is odd."""
    odd = [
        "hier",
        "P",
        "N",
        "p{}@x.be",
        491,
        "x",
        "y",
        "59000",
        "z",
        "peut-être",
        "H1 ou",
        "??",
        "\x07",
        "a\x07",
        "?",
    ]
    rows = [[str(value).format(n) for value in odd] for n in range(5_000)]
    begun = time.process_time()
    found = read_sheets(
        monkeypatch, hosts=sheet(HOST, [list(HOST.values())]), trainees=sheet(TRAINEE, rows)
    )
    assert time.process_time() - begun < 5
    assert len(found.trainees) == 5_000
