"""The policies: which numbers are made as large as possible, one after the other.

N_k is the number of people of class k who get a place, F_k,r the number who get their r-th choice.
Every policy but deferred acceptance is a list of such levels; a later level never costs an
earlier one anything.
"""

from dataclasses import dataclass
from enum import StrEnum

from croisee.matching.refusal import BAD_INPUT, Refused


class Policy(StrEnum):
    """The names used in files, on the command line and in stored runs."""

    MAX_BY_CLASS = "max_by_class"
    MAX_POOLED = "max_pooled"
    GENEROUS = "generous"
    STRICT_CLASS = "strict_class"
    RANK_MAXIMAL = "rank_maximal"
    DEFERRED_ACCEPTANCE = "deferred_acceptance"

    @classmethod
    def named(cls, name: str) -> "Policy":
        """The policy called `name`; refuses any other name as bad input."""
        try:
            return cls(name)
        except ValueError:
            raise Refused(BAD_INPUT, str(name)) from None


@dataclass(frozen=True)
class Level:
    """One number to maximise.

    `rank` counts from 0; rank `max_choices` stands for "no place". With `reward` the number is
    how many get that rank; without, it is how many do not suffer it. `priority_class` None pools
    all classes.
    """

    rank: int
    reward: bool
    priority_class: int | None
    counts_places: bool = False

    def costs(self, rank: int) -> bool:
        """Whether an option of this rank costs one at this level."""
        return (rank == self.rank) != self.reward


def levels(policy: Policy, classes: int, max_choices: int) -> list[Level]:
    """The levels of a policy, the most important first.

    Deferred acceptance optimises none of them; it reports those of `max_by_class`.
    """
    every = range(classes)

    def placed(k: int) -> Level:
        return Level(max_choices, reward=False, priority_class=k, counts_places=True)

    def first_choices(k: int | None, ranks: int = max_choices - 1) -> list[Level]:
        return [Level(rank, reward=True, priority_class=k) for rank in range(ranks)]

    match policy:
        case Policy.MAX_POOLED:
            return [*map(placed, every), *first_choices(None)]
        case Policy.GENEROUS:
            last_to_second = range(max_choices - 1, 0, -1)
            return [*map(placed, every), *(Level(r, False, None) for r in last_to_second)]
        case Policy.STRICT_CLASS:
            return [level for k in every for level in (placed(k), *first_choices(k))]
        case Policy.RANK_MAXIMAL:
            return first_choices(None, max_choices)
    return [*map(placed, every), *(level for k in every for level in first_choices(k))]
