"""The public side in a real browser: axe in every state, narrow, dark, by keyboard, without script."""

import gzip
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Response, expect

from croisee.directory.models import Profession, Sector, Territory
from croisee.editions.actions import give_priority_link, link_token, take_part
from croisee.editions.enums import PhaseKind, Switch
from croisee.editions.models import Edition
from croisee.offers.catalogue.snapshot import forget
from croisee.offers.models import Offer
from tests.browser.conftest import Watch
from tests.factories import (
    make_application,
    make_edition,
    make_offer,
    make_organisation,
    make_province,
    make_role,
    make_service,
)
from tests.factories.people import BIRTH

NARROW, WIDE = {"width": 320, "height": 700}, {"width": 1280, "height": 900}
LOOKS: list[dict[str, Any]] = [
    {"viewport": WIDE},
    {"viewport": NARROW},
    {"viewport": WIDE, "color_scheme": "dark", "reduced_motion": "reduce"},
]
TEXTS = [
    "/calendrier/",
    "/regles-d-or/",
    "/conditions/",
    "/referents/",
    "/questions/",
    "/qui-peut-participer/",
    "/accessibilite/",
    "/vie-privee/",
    "/programme/",
    "/programmes/",
]
LIGHT = 150_000  # bytes, fonts included, compressed as whitenoise and gzip do


def _only_open(edition: Edition, kind: str) -> None:
    edition.phases.exclude(kind=kind).update(switch=Switch.CLOSED)
    edition.phases.filter(kind=kind).update(switch=Switch.OPEN)


@pytest.fixture
def edition(transactional_db: None) -> Edition:
    forget()
    edition = make_edition()
    _only_open(edition, PhaseKind.TRAINEES)
    make_role(edition, territory=make_province("Namur"))
    return edition


@pytest.fixture
def offers(edition: Edition) -> list[Offer]:
    """Two dozen in three provinces; the first is asked for by many, with long words."""
    sectors, professions = list(Sector.objects.all()[:4]), list(Profession.objects.all()[:4])
    towns = [("5000", "Namur", "WNA"), ("4000", "Liège", "WLG"), ("7000", "Mons", "WHT")]
    made = []
    for at in range(24):
        postcode, town, province = towns[at % 3]
        service = make_service(
            postcode=postcode,
            locality=town,
            municipality=Territory.objects.get(kind="municipality", name_fr=town),
            province=Territory.objects.get(code=province),
            sectors=[sectors[at % 4]],
        )
        title = (
            "Accompagnement anticonstitutionnellement pluridisciplinaire"
            if not at
            else f"Jour {at}"
        )
        offer = make_offer(edition=edition, service=service, title=title, places=1 + at % 3)
        offer.professions.add(professions[at % 4])
        made.append(offer)
    for _ in range(6):
        make_application(edition, made[0])
    return made


def _check(page: Page, address: str, axe: Callable[[Page], None]) -> None:
    page.goto(address)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= page.viewport_size["width"], (address, wide)  # type: ignore[index]
    axe(page)


@pytest.mark.parametrize("look", LOOKS, ids=["wide", "narrow", "dark"])
def test_catalogue_in_every_state(
    open_page: Callable[..., Page], offers: list[Offer], axe: Callable[[Page], None], look: Any
) -> None:
    page = open_page(**look)
    states = ["", "?q=psycologue", "?q=introuvable", "?province=WNA&day=mon&places=left",
              "?near=99999&q=%00", "?page=2", "?sort=near&near=5000"]  # fmt: skip
    for state in states:
        _check(page, f"/catalogue/{state}", axe)
    _check(page, "/catalogue/carte/", axe)
    _check(page, f"/offres/{offers[0].number}/", axe)


@pytest.mark.parametrize("look", LOOKS, ids=["wide", "narrow", "dark"])
def test_pages_of_texts(
    open_page: Callable[..., Page], edition: Edition, axe: Callable[[Page], None], look: Any
) -> None:
    page = open_page(**look)
    for address in TEXTS:
        _check(page, address, axe)


@pytest.mark.parametrize("kind", [None, *PhaseKind.values])
def test_home_in_every_phase(
    open_page: Callable[..., Page],
    edition: Edition,
    axe: Callable[[Page], None],
    kind: str | None,
) -> None:
    make_offer(edition=edition, service=make_service(province=Territory.objects.get(code="WNA")))
    edition.phases.update(switch=Switch.CLOSED)
    if kind:
        _only_open(edition, kind)
    for look in LOOKS[:2]:
        _check(open_page(**look), "/", axe)


