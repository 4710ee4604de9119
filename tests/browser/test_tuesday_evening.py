"""A coordinator's Tuesday evening (issue 5): 12 offers to check, an import with 9 problems, a round
simulated three ways, two phone calls, publication; then the mails as both sides read them."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import Page, expect

from croisee.directory.models import Territory
from croisee.editions.models import Edition
from croisee.mail import catcher
from croisee.mail.models import Message
from croisee.offers.models import Offer, Slot
from croisee.people.models import Person
from croisee.schemes.ranked.models import Application, Decision
from tests import factories
from tests.factories.people import BIRTH
from tests.mail.sink import free_port
from tests.ranked.dirt.workbooks import trainee, trainees_file

pytestmark = pytest.mark.django_db(transaction=True)

NEW, KNOWN = 12, 6
PROBLEMS = [
    trainee(first="Zoé", email="zoe@pro", one="H001"),
    trainee(first="Yves", email="", one="H002"),
    trainee(first="Xavier", email="xavier@pro.example", one="H099"),  # unknown, so no choice left
    trainee(first="Willy", email="willy@pro.example", one="H001", two="H001"),
    trainee(first="Vera", email="vera@pro.example", one="H001", three="H002"),
    trainee(first="Ugo", email="ugo@pro.example", one="H003", postcode="59000"),
    trainee(first="Tom", email="tom@pro.example", one="H004", conditions="Non"),
    trainee(first="Sam", email="sam@pro.example", one="H005", conditions=None),
]


@pytest.fixture
def edition(live_site: str) -> Edition:
    """Twelve offers wait to be read, six of one place each are published. A coordinator of this
    edition chooses between three rules."""
    edition = factories.make_edition(policy="generous")
    for number in range(1, KNOWN + NEW + 1):
        known = number <= KNOWN
        factories.make_offer(
            edition=edition,
            number=f"H{number:03}",
            places=1,
            service=factories.make_service(province=namur()),
            state="published" if known else "submitted",
            submitted_at=BIRTH,
        )
    return edition


def namur() -> Territory:
    return Territory.objects.get(kind="province", name_fr="Namur")


@pytest.fixture
def mailbox(settings: Any, tmp_path: Path) -> Iterator[None]:
    """The demo's mailbox, on a free port of loopback."""
    settings.DEMO, settings.DATA, settings.EMAIL_PORT = True, tmp_path, free_port()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with catcher.running(settings.EMAIL_PORT):
        yield


def answers() -> bytes:
    """Twelve clean rows, three people for each place, and the dirty ones."""
    clean = [
        trainee(
            first=f"Anne{n}",
            email=f"anne{n}@pro.example",
            one=f"H{n % KNOWN + 1:03}",
            two=f"H{(n + 1) % KNOWN + 1:03}",
        )
        for n in range(12)
    ]
    return trainees_file(*clean, *PROBLEMS).content


@pytest.mark.parametrize("scripts", [True, False])
def test_a_tuesday_evening(
    open_page: Callable[..., Page],
    enter: Callable[[Page, Any], None],
    edition: Edition,
    mailbox: None,
    scripts: bool,
) -> None:
    page = open_page(java_script_enabled=scripts)
    enter(page, factories.make_role(edition, "coordinator", namur()))
    page.goto(reverse("desk:todo", args=[edition.pk]))
    check_twelve_offers(page, keys=scripts)
    import_a_file(page, edition)
    simulate_three_ways(page, edition)
    call_a_host(page, edition)
    register_who_calls(page, edition)
    publish(page, edition)
    read_the_mails(page, edition)


def check_twelve_offers(page: Page, *, keys: bool) -> None:
    """Each one read and published with one key, or one click."""
    expect(page.locator(".todo li", has_text="à relire").locator(".n")).to_have_text("12")
    with page.expect_navigation():  # the keys work once the page is loaded
        page.get_by_role("link", name="Relire les offres").click()
    for _number in range(NEW):
        with page.expect_navigation():
            if keys:
                page.keyboard.press("p")
            else:
                page.get_by_role("button", name="Publier l’offre").click()
    assert page.url.endswith("/offres/")
    assert Offer.objects.filter(state="published").count() == KNOWN + NEW


def import_a_file(page: Page, edition: Edition) -> None:
    page.goto(reverse("ranked:import", args=[edition.pk]))
    excel = {"name": "stagiaires.xlsx", "mimeType": "application/octet-stream", "buffer": answers()}
    page.get_by_label("Fichier des stagiaires").set_input_files(excel)  # type: ignore[arg-type]
    page.get_by_role("button", name="Lire les fichiers").click()
    expect(page.get_by_role("heading", name="À relire")).to_have_text("À relire 9")
    page.get_by_role("button", name="Importer ce qui est coché").click()
    expect(page.get_by_role("heading", name="Fichiers importés")).to_be_visible()
    assert edition.applications.count() == 18


