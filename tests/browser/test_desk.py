"""The desk in a real browser: lists by keyboard, checking offers, every page with axe."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from croisee.directory.models import Territory
from croisee.editions.models import Edition
from croisee.offers.models import Offer
from tests import factories
from tests.factories.people import BIRTH

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def edition() -> Edition:
    edition = factories.make_edition()
    service = factories.make_service(province=_namur())
    for number in range(12):
        offer = factories.make_offer(
            edition=edition,
            number=f"H{number + 1:03d}",
            service=service,
            state="submitted" if number < 3 else "published",
            submitted_at=BIRTH,
        )
        factories.make_application(edition, offer, province=_namur())
    return edition


def _namur() -> Territory:
    return Territory.objects.get(kind="province", name_fr="Namur")


@pytest.fixture
def person(edition: Edition) -> Any:
    return factories.make_role(edition, "coordinator", _namur())


def test_a_row_is_changed_and_taken_back(
    open_page: Callable[..., Page], enter: Callable[..., None], edition: Edition, person: Any
) -> None:
    page = open_page()
    enter(page, person)
    page.goto(f"/bureau/{edition.pk}/offres/")
    row = page.get_by_role("row", name="H004")
    row.get_by_role("link", name="Modifier").click()
    title = page.get_by_role("textbox", name="Intitulé")
    expect(title).to_be_focused()
    title.fill("Une journée de rue")
    title.press("Enter")
    expect(page.get_by_text("«\u00a0Une journée de rue\u00a0» au lieu de")).to_be_visible()
    page.get_by_role("button", name="Annuler").click()
    assert Offer.objects.get(number="H004").title == "La rue comme bureau"


def test_rows_are_ticked_and_paused_together(
    open_page: Callable[..., Page], enter: Callable[..., None], edition: Edition, person: Any
) -> None:
    page = open_page()
    enter(page, person)
    page.goto(f"/bureau/{edition.pk}/offres/?etat=published")
    for number in ("H004", "H005"):
        page.get_by_label(f"Cocher {number}").check()
    expect(page.get_by_text("2 lignes cochées")).to_be_visible()
    page.get_by_role("button", name="Mettre en pause").click()
    expect(page.get_by_text("2 offres sont en pause.")).to_be_visible()
    assert Offer.objects.filter(state="paused").count() == 2


def test_the_keys_can_be_turned_off(
    open_page: Callable[..., Page], enter: Callable[..., None], edition: Edition, person: Any
) -> None:
    page = open_page()
    enter(page, person)
    offer = Offer.objects.filter(state="submitted").first()
    page.goto(f"/bureau/{edition.pk}/offres/{offer.pk}/")  # type: ignore[union-attr]
    page.get_by_label("Touches actives").uncheck()
    page.keyboard.press("p")
    page.reload()
    assert Offer.objects.filter(state="submitted").count() == 3


@pytest.mark.parametrize("size", [{"width": 1280, "height": 900}, {"width": 320, "height": 700}])
def test_axe_finds_nothing_and_nothing_overflows(
    open_page: Callable[..., Page],
    enter: Callable[..., None],
    axe: Callable[[Page], None],
    edition: Edition,
    size: dict[str, int],
) -> None:
    page = open_page(viewport=size)
    enter(page, factories.make_role(edition, "administrator"))
    offer, application = edition.offers.all()[0], edition.applications.all()[0]
    base = f"/bureau/{edition.pk}"
    for path in (
        "/",
        "/offres/",
        f"/offres/?modifier={offer.pk}",
        f"/offres/{offer.pk}/",
        f"/offres/{offer.pk}/modifier/",
        f"/offres/{offer.pk}/contacts/",
        "/inscriptions/",
        f"/inscriptions/{application.pk}/",
        f"/inscriptions/{application.pk}/modifier/",
        "/inscriptions/nouvelle/",
        "/stages/",
        "/personnes/",
        f"/personnes/{application.person_id}/",
        "/messages/",
        "/journal/",
        "/chiffres/",
        "/edition/",
        "/edition/reglages/",
        "/edition/equipe/",
        "/edition/messages/",
        "/edition/messages/result_trainee/fr/",
        "/edition/suivante/",
    ):
        page.goto(base + path)
        axe(page)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= size["width"], path
