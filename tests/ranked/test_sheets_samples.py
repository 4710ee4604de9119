"""The samples, row by row against the truth (requirements IM-03, IM-04, IM-51)."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from croisee.schemes.ranked.sheets import EditionSheets, Level, read_edition
from tests.ranked.dirt.workbooks import plain

SAMPLES = Path(__file__).parent.parent / "samples"
HOST_FIELDS = {
    "ref": "number", "name": "institution", "street": "address", "postcode": "postcode",
    "town": "town", "contact": "contact", "role": "role", "email": "email", "phone": "phone",
    "title": "title", "face": "face", "places": "places", "duration": "duration", "dates": "dates",
}  # fmt: skip
HOST_LISTS = {"sectors": "sectors", "professions": "professions", "days": "days"}
TRAINEE_FIELDS = {
    "first": "first_name", "last": "last_name", "email": "key", "phone": "phone",
    "profession": "profession", "employer": "employer", "postcode": "postcode",
    "sector": "sector", "priority": "priority", "expectations": "expectations",
}  # fmt: skip


@cache
def truth() -> dict[str, Any]:
    return json.loads((SAMPLES / "truth.json").read_text())


@pytest.fixture(scope="module")
def edition() -> EditionSheets:
    return read_edition(SAMPLES / "hotes.xlsx", SAMPLES / "stagiaires.xlsx")


def test_the_totals_are_those_of_the_edition(edition: EditionSheets) -> None:
    """IM-51: 120 hosts, 408 places, 290 trainees."""
    assert len(edition.hosts) == truth()["hosts"]
    assert sum(host.places for host in edition.hosts) == truth()["places"]
    assert len(edition.trainees) == truth()["trainees"]
    assert edition.max_choices == 3


def test_every_host_is_read_as_a_careful_person_reads_it(edition: EditionSheets) -> None:
    read = {host.number: host for host in edition.hosts}
    for row in truth()["host_rows"]:
        host = read.pop(row["ref"])
        assert {name: getattr(host, field) for name, field in HOST_FIELDS.items()} == {
            name: row[name] for name in HOST_FIELDS
        }
        for name, field in HOST_LISTS.items():
            assert list(getattr(host, field)) == row[name]
        assert host.languages == tuple(row["langs"].split(", "))
        assert host.conditions is True
    assert read == {}


def test_every_trainee_is_read_as_a_careful_person_reads_it(edition: EditionSheets) -> None:
    read = {trainee.key: trainee for trainee in edition.trainees}
    for row in truth()["trainee_rows"]:
        trainee = read.pop(row["email"])
        assert {name: getattr(trainee, field) for name, field in TRAINEE_FIELDS.items()} == {
            name: row[name] for name in TRAINEE_FIELDS
        }
        assert [choice.number for choice in trainee.choices] == row["choices"]
    assert read == {}


def note_of(who: str) -> str:
    return next(note for note in truth()["notes"] if note.startswith(who))


def test_every_note_of_the_truth_is_told(edition: EditionSheets) -> None:
    expected = {
        "answered twice": {"superseded"},
        "row refused": {"places_unreadable", "email_invalid"},
        "has no choice": {"no_choice"},
        "registered twice": {"superseded"},
        "no other choice": {"unknown_offer", "no_valid_choice"},
        "other choices kept": {"unknown_offer"},
        "counted once": {"repeated_choice"},
    }
    for note in truth()["notes"]:
        who = note.split()[0].rstrip(":")
        codes = {problem.code for problem in edition.problems if problem.who == who}
        wanted = next(codes for words, codes in expected.items() if words in note)
        assert codes == wanted, note


def test_nothing_else_is_told_but_choices_of_ones_own_institution(edition: EditionSheets) -> None:
    noted = {note.split()[0].rstrip(":") for note in truth()["notes"]}
    others = [problem for problem in edition.problems if problem.who not in noted]
    assert {problem.code for problem in others} == {"own_institution"}
    assert len(others) == 3


@pytest.mark.parametrize(
    ("code", "level", "row", "column", "who", "words"),
    [
        ("places_unreadable", Level.REFUSED, 129, "Nombre de places", "H121", "« à voir » n’est pas"),
        ("email_invalid", Level.REFUSED, 129, "E-mail", "H121", "« pas-une-adresse » n’est pas"),
        ("superseded", Level.REMARK, 11, "", "H010", "ligne 127, compte"),
        ("superseded", Level.REMARK, 12, "", "H010", "ligne 127, compte"),
        ("superseded", Level.REMARK, 27, "", "theo.legrand26@pro.example", "ligne 28, compte"),
        ("no_choice", Level.REMARK, 14, "", "margaux.godin13@pro.example", "ne peut pas être placée"),
        ("unknown_offer", Level.LEFT_OUT, 80, "Choix 3", "stefano.lejeune77@pro.example", "« H999 –"),
        ("repeated_choice", Level.REMARK, 156, "Choix 3", "christophe.denis149@pro.example", "une fois"),
    ],
)  # fmt: skip
def test_problems_name_their_exact_place(
    edition: EditionSheets, code: str, level: Level, row: int, column: str, who: str, words: str
) -> None:
    found = [p for p in edition.problems if (p.code, p.row, p.column) == (code, row, column)]
    assert len(found) == 1
    problem = found[0]
    assert (problem.level, problem.who) == (level, who)
    assert problem.file == ("hotes.xlsx" if who.startswith("H") else "stagiaires.xlsx")
    assert words in plain(problem.message)


def test_reading_twice_gives_the_same(edition: EditionSheets) -> None:
    assert read_edition(SAMPLES / "hotes.xlsx", SAMPLES / "stagiaires.xlsx") == edition
