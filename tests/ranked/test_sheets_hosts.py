"""Hosts' rows, with the dirt coordinators do have (samples/README.md)."""

from datetime import datetime
from typing import Any

import pytest

from croisee.schemes.ranked.sheets import Level
from tests.ranked.dirt.workbooks import ERROR, codes, host, plain, read_hosts, told


@pytest.mark.parametrize(
    ("written", "places"),
    [
        (4, 4), (4.0, 4), ("4", 4), (" 4 ", 4), ("4 places", 4), ("4 Places.", 4), ("1 place", 1),
        ("4,0", 4), ("４", 4), ("\u00a04\u00a0", 4), ("04", 4), ("4\nplaces", 4), (999, 999),
        ("quatre", 4), ("Deux places", 2), ("4 plaatsen", 4),
    ],
)  # fmt: skip
def test_numbers_of_places(written: Any, places: int) -> None:
    assert [one.places for one in read_hosts(host(places=written)).hosts] == [places]


@pytest.mark.parametrize(
    "written",
    ["à voir", "2 ou 3", "2-3", "max 4", "4?", "+4", 0, -1, "-1", 2.5, "2,5", 1e9, "1000", 1e300,
     datetime(2026, 2, 1), True, "beaucoup", "½", "²", "4 x 2", "٤ ou ٥", ERROR, "4\x07"],
)  # fmt: skip
def test_what_is_no_number_of_places_is_refused_never_guessed(written: Any) -> None:
    edition = read_hosts(host(places=written))
    assert edition.hosts == ()
    (problem,) = told(edition, "places_unreadable")
    assert (problem.level, problem.row, problem.column, problem.who) == (
        Level.REFUSED, 2, "Nombre de places", "H001",
    )  # fmt: skip


@pytest.mark.parametrize("written", [None, "  ", "\u200b"])
def test_missing_places_are_refused(written: Any) -> None:
    edition = read_hosts(host(places=written))
    assert edition.hosts == ()
    assert [problem.code for problem in edition.problems] == ["places_missing"]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("H001", "H001"), ("h001", "H001"), (" H 001 ", "H001"), (12, "12"), (12.0, "12"),
        ("12.0", "12"), ("N° 12", "12"), ("Nam–01", "Nam-01"), ("Ｈ００１", "H001"), ("001", "001"),
    ],
)  # fmt: skip
def test_offer_numbers(written: Any, number: str) -> None:
    edition = read_hosts(host(number=written))
    assert [one.number for one in edition.hosts] == [number]
    assert edition.problems == ()


@pytest.mark.parametrize(
    "written", [2.5, "?", "x" * 40, datetime(2026, 1, 1), False, ERROR, "H\x00"]
)
def test_unreadable_offer_numbers_are_refused(written: Any) -> None:
    edition = read_hosts(host(number=written))
    assert edition.hosts == ()
    assert codes(edition) == ["number_unreadable"]


def test_an_offer_without_number_is_refused_under_its_institutions_name() -> None:
    edition = read_hosts(host(number=None))
    (problem,) = edition.problems
    assert (problem.code, problem.who, problem.column) == ("number_missing", "Maison Haute", "N°")


def test_a_row_may_be_refused_for_several_reasons_all_told() -> None:
    edition = read_hosts(host(places="à voir", email="pas-une-adresse", number="H121"))
    assert [(p.code, p.column, p.who) for p in edition.problems] == [
        ("email_invalid", "E-mail", "H121"),
        ("places_unreadable", "Nombre de places", "H121"),
    ]


def test_the_latest_answer_counts_then_the_lower_row() -> None:
    early, late = datetime(2026, 11, 1), datetime(2026, 12, 1)
    edition = read_hosts(
        host(places=1, at=late), host(places=2, at=early), host(places=3, at=late, number="h 001")
    )
    assert [(one.places, one.row) for one in edition.hosts] == [(3, 4)]
    assert [(p.code, p.row, p.params["last_row"]) for p in edition.problems] == [
        ("superseded", 2, 4),
        ("superseded", 3, 4),
    ]


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("23/11/2026 09:37", "23/11/2026 9:38"),
        ("2/12/2026", "10/12/2026"),
        ("2026-11-23T09:37:00", "2026-11-23 09:38"),
        (46349.4, 46349.5),
        ("46349,4", datetime(2026, 12, 1)),
        ("23.11.2026 à 9h37", "24-11-2026"),
        (None, "1/1/1999"),
        ("hier", "1/1/1999"),
    ],
)
def test_moments_are_understood_however_written(earlier: Any, later: Any) -> None:
    edition = read_hosts(host(places=2, at=later), host(places=1, at=earlier))
    assert [one.places for one in edition.hosts] == [2]


@pytest.mark.parametrize("odd", ["hier", "11/23/2026 10:00", "32/01/2026", 7, True, ERROR])
def test_an_unreadable_moment_is_told(odd: Any) -> None:
    edition = read_hosts(host(at=odd))
    assert len(edition.hosts) == 1
    assert codes(edition) == ["time_unreadable"]
    assert edition.problems[-1].column == "Horodateur"


def test_a_refused_later_answer_does_not_bring_an_earlier_one_back() -> None:
    edition = read_hosts(host(places=4), host(places="à voir", at=datetime(2027, 1, 1)))
    assert edition.hosts == ()
    assert [(p.code, p.row) for p in edition.problems] == [
        ("superseded_by_refused", 2),
        ("places_unreadable", 3),
    ]


