"""An integer programming solver of other people's making finds the same numbers."""

from itertools import pairwise

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from croisee.matching.engine import numba_is_there
from croisee.matching.instance import Instance
from croisee.matching.optimum import level_values, optimum
from croisee.matching.policies import Level, Policy, levels
from croisee.matching.proof import Face, check_optimal
from croisee.matching.proof_of_lottery import check_drawn
from croisee.matching.tree import capacity_tree
from tests.matching.claims import LEVEL_POLICIES
from tests.matching.families import family


def reference(instance: Instance, wanted: list[Level]) -> tuple[int, ...]:
    """Each level maximised in turn by HiGHS, the earlier ones held as equations."""
    options = np.arange(len(instance.offer))
    one_each = csr_array((np.ones(len(options)), (instance.owner, options)))
    real = instance.offer < instance.offers
    seats = csr_array(
        (np.ones(real.sum()), (instance.offer[real], options[real])),
        shape=(instance.offers, len(options)),
    )
    limits = [LinearConstraint(one_each, 1, 1), LinearConstraint(seats, 0, instance.capacity)]
    reached = []
    for level in wanted:
        gain = gains(instance, level)
        best = milp(-gain, constraints=limits, bounds=Bounds(0, 1), integrality=np.ones_like(gain))
        assert best.success
        value = round(-best.fun)
        reached.append(value)
        limits.append(LinearConstraint(csr_array(gain[None]), value, value))
    return tuple(reached)


def gains(instance: Instance, level: Level) -> np.ndarray:
    """What each option adds to a level, (E,)."""
    if level.counts_places:
        gain = instance.rank != instance.max_choices
    elif level.reward:
        gain = instance.rank == level.rank
    else:
        return -1.0 * (instance.rank == level.rank)
    if level.priority_class is not None:
        gain = gain & (instance.priority_class == level.priority_class)[instance.owner]
    return gain.astype(float)


@pytest.mark.parametrize("policy", LEVEL_POLICIES)
@pytest.mark.parametrize("kind", ["regional", "global", "uniform"])
def test_real_size(policy: Policy, kind: str) -> None:
    """IM-51: 290 people, 120 offers."""
    agree(family(290, kind).instance(), policy)


@pytest.mark.parametrize("kind", ["regional", "global"])
def test_ten_times_the_real_size(kind: str) -> None:
    agree(family(3_000, kind).instance(), Policy.MAX_BY_CLASS)


def agree(instance: Instance, policy: Policy) -> None:
    wanted = levels(policy, instance.classes, instance.max_choices)
    solution = optimum(instance, policy)
    assert solution is not None
    assert level_values(instance, solution.held, wanted) == reference(instance, wanted)
    face = Face.whole(instance, capacity_tree(instance), solution.held)
    check_optimal(face, wanted, solution.prices)
    check_drawn(face)


@pytest.mark.skipif(not numba_is_there(), reason="numba is not installed")
@pytest.mark.parametrize("policy", LEVEL_POLICIES)
def test_compiled_and_plain_kernels_agree(policy: Policy) -> None:
    """The same source runs both ways and returns the same assignment."""
    for people in (40, 290, 1_000):
        instance = family(people, "regional", seed=people).instance()
        plain = optimum(instance, policy, compiled=False)
        fast = optimum(instance, policy, compiled=True)
        assert plain
        assert fast
        assert (plain.held == fast.held).all()


@pytest.mark.parametrize("kind", ["regional", "global", "uniform"])
def test_cost_grows_little_faster_than_size(kind: str) -> None:
    """Searches, not seconds: at ten times the size, about ten times the work."""
    calls = [searches(family(people, kind).instance()) for people in (300, 3_000)]
    for small, large in pairwise(calls):
        assert large < 40 * small


def searches(instance: Instance) -> int:
    """How many nodes the solver expands."""
    from croisee.matching.kernels import search

    expanded = 0
    original = search.expand_ahead

    def counting(*arguments: object) -> int:
        nonlocal expanded
        expanded += 1
        return original(*arguments)  # type: ignore[arg-type]

    search.expand_ahead = counting
    try:
        optimum(instance, Policy.MAX_BY_CLASS, compiled=False)
    finally:
        search.expand_ahead = original
    return expanded
