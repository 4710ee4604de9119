"""The true reasons of a run, from the engine, in a person's language."""

from __future__ import annotations

from functools import cached_property

from croisee.matching import Problem, Result, solve
from croisee.schemes.ranked.models import Run


class RunReasons:
    """Explanations of a stored run: recomputed from the stored problem, the same for anybody."""

    def __init__(self, run: Run) -> None:
        self.run = run

    @cached_property
    def result(self) -> Result:
        return solve(Problem.from_json(self.run.problem), self.run.policy)

    @property
    def places_left(self) -> int:
        offers = self.run.problem["offers"]
        taken = sum(1 for offer in self.run.assignment.values() if offer)
        return sum(offer["capacity"] for offer in offers) - taken

    def sentence(self, pseudonym: str, language: str) -> str:
        """Why this person has no place, in one sentence that names nobody else."""
        raise NotImplementedError