def test_one_number_for_two_hosts_is_refused_naming_both() -> None:
    other = host(name="Autre maison", email="autre@maison.example", at=datetime(2027, 1, 1))
    edition = read_hosts(host(), other)
    assert [one.institution for one in edition.hosts] == ["Maison Haute"]
    (problem,) = edition.problems
    assert (problem.code, problem.row, problem.who) == ("other_host", 3, "H001")
    assert "utilisé ligne 2 pour « Maison Haute »" in plain(problem.message)
    assert "(Autre maison) est refusée" in problem.message


def test_a_corrected_name_or_address_is_the_same_hosts() -> None:
    edition = read_hosts(host(), host(name="Maison Basse"), host(email="neuf@maison.example"))
    assert [one.email for one in edition.hosts] == ["neuf@maison.example"]
    assert [p.code for p in edition.problems] == ["superseded_changed", "superseded_changed"]


@pytest.mark.parametrize(
    ("written", "email"),
    [
        ("  A@Maison.example ", "A@Maison.example"),
        ("mailto:a@maison.example", "a@maison.example"),
        ("Anne Dupont <a@maison.example>", "a@maison.example"),
        ("a@maison.example\u200b", "a@maison.example"),
        ("ａ@maison.example", "a@maison.example"),
    ],
)
def test_addresses(written: str, email: str) -> None:
    edition = read_hosts(host(email=written))
    assert [one.email for one in edition.hosts] == [email]
    assert [p.code for p in edition.problems] == (
        ["email_rewritten"] if ":" in written or "<" in written else []
    )


@pytest.mark.parametrize(
    "written",
    ["pas-une-adresse", "a@b", "a b@maison.example", "a@maison.example.", "@maison.example", 12,
     "é@maison.example", "a@@maison.example", "x" * 300 + "@maison.example", "a@maison,example", ERROR],
)  # fmt: skip
def test_an_invalid_address_is_refused_never_repaired(written: Any) -> None:
    edition = read_hosts(host(email=written))
    assert edition.hosts == ()
    assert edition.problems[-1].level == Level.REFUSED
    assert codes(edition)[0] in ("email_invalid", "email_several")


def test_two_addresses_in_one_cell_are_refused() -> None:
    edition = read_hosts(host(email="a@maison.example; b@maison.example"))
    assert [p.code for p in edition.problems] == ["email_several"]


@pytest.mark.parametrize(
    ("written", "postcode", "codes"),
    [
        (5030, "5030", []),
        (5030.0, "5030", []),
        ("5030.0", "5030", []),
        ("B-5030", "5030", []),
        ("5030 Gembloux", "5030", ["postcode_rewritten"]),
        ("L-1234", "L-1234", ["postcode_foreign"]),
        ("59000", "59000", ["postcode_foreign"]),
        (503, "503", ["postcode_foreign"]),
    ],
)
def test_postcodes(written: Any, postcode: str, codes: list[str]) -> None:
    edition = read_hosts(host(postcode=written))
    assert [one.postcode for one in edition.hosts] == [postcode]
    assert [p.code for p in edition.problems] == codes


def test_a_phone_typed_as_a_number_is_kept_and_told() -> None:
    edition = read_hosts(host(phone=81000000))
    assert edition.hosts[0].phone == "81000000"
    assert [(p.code, p.column) for p in edition.problems] == [("phone_lost_zero", "Téléphone")]


def test_dates_where_texts_are_expected() -> None:
    edition = read_hosts(host(dates=datetime(2027, 4, 25), duration=datetime(2026, 2, 1)))
    assert (edition.hosts[0].dates, edition.hosts[0].duration) == ("25/04/2027", "01/02/2026")
    assert [(p.code, p.column) for p in edition.problems] == [("date_for_text", "Durée")]


@pytest.mark.parametrize(
    ("written", "accepted", "codes"),
    [
        ("OUI ", True, []),
        ("J'accepte", True, []),
        (True, True, []),
        ("Non", False, ["conditions_refused"]),
        (None, None, ["conditions_missing"]),
        ("peut-être", None, ["conditions_unclear"]),
    ],
)
def test_conditions_that_are_not_accepted_are_told(
    written: Any, accepted: bool | None, codes: list[str]
) -> None:
    """IM-17."""
    edition = read_hosts(host(conditions=written))
    assert [one.conditions for one in edition.hosts] == [accepted]
    assert [p.code for p in edition.problems] == codes


def test_a_text_that_cannot_be_kept_is_left_out_and_told() -> None:
    edition = read_hosts(
        host(face="a\x07b"),
        host(number="H002", face="x" * 6_000),
        host(number="H003", face=ERROR),
    )
    assert [one.face for one in edition.hosts] == ["", "", ""]
    assert codes(edition) == ["text_control", "text_too_long", "cell_error"]
    assert {p.level for p in edition.problems if p.code != "formulas"} == {Level.LEFT_OUT}


def test_a_blank_row_is_nothing() -> None:
    edition = read_hosts(
        host(), dict.fromkeys(host()), dict.fromkeys(host(), "  "), host(number="H002")
    )
    assert [one.row for one in edition.hosts] == [2, 5]
    assert edition.problems == ()


def test_messages_are_plain_french() -> None:
    edition = read_hosts(host(places="à voir"))
    assert plain(edition.problems[0].message) == (
        "« à voir » n’est pas un nombre de places : la ligne de l’offre « H001 » est refusée, "
        "rien n’est deviné."
    )
