"""`solve`: from a problem to a proven result."""

import numpy as np

from croisee.matching.certificate import Certificate
from croisee.matching.checks import check_solvable
from croisee.matching.deferred import acceptable_first, deferred_acceptance
from croisee.matching.instance import Array, Instance, instance_of
from croisee.matching.lottery import Lottery
from croisee.matching.optimum import level_values, optimum
from croisee.matching.policies import Policy, levels
from croisee.matching.problem import Problem
from croisee.matching.result import Result
from croisee.matching.verifying import verify


def solve(
    problem: Problem, policy: str = Policy.MAX_BY_CLASS, lottery: Lottery | None = None
) -> Result:
    """The one result that problem, policy and lottery numbers determine, checked.

    With `lottery` the numbers are drawn from it, otherwise the applicants' own count. Raises
    `Refused` for an unknown policy, a missing number, or a rule that the policy does not know.
    """
    chosen = Policy.named(policy)
    if lottery is not None:
        problem = problem.drawn(lottery)
    check_solvable(problem, chosen)
    result = unchecked(problem, chosen, instance_of(problem))
    verify(problem, chosen, result)
    return result


def unchecked(problem: Problem, policy: Policy, instance: Instance) -> Result:
    """The result as the solver claims it."""
    if policy is Policy.DEFERRED_ACCEPTANCE:
        priority = acceptable_first(problem, instance)
        held = deferred_acceptance(instance, priority)
        certificate = Certificate(cutoffs=cutoffs(problem, instance, priority, held))
    else:
        solution = optimum(instance, policy)
        if solution is None:
            raise AssertionError("pins were checked and fit")
        held, certificate = solution.held, Certificate(solution.prices)
    return Result(
        problem=problem,
        policy=policy,
        assignment=assignment_of(problem, instance, held),
        levels=level_values(instance, held, levels(policy, instance.classes, instance.max_choices)),
        certificate=certificate,
        instance=instance,
        held=held,
    )


def assignment_of(problem: Problem, instance: Instance, held: Array) -> dict[str, str | None]:
    """The options held, by id."""
    names: list[str | None] = [*(offer.id for offer in problem.offers), None]
    places = instance.offer[held].tolist()
    return {
        applicant.id: names[place]
        for applicant, place in zip(problem.applicants, places, strict=True)
    }


def cutoffs(problem: Problem, instance: Instance, priority: Array, held: Array) -> dict[str, int]:
    """Priority of the last one admitted at every full offer; pins have none to show."""
    nowhere = instance.offers
    taken = np.bincount(instance.offer[held], minlength=nowhere + 1)[:nowhere]
    last = np.full(nowhere + 1, -1)
    proposed = np.diff(instance.start) > 1
    np.maximum.at(last, instance.offer[held[proposed]], priority[held[proposed]])
    return {
        offer.id: int(last[number])
        for number, offer in enumerate(problem.offers)
        if taken[number] >= offer.capacity
    }
