"""Decisions on the matching board: shown as to come, computed, lifted, swapped, refused."""

from datetime import datetime

import pytest
from django.test import Client

from croisee.schemes.ranked import queries
from croisee.schemes.ranked.actions.decisions import decide
from croisee.schemes.ranked.models import Decision
from tests import factories
from tests.entry import signed_in
from tests.ranked.pages import address, post, text_of
from tests.ranked.scenes import Scene, scene

PIN, FORBID = Decision.Kind.PIN, Decision.Kind.FORBID

pytestmark = pytest.mark.django_db


@pytest.fixture
def board(at: datetime) -> Scene:
    """Four people want « A », which has one place; « B » has two and « C » is free."""
    return scene(places={"A": 1, "B": 2, "C": 1}, wishes=["A", "AB", "AB", "AB"], at=at)


@pytest.fixture
def client(board: Scene) -> Client:
    return signed_in(board.by)


def test_fixing_marks_the_draft_as_outdated_until_it_is_run_again(
    board: Scene, client: Client
) -> None:
    board.simulate()
    pair = {"application": board.who[0].pk, "offer": "A", "kind": "pin", "seen": 0}
    text = post(client, address("decide", board, 1), **pair, reason="à la demande du service")
    assert "est fixé·e à" in text
    assert "recalculez avant de publier" in text
    assert "à la demande du service" in text
    text = post(client, address("simulate", board, 1), policy="max_by_class")
    assert "recalculez avant de publier" not in text
    assert board.places(board.round.runs.get(number=2))[0] == "A"


def test_a_decision_is_shown_as_one_to_come_until_it_is_computed(
    board: Scene, client: Client
) -> None:
    """The person's panel, the offer's, the list and the decisions say the same; « Lever » is there."""
    lost = board.who[board.places(board.simulate()).index(None)]
    panel = f"{address('board', board)}?personne={lost.pk}"
    before = text_of(client, panel)
    assert "sans place" in before
    decide(board.round, lost, board.offers["A"], PIN, by=board.by, at=board.at)
    after = text_of(client, panel).partition('id="detail"')[2].partition("board-offers")[0]
    assert "fixé·e, à recalculer" in after
    assert "fixé·e ici au prochain calcul" in after
    assert "Vaudra au prochain calcul" in after
    assert "Lever" in after
    assert "Fixer ici" not in after
    assert 'class="status warn"' not in after  # « sans place »
    offer = text_of(client, f"{address('board', board)}?offre=A")
    assert f"Fixé·e ici au prochain calcul : {lost.person.full_name}." in offer
    post(client, address("simulate", board, 1), policy="max_by_class")
    computed = text_of(client, panel)
    assert "au prochain calcul" not in computed
    assert "fixé·e ici" in computed


def test_a_lifted_decision_is_said_until_it_is_computed(board: Scene, client: Client) -> None:
    who = board.who[0]
    pin = decide(board.round, who, board.offers["B"], PIN, by=board.by, at=board.at)
    board.simulate()
    post(client, address("lift", board, 1, pin.pk))
    panel = f"{address('board', board)}?personne={who.pk}"
    assert "N’est plus fixé·e à" in text_of(client, panel)
    post(client, address("simulate", board, 1), policy="max_by_class")
    assert "N’est plus fixé·e à" not in text_of(client, panel)


def test_a_second_click_computes_nothing_twice(board: Scene, client: Client) -> None:
    """Issue 5, long work: another policy is another draft, the same one again is shown."""
    again = "Rien n’a changé depuis le brouillon 1 : le voici."
    for policy, told in (
        ("max_by_class", "Brouillon 1 calculé."),
        ("max_by_class", again),
        ("deferred_acceptance", "Brouillon 2 calculé."),
        ("max_by_class", again),
    ):
        assert told in post(client, address("simulate", board, 1), policy=policy)
    assert board.round.runs.count() == 2


def test_the_address_of_the_board_is_kept(board: Scene, client: Client) -> None:
    board.simulate()
    pair = {"application": board.who[0].pk, "offer": "A", "kind": "forbid"}
    kept = {"retour": f"personne={board.who[0].pk}&brouillon=1"}
    response = client.post(address("decide", board, 1), pair | kept)
    assert response["Location"].endswith(f"/1/?personne={board.who[0].pk}&brouillon=1#panneau")
    text = text_of(client, response["Location"].partition("#")[0])
    assert "exclu·e au prochain calcul" in text


def test_the_return_address_leads_nowhere_else(board: Scene, client: Client) -> None:
    pair = {"application": board.who[0].pk, "offer": "A", "kind": "pin"}
    for odd in ("//evil.example", "https://evil.example/", "\r\nX: y", "#x"):
        response = client.post(address("decide", board, 1), pair | {"retour": odd})
        assert response["Location"].startswith(address("round", board, 1))


def test_a_decision_made_meanwhile_is_named(board: Scene, client: Client) -> None:
    board.simulate()
    other = factories.make_role(board.edition)
    seen = queries.latest_decision(board.round)
    decide(board.round, board.who[0], board.offers["A"], PIN, by=other, at=board.at)
    pair = {"application": board.who[0].pk, "offer": "B", "kind": "pin", "seen": seen}
    text = post(client, address("decide", board, 1), **pair)
    assert f"{other.full_name} vient de fixer" in text
    assert [pin.offer.number for pin in queries.active_decisions(board.round)] == ["A"]


def test_people_are_swapped_and_decisions_lifted(board: Scene, client: Client) -> None:
    places = board.places(board.simulate())
    one, other = board.who[places.index("A")], board.who[places.index("B")]
    text = post(client, address("swap", board, 1), application=one.pk, other=other.pk, brouillon=1)
    assert "échangent leurs places" in text
    for decision in list(queries.active_decisions(board.round)):
        text = post(client, address("lift", board, 1, decision.pk))
        assert "La décision est levée" in text
    assert "déjà levée" in post(client, address("lift", board, 1, decision.pk))


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"application": "x", "offer": "A", "kind": "pin"},
        {"application": "9" * 30, "offer": "A", "kind": "pin"},
        {"application": "1", "offer": "A\x00", "kind": "pin"},
        {"application": "1", "offer": "A", "kind": "zz", "seen": "-1"},
    ],
)
def test_odd_decisions_change_nothing(board: Scene, client: Client, data: dict[str, str]) -> None:
    post(client, address("decide", board, 1), **data)
    post(client, address("swap", board, 1), **data)
    assert Decision.objects.count() == 0


def test_somebody_of_another_edition_is_not_found(board: Scene, client: Client) -> None:
    stranger = factories.make_application(factories.make_edition())
    pair = {"application": stranger.pk, "offer": "A", "kind": "pin"}
    assert client.post(address("decide", board, 1), pair).status_code == 404
    board.simulate()
    assert client.get(address("board", board) + f"?personne={stranger.pk}").status_code == 404