def test_nothing_yet(
    open_page: Callable[..., Page], transactional_db: None, axe: Callable[[Page], None]
) -> None:
    """No edition at all: each page says so and stays a good page."""
    forget()
    page = open_page()
    for address in ("/", "/catalogue/", *TEXTS):
        _check(page, address, axe)


def test_closed_and_by_private_link(
    page: Page, edition: Edition, offers: list[Offer], axe: Callable[[Page], None], watch: Watch
) -> None:
    watch.expect("404")
    _only_open(edition, PhaseKind.PRIORITY)
    _check(page, "/catalogue/", axe)
    assert "n’est pas encore ouvert" in page.locator("h1").inner_text()
    _check(page, "/acces/inconnu/", axe)
    participation = take_part(make_organisation(), edition, at=BIRTH)
    link = give_priority_link(participation, by=None, at=BIRTH)
    _check(page, f"/acces/{link_token(link)}/", axe)
    page.get_by_role("button", name="Entrer dans le catalogue").click()
    assert page.url.endswith("/catalogue/")
    assert page.locator(".offer").count() == 20


def test_filters_without_script(open_page: Callable[..., Page], offers: list[Offer]) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/catalogue/")
    page.get_by_role("searchbox").fill("jour")
    page.get_by_label("Liège").check()
    page.get_by_role("button", name="Appliquer les filtres").click()
    assert "province=WLG" in page.url and "q=jour" in page.url
    assert page.locator(".offer").count() == 8
    page.locator(".chip", has_text="Liège").click()
    assert "province" not in page.url
    page.locator(".offer h3 a").first.click()
    assert page.locator("h1").inner_text().startswith("Jour")


def test_filters_with_script_keep_focus_and_tell(page: Page, offers: list[Offer]) -> None:
    """The list changes in place: the box keeps the focus, the count is announced, the address follows."""
    page.goto("/catalogue/")
    page.locator("#province-WLG").focus()
    page.keyboard.press("Space")
    page.wait_for_url(re.compile("province=WLG"))
    expect(page.locator(".offer")).to_have_count(8)
    assert page.evaluate("document.activeElement.id") == "province-WLG"
    assert "8 offres" in page.locator("#status").inner_text()
    page.go_back()
    expect(page.locator(".offer")).to_have_count(20)


def test_by_keyboard_from_search_to_offer(page: Page, offers: list[Offer]) -> None:
    page.goto("/catalogue/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # « Aller au contenu »
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("anticonstitutionellement")  # one letter short
    page.keyboard.press("Enter")
    expect(page.locator(".offer")).to_have_count(1)
    page.locator(".offer a").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/offres/"))


def test_the_map_follows_its_list(page: Page, offers: list[Offer]) -> None:
    page.goto("/catalogue/carte/")
    page.locator("path[data-area=WLG]").dispatch_event("click")  # its middle may be a dot
    page.wait_for_url(re.compile("province=WLG"))


def test_enlarged_to_double(open_page: Callable[..., Page], offers: list[Offer]) -> None:
    """200 % on a screen of 1280 pixels is a screen of 640."""
    page = open_page(viewport={"width": 640, "height": 450}, device_scale_factor=2)
    for address in ("/", "/catalogue/", "/catalogue/carte/", "/programme/"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 640, address


@pytest.mark.parametrize("address", ["/", "/catalogue/", "/programme/"])
def test_light(page: Page, offers: list[Offer], address: str) -> None:
    """What a first visit loads, compressed as it is served in production."""
    sizes: dict[str, int] = {}

    def weigh(response: Response) -> None:
        body = response.body()
        packed = response.url.endswith(".woff2")
        sizes[response.url] = len(body) if packed else len(gzip.compress(body))

    page.on("response", weigh)
    page.goto(address, wait_until="networkidle")
    assert sum(sizes.values()) < LIGHT, sizes


def test_print_hides_the_controls(page: Page, offers: list[Offer]) -> None:
    page.goto("/catalogue/")
    page.emulate_media(media="print")
    assert page.locator(".searchbar").is_hidden()
    assert page.locator(".facets").is_hidden()
    assert page.locator(".offer").first.is_visible()
