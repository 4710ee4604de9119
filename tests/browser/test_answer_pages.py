"""The pages behind the button of a mail, on a phone, without signing in and without a script."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page

from croisee.core.clock import now
from croisee.placements import actions
from croisee.placements.answering import Question, answer_url
from croisee.placements.models import Placement
from tests.factories import make_offer, make_person

pytestmark = pytest.mark.browser


def _placement(at: datetime) -> Placement:
    slot = make_offer(contact=make_person()).slots.get()
    return actions.take_place(slot, make_person(), source="test", choice_rank=1, by=None, at=at)


def path(question: Question, placement: Placement) -> str:
    person = placement.participants.get().person_id
    return "/" + answer_url(question, placement.pk, person).split("/", 3)[3]


def test_contact_is_said_by_one_button(open_page: Any) -> None:
    placement = _placement(now())
    page: Page = open_page(viewport={"width": 320, "height": 700}, java_script_enabled=False)
    page.goto(path(Question.CONTACT, placement))
    page.get_by_role("button", name="Le contact est pris").click()
    assert page.get_by_role("heading", name="Merci").is_visible()
    placement.refresh_from_db()
    assert placement.state == "contacted"


def test_the_pages_break_no_rule(phone: Page, axe: Any) -> None:
    placement = _placement(now())
    start = now() - timedelta(days=2)
    phone.goto(path(Question.CONTACT, placement))
    axe(phone)
    by = placement.participants.get().person
    actions.fix_dates(placement, [(start, start + timedelta(hours=6))], by=by, at=now())
    phone.goto(path(Question.OUTCOME, placement))
    axe(phone)
    phone.get_by_role("button", name="En partie").click()
    assert phone.get_by_text("a eu lieu en partie").is_visible()
    axe(phone)
    width = phone.evaluate("document.documentElement.scrollWidth")
    assert width <= phone.viewport_size["width"]  # type: ignore[index]
