"""The matching board: pages of a coordinator, what they say, what they cost."""

import json
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from croisee.mail.models import Message
from croisee.matching import Problem, solve
from croisee.schemes.ranked.actions.decisions import decide
from croisee.schemes.ranked.actions.publication import publish_run
from croisee.schemes.ranked.emails.applications import trainee_registered
from croisee.schemes.ranked.models import Application, Decision, Round, Run
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


# ---------------------------------------------------------------- from nothing to a draft


def test_before_any_round_the_board_offers_to_open_one() -> None:
    edition = factories.make_edition()
    client = signed_in(factories.make_role(edition))
    url = reverse("ranked:board", args=[edition.pk])
    assert "Ouvrir le tour" in text_of(client, url)
    form = {"contact_deadline": "20/03/2127", "next_round_on": "5/4/2127", "seed": "tirage public"}
    post(client, reverse("ranked:round_open", args=[edition.pk]), **form)
    opened = Round.objects.get(edition=edition)
    assert (opened.seed, opened.contact_deadline.year) == ("tirage public", 2127)  # type: ignore[union-attr]
    assert "Calculer un brouillon" in text_of(client, url)


def test_a_past_day_is_refused_beside_the_field(board: Scene, client: Client) -> None:
    text = post(client, address("round_dates", board, 1), contact_deadline="01/01/2020")
    assert "Cette date est passée" in text


def test_a_second_opening_finds_the_round_open(board: Scene, client: Client) -> None:
    assert "déjà ouvert" in post(client, address("round_open", board), seed="x")
    assert board.edition.rounds.count() == 1


def test_simulating_shows_figures_reasons_and_the_seed(board: Scene, client: Client) -> None:
    text = post(client, address("simulate", board, 1), policy="max_by_class")
    assert "Brouillon 1 calculé" in text
    assert "Le plus de personnes placées" in text
    assert "graine" in text
    assert "Sans place" in text


def test_a_policy_of_the_administrators_is_refused_politely(board: Scene, client: Client) -> None:
    text = post(client, address("simulate", board, 1), policy="generous")
    assert "réservée à l’administration" in text
    assert Run.objects.count() == 0
    administrator = signed_in(factories.make_role(board.edition, "administrator"))
    assert "calculé" in post(administrator, address("simulate", board, 1), policy="generous")


@pytest.mark.parametrize("policy", ["", "none", "x" * 5000, "\x00", "max_by_class\n"])
def test_an_odd_policy_is_no_server_error(board: Scene, client: Client, policy: str) -> None:
    post(client, address("simulate", board, 1), policy=policy)
    assert Run.objects.count() == 0


# ---------------------------------------------------------------- what the board says


def test_a_person_without_a_place_reads_why_and_what_would_help(
    board: Scene, client: Client
) -> None:
    run = board.simulate()
    lost = board.who[board.places(run).index(None)]
    text = text_of(client, address("board", board) + f"?personne={lost.pk}")
    assert lost.person.full_name in text
    assert "demandes</b> pour 1 place" in text
    assert "Une place de plus à" in text
    assert "Libre et proche de ses choix" in text


def test_an_offer_says_who_is_in_who_waits_and_what_more_places_do(
    board: Scene, client: Client
) -> None:
    board.simulate()
    text = text_of(client, address("board", board) + "?offre=A")
    assert "4 demandes</b> pour 1 place : 4 en 1<sup>er</sup> choix" in text
    assert "une personne de plus est placée" in text
    assert "La préféreraient" in text


def test_one_more_place_never_adds_more_than_one_person(board: Scene) -> None:
    run = board.simulate()
    assert {more["placed"] for more in run.insights["offers"].values()} <= {0, 1}
    assert run.insights["offers"]["A"]["placed"] == 1
    assert len(run.insights["together"]) == len([p for p in board.places(run) if p is None])


def test_a_full_offer_of_a_later_round_is_worth_a_call(at: datetime) -> None:
    board = scene({"A": 0, "B": 1}, ["A", "AB"], at)
    run = board.simulate()
    assert run.insights["offers"]["A"]["placed"] == 1
    assert [number for number, _who in run.insights["together"]] == ["A"]


