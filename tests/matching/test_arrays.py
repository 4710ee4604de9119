"""Problems given as arrays are the same problems."""

from typing import Any

import numpy as np
import pytest

from croisee.matching import Problem, Refused, solve
from croisee.matching.arrays import instance_from_arrays
from croisee.matching.optimum import optimum
from croisee.matching.policies import Policy
from tests.matching.families import family

SOUND: dict[str, Any] = {
    "start": [0, 2, 3],
    "choices": [0, 1, 0],
    "capacity": [1, 1],
    "priority_class": [0, 1],
    "lottery": [5, 3],
}


def test_objects_and_arrays_agree() -> None:
    given = family(290, "regional")
    result = solve(Problem.from_arrays(**vars(given), max_choices=3))
    solution = optimum(given.instance(), Policy.MAX_BY_CLASS)
    assert solution
    assert (result.held == solution.held).all()


def test_small_problem() -> None:
    problem = Problem.from_arrays(**SOUND)
    assert problem.max_choices == 2
    assert dict(solve(problem).assignment) == {"0": "1", "1": "0"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"start": [0, 2, 9]}, "bad_input"),
        ({"start": [1, 2, 3]}, "bad_input"),
        ({"start": [0, 3, 2, 3]}, "bad_input"),
        ({"start": []}, "bad_input"),
        ({"choices": [0, 7, 0]}, "unknown_offer"),
        ({"choices": [0, 0, 0]}, "duplicate_choice"),
        ({"capacity": [1, -1]}, "negative_capacity"),
        ({"lottery": [5, 5]}, "duplicate_lottery"),
        ({"priority_class": [0, 2]}, "bad_input"),
        ({"max_choices": 1}, "too_many_choices"),
    ],
)
def test_refusals(change: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as caught:
        Problem.from_arrays(**{**SOUND, **change})
    assert caught.value.code == code


@pytest.mark.parametrize(
    "change", [{"choices": [0, 7, 0]}, {"capacity": [1, -1]}, {"start": [0, 2, 9]}, {"most": 1}]
)
def test_large_instances_are_checked_too(change: dict[str, Any]) -> None:
    most = change.pop("most", 2)
    arrays = {key: np.array(values) for key, values in {**SOUND, **change}.items()}
    with pytest.raises(Refused):
        instance_from_arrays(**arrays, classes=2, max_choices=most)
