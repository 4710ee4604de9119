"""The solvers compared: ours, and others fed with one weighted network.

The others minimise one sum, so the levels become digits of one number. The radix that keeps the
order of the levels is n + 1; where the numbers of the solver are too short for that, the largest
radix that fits is taken, and the result may be wrong without anybody noticing: hence the column
that compares vectors.
"""

import importlib
import os
import resource
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from croisee.matching.deferred import deferred_acceptance
from croisee.matching.instance import Instance
from croisee.matching.optimum import level_values, optimum
from croisee.matching.policies import Policy, levels
from tests.matching.families import Family, family

Array = NDArray[Any]
POLICY = Policy.MAX_BY_CLASS
SHORT = 1.0  # seconds; shorter runs are repeated


def measure(solver: str, kind: str, people: int) -> dict[str, Any]:
    """Time, peak memory and vector of one solver on one instance."""
    solve, module, _ = SOLVERS[solver]
    if module is not None:
        importlib.import_module(module)
    if solver.startswith("croisee"):
        solve(family(290, kind))  # compile or load
    given = family(people, kind)
    best, held = timed(solve, given)
    for _ in range(4 if best < SHORT else 0):
        best = min(best, timed(solve, given)[0])
    instance = given.instance()
    vector = level_values(instance, held, levels(POLICY, 2, 3))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"seconds": best, "megabytes": peak // 1024, "vector": list(vector)}


def timed(solve: Callable[[Family], Array], given: Family) -> tuple[float, Array]:
    start = time.process_time()
    held = solve(given)
    return time.process_time() - start, held


def croisee_compiled(given: Family) -> Array:
    """Ours, compiled by numba."""
    return solved(given.instance(), compiled=True)


def croisee_plain(given: Family) -> Array:
    """Ours as it stands, in plain Python."""
    return solved(given.instance(), compiled=False)


def solved(instance: Instance, *, compiled: bool) -> Array:
    solution = optimum(instance, POLICY, compiled=compiled)
    assert solution is not None
    return solution.held


def croisee_deferred(given: Family) -> Array:
    """Our deferred acceptance, plain Python."""
    instance = given.instance()
    turn = np.empty(instance.applicants, int)
    turn[instance.turn] = np.arange(instance.applicants)
    return deferred_acceptance(instance, turn[instance.owner])


def trial(given: Family) -> Array:
    """The trial kernel, from the folder that CROISEE_TRIAL_KERNEL names."""
    folder = os.environ.get("CROISEE_TRIAL_KERNEL")
    if folder is None:
        raise LookupError("CROISEE_TRIAL_KERNEL is not set")
    if folder not in sys.path:
        sys.path.insert(0, folder)
        trial(family(290, "regional"))  # compile or load
    generator, kernel = importlib.import_module("gen"), importlib.import_module("kernel")
    arrays = generator.Inst(
        given.start.astype(np.int64),
        given.choices,
        given.capacity,
        given.priority_class.astype(np.int8),
        given.lottery.astype(np.int64),
    )
    rank = kernel.solve(arrays)
    last = given.start[1:] + np.arange(1, len(given.start)) - 1
    first = given.start[:-1] + np.arange(len(given.start) - 1)
    held: Array = np.where(rank < 0, last, first + rank)
    return held


