"""`verify`: checks a claimed result against the problem, trusting nothing of the solver."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from croisee.matching.certificate import Certificate
from croisee.matching.checks import check_solvable
from croisee.matching.deferred import acceptable_first
from croisee.matching.feasibility import check_feasible, counted_levels
from croisee.matching.instance import Array, Instance, instance_of
from croisee.matching.policies import Policy, levels
from croisee.matching.problem import Problem
from croisee.matching.proof import Disproved, Face, check_optimal, derive_prices
from croisee.matching.proof_of_lottery import check_drawn
from croisee.matching.proof_of_stability import (
    OPEN,
    check_applicant_optimal,
    check_cutoffs,
    check_stable,
)
from croisee.matching.tree import capacity_tree


class Claim(Protocol):
    """What can be verified: a `Result`, or what a file says."""

    @property
    def assignment(self) -> Mapping[str, str | None]: ...
    @property
    def levels(self) -> Sequence[int]: ...
    @property
    def certificate(self) -> Certificate | None: ...


@dataclass(frozen=True)
class BareClaim:
    """A claim without proof; `verify` then finds the proof itself, or the contradiction."""

    assignment: Mapping[str, str | None]
    levels: Sequence[int]
    certificate: Certificate | None = None


def verify(problem: Problem, policy: str, claim: Claim) -> None:
    """Raise `Disproved` unless `claim` is the result of the problem under the policy."""
    chosen = Policy.named(policy)
    check_solvable(problem, chosen)
    wanted = levels(chosen, problem.classes, problem.max_choices)
    check_feasible(problem, claim.assignment)
    if list(claim.levels) != counted_levels(problem, wanted, claim.assignment):
        raise Disproved("the numbers are not those of the assignment")
    instance = instance_of(problem)
    held = options_held(problem, instance, claim.assignment)
    if chosen is Policy.DEFERRED_ACCEPTANCE:
        priority = acceptable_first(problem, instance)
        if claim.certificate is not None and claim.certificate.cutoffs is not None:
            cutoff = cutoff_of_offers(problem, claim.certificate.cutoffs)
            check_cutoffs(instance, priority, held, cutoff)
        check_stable(instance, priority, held)
        check_applicant_optimal(instance, priority, held)
        return
    face = Face.whole(instance, capacity_tree(instance), held)
    if claim.certificate is None:
        derive_prices(face, wanted)
    else:
        check_optimal(face, wanted, claim.certificate.prices)
    check_drawn(face)


def options_held(
    problem: Problem, instance: Instance, assignment: Mapping[str, str | None]
) -> Array:
    """The option that everybody holds, (n,); the assignment must be feasible."""
    number: dict[str | None, int] = {offer.id: at for at, offer in enumerate(problem.offers)}
    number[None] = instance.offers
    place = np.array([number[assignment[a.id]] for a in problem.applicants], int)
    return np.flatnonzero(instance.offer == place[instance.owner])


def cutoff_of_offers(problem: Problem, cutoffs: Mapping[str, int]) -> Array:
    """The cutoff of every offer, (m,), OPEN where there is none."""
    return np.array([cutoffs.get(offer.id, OPEN) for offer in problem.offers], int)
