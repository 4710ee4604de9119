"""What must hold for every problem, whatever the numbers."""

from collections import Counter
from dataclasses import replace
from random import Random
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from croisee.matching import Applicant, Offer, Policy, Problem, Rules, changes, solve
from croisee.matching.feasibility import check_feasible
from tests.matching.claims import LEVEL_POLICIES
from tests.matching.enumeration import feasible_assignments
from tests.matching.strategies import documents, problems_and_policies, seeds

common = settings(max_examples=120, deadline=None)
PLACES_FIRST = [p for p in LEVEL_POLICIES if p not in (Policy.RANK_MAXIMAL, Policy.STRICT_CLASS)]


@common
@given(problems_and_policies())
def test_feasible_and_pins_kept(case: tuple[Problem, Policy]) -> None:
    """IM-05: what coordinators decided by hand stays."""
    problem, policy = case
    assignment = solve(problem, policy).assignment
    check_feasible(problem, assignment)
    assert all(assignment[applicant] == offer for applicant, offer in problem.pins)


@common
@given(problems_and_policies(), seeds)
def test_order_of_input_changes_nothing(case: tuple[Problem, Policy], seed: int) -> None:
    problem, policy = case
    rng = Random(seed)

    def shuffled(things: Any) -> list[Any]:
        return rng.sample(list(things), len(things))

    other = replace(
        problem,
        offers=shuffled(problem.offers),
        applicants=shuffled(problem.applicants),
        pins=shuffled(problem.pins),
        forbidden=shuffled(problem.forbidden),
    )
    first, second = solve(problem, policy), solve(other, policy)
    assert dict(first.assignment) == dict(second.assignment)
    assert first.fingerprint == second.fingerprint


@common
@given(problems_and_policies(), seeds)
def test_names_change_nothing(case: tuple[Problem, Policy], seed: int) -> None:
    problem, policy = case
    names = [offer.id for offer in problem.offers]
    alias = dict(zip(names, Random(seed).sample(range(1000), len(names)), strict=True))

    def renamed(offers: Any) -> list[str]:
        return [str(alias[offer]) for offer in offers]

    other = replace(
        problem,
        offers=[replace(o, id=str(alias[o.id])) for o in problem.offers],
        applicants=[
            replace(
                a,
                choices=renamed(a.choices),
                priority_at=None if a.priority_at is None else renamed(a.priority_at),
            )
            for a in problem.applicants
        ],
        pins=[(applicant, str(alias[offer])) for applicant, offer in problem.pins],
        forbidden=[(applicant, str(alias[offer])) for applicant, offer in problem.forbidden],
    )
    places = [place and str(alias[place]) for place in solve(problem, policy).assignment.values()]
    assert places == list(solve(other, policy).assignment.values())


@common
@given(documents(), st.sampled_from(LEVEL_POLICIES), seeds)
def test_another_lottery_keeps_the_vector(
    document: dict[str, Any], policy: Policy, seed: int
) -> None:
    problem = Problem.from_json(document)
    numbers = Random(seed).sample(range(1000), len(problem.applicants))
    redrawn = [
        replace(a, lottery=number) for a, number in zip(problem.applicants, numbers, strict=True)
    ]
    other = replace(problem, applicants=redrawn)
    assert solve(problem, policy).levels == solve(other, policy).levels


@common
@given(documents(rules=False), st.sampled_from(PLACES_FIRST))
def test_as_many_are_placed_as_possible(document: dict[str, Any], policy: Policy) -> None:
    problem = Problem.from_json(document)
    seats = [offer.id for offer in problem.offers for _ in range(offer.capacity)]
    wanted = np.array([[s in a.choices for s in seats] for a in problem.applicants], int)
    most = 0
    if wanted.size:
        most = int((maximum_bipartite_matching(csr_array(wanted)) >= 0).sum())
    placed = sum(place is not None for place in solve(problem, policy).assignment.values())
    assert placed == most


@common
@given(documents(people=5), st.sampled_from(list(LEVEL_POLICIES)))
def test_most_placed_is_the_most_by_enumeration(document: dict[str, Any], policy: Policy) -> None:
    every = feasible_assignments(document)
    most = max(sum(place is not None for place in one.values()) for one in every)
    assert solve(Problem.from_json(document), policy).most_placed == most


