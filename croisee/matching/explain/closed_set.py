"""Why nothing could be found for somebody: a set of full offers nobody can leave.

Hall's condition seen from one person: start from the person's choices, add whatever the holders of
these places would accept instead, and so on. If no free place turns up, the places of the set are
all taken by people who ask for nothing outside of it.
"""

from croisee.matching.explain.facts import ClosedSet
from croisee.matching.explain.standing import Standings
from croisee.matching.result import Result


def closed_set(result: Result, standings: Standings, i: int) -> ClosedSet | None:
    """The set for applicant i, who has no place; None when it is not closed.

    It is not closed when a policy or a counting rule leaves a reachable place empty.
    """
    instance = result.instance
    start, offer = instance.start.tolist(), instance.offer.tolist()
    capacity = [place.capacity for place in result.problem.offers]
    reached: set[int] = set()
    waiting = [i]
    while waiting:
        person = waiting.pop()
        for option in range(start[person], start[person + 1]):
            place = offer[option]
            if place == instance.offers or place in reached:
                continue
            if len(standings.holders[place]) < capacity[place]:
                return None
            reached.add(place)
            waiting.extend(standings.holders[place])
    if not reached:
        return None
    return ClosedSet(
        offers=tuple(result.problem.offers[place].id for place in sorted(reached)),
        places=sum(capacity[place] for place in reached),
        holders=standings.seen_from(i, reached),
    )
