"""The four lists to Excel: exactly what is stored, never a formula, quick, importable again (IM-13)."""

import time
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from croisee.core.spreadsheets import Source, read_workbook, workbook_bytes
from croisee.editions.models import Edition
from croisee.people.models import Person
from croisee.reports.exports import LISTS
from croisee.schemes.ranked.actions.publication import publish_run
from croisee.schemes.ranked.actions.rounds import open_round, run_round
from croisee.schemes.ranked.actions.taking import take_sheets
from croisee.schemes.ranked.models import Application, Choice
from croisee.schemes.ranked.sheets import read_edition
from tests import factories
from tests.entry import signed_in
from tests.factories.people import BIRTH

SAMPLES = Path(__file__).parent.parent / "samples"

pytestmark = pytest.mark.django_db


def exported(edition: Edition, name: str) -> Source:
    return Source(f"{name}.xlsx", workbook_bytes([LISTS[name](edition, at=BIRTH)]))


def table(edition: Edition, name: str) -> list[dict[str, object]]:
    sheet, *_stamp = read_workbook(exported(edition, name))
    heading, *rows = sheet.rows
    return [
        {str(heading.cells[index]): value for index, value in row.cells.items()} for row in rows
    ]


@pytest.fixture
def imported(at: datetime) -> Edition:
    edition = factories.make_edition()
    sheets = read_edition(SAMPLES / "hotes.xlsx", SAMPLES / "stagiaires.xlsx")
    take_sheets(edition, sheets, by=None, at=at)
    return edition


def test_exported_lists_imported_again_change_nothing(imported: Edition, at: datetime) -> None:
    sheets = read_edition(exported(imported, "offres"), exported(imported, "stagiaires"))
    refused = [problem.message for problem in sheets.problems if problem.level != "remark"]
    assert [text for text in refused if "non reconnues" not in text] == []
    outcome = take_sheets(imported, sheets, by=None, at=at)
    assert outcome.offers.as_json() == {"made": 0, "changed": 0, "unchanged": 120}
    assert outcome.applications.as_json() == {"made": 0, "changed": 0, "unchanged": 290}


def test_every_list_holds_every_row(imported: Edition) -> None:
    counts = {name: len(table(imported, name)) for name in LISTS}
    assert counts == {"hotes": 120, "offres": 120, "stagiaires": 290, "resultats": 290}


def test_results_give_both_sides(imported: Edition, at: datetime) -> None:
    by = factories.make_role(imported)
    round_ = open_round(imported, by=by, at=at)
    publish_run(run_round(round_, policy="max_by_class", by=by, at=at), by=by, at=at)
    rows = table(imported, "resultats")
    placed = [row for row in rows if row["Décision"] == "retenu"]
    assert len(placed) == 270
    assert all(row["E-mail du contact"] and row["N° de l’offre"] for row in placed)
    assert {row["Rang du choix"] for row in placed} == {1, 2, 3}


def test_a_text_is_never_a_formula() -> None:
    edition = factories.make_edition()
    formula = '=HYPERLINK("https://evil.example";"Cliquez")'
    offer = factories.make_offer(edition=edition, title=formula)
    factories.make_application(edition, offer, employer=formula, expectations="+1+1")
    assert table(edition, "offres")[0]["Intitulé de l’immersion"] == formula
    row = table(edition, "stagiaires")[0]
    assert (row["Institution"], row["Mes attentes"]) == (formula, "+1+1")
    sheet, _stamp = read_workbook(exported(edition, "stagiaires"))
    assert not getattr(sheet, "formulas", ())


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_queries_for_one_row_and_for_thirty(name: str) -> None:
    counts = []
    for rows in (1, 30):
        edition = factories.make_edition()
        for _ in range(rows):
            offer = factories.make_offer(edition=edition)
            factories.make_application(edition, offer)
        with CaptureQueriesContext(connection) as queries:
            exported(edition, name)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.long
def test_ten_thousand_rows_are_quick() -> None:
    edition = factories.make_edition()
    offer = factories.make_offer(edition=edition)
    people = Person.objects.bulk_create(
        Person(
            email=f"p{n}@x.example",
            email_key=f"p{n}@x.example",
            first_name="Kenza",
            last_name=f"Nom {n}",
            created_at=BIRTH,
        )
        for n in range(10_000)
    )
    made = Application.objects.bulk_create(
        Application(edition=edition, person=person, state="submitted", created_at=BIRTH)
        for person in people
    )
    Choice.objects.bulk_create(Choice(application=one, rank=1, offer=offer) for one in made)
    began = time.process_time()
    exported(edition, "stagiaires")
    assert time.process_time() - began < 10


def test_the_page_gives_a_file_with_a_name() -> None:
    edition = factories.make_edition()
    client = signed_in(factories.make_role(edition))
    response = client.get(reverse("reports:export", args=[edition.pk, "stagiaires"]))
    assert response.status_code == 200
    assert "stagiaires-edition-2027-" in response["Content-Disposition"]
    assert client.get(reverse("reports:export", args=[edition.pk, "autre"])).status_code == 404
