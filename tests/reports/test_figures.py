"""Figures: right, with their files, small cells hidden from who reads figures only."""

import io
from dataclasses import replace

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from croisee.editions.models import Edition
from croisee.offers.models import Offer
from croisee.placements.actions import take_place
from croisee.reports.figures import outcome, supply
from croisee.reports.figures.drawing import draw
from croisee.reports.figures.figure import Figure, Line
from croisee.reports.figures.hidden import without_small_cells
from tests import factories
from tests.entry import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    return factories.make_edition()


def page(client: Client, edition: Edition) -> str:
    return client.get(reverse("desk:figures", args=[edition.pk])).content.decode()


def make_places(edition: Edition) -> list[Offer]:
    sector = factories.make_sector("Périnatalité")
    service = factories.make_service(sectors=[sector])
    offers = [factories.make_offer(edition=edition, service=service, places=1)]
    for priority in (True, False, False):
        application = factories.make_application(
            edition, offers[0], priority=priority, sector=sector
        )
        if priority:
            application.placement = take_place(
                offers[0].slots.get(),
                application.person,
                source="test",
                choice_rank=1,
                by=None,
                at=application.created_at,
            )
            application.save()
    return offers


def values(figure: Figure) -> dict[str, tuple]:
    return {line.label: line.values for line in figure.lines}


def test_demand_and_places(edition: Edition) -> None:
    make_places(edition)
    offered = supply.Supply(edition)
    assert values(supply.by_sector(offered))["Périnatalité"] == (1, 3, 3)
    assert values(supply.by_province(offered))["Namur"] == (1, 3, 3)
    assert values(supply.in_short_supply(offered))["Périnatalité"] == (2, 1, 3, 3)


def test_ranks_and_fairness(edition: Edition) -> None:
    make_places(edition)
    people = outcome.Registrations(edition)
    ranks = values(outcome.ranks_obtained(people))
    assert (ranks["Choix 1"], ranks["Sans place"]) == ((1,), (2,))
    fair = values(outcome.fairness(people, "priority", "", ""))
    assert fair["prioritaire"] == (100, 1, 1)
    assert fair["non prioritaire"] == (0, 0, 2)


def figure(*lines: tuple) -> Figure:
    return Figure(
        key="k",
        title="T",
        sentence="S",
        head="H",
        columns=("Part", "Placées", "Inscrites"),
        lines=[Line(str(at), line) for at, line in enumerate(lines)],
        drawing="shares",
        people=(1, 2),
        shares=((0, 1), (0, 2)),
    )


def test_small_cells_are_hidden_and_cannot_be_computed() -> None:
    hidden = without_small_cells(figure((50, 3, 6), (90, 9, 10), (75, 30, 40)))
    assert [line.values for line in hidden.lines] == [
        (None, None, 6),
        (None, None, 10),  # the next smallest: else the total gives 3 back
        (75, 30, 40),
    ]
    assert "3" not in {bar.text for line in draw(hidden).lines for bar in line.bars}


def test_the_order_does_not_tell_hidden_numbers() -> None:
    lines = [Line(name, (50, count, 9)) for name, count in (("C", 1), ("D", 9), ("B", 2), ("A", 3))]
    ranked = replace(figure(), lines=lines, ranked=True)
    assert [line.label for line in without_small_cells(ranked).lines] == ["D", "A", "B", "C"]


def test_nobody_is_not_a_small_cell() -> None:
    kept = without_small_cells(figure((0, 0, 8), (50, 6, 12)))
    assert [line.values for line in kept.lines] == [(0, 0, 8), (50, 6, 12)]


def test_readers_see_figures_and_nothing_else(edition: Edition) -> None:
    make_places(edition)
    reader = signed_in(factories.make_role(edition, "steering_reader"))
    text = page(reader, edition)
    assert "&lt; 5" in text and "moins de 5 personnes sont cachés" in text
    assert reader.get(reverse("desk:todo", args=[edition.pk])).status_code == 404
    address = reverse("desk:figure_file", args=[edition.pk, "rangs", "xlsx"])
    sheet = openpyxl.load_workbook(io.BytesIO(reader.get(address).content)).active
    assert "< 5" in {cell.value for row in sheet.iter_rows() for cell in row}
    start = reader.get(reverse("desk:start"))
    assert start["Location"] == reverse("desk:figures", args=[edition.pk])


def test_files(edition: Edition) -> None:
    make_places(edition)
    client = signed_in(factories.make_role(edition, "coordinator"))
    assert "<title" in page(client, edition)
    whole = client.get(reverse("desk:figure_file", args=[edition.pk, "tout", "xlsx"]))
    assert len(openpyxl.load_workbook(io.BytesIO(whole.content)).sheetnames) == 13
    svg = client.get(reverse("desk:figure_file", args=[edition.pk, "rangs", "svg"]))
    assert svg["Content-Type"] == "image/svg+xml" and b"<desc" in svg.content
    for key, kind in [("tout", "svg"), ("rien", "xlsx"), ("rangs", "pdf")]:
        assert client.get(f"/bureau/{edition.pk}/chiffres/{key}.{kind}").status_code == 404


def test_an_empty_edition_has_no_fault(edition: Edition) -> None:
    client = signed_in(factories.make_role(edition, "coordinator"))
    assert "Pas encore de chiffres" in page(client, edition)
