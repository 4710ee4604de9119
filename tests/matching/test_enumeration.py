"""The solver against the definition, executed literally on small instances."""

from random import Random

import pytest

from croisee.matching import BareClaim, Policy, Problem, solve, verify
from tests.matching.claims import LEVEL_POLICIES
from tests.matching.enumeration import solution
from tests.matching.instances import random_document, with_priorities


def compare_with_enumeration(seed: int, policy: str, people: int) -> None:
    """Vector and assignment are those of the definition, and a bare claim of them is accepted."""
    rng = Random(f"{policy} {seed}")
    document = random_document(rng, people, rules=policy != Policy.DEFERRED_ACCEPTANCE)
    if policy == Policy.DEFERRED_ACCEPTANCE:
        with_priorities(rng, document)
    problem = Problem.from_json(document)
    result = solve(problem, policy)
    vector, assignment = solution(document, policy)
    assert (list(result.levels), dict(result.assignment)) == (vector, assignment), document
    verify(problem, policy, BareClaim(assignment, vector))


@pytest.mark.parametrize("policy", list(Policy))
def test_a_sample(policy: str) -> None:
    """Some 2,000 instances over the six policies."""
    for seed in range(340):
        compare_with_enumeration(seed, policy, people=5)


@pytest.mark.parametrize("policy", LEVEL_POLICIES)
def test_a_few_larger_ones(policy: str) -> None:
    for seed in range(12):
        compare_with_enumeration(-1 - seed, policy, people=7)


@pytest.mark.long
@pytest.mark.parametrize("policy", list(Policy))
def test_many(policy: str) -> None:
    """Over 100,000 instances in all, pins, bans and rules included."""
    for seed in range(1_000, 18_000):
        compare_with_enumeration(seed, policy, people=5 if seed % 10 else 6)
