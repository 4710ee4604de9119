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
    set_clock: Callable[[Any], None],
    scene: Scene,
    scheme: str,
) -> None:
    page = open_page(viewport=SMALL, color_scheme=scheme)
    for when, who, address in pages_of(scene):
        set_clock(when)
        as_somebody(page, enter, who)
        answer = page.goto(address)
        assert answer is not None and answer.status == 200, address
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
        axe(page)


def test_axe_finds_nothing_in_errors_and_long_answers(
    open_page: Callable[..., Page],
    enter: Enter,
    axe: Callable[[Page], None],
    set_clock: Callable[[Any], None],
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
        set_clock(when)
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
    open_page: Callable[..., Page], enter: Enter, set_clock: Callable[[Any], None], scene: Scene
) -> None:
    set_clock(WHILE_HOSTS_PROPOSE)
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
    open_page: Callable[..., Page], enter: Enter, set_clock: Callable[[Any], None], scene: Scene
) -> None:
    set_clock(WHILE_TRAINEES_REGISTER)
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


PUBLIC = [
    "/",
    "/catalogue/",
    "/catalogue/carte/",
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
    "/connexion/",
]
# A small telephone, a common one, and a window of 1280 pixels enlarged to 200 %.
WIDTHS = (320, 390, 640)


@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
def test_every_page_fits_in_every_language(
    open_page: Callable[..., Page],
    enter: Enter,
    set_clock: Callable[[Any], None],
    scene: Scene,
    language: str,
) -> None:
    Person.objects.update(language=language)
    page = open_page(locale=language, viewport=SMALL)
    public = [(WHILE_TRAINEES_REGISTER, None, address) for address in PUBLIC]
    too_wide = []
    for when, who, address in [*public, *pages_of(scene)]:
        set_clock(when)
        as_somebody(page, enter, who)
        page.goto(address)
        assert page.locator("html").get_attribute("lang") == language
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 640})
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                too_wide.append((address, width, wide))
    assert too_wide == []


def test_a_choice_is_dragged_to_its_rank(
    page: Page, enter: Enter, set_clock: Callable[[Any], None], scene: Scene
) -> None:
    """An extra beside the buttons: what is dropped is what is stored."""
    set_clock(WHILE_TRAINEES_REGISTER)
    enter(page, scene.chooser)
    page.goto(reverse("ranked:mine"))
    _drag(page, page.locator(".grip").last, page.locator(".choices > li").first)
    page.wait_for_load_state()
    assert page.locator(".choices h2").all_inner_texts() == [
        "La rue comme bureau",
        "Une journée au centre de jour",
    ]
    stored = scene.things["draft"].choices.order_by("rank").values_list("offer", flat=True)
    assert list(stored) == [scene.offers[2].pk, scene.offers[0].pk]
    assert page.get_by_role("button", name="Monter Une journée au centre de jour").is_visible()


def _drag(page: Page, grip: Any, target: Any) -> None:
    start, end = grip.bounding_box(), target.bounding_box()
    page.mouse.move(start["x"] + 20, start["y"] + 20)
    page.mouse.down()
    page.mouse.move(start["x"] + 20, end["y"] + 40, steps=12)
    page.mouse.move(start["x"] + 20, end["y"] + 5, steps=3)
    with page.expect_navigation():
        page.mouse.up()


def test_a_placed_trainee_notes_two_dates_without_javascript(
    open_page: Callable[..., Page],
    enter: Enter,
    axe: Callable[[Page], None],
    set_clock: Callable[[Any], None],
    scene: Scene,
) -> None:
    """« plus d'1 jour »: what was typed stays when a row is asked for, both sides see both dates."""
    set_clock(AFTER_MATCHING)
    page = open_page(viewport=SMALL, java_script_enabled=False)
    enter(page, scene.placed)
    page.goto(reverse("my_space"))
    assert page.get_by_role("link", name="Préparer le message").get_attribute("href")
    page.goto(reverse("placements:date", args=[scene.things["placement"].pk]))
    page.get_by_label("Date", exact=True).fill("20/04/2027")
    page.get_by_label("Heure de début").fill("9 h")
    page.get_by_label("Heure de fin").fill("16 h 30")
    page.get_by_role("button", name="Une date de plus").click()
    assert page.get_by_label("Date", exact=True).first.input_value() == "20/04/2027"
    assert page.locator(".error-summary").count() == 0
    page.get_by_label("Date", exact=True).nth(1).fill("22/04/2027")
    page.get_by_role("button", name="Enregistrer les dates").press("Enter")
    sessions = scene.things["placement"].sessions.all()
    assert [(s.starts_at.day, s.ends_at.hour) for s in sessions] == [(20, 14), (22, 14)]
    for who in (scene.placed, scene.host):
        as_somebody(page, enter, who)
        page.goto(reverse("my_space"))
        told = page.locator("main").inner_text().replace("\u00a0", " ")
        assert "mardi 20 avril 2027, 9 h" in told and "jeudi 22 avril 2027, 9 h" in told


