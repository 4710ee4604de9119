"""Proofs about an assignment, independent of the solver.

`check_optimal` reads the prices of a certificate; `derive_prices` finds such prices from a bare
assignment, or shows that there are none. Both raise `Disproved`. The lottery is tested in
`proof_of_lottery`, deferred acceptance in `proof_of_stability`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from croisee.matching.certificate import NO_PRICES, Prices
from croisee.matching.instance import Array, Instance
from croisee.matching.policies import Level
from croisee.matching.tree import CapacityTree


class Disproved(Exception):  # noqa: N818 - a verdict, not a mishap
    """The claim does not hold; `what` names the check that failed, `where` the ids if known."""

    def __init__(self, what: str, *where: str) -> None:
        super().__init__(f"{what}: {', '.join(where)}" if where else what)
        self.what = what
        self.where = where


@dataclass(eq=False)
class Face:
    """The optimal assignments of the levels checked so far.

    They use the options that are `tight`, (E,), and keep every counter between `low` and
    `high`, (N,). `held`, (n,), is the assignment claimed and `flow`, (N,), what it counts.
    """

    instance: Instance
    tree: CapacityTree
    held: Array
    flow: Array
    low: Array
    high: Array
    tight: Array

    @classmethod
    def whole(cls, instance: Instance, tree: CapacityTree, held: Array) -> "Face":
        """All feasible assignments, `held` being one of them."""
        flow = counts(instance, tree, held)
        if (flow < tree.low).any() or (flow > tree.high).any():
            raise Disproved("a limit is exceeded")
        tight = np.ones(len(instance.offer), bool)
        return cls(instance, tree, held, flow, tree.low.copy(), tree.high.copy(), tight)

    def matters(self, level: Level) -> bool:
        """Whether anybody's options differ in cost at a level: somebody has the rank it names."""
        if level.priority_class is None:
            return level.rank in self.ranks_present
        return (level.priority_class, level.rank) in self.pairs_present

    @cached_property
    def pairs_present(self) -> set[tuple[int, int]]:
        """The pairs (class, rank) that occur among all options."""
        classes = self.instance.priority_class[self.instance.owner]
        return set(zip(classes.tolist(), self.instance.rank.tolist(), strict=True))

    @cached_property
    def ranks_present(self) -> set[int]:
        """The ranks that occur among all options."""
        return set(self.instance.rank.tolist())

    def costs(self, level: Level) -> Array:
        """Cost of every option at a level, (E,)."""
        cost = (self.instance.rank == level.rank) != level.reward
        if level.priority_class is not None:
            concerned = self.instance.priority_class == level.priority_class
            cost &= concerned[self.instance.owner]
        return cost.astype(int)

    def narrow(self, level: Level, price: Array) -> None:
        """Check that no option held is dearer than another one, then keep the cheapest.

        This is weak duality: the prices bound the cost of every assignment of the face from below,
        and the one claimed meets the bound because a price is only asked where no slack is left.
        """
        value = self.costs(level) + price[self.tree.leaf]
        due = value[self.held][self.instance.owner]
        if (value < due)[self.tight].any():
            raise Disproved("a cheaper option exists")
        above = price - price[self.tree.parent]
        if ((above > 0) & (self.flow < self.high)).any():
            raise Disproved("a price is asked where there is room")
        if ((above < 0) & (self.flow > self.low)).any():
            raise Disproved("a price is paid where nobody is missing")
        self.tight &= value == due
        fixed = above != 0
        self.low[fixed] = self.high[fixed] = self.flow[fixed]


def counts(instance: Instance, tree: CapacityTree, held: Array) -> Array:
    """What every node counts, (N+1,); the root counts nothing."""
    flow = np.bincount(tree.leaf[held], minlength=len(tree.parent))
    m = instance.offers
    pairs = np.arange(m, m + len(tree.pairs))
    for nodes in (pairs, np.arange(m)):
        np.add.at(flow, tree.parent[nodes], flow[nodes])
    flow[tree.root] = 0
    return flow


def check_optimal(face: Face, levels: Sequence[Level], prices: Sequence[Prices]) -> None:
    """Every level is optimal given those before it; leaves the final face in `face`."""
    if len(prices) != len(levels):
        raise Disproved("the certificate has another number of levels")
    for level, known in zip(levels, prices, strict=True):
        if not len(known.nodes) and not face.matters(level):
            continue
        nodes = len(face.tree.parent)
        if not ((known.nodes >= 0) & (known.nodes < nodes)).all():
            raise Disproved("the certificate prices something that does not exist")
        price = known.dense(nodes)
        if price[face.tree.root]:
            raise Disproved("the root bears a price")
        face.narrow(level, price)


def derive_prices(face: Face, levels: Sequence[Level]) -> tuple[Prices, ...]:
    """Prices that prove every level; leaves the final face in `face`.

    Shortest distances in the residual graph (Bellman 1958, Ford 1956) are such prices, and a cycle
    of negative length would be an improvement of the assignment.
    """
    found = []
    for level in levels:
        if not face.matters(level):
            found.append(NO_PRICES)
            continue
        price = potentials(face, face.costs(level))
        face.narrow(level, price)
        nodes = np.flatnonzero(price)
        found.append(Prices(nodes, price[nodes]))
    return tuple(found)


def potentials(face: Face, cost: Array) -> Array:
    """Price of every node under which no residual arc has negative reduced cost, (N+1,)."""
    leaf, parent = face.tree.leaf, face.tree.parent
    option = np.flatnonzero(face.tight)
    held = face.held[face.instance.owner[option]]
    rising = np.flatnonzero(face.flow < face.high)
    falling = np.flatnonzero(face.flow > face.low)
    tail = np.concatenate([leaf[held], rising, parent[falling]])
    head = np.concatenate([leaf[option], parent[rising], falling])
    length = np.zeros(len(tail), int)
    length[: len(option)] = cost[option] - cost[held]
    distance = np.zeros(len(parent), int)
    for _ in range(len(parent) + 1):
        nearer = distance.copy()
        np.minimum.at(nearer, head, distance[tail] + length)
        if (nearer == distance).all():
            return distance[face.tree.root] - distance
        distance = nearer
    raise Disproved("a better assignment exists")
