"""Rounds: the same draft for anybody who repeats it, steered by decisions nobody loses."""

import json
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import pytest

from croisee.matching import Policy
from croisee.offers.enums import OfferState
from croisee.schemes.ranked import queries, rules
from croisee.schemes.ranked.actions.decisions import DecisionError, decide, lift, swap
from croisee.schemes.ranked.actions.publication import problem_file, publish_run
from croisee.schemes.ranked.actions.rounds import (
    RoundStateError,
    UnsolvableError,
    open_round,
    run_round,
    set_round_dates,
)
from croisee.schemes.ranked.models import Decision, Round, Run
from tests import factories
from tests.ranked.scenes import Scene, scene

PIN, FORBID = Decision.Kind.PIN, Decision.Kind.FORBID

pytestmark = pytest.mark.django_db


@pytest.fixture
def board(at: datetime) -> Scene:
    """Three people want the one place of « A »; « B » has two places."""
    return scene(places={"A": 1, "B": 2}, wishes=["A", "AB", "AB"], at=at)


def test_one_round_is_open_at_a_time(board: Scene) -> None:
    with pytest.raises(RoundStateError):
        open_round(board.edition, by=board.by, at=board.at)


def test_a_draft_keeps_what_it_was_computed_from(board: Scene) -> None:
    run = board.simulate()
    assert run.state == "draft"
    assert run.vector[:2] == [0, 3]
    assert {row["id"] for row in run.problem["applicants"]} == set(run.assignment)
    assert all("noemie" not in row["id"] for row in run.problem["applicants"])
    assert run.insights["offers"]["A"]["placed"] == 0
    assert run.insights["policies"][0] | {"gaining": 0, "losing": 0} == run.insights["policies"][0]


def test_the_same_seed_and_decisions_give_the_same_draft(board: Scene) -> None:
    one = board.simulate()
    Run.objects.all().delete()  # else the draft there is would be shown again
    two = board.simulate()
    assert (one.assignment, one.fingerprint, one.problem) == (
        two.assignment,
        two.fingerprint,
        two.problem,
    )


def test_another_seed_keeps_the_figures(board: Scene) -> None:
    other = board.simulate(seed="autre")
    assert other.seed == "autre"
    assert other.vector == board.simulate().vector


def test_the_problem_file_is_solved_alike_on_the_command_line(board: Scene, tmp_path: Path) -> None:
    run = board.simulate()
    path = tmp_path / "tour.json"
    path.write_text(json.dumps(problem_file(run)))
    done = subprocess.run(
        [sys.executable, "-m", "croisee.config.cli", "solve", str(path), "--policy", run.policy],
        capture_output=True,
        text=True,
        check=True,
    )
    solved = json.loads(done.stdout)
    assert (solved["assignment"], solved["vector"]) == (run.assignment, run.vector)


def test_a_pin_is_kept_and_the_others_settle_around(board: Scene) -> None:
    decide(board.round, board.who[0], board.offers["A"], PIN, by=board.by, at=board.at)
    run = board.simulate()
    assert board.places(run) == ["A", "B", "B"]


def test_a_forbidden_pair_never_meets(board: Scene) -> None:
    decide(board.round, board.who[0], board.offers["A"], FORBID, by=board.by, at=board.at)
    assert board.places(board.simulate())[0] is None


def test_a_pin_may_lie_outside_the_choices(board: Scene) -> None:
    decide(board.round, board.who[0], board.offers["B"], PIN, by=board.by, at=board.at)
    run = board.simulate()
    assert board.places(run)[0] == "B"


def test_a_second_pin_of_a_person_replaces_the_first(board: Scene) -> None:
    for offer in ("A", "B"):
        decide(board.round, board.who[0], board.offers[offer], PIN, by=board.by, at=board.at)
    (active,) = queries.active_decisions(board.round)
    assert active.offer == board.offers["B"]
    assert board.round.decisions.count() == 2


def test_a_lifted_decision_stays_as_history(board: Scene) -> None:
    pin = decide(board.round, board.who[0], board.offers["A"], PIN, by=board.by, at=board.at)
    assert lift(pin, by=board.by, at=board.at)
    assert not lift(pin, by=board.by, at=board.at)
    assert list(queries.active_decisions(board.round)) == []
    assert board.round.decisions.count() == 1


def test_a_full_offer_takes_no_further_pin_and_says_who_is_there(board: Scene) -> None:
    decide(board.round, board.who[0], board.offers["A"], PIN, by=board.by, at=board.at)
    with pytest.raises(DecisionError) as refused:
        decide(board.round, board.who[1], board.offers["A"], PIN, by=board.by, at=board.at)
    assert refused.value.code == "full"
    assert [pin.application for pin in refused.value.decisions] == [board.who[0]]