def simulate_three_ways(page: Page, edition: Edition) -> None:
    """The rule of the edition, then the two others of the table; the first and last compared."""
    page.get_by_role("link", name="Matching").click()
    page.get_by_role("button", name="Ouvrir le tour").click()
    page.get_by_role("button", name="Calculer un brouillon").click()
    expect(page.get_by_text("Brouillon 1 calculé")).to_be_visible()
    for number, rule in ((2, "Tour à tour"), (3, "Le plus de personnes placées")):
        page.get_by_role("row", name=rule).get_by_role("button", name="Calculer ainsi").click()
        expect(page.get_by_text(f"Brouillon {number} calculé")).to_be_visible()
    runs = edition.rounds.get().runs.order_by("number")
    assert [run.policy for run in runs] == ["generous", "deferred_acceptance", "max_by_class"]
    page.get_by_role("link", name="Comparer avec le brouillon 1").click()
    expect(page.get_by_role("heading", name="Comparer deux brouillons")).to_be_visible()
    page.get_by_role("link", name="Retour au tour 1").click()


def call_a_host(page: Page, edition: Edition) -> None:
    """The first host of the call list gives one more place: one more person has one."""
    placed = placed_in_last_draft(edition)
    page.get_by_role("link", name="Liste d’appels").click()
    page.locator("#h-calls").scroll_into_view_if_needed()
    row = page.get_by_role("table").get_by_role("row").nth(1)
    number = row.locator("th .sub").inner_text()
    row.get_by_role("link").first.click()
    expect(page.get_by_text("Une place de plus", exact=False).first).to_be_visible()
    page.locator("#detail").get_by_role("link", name="Offre", exact=True).click()
    page.get_by_role("link", name="Modifier").click()
    page.get_by_label("Nombre de places").fill("2")
    page.get_by_role("button", name="Enregistrer").click()
    assert Slot.objects.get(offer__number=number).capacity == 2
    compute_again(page, edition)
    assert placed_in_last_draft(edition) == placed + 1


def register_who_calls(page: Page, edition: Edition) -> None:
    """Somebody on the phone registers; fixed where she wishes, the rest is solved around her."""
    page.goto(reverse("desk:todo", args=[edition.pk]))
    page.get_by_role("link", name="Inscrire quelqu’un qui téléphone").click()
    for label, text in (
        ("Prénom", "Odile"),
        ("Nom", "Servais"),
        ("E-mail professionnel", "odile@pro.example"),
        ("Code postal du lieu de travail", "5000"),
    ):
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_label("Choix 1").select_option(index=1)
    page.get_by_role("button", name="Inscrire").click()
    expect(page.get_by_text("la confirmation part")).to_be_visible()
    caller = Application.objects.get(person__email="odile@pro.example")
    compute_again(page, edition)
    page.goto(f"{reverse('ranked:board', args=[edition.pk])}?qui=tous&q=odile")
    page.locator(".people a", has_text="Odile").click()
    page.get_by_role("button", name="Fixer ici").first.click()
    expect(page.get_by_text("recalculez avant de publier")).to_be_visible()
    assert Decision.objects.get().application == caller
    page.get_by_role("button", name="Recalculer").click()
    expect(page.locator(".decisions", has_text="Odile")).to_be_visible()


def compute_again(page: Page, edition: Edition) -> None:
    page.goto(reverse("ranked:board", args=[edition.pk]))
    expect(page.get_by_text("recalculez avant de publier")).to_be_visible()
    page.get_by_role("button", name="Recalculer").click()
    expect(page.get_by_text("calculé.")).to_be_visible()


def placed_in_last_draft(edition: Edition) -> int:
    run = edition.rounds.get().runs.order_by("-number")[0]
    return sum(place is not None for place in run.assignment.values())


def publish(page: Page, edition: Edition) -> None:
    """One click, and the messages tell how far they are."""
    page.get_by_role("link", name="Publier ce brouillon").click()
    expect(page.get_by_text("Un message de chaque sorte")).to_be_visible()
    page.get_by_role("button", name="Publier et prévenir").click()
    expect(page.get_by_role("heading", name="Résultat du tour 1")).to_be_visible(timeout=60_000)
    placed = placed_in_last_draft(edition)
    assert edition.applications.filter(placement__isnull=False).count() == placed
    result = Message.objects.filter(key__startswith=f"result:{edition.rounds.get().pk}:")
    assert result.filter(kind="result_none").count() == 19 - placed
    total = result.count()
    expect(page.get_by_text(f"0 message parti sur {total}")).to_be_visible()
    call_command("worker", "--once")
    assert not Message.objects.exclude(state=Message.State.SENT).exists()
    page.reload()
    expect(page.get_by_text(f"{total} messages partis sur {total}")).to_be_visible()


def read_the_mails(page: Page, edition: Edition) -> None:
    """Sent over real SMTP to the loopback mailbox; both sides' mails are read there."""
    caller = Person.objects.get(email="odile@pro.example")
    placement = edition.applications.get(person=caller).placement
    assert placement and placement.slot
    contact = placement.slot.offer.contacts.get().person
    for reader, other in ((caller, contact), (contact, caller)):
        letter = letter_of(page, reader.email)
        expect(letter.get_by_text(other.email).first).to_be_visible()
    lost = Message.objects.filter(kind="result_none").first()
    assert lost
    expect(letter_of(page, lost.address).get_by_text("Voici pourquoi").first).to_be_visible()


def letter_of(page: Page, address: str) -> Any:
    """The newest letter to somebody, as the mailbox shows it."""
    page.goto(reverse("mailbox") + f"?q={address}")
    page.locator(".grid a").first.click()
    return page.frame_locator("iframe")
