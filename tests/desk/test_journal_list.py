"""The journal of an edition says what each act was done to (IM-05)."""

from datetime import datetime

import pytest
from django.urls import reverse

from croisee.schemes.ranked.actions.decisions import decide
from croisee.schemes.ranked.actions.publication import publish_run
from croisee.schemes.ranked.models import Decision
from tests.entry import signed_in
from tests.ranked.scenes import scene

pytestmark = pytest.mark.django_db


def test_rounds_and_drafts_are_named(at: datetime) -> None:
    board = scene(places={"A": 1}, wishes=["A"], at=at)
    decide(board.round, board.who[0], board.offers["A"], Decision.Kind.PIN, by=board.by, at=at)
    publish_run(board.simulate(), by=board.by, at=at)
    page = signed_in(board.by).get(reverse("desk:journal", args=[board.edition.pk]))
    told = {(line.cells[1].text, line.cells[2].text) for line in page.context["list"].lines}
    assert ("a publié un tour", "Tour 1") in told
    person = board.who[0].person
    assert ("a fixé une paire", f"{person.last_name}, {person.first_name}, A") in told
    assert ("a simulé un tour", "Tour 1, brouillon 1") in told
