"""The default policy's optimum by integer programming, independent of the engine's code.

Level by level, as docs/matching.md defines them: N_0, N_1, F_0,1, F_0,2, F_1,1, F_1,2.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

Person = tuple[int, Sequence[tuple[int, str]]]  # class, and (rank, offer) pairs


def optimum(people: Sequence[Person], places: dict[str, int], ranks: int = 3) -> list[int]:
    """The vector of levels of `max_by_class`: one binary variable per person and choice."""
    options = [(i, k, r, o) for i, (k, choices) in enumerate(people) for r, o in choices]
    offers = {offer: row for row, offer in enumerate(places)}
    size = len(options)
    columns = np.arange(size)
    of_person = csr_matrix(
        (np.ones(size), ([i for i, *_ in options], columns)), shape=(len(people), size)
    )
    at_offer = csr_matrix(
        (np.ones(size), ([offers[o] for *_, o in options], columns)), shape=(len(offers), size)
    )
    constraints = [
        LinearConstraint(of_person, ub=np.ones(len(people))),
        LinearConstraint(at_offer, ub=np.array(list(places.values()))),
    ]
    levels = [np.array([k == wanted for _, k, *_ in options], float) for wanted in (0, 1)]
    levels += [
        np.array([(k, r) == (wanted, rank) for _, k, r, _ in options], float)
        for wanted in (0, 1)
        for rank in range(1, ranks)
    ]
    reached = []
    for level in levels:
        found = milp(
            -level, integrality=np.ones(size), bounds=Bounds(0, 1), constraints=constraints
        )
        assert found.success, found.message
        reached.append(round(-found.fun))
        constraints.append(LinearConstraint(csr_matrix(level), lb=reached[-1] - 0.5))
    return reached
