"""Loads the kernels, as they stand or compiled, and lays out their state.

The choice is made by size, and by whether numba is there at all; it never changes a result.
"""

import sys
from functools import cache
from importlib import import_module
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from typing import Any

import numpy as np

from croisee.matching import kernels
from croisee.matching.instance import INDEX, Array, Instance
from croisee.matching.kernels.mode import COMPILED_PACKAGE
from croisee.matching.tree import CapacityTree

# Below this many options loading numba takes longer than it saves.
WORTH_COMPILING = 5_000


class Engine:
    """The kernels in one of their two forms."""

    def __init__(self, compiled: bool) -> None:
        self.compiled = compiled
        package = compiled_package() if compiled else kernels.__name__
        self.network, self.search, self.levels, self.draw, self.whole = (
            import_module(f"{package}.{name}")
            for name in ("network", "search", "levels", "draw", "whole")
        )

    def ints(self, values: Array) -> Any:
        """A flat sequence of integers as the kernels like it; may share memory with `values`."""
        return values.astype(INDEX, copy=False) if self.compiled else values.tolist()

    def lay_out(self, instance: Instance, tree: CapacityTree) -> Any:
        """The network with everybody on the last option: no place, or the pinned one.

        The applicants must be numbered in turn.
        """
        arrays = {**option_arrays(instance, tree), **node_arrays(tree)}
        state = {name: self.ints(array) for name, array in arrays.items()}
        state["entry"] = self.sorted_by_bucket(state["node"], state["entry_start"])
        state["child"] = self.sorted_by_bucket(state["parent"], state["child_start"])
        net = self.network.Network(**state)
        self.network.enter_all(net)
        return net

    def sorted_by_bucket(self, bucket: Any, start: Any) -> Any:
        """Indices sorted by bucket; each bucket starts at `start`."""
        order = self.ints(np.zeros(len(bucket), INDEX))
        self.network.sort_by_bucket(bucket, start.copy(), order)
        return order

    def side(self, nodes: int) -> Any:
        """An empty side of a search in so many nodes."""
        room = (self.ints(np.zeros(nodes, INDEX)) for _ in range(4))
        return self.search.Side(*room, self.ints(np.zeros(3, INDEX)))


def engine_for(instance: Instance, compiled: bool | None = None) -> Engine:
    """The engine for an instance of this size; `compiled` forces one.

    Compiled kernels that are loaded already are used for everything.
    """
    if compiled is None:
        large = len(instance.offer) >= WORTH_COMPILING
        compiled = COMPILED_PACKAGE in sys.modules or (large and numba_is_there())
    return engine(compiled)


@cache
def engine(compiled: bool) -> Engine:
    """Each engine once."""
    return Engine(compiled)


def numba_is_there() -> bool:
    """Whether numba is installed; a stray directory of that name is not."""
    found = find_spec("numba")
    return found is not None and found.origin is not None


def option_arrays(instance: Instance, tree: CapacityTree) -> dict[str, Array]:
    """What concerns options and applicants."""
    options, people = len(instance.offer), instance.applicants
    unsettled = np.flatnonzero(np.diff(instance.start) > 1).astype(INDEX)
    return {
        "start": instance.start,
        "node": tree.leaf,
        "rank": instance.rank,
        "owner": instance.owner,
        "cost": np.zeros(options, INDEX),
        "current": instance.start[1:] - 1,
        "priority_class": instance.priority_class,
        "settled": np.zeros(people, INDEX),
        "after": np.full(people, -1, INDEX),
        "before": np.full(people, -1, INDEX),
        "unsettled": unsettled,
        "waiting": np.zeros(people, INDEX),
        "tally": np.array([len(unsettled), 0]),
        "entry_start": offsets(tree.leaf, len(tree.parent)),
    }


def node_arrays(tree: CapacityTree) -> dict[str, Array]:
    """What concerns the nodes of the capacity tree."""
    nodes = len(tree.parent)
    return {
        "parent": tree.parent,
        "low": tree.low,
        "high": tree.high,
        "flow": np.zeros(nodes, INDEX),
        "price": np.zeros(nodes, INDEX),
        "holders": np.full(nodes, -1, INDEX),
        "child_start": offsets(tree.parent, nodes),
    }


def offsets(bucket: Array, buckets: int) -> Array:
    """Where every bucket starts when things are sorted by bucket, (buckets + 1,)."""
    start = np.zeros(buckets + 1, INDEX)
    np.cumsum(np.bincount(bucket, minlength=buckets), out=start[1:])
    return start


def compiled_package() -> str:
    """Register the package of kernels a second time, under the name that compiles."""
    if COMPILED_PACKAGE not in sys.modules:
        spec = spec_from_file_location(
            COMPILED_PACKAGE, kernels.__file__, submodule_search_locations=list(kernels.__path__)
        )
        if spec is None:
            raise ImportError(COMPILED_PACKAGE)
        sys.modules[COMPILED_PACKAGE] = module_from_spec(spec)
    return COMPILED_PACKAGE
