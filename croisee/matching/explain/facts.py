"""The facts an explanation is made of."""

from dataclasses import dataclass
from enum import StrEnum

from croisee.matching.policies import Level


class Reason(StrEnum):
    """Why somebody has or has not one of the choices."""

    GRANTED = "GRANTED"
    BETTER_GRANTED = "BETTER_GRANTED"  # a choice ranked higher was granted
    PINNED = "PINNED"  # a coordinator's decision: of this person, or of all the places there
    FORBIDDEN = "FORBIDDEN"  # a coordinator's decision about this pair
    RULE = "RULE"  # a rule of the edition, named
    FULL_HIGHER_CLASS = "FULL_HIGHER_CLASS"  # only people of a higher class hold the places
    FULL_LOTTERY = "FULL_LOTTERY"  # the lottery decided
    FULL_TO_PLACE_MORE = "FULL_TO_PLACE_MORE"  # somebody more would be left without a place
    FULL_FOR_RANKS = "FULL_FOR_RANKS"  # fewer people would get a well-ranked choice


@dataclass(frozen=True)
class Move:
    """Somebody's place in two results; ranks count from 1, None where there is none."""

    applicant: str
    before: str | None
    after: str | None
    rank_before: int | None
    rank_after: int | None
    better: bool
    worse: bool


@dataclass(frozen=True)
class Holders:
    """Who holds the places of an offer, seen from one applicant."""

    pinned: int = 0
    higher_class: int = 0
    better_number: int = 0  # same class, better lottery number or place on the host's list
    after: int = 0  # people who come after this applicant

    @property
    def total(self) -> int:
        return self.pinned + self.higher_class + self.better_number + self.after


@dataclass(frozen=True)
class Consequence:
    """What happens when this applicant is given this choice and the rest is settled at its best.

    `level` is the first number that falls, by `loss`; None when all stay and only the lottery
    speaks against it. `moves` is everybody who changes, this applicant first.
    """

    level: Level | None
    loss: int
    moves: tuple[Move, ...]

    @property
    def left_out(self) -> int:
        """How many people would lose their place."""
        return sum(move.before is not None and move.after is None for move in self.moves)

    @property
    def worse_off(self) -> int:
        """How many people would get something worse."""
        return sum(move.worse for move in self.moves)


@dataclass(frozen=True)
class ChoiceExplanation:
    """One choice of one applicant. `rank` counts from 1, None for a pinned offer not listed.

    `rule` names the rule for RULE (a field of `Rules`, "no_places", or "order" when the host's own
    list omits the person); for PINNED it says what is pinned: "this_place", "another_place" (of
    this person) or "all_places" (of the offer). `consequence` is solved for where somebody who
    comes after holds a place, or where a counting rule may be in the way. `by_host_list` tells
    that the host's own order, not the lottery, ranks people here.
    """

    offer: str
    rank: int | None
    reason: Reason
    capacity: int
    requests: int  # people who list the offer
    holders: Holders
    rule: str | None = None
    consequence: Consequence | None = None
    by_host_list: bool = False


@dataclass(frozen=True)
class ClosedSet:
    """Offers that are full, and full of people who could go nowhere outside of them.

    Giving one of their places to somebody else would leave one of the holders without a place.
    """

    offers: tuple[str, ...]
    places: int
    holders: Holders


@dataclass(frozen=True)
class ApplicantExplanation:
    """All the choices of one applicant, best first, and what was obtained."""

    applicant: str
    place: str | None
    rank: int | None
    choices: tuple[ChoiceExplanation, ...]
    closed_set: ClosedSet | None = None

    @property
    def listed(self) -> int:
        return sum(choice.rank is not None for choice in self.choices)


@dataclass(frozen=True)
class MorePlaces:
    """What `more` places at an offer would do; the rest of the problem stays.

    `levels` are the numbers then reached; `moves` is everybody who would change.
    """

    offer: str
    more: int
    placed_more: int
    levels: tuple[int, ...]
    moves: tuple[Move, ...]

    @property
    def newly_placed(self) -> tuple[Move, ...]:
        return tuple(move for move in self.moves if move.before is None)

    @property
    def better_off(self) -> tuple[Move, ...]:
        """Who had a place and gets a better one."""
        return tuple(move for move in self.moves if move.better and move.before is not None)

    @property
    def worse_off(self) -> tuple[Move, ...]:
        return tuple(move for move in self.moves if move.worse)


@dataclass(frozen=True)
class OfferExplanation:
    """Demand and outcome at one offer.

    `demand` and `granted` count by rank, first choices first. `last_admitted` is the holder who
    comes last there, pinned people left aside.
    """

    offer: str
    capacity: int
    demand: tuple[int, ...]
    granted: tuple[int, ...]
    pinned: int
    last_admitted: str | None
    without_place: int  # people who ask for it and got nothing
    one_more: MorePlaces

    @property
    def requests(self) -> int:
        return sum(self.demand)

    @property
    def free(self) -> int:
        return self.capacity - self.pinned - sum(self.granted)
