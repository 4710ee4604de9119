"""Two results side by side: who gains, who loses, and why."""

from dataclasses import dataclass
from functools import cached_property

from croisee.matching.explain.facts import ChoiceExplanation, Move
from croisee.matching.result import Result


@dataclass(frozen=True)
class Comparison:
    """From one result to another, of the same round under another policy or other input.

    Only people who are in both are compared.
    """

    before: Result
    after: Result

    @cached_property
    def moves(self) -> tuple[Move, ...]:
        """Everybody whose place differs, in the order of the first result."""
        return tuple(
            self.move(applicant)
            for applicant, place in self.before.assignment.items()
            if applicant in self.after.assignment and self.after.assignment[applicant] != place
        )

    @property
    def gaining(self) -> tuple[Move, ...]:
        return tuple(move for move in self.moves if move.better)

    @property
    def losing(self) -> tuple[Move, ...]:
        return tuple(move for move in self.moves if move.worse)

    @property
    def placed(self) -> tuple[int, int]:
        """How many have a place, before and after, everybody counted."""
        return self.before.placed, self.after.placed

    def move(self, applicant: str) -> Move:
        """One person's places in both."""
        old, new = self.before.assignment[applicant], self.after.assignment[applicant]
        rank_before, rank_after = self.before.rank(applicant), self.after.rank(applicant)
        worth_before, worth_after = worth(old, rank_before), worth(new, rank_after)
        return Move(
            applicant=applicant,
            before=old,
            after=new,
            rank_before=rank_before,
            rank_after=rank_after,
            better=worth_after < worth_before,
            worse=worth_after > worth_before,
        )

    def why_lost(self, applicant: str) -> ChoiceExplanation | None:
        """Why somebody does not keep the first place in the second result; None if not a choice."""
        place = self.before.assignment[applicant]
        explained = self.after.explain_applicant(applicant)
        return next((choice for choice in explained.choices if choice.offer == place), None)

    def why_gained(self, applicant: str) -> ChoiceExplanation | None:
        """Why somebody did not have the second place in the first result already."""
        place = self.after.assignment[applicant]
        explained = self.before.explain_applicant(applicant)
        return next((choice for choice in explained.choices if choice.offer == place), None)


def compare(before: Result, after: Result) -> Comparison:
    """Compare two results."""
    return Comparison(before, after)


def worth(place: str | None, rank: int | None) -> float:
    """What somebody would compare: the rank; no place is last, a pin off the list beyond compare.

    A pinned offer that was not asked for is counted as worse than no place: nobody chose it.
    """
    if rank is not None:
        return rank
    return float("inf") if place is not None else 1e9
