"""Deferred acceptance: stable, serial under a common order, and no reward for hiding choices."""

from dataclasses import replace
from typing import Any

from hypothesis import given, settings

from croisee.matching import Problem, solve
from tests.matching.claims import solved
from tests.matching.strategies import documents

common = settings(max_examples=100, deadline=None)


@common
@given(documents(rules=False))
def test_serial_under_a_common_order(document: dict[str, Any]) -> None:
    """With one lottery, everybody in turn takes the best that is left."""
    problem = Problem.from_json(document)
    free = {offer.id: offer.capacity for offer in problem.offers}
    expected: dict[str, str | None] = {}
    for person in sorted(problem.applicants, key=lambda a: (a.priority_class, a.lottery or 0)):
        place = next((choice for choice in person.choices if free[choice]), None)
        expected[person.id] = place
        if place is not None:
            free[place] -= 1
    assert dict(solve(problem, "deferred_acceptance").assignment) == expected


@common
@given(documents(rules=False))
def test_shortening_a_list_never_pays(document: dict[str, Any]) -> None:
    problem = Problem.from_json(document)
    result = solve(problem, "deferred_acceptance")
    for person in problem.applicants[:4]:
        got = result.rank(person.id) or 99
        for dropped in person.choices:
            left = [choice for choice in person.choices if choice != dropped]
            liar = [
                replace(a, choices=left) if a.id == person.id else a for a in problem.applicants
            ]
            place = solve(replace(problem, applicants=liar), "deferred_acceptance").assignment[
                person.id
            ]
            truly = list(person.choices).index(place) + 1 if place else 99
            assert truly >= got


def test_fewer_may_be_placed_than_possible() -> None:
    """The price of truthfulness, in the smallest case."""
    case = ({"A": 1, "B": 1}, "ann 0: A B", "bob 0: A")
    assert solved(*case, policy="deferred_acceptance").levels[0] == 1
    assert solved(*case, policy="max_by_class").levels[0] == 2


def test_a_host_list_decides_and_omits() -> None:
    problem = Problem.from_json(
        {
            "classes": 2,
            "max_choices": 2,
            "offers": [
                {"id": "A", "capacity": 1, "order": ["bob", "ann", "bob"]},
                {"id": "B", "capacity": 5, "order": []},
            ],
            "applicants": [
                {"id": "ann", "class": 0, "lottery": 1, "choices": ["A", "B"]},
                {"id": "bob", "class": 1, "lottery": 2, "choices": ["B", "A"]},
            ],
        }
    )
    result = solve(problem, "deferred_acceptance")
    assert dict(result.assignment) == {"ann": None, "bob": "A"}
    reasons = [choice.reason for choice in result.explain_applicant("ann").choices]
    assert reasons == ["FULL_LOTTERY", "RULE"]


def test_own_host_scope() -> None:
    """Class 0 counts at one's own host only; whoever says nothing keeps the class everywhere."""
    problem = Problem.from_json(
        {
            "classes": 3,
            "max_choices": 1,
            "offers": [{"id": "A", "capacity": 1}, {"id": "B", "capacity": 1}],
            "applicants": [
                {"id": "ann", "class": 0, "lottery": 9, "choices": ["A"], "priority_at": ["B"]},
                {"id": "bob", "class": 1, "lottery": 5, "choices": ["A"]},
                {"id": "eve", "class": 2, "lottery": 8, "choices": ["B"], "priority_at": ["B"]},
                {"id": "joe", "class": 1, "lottery": 1, "choices": ["B"]},
            ],
            "priority_scope": "own_host",
        }
    )
    assignment = dict(solve(problem, "deferred_acceptance").assignment)
    assert assignment == {"ann": None, "bob": "A", "eve": "B", "joe": None}
