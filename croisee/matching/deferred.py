"""Deferred acceptance (Gale and Shapley 1962), the applicants proposing.

Every offer ranks the applicants: by class and lottery number, or by its host's own list. Nobody can
gain by hiding or reordering choices (Dubins and Freedman 1981), and nobody sees a wanted place held
by somebody who comes later. It does not place as many people as possible.
"""

import heapq
from collections.abc import Sequence

import numpy as np

from croisee.matching.instance import Array, Instance
from croisee.matching.problem import Applicant, Problem

UNACCEPTABLE = -1


def acceptable_first(problem: Problem, instance: Instance) -> Array:
    """What each option is worth to its offer, (E,): smaller is better, UNACCEPTABLE is never."""
    owner = instance.owner
    ahead = np.empty(instance.applicants, int)
    ahead[instance.turn] = np.arange(instance.applicants)
    priority = ahead[owner]
    if problem.priority_scope == "own_host":
        priority = own_host_priority(problem, instance, owner)
    for number, offer in enumerate(problem.offers):
        if offer.order is not None:
            listed = np.flatnonzero(instance.offer == number)
            priority[listed] = listed_positions(offer.order, problem.applicants, owner[listed])
    return priority


def own_host_priority(problem: Problem, instance: Instance, owner: Array) -> Array:
    """Class 0 at the offers of `priority_at` and 1 elsewhere; without it, the class as given."""
    number = {offer.id: index for index, offer in enumerate(problem.offers)}
    key = instance.priority_class[owner] * instance.applicants + instance.lottery[owner]
    for i, applicant in enumerate(problem.applicants):
        if applicant.priority_at is None:
            continue
        first, last = instance.start[i], instance.start[i + 1]
        own = [number[offer] for offer in applicant.priority_at if offer in number]
        elsewhere = ~np.isin(instance.offer[first:last], own)
        key[first:last] = elsewhere * instance.applicants + instance.lottery[i]
    return key


def listed_positions(
    order: Sequence[str], applicants: Sequence[Applicant], owners: Array
) -> list[int]:
    """Position on the host's list; the first mention counts."""
    position = {name: at for at, name in reversed(list(enumerate(order)))}
    return [position.get(applicants[i].id, UNACCEPTABLE) for i in owners.tolist()]


def deferred_acceptance(instance: Instance, priority: Array) -> Array:
    """The option everybody holds in the applicant-optimal stable assignment, (n,).

    Pinned applicants (those with nothing but a place) keep it and leave less for the others.
    """
    start, offers = instance.start.tolist(), instance.offer.tolist()
    worth = priority.tolist()
    held = [last - 1 for last in start[1:]]
    nowhere = instance.offers
    free = instance.capacity.tolist()
    pinned = [offers[option] != nowhere for option in held]
    for i, is_pinned in enumerate(pinned):
        if is_pinned:
            free[offers[held[i]]] -= 1
    # Heaps of (minus priority, option): the holder who would go first is on top.
    admitted: list[list[tuple[int, int]]] = [[] for _ in free]
    owner = instance.owner.tolist()
    next_option = start[:-1]
    proposing = [i for i, is_pinned in enumerate(pinned) if not is_pinned]
    while proposing:
        i = proposing.pop()
        option = next_option[i]
        next_option[i] += 1
        offer = offers[option]
        held[i] = option
        if offer == nowhere:
            continue
        if worth[option] == UNACCEPTABLE:
            proposing.append(i)
            continue
        heapq.heappush(admitted[offer], (-worth[option], option))
        if len(admitted[offer]) > free[offer]:
            proposing.append(owner[heapq.heappop(admitted[offer])[1]])
    return np.array(held, int)
