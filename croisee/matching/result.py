"""What `solve` returns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from croisee.matching.certificate import Certificate, certificate_document
from croisee.matching.fingerprint import fingerprint
from croisee.matching.instance import Array, Instance
from croisee.matching.policies import Policy
from croisee.matching.problem import Problem
from croisee.matching.tree import capacity_tree

if TYPE_CHECKING:
    from croisee.matching.explain.applicant import ApplicantExplainer
    from croisee.matching.explain.changes import Change
    from croisee.matching.explain.comparison import Comparison
    from croisee.matching.explain.facts import ApplicantExplanation, MorePlaces, OfferExplanation


@dataclass(frozen=True, eq=False)
class Result:
    """An assignment, the numbers it reaches, and the proof.

    `assignment` has every applicant, None for nobody's place; `levels` are the numbers of the
    policy, in its order. `instance` and `held` say the same in numbers, for explanations.
    """

    problem: Problem
    policy: Policy
    assignment: Mapping[str, str | None]
    levels: tuple[int, ...]
    certificate: Certificate
    instance: Instance = field(repr=False)
    held: Array = field(repr=False)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of problem, policy and result, whatever the order of the input."""
        return fingerprint(self.problem, self.policy, self.levels, self.assignment)

    @property
    def placed(self) -> int:
        """How many people have a place."""
        return sum(place is not None for place in self.assignment.values())

    @cached_property
    def most_placed(self) -> int:
        """How many could have one at all: more than `placed` is the price of the policy."""
        from croisee.matching.explain.most_placed import most_placed

        return most_placed(self.instance)

    def rank(self, applicant: str) -> int | None:
        """1 for the first choice …; None without a place or at a pinned offer not listed."""
        place = self.assignment[applicant]
        choices = list(self.choices[applicant])
        return choices.index(place) + 1 if place in choices else None

    @cached_property
    def choices(self) -> Mapping[str, tuple[str, ...]]:
        """The list of every applicant."""
        return {applicant.id: tuple(applicant.choices) for applicant in self.problem.applicants}

    def to_json(self, *, certificate: bool = False) -> dict[str, Any]:
        """What `croisee solve` prints; with `certificate`, the proof and the fingerprint too."""
        document: dict[str, Any] = {
            "policy": str(self.policy),
            "vector": list(self.levels),
            "assignment": dict(self.assignment),
        }
        if certificate:
            tree = capacity_tree(self.instance)
            document["certificate"] = certificate_document(self.problem, self.certificate, tree)
            document["fingerprint"] = self.fingerprint
        return document

    def explain_applicant(self, applicant: str) -> "ApplicantExplanation":
        """Why this applicant has this place, or none."""
        return self.explainer.explain(applicant)

    def explain_offer(self, offer: str) -> "OfferExplanation":
        """Demand and outcome at an offer, and what one more place would do."""
        from croisee.matching.explain.offer import explain_offer

        return explain_offer(self, offer, self.explainer)

    def more_places(self, offer: str, more: int = 1) -> "MorePlaces":
        """What so many more places at an offer would do."""
        from croisee.matching.explain.offer import more_places

        number = self.explainer.standings.number[offer]
        return more_places(self, number, more, self.explainer)

    def what_if(self, *changes: "Change") -> "Comparison":
        """Solve the changed problem under the same policy and compare; may raise `Refused`."""
        from croisee.matching.explain.comparison import Comparison
        from croisee.matching.solving import solve

        problem = self.problem
        for change in changes:
            problem = change.apply(problem)
        return Comparison(self, solve(problem, self.policy))

    @cached_property
    def explainer(self) -> "ApplicantExplainer":
        """What all explanations of this result share."""
        from croisee.matching.explain.applicant import ApplicantExplainer

        return ApplicantExplainer(self)
