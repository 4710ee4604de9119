"""One search is behind everything: can b be relieved at the expense of a, at no cost?

The residual graph has the nodes of the capacity tree. There is an arc v → w when one person less at
v and one more at w is possible: a holder at v has an option at w, or the counter between a node
and its parent may still rise (v → parent) or fall (parent → v). Only *tight* arcs are used, those
whose reduced cost cost + price(w) - price(v) is zero.

Two sides grow towards each other: `ahead` from where somebody wants to enter, `behind` from where
that person leaves. Either they meet, and the people along the way move up one by one; or one side
is closed, and that closed set is the proof that no such way exists. The root is never expanded,
for everything borders on it: when one side holds the root, the other one decides.
"""

from typing import NamedTuple

from .mode import step
from .network import NOBODY, Ints, Network, move

# How a node was reached: through an option (its index, 0 or more), or
SEED, UP, DOWN = -1, -2, -3
# What a search returns instead of a meeting node
NOWHERE, CLOSED_AHEAD, CLOSED_BEHIND = -1, -2, -3
# Entries of `Side.at`
NEXT, END, SEARCH = 0, 1, 2


class Side(NamedTuple):
    """One of the two growing sets. `at` is [next to expand, end of the queue, search number]."""

    reached: Ints  # number of the last search that reached the node
    by: Ints
    neighbour: Ints  # the node it was reached from; for a seed, the option it stands for
    queue: Ints  # every node reached, in order, but the root
    at: Ints


@step
def begin(ahead: Side, behind: Side) -> None:
    """Empty both sides."""
    for side in (ahead, behind):
        side.at[NEXT] = 0
        side.at[END] = 0
        side.at[SEARCH] += 1


@step
def reach(side: Side, other: Side, v: int, by: int, neighbour: int) -> bool:
    """Add v to a side unless it is there; whether the other side holds it already."""
    search = side.at[SEARCH]
    if side.reached[v] == search:
        return False
    side.reached[v] = search
    side.by[v] = by
    side.neighbour[v] = neighbour
    if v != len(side.reached) - 1:
        side.queue[side.at[END]] = v
        side.at[END] += 1
    return other.reached[v] == search


@step
def expand_ahead(net: Network, ahead: Side, behind: Side) -> int:
    """Follow the tight arcs that leave the next node ahead; the meeting node or NOWHERE."""
    v = ahead.queue[ahead.at[NEXT]]
    ahead.at[NEXT] += 1
    price, parent = net.price[v], net.parent[v]
    may_rise = net.flow[v] < net.high[v] and net.price[parent] == price
    if may_rise and reach(ahead, behind, parent, UP, v):
        return parent
    for x in range(net.child_start[v], net.child_start[v + 1]):
        w = net.child[x]
        if net.flow[w] > net.low[w] and net.price[w] == price and reach(ahead, behind, w, DOWN, v):
            return w
    i = net.holders[v]
    while i != NOBODY:
        due = net.cost[net.current[i]] + price
        for e in range(net.start[i], net.start[i + 1]):
            w = net.node[e]
            if net.cost[e] + net.price[w] == due and reach(ahead, behind, w, e, v):
                return w
        i = net.after[i]
    return NOWHERE


@step
def expand_behind(net: Network, ahead: Side, behind: Side) -> int:
    """Follow the tight arcs that enter the next node behind; the meeting node or NOWHERE."""
    v = behind.queue[behind.at[NEXT]]
    behind.at[NEXT] += 1
    price, parent = net.price[v], net.parent[v]
    may_fall = net.flow[v] > net.low[v] and net.price[parent] == price
    if may_fall and reach(behind, ahead, parent, DOWN, v):
        return parent
    for x in range(net.child_start[v], net.child_start[v + 1]):
        u = net.child[x]
        if net.flow[u] < net.high[u] and net.price[u] == price and reach(behind, ahead, u, UP, v):
            return u
    for x in range(net.entry_start[v], net.entry_start[v + 1]):
        e = net.entry[x]
        held = net.current[net.owner[e]]
        if held == e:
            continue
        u = net.node[held]
        if net.cost[e] + price == net.cost[held] + net.price[u] and reach(behind, ahead, u, e, v):
            return u
    return NOWHERE


@step
def connect(net: Network, ahead: Side, behind: Side) -> int:
    """Grow both sides in turn; the meeting node, CLOSED_AHEAD or CLOSED_BEHIND."""
    root = len(net.parent) - 1
    search = ahead.at[SEARCH]
    forward = True
    while True:
        root_ahead = ahead.reached[root] == search
        root_behind = behind.reached[root] == search
        if not root_ahead and ahead.at[NEXT] == ahead.at[END]:
            return CLOSED_AHEAD
        if not root_behind and behind.at[NEXT] == behind.at[END]:
            return CLOSED_BEHIND
        forward = root_behind or (not root_ahead and not forward)
        if forward:
            meeting = expand_ahead(net, ahead, behind)
        else:
            meeting = expand_behind(net, ahead, behind)
        if meeting != NOWHERE:
            return meeting


@step
def pass_on(net: Network, by: int, v: int, w: int) -> None:
    """One person less at v, one more at w."""
    if by == UP:
        net.flow[v] += 1
    elif by == DOWN:
        net.flow[w] -= 1
    else:
        move(net, by)


@step
def exchange(net: Network, ahead: Side, behind: Side, meeting: int) -> None:
    """Move everybody along the way found, and the person who asked onto the seed's option."""
    v = meeting
    while ahead.by[v] != SEED:
        pass_on(net, ahead.by[v], ahead.neighbour[v], v)
        v = ahead.neighbour[v]
    wanted = ahead.neighbour[v]
    v = meeting
    while behind.by[v] != SEED:
        pass_on(net, behind.by[v], v, behind.neighbour[v])
        v = behind.neighbour[v]
    move(net, wanted)