def test_an_act_of_somebody_else_meanwhile_is_shown_not_replaced(board: Scene) -> None:
    seen = queries.latest_decision(board.round)
    first = decide(board.round, board.who[0], board.offers["A"], PIN, by=board.by, at=board.at)
    with pytest.raises(DecisionError) as met:
        decide(
            board.round, board.who[0], board.offers["B"], PIN, by=board.by, at=board.at, seen=seen
        )
    assert met.value.decisions == [first]
    decide(board.round, board.who[1], board.offers["B"], PIN, by=board.by, at=board.at, seen=seen)
    assert queries.active_decisions(board.round).count() == 2


def test_two_people_change_places(board: Scene) -> None:
    before = board.places(board.simulate())
    one, two = before.index("A"), before.index("B")
    swap(
        board.round,
        (board.who[one], board.offers["A"]),
        (board.who[two], board.offers["B"]),
        by=board.by,
        at=board.at,
    )
    after = board.places(board.simulate())
    assert (after[one], after[two]) == ("B", "A")


def test_nobody_is_pinned_at_an_offer_that_is_not_published(board: Scene) -> None:
    board.offers["A"].state = OfferState.PAUSED
    board.offers["A"].save()
    with pytest.raises(DecisionError, match="not_offered"):
        decide(board.round, board.who[0], board.offers["A"], PIN, by=board.by, at=board.at)


def test_a_draft_older_than_a_decision_is_outdated(board: Scene) -> None:
    run = board.simulate()
    assert not queries.is_outdated(run)
    decide(board.round, board.who[0], board.offers["A"], PIN, by=board.by, at=board.at)
    assert queries.is_outdated(run)


def test_a_draft_older_than_a_registration_is_outdated(board: Scene) -> None:
    run = board.simulate()
    factories.make_application(board.edition, board.offers["B"])
    assert queries.is_outdated(run)


def test_rules_a_policy_does_not_know_are_refused_by_name(board: Scene) -> None:
    board.edition.matching_rules = {"max_per_institution_per_offer": 1}
    board.edition.save()
    with pytest.raises(UnsolvableError) as refused:
        run_round(
            Round.objects.get(pk=board.round.pk), policy="deferred_acceptance", by=None, at=board.at
        )
    assert refused.value.code == "rule_not_supported"


def test_a_missing_choice_never_moves_the_others_up(at: datetime) -> None:
    board = scene(places={"A": 1, "B": 1}, wishes=["A", "A"], at=at)
    board.who[1].choices.update(rank=2)
    run = board.simulate()
    rows = {row["id"]: row["choices"] for row in run.problem["applicants"]}
    assert sorted(rows.values()) == [["A"], ["absent-1", "A"]]
    assert board.places(run) == ["A", None]


def test_a_second_round_takes_what_is_left_with_the_ranks_as_asked(board: Scene) -> None:
    board.who[2].choices.all().delete()
    board.who[2].choices.create(rank=2, offer=board.offers["A"])
    board.who[2].choices.create(rank=3, offer=board.offers["B"])
    decide(board.round, board.who[2], board.offers["A"], FORBID, by=board.by, at=board.at)
    decide(board.round, board.who[2], board.offers["B"], FORBID, by=board.by, at=board.at)
    publish_run(board.simulate(), by=board.by, at=board.at)
    second = open_round(board.edition, by=board.by, at=board.at)
    run = run_round(second, policy="max_by_class", by=board.by, at=board.at)
    assert second.number == 2
    (left,) = run.problem["applicants"]
    assert left["choices"] == ["absent-1", "A", "B"]
    places = {offer["id"]: offer["capacity"] for offer in run.problem["offers"]}
    assert places == {"A": 0, "B": 1, "absent-1": 0}
    publish_run(run, by=board.by, at=board.at)
    board.who[2].refresh_from_db()
    assert board.who[2].placement is not None
    assert board.who[2].placement.choice_rank == 3
    third = open_round(board.edition, by=board.by, at=board.at)
    assert run_round(third, policy="max_by_class", by=board.by, at=board.at).assignment == {}


def test_days_told_in_the_mails_change_until_publication(board: Scene) -> None:
    days = {"contact_deadline": date(2027, 3, 20), "next_round_on": date(2027, 3, 29)}
    set_round_dates(board.round, **days, by=board.by, at=board.at)
    board.round.refresh_from_db()
    assert board.round.next_round_on == date(2027, 3, 29)
    publish_run(board.simulate(), by=board.by, at=board.at)
    with pytest.raises(RoundStateError):
        set_round_dates(board.round, **days, by=board.by, at=board.at)


def test_other_policies_are_the_administrators(board: Scene) -> None:
    offered = [Policy.MAX_BY_CLASS, Policy.DEFERRED_ACCEPTANCE]
    assert rules.policies_for(board.by, board.edition, board.at) == offered
    administrator = factories.make_role(board.edition, "administrator")
    assert rules.policies_for(administrator, board.edition, board.at) == list(Policy)
