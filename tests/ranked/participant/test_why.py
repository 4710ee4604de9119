"""The true reason of a result, on the trainee's own page, for each of those a round spoke of."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from croisee.schemes.ranked.actions.applications import withdraw_application
from croisee.schemes.ranked.actions.freeing import free_place
from tests import factories
from tests.ranked.scenes import scene

pytestmark = pytest.mark.django_db
AT = datetime(2027, 3, 15, 10, tzinfo=UTC)


@pytest.fixture
def board(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)
    board = scene(places={"A": 1, "B": 2}, wishes=["AB", "AB", "AB", "AB"], at=AT)
    board.publish()
    return board


def why(application):
    client = Client()
    client.force_login(application.person)
    answer = client.get(reverse("ranked:why"))
    assert answer.status_code == 200
    return answer.content.decode()


def by_result(board):
    ranks = {
        application.placement.choice_rank if application.placement else None: application
        for application in board.who
    }
    return ranks[1], ranks[2], ranks[None]


def test_each_result_has_its_true_reason(board):
    first, second, nobody = by_result(board)
    assert "Vous avez votre premier choix" in why(first)
    html = why(second)
    assert "Pourquoi votre 2<sup>e</sup> choix" in html and "Choix 1" in html
    html = why(nobody)
    assert "Pourquoi pas de place dans ce tour" in html and '<p class="lead">' in html


def test_nobody_else_is_named(board):
    _first, second, nobody = by_result(board)
    for application in (second, nobody):
        html = why(application)
        others = [a.person.last_name for a in board.who if a.pk != application.pk]
        assert not any(name in html for name in others)


def test_before_a_result_there_is_no_reason(board):
    client = Client()
    client.force_login(factories.make_person())
    assert client.get(reverse("ranked:why")).url == reverse("my_space")


def test_a_place_given_back_leaves_no_place_behind(board):
    first, second, _nobody = by_result(board)
    free_place(first.placement, reason="Malade", by=board.by, at=AT)
    assert "Votre place n’est plus disponible" in why(first)
    withdraw_application(second, by=second.person, at=AT)
    client = Client()
    client.force_login(second.person)
    assert "Votre stage" not in client.get(reverse("my_space")).content.decode()
    client.force_login(first.person)
    assert "n’est plus disponible" in client.get(reverse("my_space")).content.decode()
