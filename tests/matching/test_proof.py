"""Certificates: accepted as they are, refused when anything in them or around them is changed."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings

from croisee.matching import BareClaim, Disproved, Policy, Problem, Result, solve, verify
from croisee.matching.certificate import Certificate, Prices
from croisee.matching.optimum import optimum
from croisee.matching.solving import assignment_of
from croisee.matching.verifying import counted_levels, levels
from tests.matching.claims import LEVEL_POLICIES, solved
from tests.matching.strategies import problems_and_policies, seeds

common = settings(max_examples=100, deadline=None)


@common
@given(problems_and_policies())
def test_certified_and_bare_results_are_accepted(case: tuple[Problem, Policy]) -> None:
    problem, policy = case
    result = solve(problem, policy)
    verify(problem, policy, result)
    verify(problem, policy, BareClaim(result.assignment, result.levels))


@common
@given(problems_and_policies(), seeds)
def test_any_other_assignment_is_refused(case: tuple[Problem, Policy], seed: int) -> None:
    """Somebody is moved; numbers are recounted, so that only optimality or lottery can object."""
    problem, policy = case
    rng = Random(seed)
    result = solve(problem, policy)
    for person in problem.applicants[:6]:
        assignment = dict(result.assignment)
        other = rng.choice([None, *person.choices])
        if other == assignment[person.id]:
            continue
        assignment[person.id] = other
        wanted = levels(policy, problem.classes, problem.max_choices)
        claim = BareClaim(assignment, counted_levels(problem, wanted, assignment))
        with pytest.raises(Disproved):
            verify(problem, policy, claim)
        with pytest.raises(Disproved):
            verify(problem, policy, replace(claim, certificate=result.certificate))


@common
@given(problems_and_policies(), seeds)
def test_a_result_without_the_lottery_is_refused(case: tuple[Problem, Policy], seed: int) -> None:
    """An optimal assignment that another lottery selects is not the result of this one."""
    problem, policy = case
    if policy is Policy.DEFERRED_ACCEPTANCE:
        return
    result = solve(problem, policy)
    solution = optimum(result.instance, policy, draw=False)
    assert solution is not None
    undrawn = assignment_of(problem, result.instance, solution.held)
    claim = BareClaim(undrawn, result.levels, Certificate(solution.prices))
    if undrawn == dict(result.assignment):
        verify(problem, policy, claim)
    else:
        with pytest.raises(Disproved, match="lottery"):
            verify(problem, policy, claim)


def contested(policy: Policy = Policy.MAX_BY_CLASS) -> Result:
    """A small result whose proof needs prices."""
    return solved({"A": 1, "B": 1}, "ann 0: A B", "bob 1: A", "eve 1: A", policy=policy)


def test_wrong_numbers_are_refused() -> None:
    result = contested()
    with pytest.raises(Disproved, match="numbers"):
        verify(result.problem, result.policy, replace(result, levels=(1, 1, 1, 1, 1, 0)))


@pytest.mark.parametrize("policy", LEVEL_POLICIES)
def test_prices_left_out_or_changed_are_refused(policy: Policy) -> None:
    result = contested(policy)
    prices = result.certificate.prices
    needed = [at for at, level in enumerate(prices) if len(level.nodes)]
    assert needed
    for at in needed:
        for tampered in (
            Prices(np.empty(0, int), np.empty(0, int)),
            Prices(prices[at].nodes, -prices[at].values),
            Prices(prices[at].nodes + 1, prices[at].values),
            Prices(prices[at].nodes - 9, prices[at].values),
            Prices(prices[at].nodes + 10**6, prices[at].values),
        ):
            changed = (*prices[:at], tampered, *prices[at + 1 :])
            with pytest.raises(Disproved):
                verify(result.problem, policy, replace(result, certificate=Certificate(changed)))
    with pytest.raises(Disproved):
        verify(result.problem, policy, replace(result, certificate=Certificate(prices[1:])))


def test_cutoffs_left_out_or_changed_are_refused() -> None:
    result = solved({"A": 1, "B": 1}, "ann 0: A B", "bob 1: A", policy="deferred_acceptance")
    assert result.certificate.cutoffs == {"A": 0}
    tampered: list[dict[str, int]] = [{}, {"A": 1}, {"A": -1}, {"A": 0, "B": -1}]
    for cutoffs in tampered:
        certificate = Certificate(cutoffs=cutoffs)
        with pytest.raises(Disproved):
            verify(result.problem, result.policy, replace(result, certificate=certificate))


def test_a_stable_but_worse_assignment_is_refused() -> None:
    """Two stable assignments: the one that suits the hosts is not the result."""
    document = {
        "classes": 1,
        "max_choices": 2,
        "offers": [
            {"id": "A", "capacity": 1, "order": ["bob", "ann"]},
            {"id": "B", "capacity": 1, "order": ["ann", "bob"]},
        ],
        "applicants": [
            {"id": "ann", "class": 0, "lottery": 1, "choices": ["A", "B"]},
            {"id": "bob", "class": 0, "lottery": 2, "choices": ["B", "A"]},
        ],
    }
    problem = Problem.from_json(document)
    assert dict(solve(problem, "deferred_acceptance").assignment) == {"ann": "A", "bob": "B"}
    with pytest.raises(Disproved, match="better stable"):
        verify(problem, "deferred_acceptance", BareClaim({"ann": "B", "bob": "A"}, (2, 0)))


def test_fingerprints_tell_results_apart() -> None:
    first = contested()
    assert first.fingerprint == contested().fingerprint
    assert first.fingerprint != contested(Policy.STRICT_CLASS).fingerprint
    assert len(first.fingerprint) == 64
