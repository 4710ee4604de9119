"""Helping by phone in a browser: suggestions by keyboard, two records made one, seeing as somebody."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from croisee.editions.models import Edition
from croisee.people.models import Person
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def edition() -> Edition:
    return factories.make_edition()


@pytest.fixture
def coordinator(edition: Edition) -> Person:
    return factories.make_role(edition, "coordinator", factories.make_province())


@pytest.fixture
def couple(edition: Edition) -> tuple[Person, Person]:
    name = {"first_name": "Clémence", "last_name": "Hautôt", "phone": "081 55 02 17"}
    trainee, contact = factories.make_person(**name), factories.make_person(**name)
    factories.make_application(edition, person=trainee, province=factories.make_province())
    service = factories.make_service(province=factories.make_province())
    factories.make_offer(edition=edition, service=service, contact=contact)
    return trainee, contact


def test_found_in_three_letters_by_keyboard(
    page: Page, enter: Any, axe: Any, edition: Edition, coordinator: Person, couple: Any
) -> None:
    enter(page, coordinator)
    page.goto(reverse("desk:people", args=[edition.pk]))
    page.get_by_role("searchbox", name="Trouver une personne").press_sequentially("hau")
    page.get_by_role("link", name="Tout voir").wait_for()
    axe(page)
    page.keyboard.press("Escape")
    assert page.locator("#find-found a").count() == 0
    page.keyboard.type("t")
    page.get_by_role("link", name="Tout voir").wait_for()
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.innerText") == "Tout voir"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Clémence Hautôt", level=1).wait_for()
    axe(page)


def test_found_without_javascript(
    open_page: Callable[..., Page], enter: Any, edition: Edition, coordinator: Person, couple: Any
) -> None:
    page = open_page(java_script_enabled=False)
    enter(page, coordinator)
    page.goto(reverse("desk:todo", args=[edition.pk]))
    page.get_by_role("searchbox").fill("haut")
    page.keyboard.press("Enter")
    page.wait_for_url("**/trouver/**")
    assert page.locator("main .people a").count() == 3  # both records, their offer


@pytest.mark.parametrize("device", ["page", "phone"])
def test_two_records_become_one(
    request: pytest.FixtureRequest,
    device: str,
    enter: Any,
    axe: Any,
    edition: Edition,
    coordinator: Person,
    couple: tuple[Person, Person],
) -> None:
    page: Page = request.getfixturevalue(device)
    enter(page, coordinator)
    page.goto(reverse("desk:duplicates", args=[edition.pk]))
    axe(page)
    page.get_by_role("link", name="Comparer").click()
    axe(page)
    page.get_by_role("radio", name="la fiche 2").check()
    page.get_by_role("button", name="Voir ce qui sera fait").click()
    page.get_by_role("heading", name="Voici ce qui sera fait").wait_for()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Réunir les deux fiches").click()
    page.get_by_text("n’en font plus qu’une").wait_for()
    axe(page)
    couple[0].refresh_from_db()
    assert couple[0].merged_into == couple[1]


def test_the_site_as_somebody_sees_it(
    page: Page, enter: Any, axe: Any, watch: Any, edition: Edition, coordinator: Person, couple: Any
) -> None:
    watch.expect("403")
    enter(page, coordinator)
    page.goto(reverse("desk:person", args=[edition.pk, couple[0].pk]))
    page.get_by_role("button", name="Voir le site comme elle").click()
    page.get_by_text("Rien ne peut être changé").wait_for()
    axe(page)
    page.get_by_role("button", name="Se déconnecter").first.click()
    page.get_by_role("heading", name="Ici, vous regardez seulement").wait_for()
    axe(page)
    page.get_by_role("button", name="Revenir au bureau").first.click()
    page.get_by_role("heading", name="Clémence Hautôt", level=1).wait_for()


def test_the_namesake_is_shown_before_registering(
    page: Page, enter: Any, axe: Any, edition: Edition, couple: Any
) -> None:
    enter(page, factories.make_role(edition, "administrator"))
    page.goto(reverse("ranked:register", args=[edition.pk]))
    page.get_by_label("Prénom").fill("Clemence")
    page.get_by_label("Nom", exact=True).fill("Hautot")
    page.get_by_label("E-mail professionnel").fill("troisieme@pro.example")
    page.get_by_label("Choix 1").select_option(index=1)
    page.get_by_role("button", name="Inscrire", exact=True).click()
    page.get_by_role("heading", name="que vous connaissez déjà").wait_for()
    axe(page)
