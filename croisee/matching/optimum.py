"""Solves an instance level by level, then by lottery; the method is told in docs/matching.md."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from croisee.matching.certificate import NO_PRICES, Prices
from croisee.matching.engine import Engine, engine_for
from croisee.matching.instance import Array, Instance
from croisee.matching.policies import Level, Policy, levels
from croisee.matching.tree import capacity_tree

EVERY_CLASS = -1
SLICE = 100_000  # NumPy widens indices; in slices that costs no memory worth mentioning


@dataclass(frozen=True, eq=False)
class Solution:
    """The option everybody holds, (n,), and the prices that prove each level."""

    held: Array
    prices: tuple[Prices, ...]


def optimum(
    instance: Instance, policy: Policy, *, draw: bool = True, compiled: bool | None = None
) -> Solution | None:
    """The optimal assignment that the lottery selects; None if the pinned alone are too many.

    Without `draw` any optimal assignment is returned.
    """
    present = ranks_present(instance)
    engine = engine_for(instance, compiled)
    net, former = laid_out(engine, instance)
    if not fits(net):
        return None
    engine.network.place_greedily(net, longest_list(instance))
    ahead, behind = engine.side(len(net.parent)), engine.side(len(net.parent))
    prices = []
    for level in levels(policy, instance.classes, instance.max_choices):
        if matters(level, present):
            engine.levels.optimise(net, ahead, behind, code(level))
            prices.append(prices_of(net))
        else:
            prices.append(NO_PRICES)
    if draw:
        engine.draw.draw(net, ahead, behind)
    return Solution(as_given(instance, former[net.current]), tuple(prices))


def laid_out(engine: Engine, instance: Instance) -> tuple[Any, Array]:
    """The network of the instance in turn, and the former index of every option."""
    in_turn, former = instance.in_turn()
    return engine.lay_out(in_turn, capacity_tree(in_turn)), former


def as_given(instance: Instance, held: Array) -> Array:
    """Options held by the applicants in turn, put back in the order of the instance."""
    given = np.empty_like(held)
    given[instance.turn] = held
    return given


def fits(net: Any) -> bool:
    """Whether the counters are within their bounds."""
    flow, low, high = (np.asarray(values) for values in (net.flow, net.low, net.high))
    return bool(((low <= flow) & (flow <= high))[:-1].all())


def longest_list(instance: Instance) -> int:
    """How many ranks the first places are given at."""
    longest = int(np.diff(instance.start).max(initial=1)) - 1
    return min(longest, instance.max_choices)


def ranks_present(instance: Instance) -> set[tuple[int, int]]:
    """The pairs (class, rank) that occur among the options."""
    width = instance.max_choices + 2
    keys = np.repeat(instance.priority_class * width, np.diff(instance.start))
    keys += instance.rank
    found = np.zeros(instance.classes * width, bool)
    for part in np.array_split(keys, len(keys) // SLICE + 1):
        found[part] = True
    return {divmod(key, width) for key in np.flatnonzero(found).tolist()}


def matters(level: Level, present: set[tuple[int, int]]) -> bool:
    """Whether anybody concerned has an option of the level's rank."""
    if level.priority_class is None:
        return any(rank == level.rank for _, rank in present)
    return (level.priority_class, level.rank) in present


def code(level: Level) -> tuple[int, int, int]:
    """A level as the kernels take it."""
    chosen = EVERY_CLASS if level.priority_class is None else level.priority_class
    return level.rank, int(level.reward), chosen


def prices_of(net: Any) -> Prices:
    """The present prices that are not zero."""
    price = np.array(net.price, int)
    nodes = np.flatnonzero(price)
    return Prices(nodes, price[nodes])


def level_values(instance: Instance, held: Array, wanted: Sequence[Level]) -> tuple[int, ...]:
    """The numbers that the levels count, for the options held, (n,)."""
    width = instance.max_choices + 2
    keys = instance.priority_class * width + instance.rank[held]
    count = np.bincount(keys, minlength=instance.classes * width).reshape(-1, width)
    by_class, pooled = count.tolist(), count.sum(axis=0).tolist()
    people, everybody = count.sum(axis=1).tolist(), int(count.sum())

    def value(level: Level) -> int:
        k = level.priority_class
        at_rank = pooled[level.rank] if k is None else by_class[k][level.rank]
        if level.counts_places:
            return (everybody if k is None else people[k]) - at_rank
        return at_rank if level.reward else -at_rank

    return tuple(map(value, wanted))
