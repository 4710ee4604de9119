"""A whole solution in one call, for the many small variations that explanations ask for."""

from .draw import draw
from .levels import optimise
from .mode import kernel, step
from .network import UNSETTLED, Ints, Network, has_room, place_greedily, settle, take
from .search import Side


@kernel
def solve_whole(net: Network, ahead: Side, behind: Side, ranks: int, levels: Ints) -> None:
    """First places, all levels, lottery. `levels` are triples (rank, reward, class), flat."""
    place_greedily(net, ranks)
    for at in range(0, len(levels), 3):
        optimise(net, ahead, behind, (levels[at], levels[at + 1], levels[at + 2]))
    draw(net, ahead, behind)


@kernel
def force(net: Network, e: int) -> bool:
    """Give e to its owner, who has nothing yet, for good; whether there is room."""
    if not has_room(net, e):
        return False
    take(net, e)
    settle(net, net.owner[e])
    drop_settled(net)
    return True


@step
def drop_settled(net: Network) -> None:
    """Take those who are settled off the list of the unsettled."""
    left = 0
    for x in range(net.tally[UNSETTLED]):
        if not net.settled[net.unsettled[x]]:
            net.unsettled[left] = net.unsettled[x]
            left += 1
    net.tally[UNSETTLED] = left
