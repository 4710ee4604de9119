"""What happened at an offer, and what more places there would do (IM-07, IM-12)."""

from collections import Counter

from croisee.matching.explain.counterfactual import levels_reached, moves, solved_again
from croisee.matching.explain.facts import MorePlaces, OfferExplanation
from croisee.matching.explain.standing import Standings
from croisee.matching.result import Result


def explain_offer(result: Result, offer_id: str, standings: Standings) -> OfferExplanation:
    """The explanation for one offer; KeyError for an unknown id."""
    number = standings.number[offer_id]
    problem = result.problem
    demand = Counter(
        list(applicant.choices).index(offer_id)
        for applicant in problem.applicants
        if offer_id in applicant.choices
    )
    holders = standings.holders[number]
    drawn = [i for i in holders if problem.applicants[i].id not in standings.pinned]
    granted = Counter(result.rank(problem.applicants[i].id) for i in drawn)
    last = max(drawn, key=lambda i: standings.of(i, number) or (0, 0), default=None)
    ranks = range(problem.max_choices)
    return OfferExplanation(
        offer=offer_id,
        capacity=problem.offers[number].capacity,
        demand=tuple(demand[rank] for rank in ranks),
        granted=tuple(granted[rank + 1] for rank in ranks),
        pinned=len(holders) - len(drawn),
        last_admitted=None if last is None else problem.applicants[last].id,
        without_place=sum(
            result.assignment[applicant.id] is None and offer_id in applicant.choices
            for applicant in problem.applicants
        ),
        one_more=more_places(result, number, 1, standings),
    )


def more_places(result: Result, offer: int, more: int, standings: Standings) -> MorePlaces:
    """What `more` places at one offer would do.

    Where a place is free nothing changes, and nothing is solved: a limit that is not reached has
    price zero at every level and for every turn of the lottery.
    """
    name = result.problem.offers[offer].id
    if len(standings.holders[offer]) < result.problem.offers[offer].capacity:
        return MorePlaces(name, more, 0, result.levels, ())
    instance = result.instance.with_places(offer, more)
    held = solved_again(result, instance)
    if held is None:
        raise AssertionError("more room cannot make pins clash")
    changed = moves(result, instance, held)
    gained = sum(move.before is None for move in changed)
    lost = sum(move.after is None for move in changed)
    return MorePlaces(
        offer=name,
        more=more,
        placed_more=gained - lost,
        levels=levels_reached(result, instance, held),
        moves=changed,
    )