def test_people_are_searched_without_accents_and_filtered(board: Scene, client: Client) -> None:
    board.simulate()
    url = address("board", board)
    assert 'class="people"' in text_of(client, url + "?qui=tous&q=noemie")
    assert "Personne ne correspond" in text_of(client, url + "?qui=tous&q=zzz")
    assert "Personne ne correspond" in text_of(client, url + "?qui=tous&province=test-nulle-part")


@pytest.mark.parametrize(
    "query",
    [
        "?personne=abc&offre=%00&page=-3&page_offres=99&tri=zz&qui=zz",
        "?personne=" + "9" * 17,
        "?offre=" + "x" * 2000,
        "?q=%ED%A0%80&province=" + "x" * 300,
        "?brouillon=x",
        "?personne=²",
    ],
)
def test_odd_addresses_are_no_server_error(board: Scene, client: Client, query: str) -> None:
    board.simulate()
    assert client.get(address("board", board) + query).status_code in {200, 404}


def test_a_draft_that_does_not_exist_is_not_found(board: Scene, client: Client) -> None:
    board.simulate()
    assert client.get(address("round", board, 1) + "?brouillon=7").status_code == 404
    assert client.get(address("round", board, 9)).status_code == 404


def test_two_drafts_are_compared(board: Scene, client: Client) -> None:
    before = board.simulate()
    held = board.places(before).index("A")
    decide(board.round, board.who[held], board.offers["A"], FORBID, by=board.by, at=board.at)
    board.simulate()
    text = text_of(client, address("compare", board, 1) + "?de=1&a=2")
    assert "Y gagnent" in text
    assert board.who[held].person.full_name in text
    page = client.get(address("compare", board, 1))  # unasked: the latest beside the one before
    assert (page.context["before"].number, page.context["after"].number) == (1, 2)


def test_drafts_that_say_the_same_are_told_in_one_sentence(board: Scene, client: Client) -> None:
    """No empty boxes: neither for one draft, nor for two that give everybody the same."""
    held = board.places(board.simulate()).index("A")
    page = address("compare", board, 1)
    assert "Ce tour n’a qu’un brouillon" in text_of(client, page)
    decide(board.round, board.who[held], board.offers["B"], FORBID, by=board.by, at=board.at)
    board.simulate()
    assert "C’est deux fois le même brouillon" in text_of(client, page + "?de=1&a=1")
    text = text_of(client, page)
    assert "donnent la même chose à tout le monde" in text
    assert "Y gagnent" not in text


def test_two_drafts_are_counted_beside_one_another(board: Scene, client: Client) -> None:
    """ui.md: placed, choices obtained, by class and by province."""
    here = board.offers["A"].service.province
    Application.objects.filter(pk=board.who[0].pk).update(priority_class=0, province=here)
    board.simulate()
    for who in board.who[1:]:
        decide(board.round, who, board.offers["B"], FORBID, by=board.by, at=board.at)
    board.simulate()
    page = client.get(address("compare", board, 1))
    rows = [
        (row.label, row.before, row.after) for _, found in page.context["beside"] for row in found
    ]
    assert rows == [
        ("Placé·es", 3, 1),
        ("1er choix obtenu", 1, 1),
        ("2e choix obtenu", 2, 0),
        ("Prioritaire", 1, 1),
        ("Non prioritaire", 2, 0),
        (here.name, 1, 1),
        ("Ailleurs", 2, 0),
    ]
    assert "−2" in page.content.decode()


def test_the_call_list_names_hosts_phones_and_the_chain(board: Scene, client: Client) -> None:
    contact = board.offers["A"].contacts.get().person
    contact.phone = "081 55 03 88"
    contact.save()
    board.simulate()
    text = text_of(client, address("calls", board, 1))
    assert "081 55 03 88" in text
    assert "sans place →" in text


def test_the_problem_file_holds_no_name_and_repeats_the_draft(board: Scene, client: Client) -> None:
    run = board.simulate()
    response = client.get(address("problem", board, 1, 1))
    assert "attachment" in response["Content-Disposition"]
    document = json.loads(response.content)
    assert "Lambert" not in response.content.decode()
    assert dict(solve(Problem.from_json(document), document["policy"]).assignment) == run.assignment
    assert document["seed"] == "graine"


