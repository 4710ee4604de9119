"""Solving a changed instance, and who moves compared with a result."""

from collections.abc import Sequence

import numpy as np

from croisee.matching.deferred import acceptable_first, deferred_acceptance
from croisee.matching.explain.facts import Consequence, Move
from croisee.matching.instance import Array, Instance
from croisee.matching.optimum import level_values, optimum
from croisee.matching.policies import Policy, levels
from croisee.matching.result import Result


def solved_again(result: Result, instance: Instance) -> Array | None:
    """Options held, (n,), when the result's problem is changed into `instance`.

    None when the people who have only one option left do not fit together.
    """
    if result.policy is Policy.DEFERRED_ACCEPTANCE:
        return deferred_acceptance(instance, acceptable_first(result.problem, instance))
    solution = optimum(instance, result.policy)
    return None if solution is None else solution.held


def levels_reached(result: Result, instance: Instance, held: Array) -> tuple[int, ...]:
    """The policy's numbers for another assignment."""
    wanted = levels(result.policy, instance.classes, instance.max_choices)
    return level_values(instance, held, wanted)


def moves(result: Result, instance: Instance, held: Array) -> tuple[Move, ...]:
    """Everybody whose place differs, in input order."""
    before = result.instance.offer[result.held]
    after = instance.offer[held]
    rank_before, rank_after = result.instance.rank[result.held], instance.rank[held]
    names: list[str | None] = [*(offer.id for offer in result.problem.offers), None]

    def listed(rank: int) -> int | None:
        return rank + 1 if rank < instance.max_choices else None

    return tuple(
        Move(
            applicant=result.problem.applicants[i].id,
            before=names[before[i]],
            after=names[after[i]],
            rank_before=listed(int(rank_before[i])),
            rank_after=listed(int(rank_after[i])),
            better=bool(rank_after[i] < rank_before[i]),
            worse=bool(rank_after[i] > rank_before[i]),
        )
        for i in np.flatnonzero(before != after).tolist()
    )


def consequence(result: Result, option: int) -> Consequence | None:
    """What giving the owner of `option` that option leads to; None when pins leave no room."""
    forced = result.instance.with_only(option)
    held = solved_again(result, forced)
    if held is None:
        return None
    owner = int(np.searchsorted(result.instance.start, option, side="right")) - 1
    name = result.problem.applicants[owner].id
    changed = sorted(moves(result, forced, held), key=lambda move: move.applicant != name)
    fallen = first_fall(result.levels, levels_reached(result, forced, held))
    if fallen is None:
        return Consequence(None, 0, tuple(changed))
    at, loss = fallen
    wanted = levels(result.policy, forced.classes, forced.max_choices)
    return Consequence(wanted[at], loss, tuple(changed))


def first_fall(before: Sequence[int], after: Sequence[int]) -> tuple[int, int] | None:
    """Index of the first number that differs, and by how much it falls."""
    for at, (old, new) in enumerate(zip(before, after, strict=True)):
        if old != new:
            return at, old - new
    return None
