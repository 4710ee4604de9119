"""Solving small variations of one instance again and again.

The network is laid out once; every variation starts from a copy of it.
"""

import numpy as np

from croisee.matching.engine import engine_for
from croisee.matching.instance import INDEX, Array, Instance
from croisee.matching.kernels.network import Network
from croisee.matching.optimum import code, laid_out, longest_list, matters, ranks_present
from croisee.matching.policies import Policy, levels

# What the kernels write to; the rest is shared by all copies.
WRITTEN = (
    *("cost", "current", "settled", "after", "before", "unsettled", "waiting"),
    *("low", "high", "flow", "price", "holders", "tally"),
)


class Variations:
    """One instance under one policy, with more places or with somebody's option decided."""

    def __init__(self, instance: Instance, policy: Policy) -> None:
        self.instance = instance
        self.engine = engine_for(instance)
        self.network, self.former = laid_out(self.engine, instance)
        self.turn = instance.turn
        self.in_turn = np.empty_like(self.former)
        self.in_turn[self.former] = np.arange(len(self.former))
        present = ranks_present(instance)
        wanted = levels(policy, instance.classes, instance.max_choices)
        codes = [code(level) for level in wanted if matters(level, present)]
        self.levels = self.engine.ints(np.array(codes, INDEX).ravel())
        self.ranks = longest_list(instance)
        nodes = len(self.network.parent)
        self.sides = self.engine.side(nodes), self.engine.side(nodes)

    def with_places(self, offer: int, more: int) -> Array:
        """Options held, (n,), with `more` places at an offer."""
        net = self.copy()
        net.high[offer] += more
        return self.solved(net)

    def with_option(self, option: int) -> Array | None:
        """Options held, (n,), when its owner must have `option`; None if pins leave no room."""
        net = self.copy()
        if not self.engine.whole.force(net, int(self.in_turn[option])):
            return None
        return self.solved(net)

    def copy(self) -> Network:
        """The network before anything is given."""
        written = {name: getattr(self.network, name).copy() for name in WRITTEN}
        copied: Network = self.network._replace(**written)
        return copied

    def solved(self, net: Network) -> Array:
        """Solve, and number the options as the instance does."""
        self.engine.whole.solve_whole(net, *self.sides, self.ranks, self.levels)
        held = np.empty_like(self.turn)
        held[self.turn] = self.former[net.current]
        return held
