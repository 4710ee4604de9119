"""The site is served, dressed, quiet in the console and accessible, even where nothing is."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.conftest import Watch


def test_a_page_that_does_not_exist_is_still_ours(
    page: Page, watch: Watch, axe: Callable[[Page], None]
) -> None:
    watch.expect("404")
    answer = page.goto("/cette-page-nexiste-pas/")
    assert answer is not None and answer.status == 404
    assert page.locator("html").get_attribute("lang") == "fr"
    assert "Figtree" in page.locator("h1").evaluate("e => getComputedStyle(e).fontFamily")
    axe(page)


def test_it_fits_a_phone(phone: Page, watch: Watch, axe: Callable[[Page], None]) -> None:
    watch.expect("404")
    phone.goto("/cette-page-nexiste-pas/")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    axe(phone)
