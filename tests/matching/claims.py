"""Short ways to build problems and to ask for results in these tests."""

from typing import Any

from croisee.matching import Applicant, Offer, Policy, Problem, Result, solve

LEVEL_POLICIES = [policy for policy in Policy if policy is not Policy.DEFERRED_ACCEPTANCE]


def offers(**capacities: int) -> list[Offer]:
    return [Offer(name, capacity) for name, capacity in capacities.items()]


def people(*lines: str) -> list[Applicant]:
    """ "ann 0: A B" is ann of class 0 who chooses A, then B; lottery numbers follow the order."""
    return [person(line, number) for number, line in enumerate(lines)]


def person(line: str, number: int) -> Applicant:
    head, _, choices = line.partition(":")
    name, priority_class = head.split()
    return Applicant(name, choices.split(), int(priority_class), lottery=number)


def solved(
    capacities: dict[str, int], *lines: str, policy: str = "max_by_class", **more: Any
) -> Result:
    return solve(Problem(offers(**capacities), people(*lines), **more), policy)
