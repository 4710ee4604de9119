"""Proofs that an assignment is the result of deferred acceptance.

It is stable, by its cutoffs and directly, and no stable assignment suits anybody better. `priority`
is what each option is worth to its offer, (E,), smaller being better; `held`, (n,), is the
assignment claimed. All raise `Disproved`.
"""

import numpy as np

from croisee.matching.deferred import UNACCEPTABLE
from croisee.matching.instance import Array, Instance
from croisee.matching.proof import Disproved

OPEN = np.iinfo(int).max  # the cutoff of an offer that admits everybody acceptable


def check_cutoffs(instance: Instance, priority: Array, held: Array, cutoff: Array) -> None:
    """Everybody holds the best choice whose cutoff lets them in, and only full offers have one.

    This makes the assignment stable (Azevedo and Leshno 2016). `cutoff`, (m,), is the last
    priority admitted at each offer, OPEN where there is room.
    """
    nowhere = instance.offers
    taken = np.bincount(instance.offer[held], minlength=nowhere + 1)[:nowhere]
    if ((cutoff != OPEN) & (taken < instance.capacity)).any():
        raise Disproved("a cutoff is set where there is room")
    acceptable = (priority != UNACCEPTABLE) & (priority <= np.append(cutoff, OPEN)[instance.offer])
    pinned = (np.diff(instance.start) == 1)[instance.owner]
    reached = np.flatnonzero(acceptable | pinned | (instance.offer == nowhere))
    best = np.full(instance.applicants, len(instance.offer))
    np.minimum.at(best, instance.owner[reached], reached)
    if (best != held).any():
        raise Disproved("the cutoffs give somebody another place")


def check_stable(instance: Instance, priority: Array, held: Array) -> None:
    """Nobody prefers an offer that has room or holds somebody who comes later there."""
    nowhere = instance.offers
    taken = np.bincount(instance.offer[held], minlength=nowhere + 1)[:nowhere]
    full = taken >= instance.capacity
    pinned = np.diff(instance.start) == 1
    entitled = ~pinned | (instance.offer[held] == nowhere)
    last = np.full(nowhere + 1, -1)
    np.maximum.at(last, instance.offer[held[entitled]], priority[held[entitled]])
    option = np.arange(len(instance.offer))
    better = (option < held[instance.owner]) & (priority != UNACCEPTABLE)
    admitted = ~full[instance.offer[better]] | (priority[better] < last[instance.offer[better]])
    if admitted.any():
        raise Disproved("somebody is entitled to a better choice")
    placed = instance.offer[held] < nowhere
    if (priority[held[placed & entitled]] == UNACCEPTABLE).any():
        raise Disproved("somebody is where the host's list does not allow")


def check_applicant_optimal(instance: Instance, priority: Array, held: Array) -> None:
    """No stable assignment gives anybody a better choice.

    Pairs that no stable assignment contains are struck out, round by round: when more people than
    places have an offer as the best choice not struck out, those who come last there are (Gale
    and Shapley's lemma). Everybody must hold the best of what remains.
    """
    nowhere = instance.offers
    best = instance.start[:-1].copy()
    free = np.append(instance.capacity, instance.applicants)
    pinned = (np.diff(instance.start) == 1) & (instance.offer[best] != nowhere)
    np.subtract.at(free, instance.offer[best[pinned]], 1)
    while True:
        asked = best[~pinned]
        order = asked[np.lexsort((priority[asked], instance.offer[asked]))]
        offer = instance.offer[order]
        place = np.arange(len(order)) - np.searchsorted(offer, offer)
        # An unacceptable applicant sorts first but is struck out all the same.
        unacceptable = (priority[order] == UNACCEPTABLE) & (offer != nowhere)
        place -= before(offer, unacceptable)
        struck = unacceptable | (place >= free[offer])
        if not struck.any():
            break
        best[instance.owner[order[struck]]] += 1
    if (best != held).any():
        raise Disproved("a better stable assignment exists")


def before(offer: Array, counted: Array) -> Array:
    """How many of `counted` stand earlier at the same offer; `offer` is sorted."""
    total = np.concatenate([[0], np.cumsum(counted)])
    return total[:-1] - total[np.searchsorted(offer, offer)]
