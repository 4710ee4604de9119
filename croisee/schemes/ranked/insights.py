"""What a draft teaches besides its assignment, computed once when it is made.

Everything in here follows from the stored problem: it could be computed again at any time, and is
stored only so that the board opens at once.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from croisee.matching import MorePlaces, Move, Policy, Problem, Refused, Result, compare, solve

MOST_TRIED = 40
MOST_MORE = 3  # « une place de plus, deux, trois »


def insights_of(result: Result) -> dict[str, Any]:
    """`{"offers": {number: one_more}, "together": […], "policies": [summary]}`.

    Ids are those of the problem.
    """
    asked = {number for who in result.problem.applicants for number in who.choices}
    offers = {
        offer.id: more_at(result, offer.id)
        for offer in result.problem.offers
        if offer.capacity or offer.id in asked  # full ones of a later round are worth a call too
    }
    return {
        "offers": offers,
        "together": together(result, offers),
        "policies": policies(result),
    }


def more_at(result: Result, number: str) -> dict[str, Any]:
    """`one_more`; where it places somebody, also `further`: people placed by two and by three more
    places, so that the call list opens at once."""
    found = one_more(result.more_places(number, 1))
    if found["placed"]:
        further = range(2, MOST_MORE + 1)
        found["further"] = [result.more_places(number, more).placed_more for more in further]
    return found


def together(result: Result, offers: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """A short list of hosts where one more place each gives one more person a place, together:
    (offer, who is placed). Found one by one, each on top of those before."""
    chosen: list[tuple[str, list[str]]] = []
    for number in _candidates(result, offers)[:MOST_TRIED]:
        if None not in result.assignment.values():
            break
        more = result.more_places(number, 1)
        if more.placed_more:
            chosen.append((number, [move.applicant for move in more.newly_placed]))
            result = _with_one_more(result, number)
    return chosen


def _candidates(result: Result, offers: dict[str, Any]) -> list[str]:
    """Where one more place helps, the offers asked for by most people without a place first."""
    asked = [
        number
        for who in result.problem.applicants
        if result.assignment[who.id] is None
        for number in who.choices
    ]
    useful = [number for number, more in offers.items() if more["placed"]]
    return sorted(useful, key=lambda number: (-asked.count(number), number))


def _with_one_more(result: Result, number: str) -> Result:
    offers = [
        replace(offer, capacity=offer.capacity + 1) if offer.id == number else offer
        for offer in result.problem.offers
    ]
    return solve(replace(result.problem, offers=offers), result.policy)


def one_more(found: MorePlaces) -> dict[str, Any]:
    """What one more place would do: people placed more (0 or 1), people with a better rank, who."""
    return {
        "placed": found.placed_more,
        "better": len(found.better_off),
        "moves": [_move(move) for move in found.moves],
    }


def _move(move: Move) -> list[Any]:
    return [move.applicant, move.before, move.after, move.rank_before, move.rank_after]


def policies(result: Result) -> list[dict[str, Any]]:
    """All policies on the same problem and lottery, the draft's own first."""
    others = [policy for policy in Policy if policy != result.policy]
    return [summary(result, result)] + [
        summary(result, other)
        for policy in others
        for other in [_solved(result.problem, policy)]
        if other is not None
    ]


def _solved(problem: Problem, policy: Policy) -> Result | None:
    """None where a policy does not know a rule in force."""
    try:
        return solve(problem, policy)
    except Refused:
        return None


def summary(reference: Result, result: Result) -> dict[str, Any]:
    """The figures of one policy and what it changes compared with the reference."""
    comparison = compare(reference, result)
    placed = [name for name, offer in result.assignment.items() if offer is not None]
    ranks = [result.rank(name) for name in placed]
    first_class = {who.id for who in result.problem.applicants if who.priority_class == 0}
    return {
        "policy": str(result.policy),
        "placed": len(placed),
        "priority": sum(name in first_class for name in placed),
        "by_rank": [ranks.count(rank) for rank in range(1, result.problem.max_choices + 1)],
        "off_list": ranks.count(None),
        "gaining": len(comparison.gaining),
        "losing": len(comparison.losing),
    }
