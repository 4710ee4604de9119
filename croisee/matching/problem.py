"""The matching problem of one round: offers with places, applicants with ranked choices, rules.

Everything is known by id and nothing here names a person. A `Problem` that exists is sound: it was
checked when it was built, and `Refused` tells what was wrong otherwise.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from croisee.matching import checks
from croisee.matching.lottery import Lottery

Pair = tuple[str, str]  # (applicant, offer)


@dataclass(frozen=True, slots=True)
class Offer:
    """What a host proposes: `capacity` places (IM-03, IM-51).

    `order`, the host's own list of acceptable applicants, best first, counts under deferred
    acceptance only.
    """

    id: str
    capacity: int
    institution: str | None = None
    sector: str | Sequence[str] | None = None
    order: Sequence[str] | None = None

    @property
    def sectors(self) -> frozenset[str]:
        return sector_set(self.sector)


@dataclass(frozen=True, slots=True)
class Applicant:
    """Somebody who asks for one place, `choices` ranked best first (IM-08).

    `priority_class` 0 comes first (IM-11). `lottery` may be left out when `solve` is given a
    `Lottery`. `priority_at` names the offers where the class is 0 under the scope "own_host".
    """

    id: str
    choices: Sequence[str]
    priority_class: int = 0
    institution: str | None = None
    sector: str | Sequence[str] | None = None
    lottery: int | None = None
    priority_at: Sequence[str] | None = None

    @property
    def sectors(self) -> frozenset[str]:
        return sector_set(self.sector)


@dataclass(frozen=True, slots=True)
class Rules:
    """What the coordination may ask besides capacities; everything is off by default.

    The first two bar single pairs; the three limits count people, pinned ones included.
    """

    intersectoral: bool = False
    not_own_institution: bool = False
    max_per_institution_per_offer: int | None = None
    send_capacity: Mapping[str, int] = field(default_factory=dict)
    host_capacity: Mapping[str, int] = field(default_factory=dict)

    @property
    def limits(self) -> tuple[str, ...]:
        """Names of the counting rules in force."""
        named = {
            "max_per_institution_per_offer": self.max_per_institution_per_offer is not None,
            "send_capacity": bool(self.send_capacity),
            "host_capacity": bool(self.host_capacity),
        }
        return tuple(name for name, on in named.items() if on)


@dataclass(frozen=True)
class Problem:
    """One round, checked. `max_choices` is R, `classes` is K in the documentation."""

    offers: Sequence[Offer]
    applicants: Sequence[Applicant]
    pins: Sequence[Pair] = ()
    forbidden: Sequence[Pair] = ()
    rules: Rules = Rules()
    classes: int = 2
    max_choices: int = 3
    priority_scope: str | None = None

    def __post_init__(self) -> None:
        checks.check(self)

    @classmethod
    def from_json(cls, document: Any) -> "Problem":
        """Read the parsed JSON `document` (format in docs/matching.md); raises `Refused`."""
        from croisee.matching.reading import read_problem

        return read_problem(document)

    @classmethod
    def from_arrays(cls, **arrays: Any) -> "Problem":
        """A problem given as arrays, for very large ones; see `arrays.problem_from_arrays`."""
        from croisee.matching.arrays import problem_from_arrays

        return problem_from_arrays(**arrays)

    def to_json(self) -> dict[str, Any]:
        """The document that `from_json` reads back: a round can be recomputed from it."""
        from croisee.matching.writing import problem_document

        return problem_document(self)

    def drawn(self, lottery: Lottery) -> "Problem":
        """The same problem with the numbers of `lottery`."""
        numbers = lottery.numbers(applicant.id for applicant in self.applicants)
        return replace(
            self, applicants=[replace(a, lottery=numbers[a.id]) for a in self.applicants]
        )


def sector_set(sector: str | Sequence[str] | None) -> frozenset[str]:
    """The sectors named; blanks name none, so that they can never trigger a rule."""
    named = [sector] if isinstance(sector, str) else sector or ()
    return frozenset(name for name in named if name)