def test_sending_totals_may_set_class_against_total() -> None:
    """One person of S may go: ann has priority, but bob's going leaves room for eve."""
    problem = Problem(
        [Offer("A", 1), Offer("B", 1)],
        [
            Applicant("ann", ["A"], 0, institution="S", lottery=1),
            Applicant("bob", ["B"], 1, institution="S", lottery=2),
            Applicant("eve", ["A"], 1, lottery=3),
        ],
        rules=Rules(send_capacity={"S": 1}),
    )
    result = solve(problem)
    assert (result.placed, result.most_placed) == (1, 2)


@common
@given(problems_and_policies(), seeds)
def test_one_more_place_never_harms_the_whole(case: tuple[Problem, Policy], seed: int) -> None:
    problem, policy = case
    result = solve(problem, policy)
    offer = Random(seed).choice(problem.offers)
    richer = result.what_if(changes.more_places_at(offer.id)).after
    if policy is not Policy.DEFERRED_ACCEPTANCE:
        assert richer.levels >= result.levels
    elif not any(o.order for o in problem.offers) and not problem.priority_scope:
        # In a common order, nobody loses when there is more room.
        for applicant in problem.applicants:
            before, after = result.rank(applicant.id), richer.rank(applicant.id)
            assert before is None or (after is not None and after <= before)


@common
@given(problems_and_policies())
def test_removing_somebody_not_placed_changes_nothing(case: tuple[Problem, Policy]) -> None:
    problem, policy = case
    result = solve(problem, policy)
    unplaced = [name for name, place in result.assignment.items() if place is None]
    for name in unplaced[:3]:
        if problem.rules.send_capacity and policy is not Policy.DEFERRED_ACCEPTANCE:
            continue  # fewer people of an institution, the same total: checked by enumeration
        other = result.what_if(changes.without_applicant(name))
        assert other.moves == ()


@common
@given(documents(rules=False), st.sampled_from(list(Policy)))
def test_a_first_choice_with_room_for_all_is_granted(
    document: dict[str, Any], policy: Policy
) -> None:
    """An offer that no more people list than it has places serves all who put it first."""
    problem = Problem.from_json(document)
    asked = Counter(choice for a in problem.applicants for choice in a.choices)
    roomy = {o.id for o in problem.offers if asked[o.id] <= o.capacity}
    result = solve(problem, policy)
    for applicant in problem.applicants:
        if applicant.choices and applicant.choices[0] in roomy:
            assert result.assignment[applicant.id] == applicant.choices[0]


@common
@given(documents(rules=False), st.sampled_from(list(Policy)))
def test_nobody_prefers_a_free_place(document: dict[str, Any], policy: Policy) -> None:
    problem = Problem.from_json(document)
    result = solve(problem, policy)
    taken = Counter(result.assignment.values())
    free = {o.id for o in problem.offers if taken[o.id] < o.capacity}
    for applicant in problem.applicants:
        got = result.rank(applicant.id) or len(applicant.choices) + 1
        assert not free & set(applicant.choices[: got - 1])


@common
@given(documents(), st.sampled_from(LEVEL_POLICIES))
def test_a_rule_never_turns_a_second_choice_into_a_first(
    document: dict[str, Any], policy: Policy
) -> None:
    problem = Problem.from_json(document)
    result = solve(problem, policy)
    for applicant in problem.applicants:
        place = result.assignment[applicant.id]
        if place in applicant.choices:
            assert result.rank(applicant.id) == list(applicant.choices).index(place) + 1


@common
@given(documents())
def test_limits_that_cannot_bind_change_nothing(document: dict[str, Any]) -> None:
    """The general network with loose limits is the plain one."""
    document.pop("rules", None)
    problem = Problem.from_json(document)
    n = len(problem.applicants)
    houses = ["north", "south", "east"]
    loose = Rules(
        max_per_institution_per_offer=n,
        send_capacity=dict.fromkeys(houses, n),
        host_capacity=dict.fromkeys(houses, 10**20),
    )
    other = replace(problem, rules=loose)
    assert dict(solve(problem).assignment) == dict(solve(other).assignment)
