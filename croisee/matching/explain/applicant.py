"""Why an applicant has this place, or none: every choice in turn."""

from croisee.matching.explain.closed_set import ClosedSets
from croisee.matching.explain.counterfactual import Counterfactuals
from croisee.matching.explain.facts import (
    ApplicantExplanation,
    ChoiceExplanation,
    Consequence,
    Holders,
    Reason,
)
from croisee.matching.explain.standing import Standings
from croisee.matching.instance import Admissible
from croisee.matching.policies import Policy
from croisee.matching.problem import Applicant
from croisee.matching.result import Result


class ApplicantExplainer:
    """Explains applicants of one result; what they share is computed once."""

    def __init__(self, result: Result) -> None:
        self.result = result
        self.standings = Standings(result)
        self.admissible = Admissible(result.problem)
        self.counterfactuals = Counterfactuals(result)
        self.limits = result.problem.rules.limits
        self.closed_sets = ClosedSets(result, self.standings)

    def explain(self, applicant_id: str) -> ApplicantExplanation:
        """The explanation for one applicant; KeyError for an unknown id."""
        i = self.standings.applicant[applicant_id]
        applicant = self.result.problem.applicants[i]
        place = self.result.assignment[applicant_id]
        listed = list(applicant.choices)
        explained = [self.choice(i, applicant, offer, at) for at, offer in enumerate(listed, 1)]
        if place is not None and place not in listed:
            explained.insert(0, self.outcome(i, place, None, Reason.PINNED, rule="this_place"))
        return ApplicantExplanation(
            applicant=applicant_id,
            place=place,
            rank=self.result.rank(applicant_id),
            choices=tuple(explained),
            closed_set=None if place is not None else self.closed_sets.around(i),
        )

    def choice(self, i: int, applicant: Applicant, offer: str, rank: int) -> ChoiceExplanation:
        """One listed choice."""
        got = self.result.rank(applicant.id)
        if self.standings.pinned[i]:
            which = "this_place" if rank == got else "another_place"
            return self.outcome(i, offer, rank, Reason.PINNED, rule=which)
        if got is not None and rank >= got:
            reason = Reason.GRANTED if rank == got else Reason.BETTER_GRANTED
            return self.outcome(i, offer, rank, reason)
        obstacle = self.obstacle(i, applicant, offer)
        if obstacle == "forbidden":
            return self.outcome(i, offer, rank, Reason.FORBIDDEN)
        if obstacle is not None:
            return self.outcome(i, offer, rank, Reason.RULE, rule=obstacle)
        return self.refused(i, offer, rank)

    def obstacle(self, i: int, applicant: Applicant, offer: str) -> str | None:
        """What bars this pair whoever else applies: a decision, a rule, no places at all."""
        if obstacle := self.admissible.obstacle(applicant, offer):
            return obstacle
        number = self.standings.number[offer]
        if self.result.problem.offers[number].capacity == 0:
            return "no_places"
        return "order" if self.standings.of(i, number) is None else None

    def refused(self, i: int, offer: str, rank: int) -> ChoiceExplanation:
        """A better choice that others hold."""
        number = self.standings.number[offer]
        holders = self.standings.seen_from(i, [number])
        if self.result.policy is Policy.DEFERRED_ACCEPTANCE:
            return self.outcome(i, offer, rank, by_standing(holders))
        capacity = self.result.problem.offers[number].capacity
        if holders.total == capacity and not holders.after and not self.limits:
            return self.outcome(i, offer, rank, by_standing(holders))
        would = self.counterfactuals.consequence(i, self.option(i, number))
        if holders.total < capacity or (would is None and holders.pinned < capacity):
            rule = self.limit_reached(i, number)
            return self.outcome(i, offer, rank, Reason.RULE, rule=rule, would=would)
        reason = by_standing(holders) if holders.after == 0 else by_consequence(would)
        return self.outcome(i, offer, rank, reason, would=would)

    def limit_reached(self, i: int, offer: int) -> str:
        """Which counting rule keeps the applicant out; the innermost one that is reached."""
        problem = self.result.problem
        home = problem.applicants[i].institution
        host = problem.offers[offer].institution
        together = sum(
            problem.applicants[j].institution == home for j in self.standings.holders[offer]
        )
        if home and together == problem.rules.max_per_institution_per_offer:
            return "max_per_institution_per_offer"
        received = sum(
            len(self.standings.holders[at])
            for at, other in enumerate(problem.offers)
            if other.institution == host
        )
        if host and received == problem.rules.host_capacity.get(host):
            return "host_capacity"
        return "send_capacity"

    def option(self, i: int, offer: int) -> int:
        """The option of applicant i at an offer."""
        instance = self.result.instance
        first, last = int(instance.start[i]), int(instance.start[i + 1])
        return first + instance.offer[first:last].tolist().index(offer)

    def outcome(
        self,
        i: int,
        offer: str,
        rank: int | None,
        reason: Reason,
        *,
        rule: str | None = None,
        would: Consequence | None = None,
    ) -> ChoiceExplanation:
        """The facts of one choice."""
        number = self.standings.number[offer]
        if reason is Reason.PINNED and rule is None:
            rule = "all_places"
        own_list = self.result.problem.offers[number].order is not None
        return ChoiceExplanation(
            offer=offer,
            rank=rank,
            reason=reason,
            capacity=self.result.problem.offers[number].capacity,
            requests=len(self.standings.asking[number]),
            holders=self.standings.seen_from(i, [number]),
            rule=rule,
            consequence=would,
            by_host_list=own_list and self.result.policy is Policy.DEFERRED_ACCEPTANCE,
        )


def by_standing(holders: Holders) -> Reason:
    """The reason when all holders come before the applicant."""
    if holders.better_number:
        return Reason.FULL_LOTTERY
    return Reason.FULL_HIGHER_CLASS if holders.higher_class else Reason.PINNED


def by_consequence(would: Consequence | None) -> Reason:
    """The reason when somebody who comes after holds a place all the same."""
    if would is None:
        return Reason.PINNED
    if would.level is None:
        return Reason.FULL_LOTTERY
    return Reason.FULL_TO_PLACE_MORE if would.level.counts_places else Reason.FULL_FOR_RANKS
