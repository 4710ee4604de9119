"""The lottery on what the levels leave open.

In their order, people get the best option that some optimal assignment still gives them, then they
are settled. What is left of the network contains optimal assignments only, so "some optimal
assignment" is one search. A closed set can exchange nobody with the rest any more: it gets
a label of its own (as price), and searches stay within one label.
"""

from .mode import kernel, step
from .network import BARRED, LABEL, Network, settle
from .search import CLOSED_AHEAD, END, SEED, Side, begin, connect, exchange, reach


@kernel
def draw(net: Network, ahead: Side, behind: Side) -> None:
    """Settle everybody, in turn."""
    for v in range(len(net.price)):
        net.price[v] = 0
    for i in range(len(net.current)):
        if net.settled[i]:
            continue
        for e in range(net.start[i], net.current[i]):
            if net.cost[e] != BARRED and obtains(net, ahead, behind, e):
                break
        settle(net, i)


@step
def obtains(net: Network, ahead: Side, behind: Side, e: int) -> bool:
    """Move the owner of e onto it if an optimal assignment allows; whether it does."""
    held = net.current[net.owner[e]]
    v, w = net.node[held], net.node[e]
    if net.price[v] != net.price[w]:
        return False
    begin(ahead, behind)
    reach(ahead, behind, w, SEED, e)
    reach(behind, ahead, v, SEED, held)
    meeting = connect(net, ahead, behind)
    if meeting >= 0:
        exchange(net, ahead, behind, meeting)
        return True
    closed = ahead if meeting == CLOSED_AHEAD else behind
    net.tally[LABEL] += 1
    for x in range(closed.at[END]):
        net.price[closed.queue[x]] = net.tally[LABEL]
    return False
