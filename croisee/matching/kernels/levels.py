"""One level: as few people as possible on options that cost one.

People are charged one after the other, those whose option costs nothing first. Charging one person
leaves at most this person's option dearer than the best one, and by one only, because all costs
are 0 or 1 and prices are whole. So a single search tells: either a way is found and the person
moves at the expense of nobody, or the closed set shifts its price by one and the person's
option is as good as any. The reduced costs of all arcs are never negative in between, which
is the optimality condition of linear programming; no big weight occurs anywhere.
"""

from .mode import kernel, step
from .network import BARRED, UNSETTLED, Network, settle
from .search import CLOSED_AHEAD, END, SEARCH, SEED, Side, begin, connect, exchange, reach

EVERY_CLASS = -1


@kernel
def optimise(net: Network, ahead: Side, behind: Side, level: tuple[int, int, int]) -> None:
    """Make the level (rank, reward, class) optimal and keep what may still be used.

    An option costs one when it bears the rank (reward 0) or another rank (reward 1). The proof
    stays in `net.price`.
    """
    rank, reward, priority_class = level
    for v in range(len(net.price)):
        net.price[v] = 0
    waiting = 0
    for x in range(net.tally[UNSETTLED]):
        i = net.unsettled[x]
        if priority_class != EVERY_CLASS and net.priority_class[i] != priority_class:
            continue
        if (net.rank[net.current[i]] == rank) == (reward == 1):
            charge(net, i, rank, reward)
        else:
            net.waiting[waiting] = i
            waiting += 1
    for x in range(waiting):
        charge(net, net.waiting[x], rank, reward)
        improve(net, ahead, behind, net.waiting[x])
    narrow(net)


@step
def charge(net: Network, i: int, rank: int, reward: int) -> None:
    """Write the costs of the level on the options of i."""
    for e in range(net.start[i], net.start[i + 1]):
        if net.cost[e] != BARRED:
            net.cost[e] = (net.rank[e] == rank) != (reward == 1)


@step
def improve(net: Network, ahead: Side, behind: Side, i: int) -> None:
    """Bring i to a cheapest option, or prove by prices that none is cheaper."""
    held = net.current[i]
    due = net.cost[held] + net.price[net.node[held]]
    begin(ahead, behind)
    for e in range(net.start[i], net.start[i + 1]):
        if net.cost[e] + net.price[net.node[e]] < due:
            reach(ahead, behind, net.node[e], SEED, e)
    # Everything at a cheapest option already: the usual case, and no search.
    if ahead.at[END] == 0 and ahead.reached[-1] != ahead.at[SEARCH]:
        return
    reach(behind, ahead, net.node[held], SEED, held)
    meeting = connect(net, ahead, behind)
    if meeting >= 0:
        exchange(net, ahead, behind, meeting)
    elif meeting == CLOSED_AHEAD:
        shift(net, ahead, 1)
    else:
        shift(net, behind, -1)


@step
def shift(net: Network, side: Side, by: int) -> None:
    """Change the price of a closed set."""
    for x in range(side.at[END]):
        net.price[side.queue[x]] += by


@step
def narrow(net: Network) -> None:
    """Keep what optimal assignments of this level may still use; forget the costs.

    By complementary slackness these are the tight options and, where a node and its parent have
    different prices, the present count and no other.
    """
    for v in range(len(net.parent)):
        if net.price[v] != net.price[net.parent[v]]:
            net.low[v] = net.flow[v]
            net.high[v] = net.flow[v]
    left = 0
    for x in range(net.tally[UNSETTLED]):
        i = net.unsettled[x]
        if keep_tight(net, i) > 1:
            net.unsettled[left] = i
            left += 1
        else:
            settle(net, i)
    net.tally[UNSETTLED] = left


@step
def keep_tight(net: Network, i: int) -> int:
    """Drop the options of i that are dearer than the one held; how many are left."""
    held = net.current[i]
    due = net.cost[held] + net.price[net.node[held]]
    kept = 0
    for e in range(net.start[i], net.start[i + 1]):
        if net.cost[e] + net.price[net.node[e]] == due:
            net.cost[e] = 0
            kept += 1
        else:
            net.cost[e] = BARRED
    return kept
