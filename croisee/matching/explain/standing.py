"""Who comes before whom at an offer, and who holds its places."""

from collections.abc import Iterable

from croisee.matching.explain.facts import Holders
from croisee.matching.policies import Policy
from croisee.matching.result import Result

Standing = tuple[int, int]  # (class, number), smaller comes first


class Standings:
    """Places and order of precedence of one result, looked up by position in the problem."""

    def __init__(self, result: Result) -> None:
        self.result = result
        instance, problem = result.instance, result.problem
        pinned = {applicant for applicant, _ in problem.pins}
        self.pinned = [applicant.id in pinned for applicant in problem.applicants]
        self.number = {offer.id: at for at, offer in enumerate(problem.offers)}
        self.applicant = {applicant.id: at for at, applicant in enumerate(problem.applicants)}
        self.holders: list[list[int]] = [[] for _ in range(instance.offers + 1)]
        for i, offer in enumerate(instance.offer[result.held].tolist()):
            self.holders[offer].append(i)
        # Who asks for each offer, and as which choice (from 0).
        self.asking: list[list[tuple[int, int]]] = [[] for _ in problem.offers]
        for i, applicant in enumerate(problem.applicants):
            for rank, choice in enumerate(applicant.choices):
                self.asking[self.number[choice]].append((i, rank))
        self.common: list[Standing] = list(
            zip(instance.priority_class.tolist(), instance.lottery.tolist(), strict=True)
        )
        self.deferred = result.policy is Policy.DEFERRED_ACCEPTANCE

    def of(self, i: int, offer: int) -> Standing | None:
        """Class and number of applicant i at an offer; None where the host's list omits i."""
        if not self.deferred:
            return self.common[i]
        problem = self.result.problem
        applicant, order = problem.applicants[i], problem.offers[offer].order
        if order is not None:
            return (0, list(order).index(applicant.id)) if applicant.id in order else None
        if problem.priority_scope and applicant.priority_at is not None:
            own = problem.offers[offer].id in applicant.priority_at
            return (0 if own else 1), self.common[i][1]
        return self.common[i]

    def seen_from(self, i: int, offers: Iterable[int]) -> Holders:
        """The other holders of some offers, counted by how they stand to applicant i."""
        count = {"pinned": 0, "higher_class": 0, "better_number": 0, "after": 0}
        for offer in offers:
            mine = self.of(i, offer)
            for j in self.holders[offer]:
                if j != i:
                    count[self.relation(mine, j, offer)] += 1
        return Holders(**count)

    def relation(self, mine: Standing | None, j: int, offer: int) -> str:
        """How holder j stands to somebody of standing `mine`: a field of `Holders`."""
        if self.pinned[j]:
            return "pinned"
        theirs = self.of(j, offer)
        if theirs is None or mine is None or theirs > mine:
            return "after"
        return "higher_class" if theirs[0] < mine[0] else "better_number"