# ---------------------------------------------------------------- publication


def test_publishing_is_asked_with_the_mails_then_done_once(board: Scene, client: Client) -> None:
    board.simulate()
    url = address("publish", board, 1, 1)
    text = text_of(client, url)
    assert "3 personnes reçoivent une place" in text
    assert "pas de place pour l’instant" in text
    assert "3 personnes ont une place" in post(client, url)
    assert "Résultat du tour 1" in post(client, url)
    assert "Résultat du tour 1" in text_of(client, url)
    text = text_of(client, address("board", board))
    assert "Ouvrir le tour suivant" in text
    assert "Fixer ici" not in text


def test_an_outdated_draft_is_not_published(board: Scene, client: Client) -> None:
    board.simulate()
    decide(board.round, board.who[0], board.offers["A"], PIN, by=board.by, at=board.at)
    assert "Publier et prévenir" not in text_of(client, address("publish", board, 1, 1))
    assert "Rien n’a été publié" in post(client, address("publish", board, 1, 1))


def test_held_mails_are_let_go_from_the_outcome(board: Scene, client: Client) -> None:
    board.simulate()
    text = post(client, address("publish", board, 1, 1), hold="on")
    assert "Laisser partir" in text
    text = post(client, address("release", board, 1))
    assert "messages partent" in text
    assert "Laisser partir" not in text


def test_the_messages_of_a_round_are_read_apart(board: Scene, client: Client) -> None:
    """From the result of a round: its messages, not those of another round or of a registration."""
    publish_run(board.simulate(), by=board.by, at=board.at)
    trainee_registered(board.who[0], at=board.at)
    page = text_of(client, address("outcome", board, 1))
    link = f"{reverse('desk:messages', args=[board.edition.pk])}?tour=1"
    assert link in page
    results = Message.objects.filter(kind__startswith="result_").count()
    assert Message.objects.count() == results + 1
    read = text_of(client, link)
    assert f"{results} messages" in read
    assert "inscription est bien arrivée" not in read


def test_after_publication_nothing_is_decided_any_more(board: Scene, client: Client) -> None:
    publish_run(board.simulate(), by=board.by, at=board.at)
    pair = {"application": board.who[0].pk, "offer": "A", "kind": "pin"}
    assert "Le tour est publié" in post(client, address("decide", board, 1), **pair)
    assert "ne se recalcule plus" in post(
        client, address("simulate", board, 1), policy="max_by_class"
    )


# ---------------------------------------------------------------- cost


def queries_of(board: Scene, name: str, *more: Any, query: str = "") -> int:
    client = signed_in(board.by)
    url = address(name, board, *more) + query
    client.get(url)
    with CaptureQueriesContext(connection) as counted:
        assert client.get(url).status_code == 200
    return len(counted)


PAGES: list[tuple[str, list[int], str]] = [
    ("board", [], ""),
    ("board", [], "?qui=tous"),
    ("board", [], "?offre=A"),
    ("calls", [1], ""),
    ("compare", [1], "?de=1&a=2"),
    ("publish", [1, 2], ""),
]


@pytest.mark.parametrize(("name", "more", "query"), PAGES)
def test_a_page_costs_the_same_queries_for_few_and_for_thirty(
    name: str, more: list[int], query: str, at: datetime
) -> None:
    counts = []
    for people in (4, 31):
        board = scene(places={"A": 1, "B": 1}, wishes=["AB"] * people, at=at)
        for who in board.who[: people // 4]:
            decide(board.round, who, board.offers["B"], FORBID, by=board.by, at=at)
        board.simulate()
        board.simulate("deferred_acceptance")
        counts.append(queries_of(board, name, *more, query=query))
    assert counts[1] <= counts[0]


def test_a_persons_panel_costs_the_same_queries_whoever_else_is_there(at: datetime) -> None:
    counts = []
    for people in (4, 31):
        board = scene(places={"A": 1, "B": 1, "C": 3}, wishes=["AB"] * people, at=at)
        run = board.simulate()
        lost = board.who[board.places(run).index(None)]
        counts.append(queries_of(board, "board", query=f"?personne={lost.pk}"))
    # One more in the small one, where a second place would reach this person: whom to phone.
    assert counts[1] <= counts[0]
