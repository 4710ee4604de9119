"""What happened at an offer, and what more places there would do (IM-07, IM-12)."""

from collections import Counter

from croisee.matching.explain.applicant import ApplicantExplainer
from croisee.matching.explain.facts import MorePlaces, OfferExplanation
from croisee.matching.result import Result


def explain_offer(result: Result, offer_id: str, explainer: ApplicantExplainer) -> OfferExplanation:
    """The explanation for one offer; KeyError for an unknown id."""
    standings = explainer.standings
    number = standings.number[offer_id]
    problem = result.problem
    asking = standings.asking[number]
    demand = Counter(rank for _, rank in asking)
    holders = standings.holders[number]
    drawn = [i for i in holders if not standings.pinned[i]]
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
        without_place=sum(result.assignment[problem.applicants[i].id] is None for i, _ in asking),
        one_more=more_places(result, number, 1, explainer),
    )


def more_places(result: Result, offer: int, more: int, explainer: ApplicantExplainer) -> MorePlaces:
    """What `more` places at one offer would do.

    Where a place is free nothing changes, and nothing is solved: a limit that is not reached has
    price zero at every level and for every turn of the lottery.
    """
    place = result.problem.offers[offer]
    if len(explainer.standings.holders[offer]) < place.capacity:
        return MorePlaces(place.id, more, 0, result.levels, ())
    counterfactuals = explainer.counterfactuals
    held = counterfactuals.with_places(offer, more)
    changed = counterfactuals.moves(held)
    gained = sum(move.before is None for move in changed)
    lost = sum(move.after is None for move in changed)
    return MorePlaces(
        offer=place.id,
        more=more,
        placed_more=gained - lost,
        levels=counterfactuals.levels_reached(held),
        moves=changed,
    )