def costs(instance: Instance, largest: int) -> list[int]:
    """One cost per option, below `largest` where that is possible with an exact radix."""
    wanted = levels(POLICY, instance.classes, instance.max_choices)
    radix = instance.applicants + 1
    while radix ** len(wanted) * instance.applicants >= largest and radix > 2:
        radix -= max(1, radix // 20)
    table = {}
    for k in range(instance.classes):
        for rank in range(instance.max_choices + 1):
            cost = 0
            for level in wanted:
                concerned = level.priority_class in (None, k)
                cost = cost * radix + (concerned and level.costs(rank))
            table[k, rank] = cost
    classes = instance.priority_class[instance.owner].tolist()
    return [table[key] for key in zip(classes, instance.rank.tolist(), strict=True)]


def arcs(instance: Instance) -> tuple[Array, Array, Array]:
    """Tail, head and capacity: options first, then offer → root; nodes: people, offers, root."""
    people, offers = instance.applicants, instance.offers
    places = np.arange(people, people + offers)
    tail = np.concatenate([instance.owner, places])
    head = np.concatenate([people + instance.offer, np.full(offers, people + offers)])
    capacity = np.concatenate([np.ones(len(instance.offer), int), instance.capacity])
    return tail.astype(np.int64), head.astype(np.int64), capacity.astype(np.int64)


def supplies(instance: Instance) -> Array:
    """One from everybody, all of it to the root."""
    supply = np.zeros(instance.applicants + instance.offers + 1, np.int64)
    supply[: instance.applicants] = 1
    supply[-1] = -instance.applicants
    return supply


def lemon(given: Family) -> Array:
    """Network simplex of LEMON, 64-bit integers."""
    import pylmcf

    instance = given.instance()
    tail, head, capacity = arcs(instance)
    cost = np.zeros(len(tail), np.int64)
    cost[: len(instance.offer)] = costs(instance, 2**62)
    order = np.lexsort((head, tail))  # as it wants its edges
    graph = pylmcf.Graph(len(supplies(instance)), tail[order], head[order])
    graph.set_edge_capacities(capacity[order])
    graph.set_node_supply(supplies(instance))
    graph.set_edge_costs(cost[order])
    graph.solve()
    flow = np.empty(len(tail), np.int64)
    flow[order] = graph.result()
    return np.flatnonzero(flow[: len(instance.offer)])


def ortools(given: Family) -> Array:
    """Cost-scaling push-relabel of OR-Tools, 64-bit integers."""
    from ortools.graph.python import min_cost_flow

    instance = given.instance()
    tail, head, capacity = arcs(instance)
    # It multiplies costs by the number of nodes internally.
    cost = np.zeros(len(tail), np.int64)
    cost[: len(instance.offer)] = costs(instance, 2**62 // (len(supplies(instance)) + 1))
    flow = min_cost_flow.SimpleMinCostFlow()
    added = flow.add_arcs_with_capacity_and_unit_cost(tail, head, capacity, cost)
    flow.set_nodes_supplies(np.arange(len(supplies(instance))), supplies(instance))
    if flow.solve() != flow.OPTIMAL:
        raise RuntimeError("not solved")
    return np.flatnonzero(flow.flows(added)[: len(instance.offer)])


def highs(given: Family) -> Array:
    """Linear programming by HiGHS, double precision; places only, "no place" being the rest."""
    import highspy

    instance = given.instance()
    people, nowhere = instance.applicants, instance.start[1:] - 1
    cost = np.array(costs(instance, 2**53), float)
    cost -= cost[nowhere][instance.owner]
    option = np.flatnonzero(instance.offer < instance.offers)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(option), people + instance.offers
    model.col_cost_ = cost[option]
    model.col_lower_, model.col_upper_ = np.zeros(len(option)), np.ones(len(option))
    model.row_lower_ = np.full(model.num_row_, -np.inf)
    model.row_upper_ = np.concatenate([np.ones(people), instance.capacity])
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = np.arange(0, 2 * len(option) + 1, 2)
    rows = np.stack([instance.owner[option], people + instance.offer[option]], axis=1)
    model.a_matrix_.index_ = rows.ravel()
    model.a_matrix_.value_ = np.ones(2 * len(option))
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.passModel(model)
    solver.run()
    taken = option[np.array(solver.getSolution().col_value) > 0.5]
    held = nowhere.copy()
    held[instance.owner[taken]] = taken
    return held


def networkx(given: Family) -> Array:
    """Network simplex of networkx, integers of any length."""
    import networkx as nx

    instance = given.instance()
    tail, head, capacity = arcs(instance)
    exact = costs(instance, 10**300) + [0] * instance.offers
    graph = nx.DiGraph()
    for node, supply in enumerate(supplies(instance).tolist()):
        graph.add_node(node, demand=-supply)
    listed = zip(tail.tolist(), head.tolist(), capacity.tolist(), exact, strict=True)
    for source, target, most, cost in listed:
        graph.add_edge(source, target, capacity=most, weight=cost)
    _, flow = nx.network_simplex(graph)
    options = zip(tail.tolist(), head.tolist(), range(len(instance.offer)), strict=False)
    return np.array([option for source, target, option in options if flow[source][target]])


def matching(given: Family) -> Array:
    """Deferred acceptance of the package `matching`, which places fewer people."""
    from matching.games import HospitalResident

    sys.setrecursionlimit(100_000)  # it copies its players deeply
    instance = given.instance()
    offer, start = instance.offer.tolist(), instance.start.tolist()
    position = np.argsort(instance.turn).tolist()
    wishes = {
        i: [f"o{j}" for j in offer[first:last] if j != instance.offers]
        for i, (first, last) in enumerate(pairwise(start))
    }
    wished: dict[str, list[int]] = {}
    for i in sorted(wishes, key=position.__getitem__):
        for place in wishes[i]:
            wished.setdefault(place, []).append(i)
    places = {f"o{j}": c for j, c in enumerate(instance.capacity.tolist()) if f"o{j}" in wished}
    game = HospitalResident.create_from_dictionaries(wishes, wished, places)
    held = instance.start[1:] - 1
    for place, admitted in game.solve(optimal="resident").items():
        for person in admitted:
            held[person.name] = start[person.name] + wishes[person.name].index(place.name)
    return held


EVERY_SIZE = 10**9

# What solves, the module it needs, and the largest size at which it comes to an end in time.
SOLVERS: dict[str, tuple[Callable[[Family], Array], str | None, int]] = {
    "croisee": (croisee_compiled, "numba", EVERY_SIZE),
    "croisee-plain": (croisee_plain, None, 30_000),
    "croisee-deferred": (croisee_deferred, None, EVERY_SIZE),
    "trial": (trial, "numba", EVERY_SIZE),
    "lemon": (lemon, "pylmcf", EVERY_SIZE),
    "ortools": (ortools, "ortools", EVERY_SIZE),
    "highs": (highs, "highspy", 30_000),
    "networkx": (networkx, "networkx", 30_000),
    "matching": (matching, "matching", 3_000),
}
