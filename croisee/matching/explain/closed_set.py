"""Why nothing could be found for somebody: a set of full offers nobody can leave.

Hall's condition seen from one person: start from the person's choices, add whatever the holders of
these places would accept instead, and so on. If no free place turns up, the places of the set are
all taken by people who ask for nothing outside of it.
"""

from itertools import pairwise

from croisee.matching.explain.facts import ClosedSet
from croisee.matching.explain.standing import Standings
from croisee.matching.result import Result


class ClosedSets:
    """Looks for the closed set around a person."""

    def __init__(self, result: Result, standings: Standings) -> None:
        self.offers = result.problem.offers
        self.standings = standings
        self.capacity = [offer.capacity for offer in self.offers]
        instance = result.instance
        start, offer = instance.start.tolist(), instance.offer.tolist()
        # The offers each person may have, "no place" left aside.
        self.admissible = [
            [place for place in offer[first:last] if place != instance.offers]
            for first, last in pairwise(start)
        ]

    def around(self, i: int) -> ClosedSet | None:
        """The set for applicant i, who has no place; None when it is not closed.

        It is not closed when a policy or a counting rule leaves a reachable place empty.
        """
        holders = self.standings.holders
        reached: set[int] = set()
        waiting = [i]
        while waiting:
            for place in self.admissible[waiting.pop()]:
                if place in reached:
                    continue
                if len(holders[place]) < self.capacity[place]:
                    return None
                reached.add(place)
                waiting.extend(holders[place])
        if not reached:
            return None
        return ClosedSet(
            offers=tuple(self.offers[place].id for place in sorted(reached)),
            places=sum(self.capacity[place] for place in reached),
            holders=self.standings.seen_from(i, reached),
        )
