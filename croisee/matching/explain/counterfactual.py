"""Solving a changed problem, and who moves compared with a result."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from croisee.matching.deferred import acceptable_first, deferred_acceptance
from croisee.matching.explain.facts import Consequence, Move
from croisee.matching.instance import Array
from croisee.matching.optimum import level_values
from croisee.matching.policies import Policy, levels
from croisee.matching.result import Result
from croisee.matching.variations import Variations


class Counterfactuals:
    """What else the result of one problem could have been."""

    def __init__(self, result: Result) -> None:
        self.result = result
        self.instance = result.instance
        self.deferred = result.policy is Policy.DEFERRED_ACCEPTANCE
        self.levels = levels(result.policy, self.instance.classes, self.instance.max_choices)
        self.variations = None if self.deferred else Variations(self.instance, result.policy)
        self.names: list[str | None] = [*(offer.id for offer in result.problem.offers), None]
        self.offer, self.rank = self.instance.offer.tolist(), self.instance.rank.tolist()

    def with_places(self, offer: int, more: int) -> Array:
        """Options held, (n,), with `more` places at an offer."""
        if self.variations is not None:
            return self.variations.with_places(offer, more)
        capacity = self.instance.capacity.copy()
        capacity[offer] += more
        priority = acceptable_first(self.result.problem, self.instance)
        return deferred_acceptance(replace(self.instance, capacity=capacity), priority)

    def consequence(self, owner: int, option: int) -> Consequence | None:
        """What giving the owner this option leads to; None when pins leave no room."""
        if self.variations is None:
            return None  # under deferred acceptance all holders come before, and that is all
        held = self.variations.with_option(option)
        if held is None:
            return None
        name = self.result.problem.applicants[owner].id
        changed = sorted(self.moves(held), key=lambda move: move.applicant != name)
        fallen = first_fall(self.result.levels, self.levels_reached(held))
        if fallen is None:
            return Consequence(None, 0, tuple(changed))
        at, loss = fallen
        return Consequence(self.levels[at], loss, tuple(changed))

    def levels_reached(self, held: Array) -> tuple[int, ...]:
        """The policy's numbers for another assignment."""
        return level_values(self.instance, held, self.levels)

    def moves(self, held: Array) -> tuple[Move, ...]:
        """Everybody whose place differs, in input order."""
        changed = np.flatnonzero(held != self.result.held)
        before, after = self.result.held[changed], held[changed]
        return tuple(map(self.move, changed.tolist(), before.tolist(), after.tolist()))

    def move(self, i: int, before: int, after: int) -> Move:
        """One person's options in both."""
        rank_before, rank_after = self.rank[before], self.rank[after]
        return Move(
            applicant=self.result.problem.applicants[i].id,
            before=self.names[self.offer[before]],
            after=self.names[self.offer[after]],
            rank_before=self.listed(rank_before),
            rank_after=self.listed(rank_after),
            better=rank_after < rank_before,
            worse=rank_after > rank_before,
        )

    def listed(self, rank: int) -> int | None:
        """A rank counted from 1, or None where there is none."""
        return rank + 1 if rank < self.instance.max_choices else None


def first_fall(before: Sequence[int], after: Sequence[int]) -> tuple[int, int] | None:
    """Index of the first number that differs, and by how much it falls."""
    for at, (old, new) in enumerate(zip(before, after, strict=True)):
        if old != new:
            return at, old - new
    return None
