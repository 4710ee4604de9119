"""The import as a coordinator meets it: each state of its page, with and without JavaScript."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from croisee.core.spreadsheets import Source
from croisee.editions.models import Edition
from croisee.offers.models import Offer
from tests import factories
from tests.ranked.dirt.workbooks import hosts_file
from tests.ranked.round_trips import edited, exported

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLE, PLACES = "Intitulé de l’immersion", "Nombre de places"


@pytest.fixture
def edition() -> Edition:
    edition = factories.make_edition()
    for number, places, taken in (("H001", 2, 0), ("H002", 4, 3), ("H003", 1, 0)):
        factories.make_offer(
            edition=edition, number=number, title="Avant", places=places, taken=taken
        )
    return edition


def changed(edition: Edition) -> Source:
    """A plain change, a conflict, a refusal."""
    changes = {("H001", TITLE): "Du fichier", ("H002", PLACES): 1, ("H003", PLACES): 5}
    file = edited(exported(edition, "offres"), changes, "N°")
    Offer.objects.filter(edition=edition, number="H001").update(title="D’ici")
    return file


def give(page: Page, edition: Edition, source: Source) -> None:
    page.goto(reverse("ranked:import", args=[edition.pk]))
    file: Any = {"name": source.name, "mimeType": "text/plain", "buffer": source.content}
    page.get_by_label("Fichier des hôtes").set_input_files(file)
    page.get_by_role("button", name="Lire les fichiers").click()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_file_comes_back_is_taken_in_part_and_undone(
    open_page: Callable[..., Page], enter: Any, axe: Any, edition: Edition, scripts: bool
) -> None:
    page = open_page(java_script_enabled=scripts)
    enter(page, factories.make_role(edition))
    give(page, edition, changed(edition))
    check = axe if scripts else lambda _page: None  # axe itself is a script
    check(page)
    row = page.get_by_role("row").filter(has_text="Du fichier")
    expect(row).to_contain_text("conflit")
    for value in ("Avant", "D’ici"):
        expect(row).to_contain_text(value)
    expect(row.get_by_role("checkbox")).not_to_be_checked()
    row.get_by_role("checkbox").check()
    page.get_by_role("button", name="Conflits 1").click()
    expect(page.get_by_text("2 changements sont cochés")).to_be_visible()
    check(page)
    page.get_by_role("button", name="Importer ce qui est coché").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Fichiers importés")
    check(page)
    page.get_by_role("button", name="Annuler cet import").click()
    expect(page.get_by_text("2 cellules ont retrouvé leur valeur d’avant")).to_be_visible()
    check(page)
    assert Offer.objects.get(edition=edition, number="H001").title == "D’ici"


def test_it_fits_a_telephone(phone: Page, enter: Any, axe: Any, edition: Edition) -> None:
    enter(phone, factories.make_role(edition))
    give(phone, edition, changed(edition))
    width = phone.evaluate("document.documentElement.scrollWidth")
    assert width <= phone.viewport_size["width"]  # type: ignore[index]
    axe(phone)


def test_columns_are_told_by_a_coordinator(
    page: Page, enter: Any, axe: Any, edition: Edition
) -> None:
    enter(page, factories.make_role(edition))
    give(page, edition, hosts_file({"Dossier": "H001", "Combien": 9}))
    axe(page)
    page.get_by_label("Dossier").select_option(label="N°")
    page.get_by_label("Combien").select_option(label="Nombre de places")
    page.get_by_role("button", name="Retenir et relire").click()
    expect(page.get_by_role("row").filter(has_text="H001")).to_contain_text("9")
    axe(page)
