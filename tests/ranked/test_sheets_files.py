"""Whole files: headings in any order and wording, sheets, formulas, files given the wrong way."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from croisee.core.spreadsheets import (
    Source,
    UnusableFileError,
    from_bytes,
    from_path,
    read_workbook,
)
from croisee.schemes.ranked.sheets import EditionSheets, KnownOffer, read_edition
from tests.ranked.dirt.workbooks import (
    HOST,
    TRAINEE,
    codes,
    host,
    hosts_file,
    plain,
    read,
    read_hosts,
    table,
    told,
    trainee,
    trainees_file,
    workbook,
)

SAMPLES = Path(__file__).parent.parent / "samples"


def everything(edition: EditionSheets) -> tuple[Any, ...]:
    """What was read, rows' places left aside."""
    hosts = [(one.number, one.places, one.email, one.postcode, one.face) for one in edition.hosts]
    trainees = [(one.key, one.priority, one.choices, one.employer) for one in edition.trainees]
    return sorted(hosts), sorted(trainees, key=str), len(edition.problems)


def rearranged(name: str, change: Any) -> Source:
    rows = read_workbook(from_path(SAMPLES / name))[0].rows
    width = 1 + max(max(row.cells) for row in rows)
    values = [[row.cells.get(column) for column in range(width)] for row in rows]
    return from_bytes(name, workbook(change(values)))


def reversed_columns(rows: list[list[Any]]) -> dict[str, Any]:
    return {"Données": [list(reversed(row)) for row in rows]}


def under_titles_on_a_second_sheet(rows: list[list[Any]]) -> dict[str, Any]:
    titles = [["Immersion 0-23", None, "E-mail"], [], ["Ne pas modifier", "Nom", "Places"], []]
    return {
        "Lisez-moi": [["Mode d'emploi"], ["N°", "texte"]],
        "Données": [*titles, *([None, *row] for row in rows)],
    }


def without_accents(rows: list[list[Any]]) -> dict[str, Any]:
    headings = [
        str(heading).upper().replace("É", "E").replace("'", "’") + " * " for heading in rows[0]
    ]
    return {"Données": [headings, *rows[1:]]}


@pytest.mark.parametrize(
    "change", [reversed_columns, under_titles_on_a_second_sheet, without_accents]
)
def test_the_samples_rearranged_read_the_same(change: Any) -> None:
    expected = read_edition(SAMPLES / "hotes.xlsx", SAMPLES / "stagiaires.xlsx")
    found = read_edition(rearranged("hotes.xlsx", change), rearranged("stagiaires.xlsx", change))
    assert everything(found) == everything(expected)


def test_two_files_the_wrong_way_round_are_read_right_and_told() -> None:
    edition = read_edition(trainees_file(), hosts_file())
    assert (len(edition.hosts), len(edition.trainees)) == (1, 1)
    (problem,) = edition.problems
    assert problem.code == "files_swapped"
    assert "« hotes.xlsx » est lu comme celui des hôtes" in plain(problem.message)


@pytest.mark.parametrize(
    ("hosts", "trainees", "sentence"),
    [
        (
            hosts_file,
            hosts_file,
            "« hotes.xlsx » est celui des hôtes : donnez ici celui des stagiaires",
        ),
        (
            trainees_file,
            trainees_file,
            "« stagiaires.xlsx » est celui des stagiaires : donnez ici celui des hôtes",
        ),
    ],
)
def test_twice_the_same_kind_of_file_is_refused(hosts: Any, trainees: Any, sentence: str) -> None:
    with pytest.raises(UnusableFileError) as refused:
        read_edition(hosts(), trainees())
    assert sentence in plain(str(refused.value))


def test_a_missing_column_is_told_with_what_was_found() -> None:
    lacking = {heading: value for heading, value in HOST.items() if heading != "Nombre de places"}
    with pytest.raises(UnusableFileError) as refused:
        read_hosts(lacking)
    sentence = plain(str(refused.value))
    assert "« hotes.xlsx », il manque « Nombre de places »" in sentence
    assert "(feuille « Réponses », ligne 1) sont « Horodateur », « N° »" in sentence


@pytest.mark.parametrize("sheets", [{"F": []}, {"F": [["un", "deux"], [1, 2]]}, {"F": [[1, 2, 3]]}])
def test_a_file_without_known_columns_is_told(sheets: Any) -> None:
    with pytest.raises(UnusableFileError) as refused:
        read_edition(from_bytes("x.xlsx", workbook(sheets)), None)
    assert "Aucune colonne n’est reconnue dans le fichier « x.xlsx »" in plain(str(refused.value))


def test_an_edition_may_have_no_row_at_all() -> None:
    empty = from_bytes("h.xlsx", workbook({"F": [list(HOST)]}))
    assert read_edition(empty, None) == EditionSheets((), (), (), 3)


