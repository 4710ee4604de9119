"""Words of placements that are not stored."""

from enum import Enum


class Sequel(Enum):
    """What becomes of the trainee whose place is cancelled: the scheme knows, both sides are told."""

    UNKNOWN = "nothing is said of it"
    WAITS = "still registered: takes part in the next round"
    LEAVES = "the registration ends with the place"
    MOVES = "another place is given in the same act, and told by it"
