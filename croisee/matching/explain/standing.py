"""Who comes before whom at an offer, and who holds its places."""

from collections.abc import Iterable

import numpy as np

from croisee.matching.deferred import UNACCEPTABLE
from croisee.matching.explain.facts import Holders
from croisee.matching.policies import Policy
from croisee.matching.result import Result

Standing = tuple[int, int]  # (class, number), smaller comes first


class Standings:
    """Places and order of precedence of one result, looked up by position in the problem."""

    def __init__(self, result: Result) -> None:
        self.result = result
        instance = result.instance
        self.pinned = {applicant for applicant, _ in result.problem.pins}
        self.number = {offer.id: at for at, offer in enumerate(result.problem.offers)}
        self.holders: list[list[int]] = [[] for _ in range(instance.offers + 1)]
        for i, offer in enumerate(instance.offer[result.held].tolist()):
            self.holders[offer].append(i)
        self.applicant = {a.id: at for at, a in enumerate(result.problem.applicants)}
        listed = (choice for a in result.problem.applicants for choice in a.choices)
        counted = [self.number[choice] for choice in listed]
        self.requests: list[int] = np.bincount(
            np.array(counted, int), minlength=instance.offers
        ).tolist()

    def of(self, i: int, offer: int) -> Standing | None:
        """Class and number of applicant i at an offer; None where the host's list omits i."""
        applicant, instance = self.result.problem.applicants[i], self.result.instance
        number = int(instance.lottery[i])
        if self.result.policy is not Policy.DEFERRED_ACCEPTANCE:
            return applicant.priority_class, number
        order = self.result.problem.offers[offer].order
        if order is not None:
            at = list(order).index(applicant.id) if applicant.id in order else UNACCEPTABLE
            return None if at == UNACCEPTABLE else (0, at)
        if self.result.problem.priority_scope and applicant.priority_at is not None:
            own = self.result.problem.offers[offer].id in applicant.priority_at
            return (0 if own else 1), number
        return applicant.priority_class, number

    def seen_from(self, i: int, offers: Iterable[int]) -> Holders:
        """The other holders of some offers, counted by how they stand to applicant i."""
        pinned = higher = better = after = 0
        for offer in offers:
            mine = self.of(i, offer)
            for j in self.holders[offer]:
                theirs = self.of(j, offer)
                if j == i:
                    continue
                if self.result.problem.applicants[j].id in self.pinned:
                    pinned += 1
                elif theirs is None or mine is None or theirs > mine:
                    after += 1
                elif theirs[0] < mine[0]:
                    higher += 1
                else:
                    better += 1
        return Holders(pinned, higher, better, after)
