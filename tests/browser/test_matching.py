"""The matching board in a real browser: every page with axe, panels that change in place, keyboard.

The whole way from files to mails is walked in test_tuesday_evening.py."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from croisee.editions.models import Edition
from croisee.schemes.ranked.actions.decisions import decide
from croisee.schemes.ranked.models import Decision
from tests import factories
from tests.ranked.scenes import scene

NARROW = {"width": 320, "height": 800}

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def edition(live_site: str) -> Edition:
    return factories.make_edition()


def addresses(edition: Edition, person: int) -> list[str]:
    """Every page and panel of the coordinators' matching."""
    board = reverse("ranked:board", args=[edition.pk])
    more = {"calls": [1], "compare": [1], "publish": [1, 2], "round_dates": [1], "import": []}
    others = [reverse(f"ranked:{name}", args=[edition.pk, *rest]) for name, rest in more.items()]
    others[1] += "?de=1&a=2"
    panels = [board, f"{board}?personne={person}", f"{board}?offre=A", f"{board}?qui=tous&q=zz"]
    return [*panels, *others]


@pytest.mark.parametrize("dark", [False, True])
def test_every_page_of_the_matching_is_accessible_and_never_wider_than_the_screen(
    open_page: Callable[..., Page],
    enter: Callable[[Page, Any], None],
    axe: Callable[[Page], None],
    edition: Edition,
    at: Any,
    dark: bool,
) -> None:
    board = scene(
        places={"A": 1, "B": 2, "C": 1}, wishes=["A", "AB", "AB", "AB"], at=at, edition=edition
    )
    lost = board.who[board.places(board.simulate()).index(None)]
    decide(board.round, lost, board.offers["B"], Decision.Kind.FORBID, by=board.by, at=at)
    board.simulate()
    page = open_page(color_scheme="dark" if dark else "light")
    enter(page, board.by)
    for address in addresses(edition, lost.pk):
        for size in ({"width": 1280, "height": 900}, NARROW):
            page.set_viewport_size(size)
            page.goto(address)
            axe(page)
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= size["width"], (address, wide)


def test_a_coordinator_fixes_somebody_with_the_keyboard(
    page: Page, enter: Callable[[Page, Any], None], edition: Edition, at: Any
) -> None:
    board = scene(places={"A": 1, "B": 1}, wishes=["A", "A", "B"], at=at, edition=edition)
    lost = board.who[board.places(board.simulate()).index(None)]
    enter(page, board.by)
    page.goto(reverse("ranked:board", args=[edition.pk]))
    page.locator(".people a").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Fixer ici").first.focus()
    page.keyboard.press("Enter")
    # The same words are said to screen readers a moment later: looked for where they are shown.
    expect(page.locator("#said")).to_contain_text("Recalculez pour en voir l’effet")
    assert Decision.objects.get().application == lost


def test_a_panel_opens_without_losing_place_or_focus(
    open_page: Callable[..., Page],
    enter: Callable[[Page, Any], None],
    edition: Edition,
    at: Any,
) -> None:
    """Issue 5: the list stays where it is, the focus too, and back shows the panel before."""
    places = {chr(65 + n): 1 for n in range(12)}
    board = scene(places=places, wishes=["A"] * 9 + ["B", "B"], at=at, edition=edition)
    board.simulate()
    page = open_page(reduced_motion="reduce")  # no scrolling that is still under way
    enter(page, board.by)
    page.goto(reverse("ranked:board", args=[edition.pk]))
    page.evaluate("document.body.dataset.same = 'page'")
    last = page.locator(".people a").last
    name = last.locator("b").inner_text()
    last.focus()
    before = page.evaluate("scrollY")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    assert page.evaluate("scrollY") == before
    assert page.evaluate("document.activeElement.querySelector('b').textContent") == name
    expect(page.locator("#heard")).to_have_text(name)
    page.locator(".board-offers tbody a").first.click()
    expect(page.locator("#detail").get_by_text("La préféreraient")).to_be_visible()
    assert "offre=" in page.url
    page.go_back()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    assert page.evaluate("document.body.dataset.same") == "page"


def test_a_decision_is_said_and_the_head_of_the_board_follows(
    page: Page, enter: Callable[[Page, Any], None], edition: Edition, at: Any
) -> None:
    board = scene(places={"A": 1, "B": 1}, wishes=["A", "A"], at=at, edition=edition)
    lost = board.who[board.places(board.simulate()).index(None)]
    enter(page, board.by)
    page.goto(f"{reverse('ranked:board', args=[edition.pk])}?personne={lost.pk}")
    expect(page.get_by_role("link", name="Publier ce brouillon")).to_be_visible()
    page.locator(".similar").get_by_role("button", name="Fixer ici").click()
    expect(page.locator("#heard")).to_contain_text("est fixé·e à")
    expect(page.get_by_role("link", name="Publier ce brouillon")).to_have_count(0)
    expect(page.get_by_text("recalculez avant de publier")).to_be_visible()
    page.locator("#detail").get_by_role("button", name="Lever").click()
    expect(page.locator("#heard")).to_contain_text("La décision est levée")
    assert page.evaluate("document.activeElement.id") == "h-panel"


def test_a_long_act_says_that_it_runs_and_takes_one_click(
    page: Page, enter: Callable[[Page, Any], None], edition: Edition, at: Any
) -> None:
    board = scene(places={"A": 1}, wishes=["A", "A"], at=at, edition=edition)
    enter(page, board.by)
    page.goto(reverse("ranked:board", args=[edition.pk]))
    button = page.get_by_role("button", name="Calculer un brouillon")
    said = button.evaluate(
        "one => { one.click(); one.click(); return document.querySelector('#said').textContent }"
    )
    assert "Calcul en cours" in said and "quitter cette page" in said
    expect(page.locator("#said")).to_contain_text("Brouillon 1 calculé")
    assert board.round.runs.count() == 1


def test_signed_out_meanwhile_the_sign_in_page_comes(
    page: Page, enter: Callable[[Page, Any], None], edition: Edition, at: Any
) -> None:
    board = scene(places={"A": 1}, wishes=["A", "A"], at=at, edition=edition)
    board.simulate()
    enter(page, board.by)
    page.goto(reverse("ranked:board", args=[edition.pk]))
    page.context.clear_cookies()
    page.locator(".people a").first.click()
    page.wait_for_url("**/connexion/**")
