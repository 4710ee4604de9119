"""The hosts in a real browser: the list and the page of one, by a coordinator, with axe."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from croisee.directory.models import Service, Territory
from croisee.editions.models import Edition
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def edition() -> Edition:
    before = factories.make_edition(slug="2026", state="closed", starts_on=date(2025, 11, 24))
    edition = factories.make_edition(programme=before.programme)
    namur = Territory.objects.get(kind="province", name_fr="Namur")
    for name, of in (("Ancre", edition), ("Digue", before)):
        organisation = factories.make_organisation(name=name)
        service = factories.make_service(organisation=organisation, name="Rue", province=namur)
        factories.make_application(edition, factories.make_offer(edition=of, service=service))
    return edition


@pytest.mark.parametrize("size", [{"width": 1280, "height": 900}, {"width": 320, "height": 700}])
def test_axe_finds_nothing_and_nothing_overflows(
    open_page: Callable[..., Page],
    enter: Callable[..., None],
    axe: Callable[[Page], None],
    edition: Edition,
    size: dict[str, int],
) -> None:
    page, base = open_page(viewport=size), f"/bureau/{edition.pk}/hotes/"
    enter(page, factories.make_role(edition, "administrator"))
    host = Service.objects.get(organisation__name="Ancre").pk
    for path in ("", f"?modifier={host}", "?participation=silent", f"{host}/", f"{host}/modifier/"):
        page.goto(base + path)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], path


def test_a_host_that_says_no_on_the_phone(
    open_page: Callable[..., Page], enter: Callable[..., None], edition: Edition
) -> None:
    page = open_page()
    namur = Territory.objects.get(kind="province", name_fr="Namur")
    enter(page, factories.make_role(edition, "coordinator", namur))
    page.goto(f"/bureau/{edition.pk}/")
    page.get_by_role("link", name="Hôtes", exact=True).click()
    page.get_by_role("link", name="N’ont pas répondu").click()
    page.get_by_role("rowheader", name="Digue").get_by_role("link").click()
    page.get_by_role("link", name="Modifier").click()
    page.get_by_label("Pas cette année : pourquoi").fill("Deux départs dans l’équipe")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Pas cette année : Deux départs dans l’équipe")).to_be_visible()
    page.get_by_role("button", name="Annuler").click()
    expect(page.get_by_text("C’est annulé.")).to_be_visible()
    expect(page.get_by_text("n’a pas répondu")).to_be_visible()