def test_columns_that_are_not_read_are_told() -> None:
    edition = read_hosts(host() | {"Remarques internes": "x", "Couleur": "vert"})
    (problem,) = edition.problems
    assert (problem.code, problem.row) == ("columns_not_read", 1)
    assert "« Remarques internes », « Couleur »" in plain(problem.message)


def twice(heading: str, values: tuple[Any, Any]) -> EditionSheets:
    """Two columns under one heading."""
    rows = table(host())
    at = rows[0].index(heading)
    for row, extra in zip(rows, (heading, values[1]), strict=True):
        row.insert(at + 1, extra)
    rows[1][at] = values[0]
    return read_edition(from_bytes("hotes.xlsx", workbook({"F": rows})), None)


def test_two_columns_with_the_same_heading_are_told() -> None:
    """A form with branches asks a question twice: the filled one counts."""
    edition = twice("Nombre de places", (None, 7))
    assert edition.hosts[0].places == 7
    assert codes(edition) == ["same_heading"]
    edition = twice("Nombre de places", (3, 7))
    assert edition.hosts[0].places == 3
    assert codes(edition) == ["same_heading", "same_heading_differs"]


def test_two_columns_that_say_the_same_are_told() -> None:
    edition = read_hosts({"Mail": "autre@maison.example", **HOST})
    assert edition.hosts[0].email == "autre@maison.example"
    assert [(p.code, p.column) for p in edition.problems] == [("similar_heading", "E-mail")]


def test_one_name_in_one_column_is_kept_whole() -> None:
    row = {
        "Nom et prénom": "Martin Anne",
        **{k: v for k, v in TRAINEE.items() if k not in ("Nom", "Prénom")},
    }
    edition = read([host()], row)
    assert (edition.trainees[0].first_name, edition.trainees[0].last_name) == ("", "Martin Anne")


def test_without_time_column_the_lower_row_counts_and_that_is_told() -> None:
    rows = [
        {k: v for k, v in trainee(one=one).items() if k != "Horodateur"} for one in ("H001", "H002")
    ]
    edition = read([host(), host(number="H002", name="B")], *rows)
    assert edition.trainees[0].choices[0].number == "H002"
    assert codes(edition) == ["no_time_column", "superseded"]


def test_hosts_without_address_column_can_still_be_matched() -> None:
    edition = read_hosts({k: v for k, v in HOST.items() if k != "E-mail"})
    assert len(edition.hosts) == 1
    assert codes(edition) == ["no_email_column"]


def test_a_fourth_choice_is_read_when_the_file_asks_for_it() -> None:
    edition = read([host()], trainee(one=None) | {"Choix 4": "H001"})
    assert (edition.max_choices, edition.trainees[0].choices[0].rank) == (4, 4)


def test_headings_repeated_among_the_rows_are_told() -> None:
    edition = read_hosts(host(), {heading: heading for heading in HOST}, host(number="H002"))
    assert [one.number for one in edition.hosts] == ["H001", "H002"]
    assert [(p.code, p.row) for p in edition.problems] == [("repeated_heading_row", 3)]


def test_a_note_beside_the_table_is_told() -> None:
    edition = read_hosts(
        host() | {"Remarque": None}, dict.fromkeys(HOST) | {"Remarque": "Total : 2"}
    )
    assert codes(edition) == ["columns_not_read", "nothing_to_read"]


def test_formulas_merged_cells_hidden_rows_and_sheets_are_told() -> None:
    book = openpyxl.Workbook()
    notes, sheet = book.worksheets[0], book.create_sheet("Réponses")
    notes.append(["rien"])
    sheet.sheet_state = "hidden"
    for row in table(host(), host(number="H002"), host(number="H003")):
        sheet.append(row)
    sheet["O3"] = "=2+2"
    sheet["F5"] = "suite"
    sheet.merge_cells("C3:C4")
    sheet.row_dimensions[4].hidden = True
    stream = io.BytesIO()
    book.save(stream)
    edition = read_edition(from_bytes("hotes.xlsx", stream.getvalue()), None)
    assert [one.number for one in edition.hosts] == ["H001", "H003"]
    assert set(codes(edition)) >= {
        "hidden_sheet",
        "hidden_rows",
        "merged_cells",
        "places_unreadable",
    }
    (problem,) = told(edition, "formulas")
    assert (problem.row, problem.column) == (3, "Nombre de places")


def test_a_second_sheet_with_the_same_columns_is_told() -> None:
    rows = table(host())
    content = workbook({"2026": rows, "2025": rows})
    edition = read_edition(from_bytes("hotes.xlsx", content), None)
    assert codes(edition) == ["other_sheet_not_read"]
    assert "« 2025 »" in plain(edition.problems[0].message)


def test_trainees_alone_are_read_against_known_offers() -> None:
    known = [KnownOffer("H001", "Maison Haute", "Découverte du service")]
    edition = read_edition(None, trainees_file(trainee(one="h001", two="H002")), known)
    assert [choice.number for choice in edition.trainees[0].choices] == ["H001"]
    assert codes(edition) == ["unknown_offer"]
