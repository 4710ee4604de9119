"""What if: changes to a problem, and what they change in the result."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from croisee.matching.problem import Applicant, Offer, Problem, Rules


@dataclass(frozen=True)
class Change:
    """A change with a name; `apply` gives the changed problem, which is checked like any other."""

    name: str
    apply: Callable[[Problem], Problem]


def in_class(applicant: str, priority_class: int) -> Change:
    """ "Had this person been in that class"."""
    return change_applicant(
        "in_class", applicant, lambda person: replace(person, priority_class=priority_class)
    )


def with_choices(applicant: str, *choices: str) -> Change:
    """ "Had this person named these choices"."""
    return change_applicant(
        "with_choices", applicant, lambda person: replace(person, choices=choices)
    )


def more_places_at(offer: str, more: int = 1) -> Change:
    """ "Had this host opened so many more places" (fewer when negative)."""

    def apply(problem: Problem) -> Problem:
        offers = [grown(known, more) if known.id == offer else known for known in problem.offers]
        return replace(problem, offers=offers)

    return Change("more_places_at", apply)


def with_pin(applicant: str, offer: str) -> Change:
    """With this pin, instead of any other of the same person."""

    def apply(problem: Problem) -> Problem:
        others = [pair for pair in problem.pins if pair[0] != applicant]
        return replace(problem, pins=[*others, (applicant, offer)])

    return Change("with_pin", apply)


def without_pin(applicant: str) -> Change:
    """Without the pin of this person."""

    def apply(problem: Problem) -> Problem:
        return replace(problem, pins=[pair for pair in problem.pins if pair[0] != applicant])

    return Change("without_pin", apply)


def forbidding(applicant: str, offer: str) -> Change:
    """With this pair forbidden."""

    def apply(problem: Problem) -> Problem:
        return replace(problem, forbidden=[*problem.forbidden, (applicant, offer)])

    return Change("forbidding", apply)


def allowing(applicant: str, offer: str) -> Change:
    """Without the ban on this pair."""

    def apply(problem: Problem) -> Problem:
        left = [pair for pair in problem.forbidden if pair != (applicant, offer)]
        return replace(problem, forbidden=left)

    return Change("allowing", apply)


def without_applicant(applicant: str) -> Change:
    """Had this person not applied."""

    def apply(problem: Problem) -> Problem:
        return replace(
            problem,
            applicants=[person for person in problem.applicants if person.id != applicant],
            pins=[pair for pair in problem.pins if pair[0] != applicant],
            forbidden=[pair for pair in problem.forbidden if pair[0] != applicant],
        )

    return Change("without_applicant", apply)


def under_rules(rules: Rules) -> Change:
    """Under other rules."""
    return Change("under_rules", lambda problem: replace(problem, rules=rules))


def change_applicant(
    name: str, applicant: str, changed: Callable[[Applicant], Applicant]
) -> Change:
    def apply(problem: Problem) -> Problem:
        people = [changed(who) if who.id == applicant else who for who in problem.applicants]
        return replace(problem, applicants=people)

    return Change(name, apply)


def grown(offer: Offer, more: int) -> Offer:
    return replace(offer, capacity=offer.capacity + more)
