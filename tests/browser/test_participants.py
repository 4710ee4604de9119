"""Hosts and trainees in a real browser: whole journeys without JavaScript, axe on every page and state."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from croisee.offers.models import Offer
from croisee.people.models import Person
from croisee.schemes.ranked.models import Application
from tests.browser.participants_scene import (
    AFTER_MATCHING,
    WHILE_HOSTS_PROPOSE,
    WHILE_TRAINEES_REGISTER,
    Scene,
    make_scene,
)
from tests.offers.host_answers import PLACE

pytestmark = pytest.mark.django_db(transaction=True)
Enter = Callable[[Page, Person], None]
SMALL = {"width": 320, "height": 640}
LONG = "Incontournablement " * 12


@pytest.fixture
def at_time(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], None]:
    def set_clock(instant: Any) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: instant)

    return set_clock


@pytest.fixture
def scene(live_site: str) -> Iterator[Scene]:
    yield make_scene()


def pages_of(scene: Scene) -> list[tuple[Any, Person | None, str]]:
    """(when, who, address) of every page and state of the participants."""
    host, corrected = scene.offers[2].pk, scene.things["corrected"].pk
    placement, dated = scene.things["placement"].pk, scene.things["dated_placement"].pk
    early, open_, after = WHILE_HOSTS_PROPOSE, WHILE_TRAINEES_REGISTER, AFTER_MATCHING
    organisation = scene.offers[2].service.organisation_id
    return [
        (early, None, reverse("offers:propose")),
        (early, scene.new, reverse("offers:new")),
        (early, scene.new, reverse("my_space")),
        (early, scene.returning, reverse("offers:host_offers")),
        (early, scene.correcting, reverse("offers:mine", args=[corrected])),
        (early, scene.correcting, reverse("offers:step", args=[corrected, "lieu"])),
        (early, scene.correcting, reverse("offers:step", args=[corrected, "contacts"])),
        (early, scene.correcting, reverse("offers:step", args=[corrected, "journee"])),
        (early, scene.correcting, reverse("offers:step", args=[corrected, "public"])),
        (early, scene.correcting, reverse("offers:check", args=[corrected])),
        (early, scene.host, reverse("offers:host_offers")),
        (early, scene.host, reverse("offers:mine", args=[host])),
        (early, scene.host, reverse("offers:decline", args=[organisation])),
        (open_, None, reverse("ranked:apply")),
        (early, None, reverse("ranked:apply")),
        (open_, None, reverse("ranked:mine")),
        (open_, scene.new, reverse("ranked:page", args=["vous"])),
        (open_, scene.chooser, reverse("ranked:page", args=["travail"])),
        (open_, scene.chooser, reverse("ranked:page", args=["attentes"])),
        (open_, scene.chooser, reverse("ranked:mine")),
        (open_, scene.chooser, reverse("ranked:check")),
        (open_, scene.chooser, reverse("ranked:withdraw")),
        (open_, scene.chooser, reverse("my_space")),
        (after, scene.placed, reverse("my_space")),
        (after, scene.placed, reverse("ranked:mine")),
        (after, scene.placed, reverse("ranked:withdraw")),
        (after, scene.placed, reverse("placements:date", args=[placement])),
        (after, scene.dated, reverse("my_space")),
        (after, scene.unplaced, reverse("my_space")),
        (after, scene.host, reverse("my_space")),
        (after, scene.host, reverse("placements:notice", args=[dated])),
        (after, scene.host, reverse("placements:outcome", args=[dated])),
        (after, scene.host, reverse("ranked:decline_trainee", args=[placement])),
        (after, scene.host, reverse("ranked:withdraw_offer", args=[host])),
    ]


def as_somebody(page: Page, enter: Enter, who: Person | None) -> None:
    page.context.clear_cookies()
    if who is not None:
        enter(page, who)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_overflows_at_320_px(
    open_page: Callable[..., Page],
    enter: Enter,
    axe: Callable[[Page], None],
    at_time: Callable[[Any], None],
    scene: Scene,
    scheme: str,
) -> None:
    page = open_page(viewport=SMALL, color_scheme=scheme)
    for when, who, address in pages_of(scene):
        at_time(when)
        as_somebody(page, enter, who)
        answer = page.goto(address)
        assert answer is not None and answer.status == 200, address
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
        axe(page)


def test_axe_finds_nothing_in_errors_and_long_answers(
    open_page: Callable[..., Page],
    enter: Enter,
    axe: Callable[[Page], None],
    at_time: Callable[[Any], None],
    scene: Scene,
) -> None:
    page = open_page(viewport=SMALL)
    forms = [
        (WHILE_HOSTS_PROPOSE, scene.new, reverse("offers:new")),
        (WHILE_TRAINEES_REGISTER, scene.new, reverse("ranked:page", args=["travail"])),
        (WHILE_TRAINEES_REGISTER, scene.new, reverse("ranked:page", args=["attentes"])),
        (
            AFTER_MATCHING,
            scene.placed,
            reverse("placements:date", args=[scene.things["placement"].pk]),
        ),
    ]
    for when, who, address in forms:
        at_time(when)
        as_somebody(page, enter, who)
        page.goto(address)
        for field in page.locator("main input[type=text], main textarea").all():
            field.fill(LONG * 3)
        page.locator("main form button.btn-primary").click()
        assert page.locator(".error-summary a").count() > 0, address
        assert page.title().startswith("Erreur")
        assert page.evaluate("document.activeElement.className") == "error-summary"
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
        axe(page)


def test_a_host_goes_the_whole_way_without_javascript(
    open_page: Callable[..., Page], enter: Enter, at_time: Callable[[Any], None], scene: Scene
) -> None:
    at_time(WHILE_HOSTS_PROPOSE)
    page = open_page(viewport=SMALL, java_script_enabled=False)
    enter(page, scene.new)
    page.goto(reverse("offers:propose"))
    page.get_by_role("link", name="Commencer").click()
    page.get_by_label("Nom de l’institution").fill(PLACE["organisation"])
    page.get_by_label("Adresse du lieu").fill(PLACE["address"])
    page.get_by_label("Code postal").fill("5500")
    page.get_by_label("Aide à la jeunesse").check()
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Prénom").first.fill("Inès")
    page.get_by_label("Nom", exact=True).first.fill("Verhaegen")
    page.get_by_label("E-mail professionnel").first.fill(scene.new.email)
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Intitulé de l’offre").fill("La rue comme bureau")
    page.get_by_label("confronté·e").fill(
        "Travail de rue, accueil, réunion : l’humeur change vite."
    )
    page.get_by_label("Description du service").fill("Neuf personnes au centre de la ville.")
    page.get_by_label("Immersion (1 jour et +)").check()
    page.get_by_label("1 jour", exact=True).check()
    page.get_by_label("lundi").check()
    page.get_by_label("Nombre de places").fill("2")
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("français").check()
    page.get_by_label("oui, informés").check()
    page.get_by_role("button", name="Continuer").click()
    for box in page.locator("main input[type=checkbox]").all():
        box.check()
    page.get_by_role("button", name="Envoyer mon offre").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Votre offre est bien arrivée"
    assert Offer.objects.get(title="La rue comme bureau", contacts__person=scene.new)


def test_a_trainee_orders_choices_by_keyboard_and_sends_them(
    open_page: Callable[..., Page], enter: Enter, at_time: Callable[[Any], None], scene: Scene
) -> None:
    at_time(WHILE_TRAINEES_REGISTER)
    page = open_page(java_script_enabled=False)
    enter(page, scene.chooser)
    page.goto(reverse("ranked:mine"))
    page.get_by_role("button", name="Monter La rue comme bureau").press("Enter")
    assert page.locator(".choices h2").all_inner_texts() == [
        "La rue comme bureau",
        "Une journée au centre de jour",
    ]
    page.get_by_role("link", name="Continuer").press("Enter")
    for box in page.locator("main input[type=checkbox]").all():
        box.press("Space")
    page.get_by_role("button", name="Envoyer mon inscription").press("Enter")
    assert page.get_by_role("heading", level=1).inner_text() == "Votre inscription est bien arrivée"
    sent = Application.objects.get(person=scene.chooser)
    assert (sent.state, sent.choices.get(rank=1).offer) == ("submitted", scene.offers[2])
