"""A Tuesday evening: files in, a draft, a decision, another draft, publication, the mails written."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import Page, expect

from croisee.editions.models import Edition
from croisee.mail import catcher
from croisee.mail.models import Message
from croisee.people.models import Person
from croisee.schemes.ranked.actions.decisions import decide
from croisee.schemes.ranked.models import Decision
from tests import factories
from tests.mail.sink import free_port
from tests.ranked.scenes import scene

SAMPLES = Path(__file__).parent.parent / "samples"
NARROW = {"width": 320, "height": 800}

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def edition(live_site: str) -> Edition:
    return factories.make_edition()


@pytest.fixture
def coordinator(edition: Edition) -> Person:
    return factories.make_role(edition)


@pytest.fixture
def mailbox(settings: Any, tmp_path: Path) -> Iterator[None]:
    """The demo's mailbox, on a free port of loopback."""
    settings.DEMO, settings.DATA, settings.EMAIL_PORT = True, tmp_path, free_port()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with catcher.running(settings.EMAIL_PORT):
        yield


@pytest.mark.parametrize("scripts", [True, False])
def test_from_two_files_to_the_result_mails(
    open_page: Callable[..., Page],
    enter: Callable[[Page, Any], None],
    edition: Edition,
    coordinator: Person,
    mailbox: None,
    scripts: bool,
) -> None:
    page = open_page(java_script_enabled=scripts)
    enter(page, coordinator)
    page.goto(reverse("ranked:import", args=[edition.pk]))
    page.get_by_label("Fichier des hôtes").set_input_files(SAMPLES / "hotes.xlsx")
    page.get_by_label("Fichier des stagiaires").set_input_files(SAMPLES / "stagiaires.xlsx")
    page.get_by_role("button", name="Lire les fichiers").click()
    expect(page.get_by_role("heading", name="Avant d’importer")).to_be_visible()
    page.get_by_role("button", name="Importer tout").click()
    expect(page.get_by_text("Les fichiers sont importés")).to_be_visible()
    assert (edition.offers.count(), edition.applications.count()) == (120, 290)

    page.get_by_role("link", name="Ouvrir le matching").click()
    page.get_by_role("button", name="Ouvrir le tour").click()
    page.get_by_role("button", name="Calculer un brouillon").click()
    expect(page.get_by_text("Brouillon 1 calculé")).to_be_visible()
    before = edition.rounds.get().runs.get()
    assert sum(place is not None for place in before.assignment.values()) == 270

    lost = page.locator(".people a", has_text="3 choix").first
    name = lost.locator("b").inner_text()
    lost.click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    page.get_by_role("button", name="Fixer ici").first.click()
    expect(page.get_by_text("recalculez avant de publier")).to_be_visible()
    page.get_by_role("button", name="Recalculer").click()
    expect(page.get_by_text("Brouillon 2 calculé")).to_be_visible()
    expect(page.locator(".decisions", has_text=name).first).to_be_visible()

    page.get_by_role("link", name="Publier ce brouillon").click()
    expect(page.get_by_text("Un message de chaque sorte")).to_be_visible()
    page.get_by_role("button", name="Publier et prévenir").click()
    expect(page.get_by_role("heading", name="Résultat du tour 1")).to_be_visible(timeout=60_000)
    run = edition.rounds.get().runs.get(state="published")
    placed = sum(place is not None for place in run.assignment.values())
    assert run.number == 2
    assert Message.objects.filter(kind="result_trainee").count() == placed
    assert Message.objects.filter(kind="result_none").count() == 290 - placed
    assert Message.objects.filter(kind="result_host").exists()
    if scripts:
        read_the_mails(page, edition)


def read_the_mails(page: Page, edition: Edition) -> None:
    """The worker sends over real SMTP to the loopback mailbox; both sides' mails are read there."""
    call_command("worker", "--once")
    assert not Message.objects.exclude(state=Message.State.SENT).exists()
    placed = edition.applications.filter(placement__isnull=False).select_related("person").first()
    assert placed and placed.placement and placed.placement.slot
    offer = placed.placement.slot.offer
    contact = offer.contacts.get().person
    for reader, other in ((placed.person, contact), (contact, placed.person)):
        page.goto(reverse("mailbox") + f"?q={reader.email}")
        page.locator(".grid a").first.click()
        letter = page.frame_locator("iframe")
        expect(letter.get_by_text(other.email).first).to_be_visible()
    lost = Message.objects.filter(kind="result_none").first()
    assert lost
    page.goto(reverse("mailbox") + f"?q={lost.address}")
    page.locator(".grid a").first.click()
    expect(page.frame_locator("iframe").get_by_text("Voici pourquoi").first).to_be_visible()


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
    expect(page.get_by_text("Recalculez pour en voir l’effet")).to_be_visible()
    assert Decision.objects.get().application == lost
