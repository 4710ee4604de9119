"""Trainees' rows, with the dirt coordinators do have (samples/README.md)."""

from datetime import datetime
from typing import Any

import pytest

from croisee.schemes.ranked.sheets import EditionSheets, Level, RankedChoice
from tests.ranked.dirt.workbooks import ERROR, codes, host, plain, read, told, trainee

HOSTS = [host(), host(number="H002", name="Maison Basse"), host(number="H003", name="Autre")]
LATER = datetime(2027, 2, 1)


def registered(*rows: dict[str, Any]) -> EditionSheets:
    return read(HOSTS, *rows)


def ranked(edition: EditionSheets) -> list[tuple[int, str]]:
    return [(choice.rank, choice.number) for choice in edition.trainees[0].choices]


@pytest.mark.parametrize(
    "said", ["Oui", "oui", "OUI ", "yes", "Ja", "x", "X", "VRAI", 1, 1.0, True, "1", "✓", "Ｏui"]
)
def test_yes_gives_priority(said: Any) -> None:
    """IM-11."""
    edition = registered(trainee(priority=said))
    assert edition.trainees[0].priority is True
    assert edition.problems == ()


@pytest.mark.parametrize(
    "said", [None, "", "  ", "Non", "non", "NEE", "no", 0, False, "-", "\u00a0"]
)
def test_no_and_blank_give_none(said: Any) -> None:
    edition = registered(trainee(priority=said))
    assert edition.trainees[0].priority is False
    assert edition.problems == ()


@pytest.mark.parametrize(
    "said", ["peut-être", "oui ?", "oui mais non", 2, "H001", datetime(2026, 1, 1), "0,5"]
)
def test_what_is_neither_is_told_and_gives_none(said: Any) -> None:
    edition = registered(trainee(priority=said))
    assert edition.trainees[0].priority is False
    assert codes(edition) == ["priority_unclear"]
    assert edition.problems[0].level == Level.LEFT_OUT


def test_the_latest_registration_counts_whatever_the_case_of_the_address() -> None:
    edition = registered(
        trainee(one="H001", at=LATER),
        trainee(one="H002", email="ANNE@pro.example "),
        trainee(one="H003", email="Anne@Pro.Example", at=LATER),
    )
    assert ranked(edition) == [(1, "H003")]
    assert [(p.code, p.row, p.who) for p in edition.problems] == [
        ("superseded", 2, "anne@pro.example"),
        ("superseded", 3, "anne@pro.example"),
    ]
    assert (edition.trainees[0].email, edition.trainees[0].key) == (
        "Anne@Pro.Example",
        "anne@pro.example",
    )


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("ANNE", "martin"),
        ("Martin", "Anne"),
        ("Anne ", "Mártin"),
        ("Ａnne", "Martin"),
        (None, None),
    ],
)
def test_the_same_name_typed_otherwise_is_the_same_person(first: str, last: str) -> None:
    edition = registered(trainee(), trainee(first=first, last=last, one="H002", at=LATER))
    assert ranked(edition) == [(1, "H002")]
    assert not told(edition, "other_person")


def test_the_same_address_under_another_name_replaces_nothing_and_is_told() -> None:
    edition = registered(
        trainee(one="H001"),
        trainee(first="Paul", last="Durand", one="H002", at=LATER),
        trainee(one="H003", at=datetime(2027, 3, 1)),
    )
    assert [(one.name, one.choices[0].number) for one in edition.trainees] == [
        ("Anne Martin", "H003")
    ]
    (problem,) = told(edition, "other_person")
    assert (problem.level, problem.row, problem.who) == (Level.REFUSED, 3, "anne@pro.example")
    assert "utilisée ligne 2 par une autre personne, Anne Martin" in problem.message
    assert "cette ligne-ci (Paul Durand) est refusée et ne remplace rien" in problem.message


def test_missing_and_invalid_addresses_are_refused_and_named() -> None:
    edition = registered(trainee(email=None), trainee(email="anne chez pro"), trainee(email=ERROR))
    assert edition.trainees == ()
    found = [p for p in edition.problems if p.level == Level.REFUSED]
    assert [(p.code, p.row, p.who) for p in found] == [
        ("email_missing", 2, "Anne Martin"),
        ("email_invalid", 3, "anne chez pro"),
        ("email_invalid", 4, "#N/A"),
    ]


