"""The state of the solver: who holds which option, what every counter says, what it costs.

Three kinds of indices: applicants i, options e, nodes v of the capacity tree (the root comes last).
Applicants are numbered in the order of their turn (class, then lottery). An applicant is *settled*
once one option is left; settled applicants keep their place, are counted, and take no further part.
"""

from typing import NamedTuple

from .mode import kernel, step

Ints = list[int]  # an int32 array when compiled

NOBODY = -1
# The cost of an option no optimum may use. Prices and labels stay far below it (fewer than 2^28
# nodes and applicants), so that such an option is never tight.
BARRED = 1 << 29
# Entries of `Network.tally`
UNSETTLED, LABEL = 0, 1


class Network(NamedTuple):
    """Applicants on the options they hold, and the counters of the capacity tree."""

    # options
    start: Ints  # options of applicant i: start[i] … start[i+1]-1, best first
    node: Ints  # where the option is counted first
    rank: Ints
    owner: Ints
    cost: Ints  # at the present level: 0 or 1, or BARRED
    # applicants
    current: Ints  # option held
    priority_class: Ints
    settled: Ints
    after: Ints  # next unsettled holder at the same node, or NOBODY
    before: Ints  # previous one
    unsettled: Ints  # the unsettled applicants: the first tally[UNSETTLED] entries
    waiting: Ints  # room for as many applicants
    # nodes
    parent: Ints
    low: Ints
    high: Ints
    flow: Ints  # people counted
    price: Ints  # dual value at the present level
    holders: Ints  # first unsettled holder, or NOBODY
    child_start: Ints
    child: Ints
    entry_start: Ints  # options counted first at v: entry[entry_start[v]] …
    entry: Ints
    tally: Ints


@step
def link(net: Network, i: int) -> None:
    """Enter i among the holders at the node of the option it holds."""
    v = net.node[net.current[i]]
    first = net.holders[v]
    net.after[i] = first
    net.before[i] = NOBODY
    if first != NOBODY:
        net.before[first] = i
    net.holders[v] = i


@step
def unlink(net: Network, i: int) -> None:
    """Take i off the holders at the node of the option it holds."""
    following, preceding = net.after[i], net.before[i]
    if preceding == NOBODY:
        net.holders[net.node[net.current[i]]] = following
    else:
        net.after[preceding] = following
    if following != NOBODY:
        net.before[following] = preceding


@step
def move(net: Network, e: int) -> None:
    """Let the owner of e hold it; the counters are the caller's business."""
    i = net.owner[e]
    unlink(net, i)
    net.current[i] = e
    link(net, i)


@step
def settle(net: Network, i: int) -> None:
    """i keeps what it holds, for good."""
    unlink(net, i)
    net.settled[i] = 1
    for e in range(net.start[i], net.start[i + 1]):
        net.cost[e] = BARRED
    net.cost[net.current[i]] = 0


@kernel
def enter_all(net: Network) -> None:
    """Count everybody at the option held; who has no other one is settled at once."""
    for i in range(len(net.current)):
        link(net, i)
        count_along(net, net.node[net.current[i]], 1)
        if net.start[i + 1] - net.start[i] == 1:
            settle(net, i)


@step
def count_along(net: Network, v: int, people: int) -> None:
    """Count `people` more from v up to the root."""
    root = len(net.parent) - 1
    while v != root:
        net.flow[v] += people
        v = net.parent[v]


@step
def has_room(net: Network, e: int) -> bool:
    """Whether an applicant without a place can take e and no counter leaves its bounds."""
    root = len(net.parent) - 1
    v = net.node[net.current[net.owner[e]]]
    if v != root and net.flow[v] <= net.low[v]:
        return False
    v = net.node[e]
    while v != root:
        if net.flow[v] >= net.high[v]:
            return False
        v = net.parent[v]
    return True


@step
def take(net: Network, e: int) -> None:
    """Let the owner of e, who has no place, have it; all counters follow."""
    count_along(net, net.node[net.current[net.owner[e]]], -1)
    move(net, e)
    count_along(net, net.node[e], 1)


@kernel
def place_greedily(net: Network, ranks: int) -> None:
    """Class by class and rank by rank, give everybody a place while there is room.

    Any start would do; this one leaves little to improve.
    """
    people = len(net.current)
    first = last = 0
    while last < people:
        while last < people and net.priority_class[last] == net.priority_class[first]:
            last += 1
        for rank in range(ranks):
            for i in range(first, last):
                if not net.settled[i] and net.current[i] == net.start[i + 1] - 1:
                    place_at_rank(net, i, rank)
        first = last


@step
def place_at_rank(net: Network, i: int, rank: int) -> None:
    """Give i the choice of this rank if it is an option and there is room."""
    for e in range(net.start[i], net.start[i + 1] - 1):
        if net.rank[e] == rank and has_room(net, e):
            take(net, e)
            return


@kernel
def sort_by_bucket(bucket: Ints, offset: Ints, order: Ints) -> None:
    """Write the indices sorted by bucket into `order`; `offset` ends as the end of each bucket."""
    for at in range(len(bucket)):
        order[offset[bucket[at]]] = at
        offset[bucket[at]] += 1
