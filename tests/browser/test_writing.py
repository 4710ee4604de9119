"""Writing to several people in a real browser: the whole way without JavaScript, axe on each page."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from croisee.editions import trial_visit
from croisee.editions.enums import RoleName
from croisee.mail.models import Message
from croisee.people.announcements import unsubscribe_url
from croisee.people.models import Person
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
Enter = Callable[[Page, Person], None]
NARROW = {"width": 320, "height": 640}


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_a_message_is_written_read_over_sent_and_held_back_without_javascript(
    open_page: Any, enter: Enter
) -> None:
    edition = factories.make_edition()
    for _n in range(2):
        factories.make_application(edition, state="submitted")
    page = open_page(java_script_enabled=False, viewport=NARROW)
    enter(page, factories.make_role(edition, RoleName.ADMINISTRATOR))
    page.goto(reverse("desk:write", args=[edition.pk]))
    page.get_by_label("Les stagiaires inscrit·es (2)").check()
    page.get_by_label("Commencer par").select_option("debriefing")
    page.get_by_role("button", name="Écrire le message").click()
    page.get_by_role("button", name="Garder et relire").click()
    assert "à remplacer par vos mots" in page.content()
    for code in ("fr", "de"):
        field = page.locator(f"#id_body_{code}")
        field.fill(field.input_value().replace("[…]", "mardi"))
    page.get_by_role("button", name="Garder et relire").click()
    page.get_by_role("button", name="Envoyer à 2 personnes").click()
    assert Message.objects.filter(state=Message.State.QUEUED).count() == 2
    page.get_by_role("button", name="Retenir les 2").click()
    assert Message.objects.filter(state=Message.State.HELD).count() == 2


@pytest.mark.parametrize("viewport", [NARROW, {"width": 1280, "height": 900}])
def test_the_pages_of_writing_and_trials(
    open_page: Any, enter: Enter, axe: Any, viewport: dict[str, int]
) -> None:
    edition = factories.make_edition(test_mode=True)
    person = factories.make_person(language="nl")
    factories.make_application(edition, person=person, state="submitted")
    page = open_page(viewport=viewport)
    enter(page, factories.make_role(edition, RoleName.ADMINISTRATOR))
    page.goto(reverse("desk:write", args=[edition.pk]))
    axe(page)
    page.get_by_label("Les stagiaires inscrit·es (1)").check()
    page.get_by_role("button", name="Écrire le message").click()
    axe(page)
    page.locator("#id_body_fr").fill("{inconnu}")
    page.get_by_role("button", name="Garder et relire").click()
    axe(page)
    page.locator("#id_body_fr").fill("# Bonjour {first_name}\nMerci.")
    page.locator("details", has_text="Deutsch").locator("summary").click()
    page.locator("#id_subject_de").fill("")
    page.locator("#id_body_de").fill("")
    page.get_by_role("button", name="Garder et relire").click()
    axe(page)
    assert fits(page)
    page.get_by_role("button", name="Envoyer à une personne").click()
    axe(page)
    for name in ("desk:mailings", "editions:wipe", "editions:edition", "desk:messages"):
        page.goto(reverse(name, args=[edition.pk]))
        axe(page)
        assert fits(page)
    page.goto(trial_visit.link_path(edition))
    axe(page)
    page.get_by_role("button", name="Commencer l’essai").click()
    axe(page)
    page.goto(reverse("my_space"))
    axe(page)
    assert fits(page)
    page.goto("/" + unsubscribe_url(person.pk).split("/", 3)[3])
    axe(page)