def test_a_host_registers_by_keyboard_alone(
    page: Page, enter: Enter, set_clock: Callable[[Any], None], scene: Scene
) -> None:
    """Tab, typing, space and Enter: never the mouse."""
    set_clock(WHILE_HOSTS_PROPOSE)
    enter(page, scene.new)
    page.goto(reverse("offers:new"))
    _type(page, "organisation", PLACE["organisation"])
    _type(page, "address", PLACE["address"])
    _type(page, "postcode", "5500")
    _press(page, "input[name=sectors]", "Space")
    _press(page, "main form .btn-primary", "Enter")
    for name, text in [("first_name_0", "Inès"), ("last_name_0", "Verhaegen"), ("email_0", "")]:
        _type(page, name, text or scene.new.email)
    _press(page, "main form .btn-primary", "Enter")
    _type(page, "title", "La rue comme bureau")
    _type(page, "what_you_will_face", "Travail de rue, accueil, réunion : l’humeur change vite.")
    _type(page, "description", "Neuf personnes au centre de la ville.")
    for name in ("format", "duration", "weekdays"):
        _press(page, f"input[name={name}]", "Space")
    _type(page, "places", "2")
    _press(page, "main form .btn-primary", "Enter")
    for name in ("languages", "beneficiary_contact"):
        _press(page, f"input[name={name}]", "Space")
    _press(page, "main form .btn-primary", "Enter")
    for number in range(page.locator("main form input[type=checkbox]").count()):
        _press(page, f"main form input[type=checkbox] >> nth={number}", "Space")
    _press(page, "main form .btn-primary", "Enter")
    assert page.get_by_role("heading", level=1).inner_text() == "Votre offre est bien arrivée"


def test_a_trainee_registers_by_keyboard_alone(
    page: Page, enter: Enter, set_clock: Callable[[Any], None], scene: Scene
) -> None:
    """From an offer of the catalogue to the confirmation: never the mouse."""
    set_clock(WHILE_TRAINEES_REGISTER)
    enter(page, scene.new)
    page.goto(reverse("offers:detail", args=[scene.offers[1].number]))
    _press(page, "main form .btn-primary", "Enter")
    _press(page, "main a.btn-primary", "Enter")
    _type(page, "first_name", "Zoé")
    _type(page, "last_name", "Claes")
    _press(page, "main form .btn-primary", "Enter")
    for name in ("profession", "sector"):
        _reach(page, f"[name={name}]")
        page.keyboard.press("ArrowDown")
    _type(page, "employer", "Planning Le Tilleul")
    _type(page, "postcode", "5000")
    _press(page, "input[name=status]", "Space")
    _press(page, "main form .btn-primary", "Enter")
    assert page.locator(".choices h2").all_inner_texts() == ["En route avec l’équipe mobile"]
    _press(page, "main a.btn-primary", "Enter")
    _type(page, "expectations", "Comprendre comment une équipe mobile garde le lien.")
    _press(page, "main form .btn-primary", "Enter")
    for number in range(page.locator("main form input[type=checkbox]").count()):
        _press(page, f"main form input[type=checkbox] >> nth={number}", "Space")
    _press(page, "main form .btn-primary", "Enter")
    assert page.get_by_role("heading", level=1).inner_text() == "Votre inscription est bien arrivée"
    sent = Application.objects.get(person=scene.new)
    assert (sent.state, sent.choices.get().offer) == ("submitted", scene.offers[1])


def _reach(page: Page, selector: str) -> None:
    """Go on with Tab until the focus is there; a control no key reaches fails."""
    wanted = page.locator(selector).first.element_handle()
    for _ in range(120):
        if page.evaluate("e => document.activeElement === e", wanted):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {selector}")


def _type(page: Page, name: str, text: str) -> None:
    _reach(page, f"[name={name}]")
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def _press(page: Page, selector: str, key: str) -> None:
    _reach(page, selector)
    if key == "Enter":
        with page.expect_navigation():
            page.keyboard.press(key)
    else:
        page.keyboard.press(key)