def test_choices_left_out_keep_the_rank_of_the_others() -> None:
    edition = registered(trainee(one="H999 – Fermé", two="H002", three="H003"))
    assert ranked(edition) == [(2, "H002"), (3, "H003")]
    (problem,) = edition.problems
    assert (problem.code, problem.column, problem.level) == (
        "unknown_offer",
        "Choix 1",
        Level.LEFT_OUT,
    )


def test_a_gap_between_choices_is_told_and_kept() -> None:
    edition = registered(trainee(one=None, two="H002"))
    assert edition.trainees[0].choices == (RankedChoice(2, "H002"),)
    assert [(p.code, p.column) for p in edition.problems] == [("gap_in_choices", "Choix 1")]


def test_a_repeated_choice_counts_once() -> None:
    edition = registered(trainee(one="H001", two="h001 ", three="H002"))
    assert ranked(edition) == [(1, "H001"), (3, "H002")]
    assert [(p.code, p.column) for p in edition.problems] == [("repeated_choice", "Choix 2")]


def test_a_choice_of_a_refused_offer_is_told_as_such() -> None:
    edition = read([host(), host(number="H121", places="à voir")], trainee(one="H121", two="H001"))
    assert ranked(edition) == [(2, "H001")]
    (problem,) = told(edition, "refused_offer")
    assert problem.params["offer_row"] == 3
    assert "H121" in problem.message


@pytest.mark.parametrize(
    ("one", "expected"),
    [(None, ["no_choice"]), ("  ", ["no_choice"]), ("H999", ["unknown_offer", "no_valid_choice"])],
)
def test_without_valid_choice_one_is_registered_and_told(one: str, expected: list[str]) -> None:
    edition = registered(trainee(one=one))
    assert edition.trainees[0].choices == ()
    assert codes(edition) == expected
    assert "inscrite mais ne peut pas être placée" in edition.problems[-1].message


def test_an_older_answer_without_choice_is_not_said_to_be_hopeless() -> None:
    edition = registered(trainee(one=None), trainee(at=LATER))
    assert codes(edition) == ["superseded"]


def test_the_same_person_under_two_addresses_is_told_and_kept() -> None:
    edition = registered(trainee(), trainee(email="anne@prive.example"))
    assert len(edition.trainees) == 2
    (problem,) = edition.problems
    assert (problem.code, problem.row) == ("same_person_twice", 3)
    assert "anne@pro.example (ligne 2)" in problem.message


def test_namesakes_are_left_in_peace() -> None:
    edition = registered(
        trainee(), trainee(email="b@pro.example", phone="0499 99 99 99", employer="SAJ")
    )
    assert edition.problems == ()


def test_a_choice_of_ones_own_institution_is_kept_and_told() -> None:
    edition = registered(trainee(employer="maison HAUTE"))
    assert ranked(edition) == [(1, "H001")]
    assert [(p.code, p.column) for p in edition.problems] == [("own_institution", "Choix 1")]


def test_conditions_refused_are_told_and_the_person_stays() -> None:
    edition = registered(trainee(conditions="Non"))
    assert len(edition.trainees) == 1
    assert codes(edition) == ["conditions_refused"]


def test_a_person_without_name_is_told() -> None:
    edition = registered(trainee(first=None, last=None))
    assert len(edition.trainees) == 1
    assert codes(edition) == ["name_missing"]


def test_a_row_with_nothing_but_a_stamp_is_refused() -> None:
    edition = registered(trainee(), {**dict.fromkeys(trainee()), "Horodateur": LATER})
    assert len(edition.trainees) == 1
    assert codes(edition)[0] == "email_missing"


def test_messages_are_plain_french() -> None:
    edition = registered(trainee(one="H999 – Service qui n'existe plus"))
    assert [plain(problem.message) for problem in edition.problems] == [
        "Le choix 1, « H999 – Service qui n'existe plus », ne désigne aucune offre connue : "
        "ce choix est laissé de côté, les autres gardent leur rang.",
        "Anne Martin n’a aucun choix valable : la personne est inscrite mais ne peut pas être placée.",
    ]
