"""The lottery: a public, repeatable order of the applicants (IM-06: simple and transparent)."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True)
class Lottery:
    """Draws numbers from a seed, so that anybody who knows the seed can draw them again.

    A commitment (the hash of the seed) may be published before the applications close; nobody,
    the coordination included, can then choose the numbers.
    """

    seed: str
    edition: str = ""
    round: int | str = 1

    def ticket(self, applicant: str) -> str:
        """Hex SHA-256 of the UTF-8 text `seed|edition|round|applicant`."""
        text = f"{self.seed}|{self.edition}|{self.round}|{applicant}"
        # JSON may carry half of a surrogate pair; it is hashed as it came instead of failing.
        return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    def numbers(self, applicants: Iterable[str]) -> dict[str, int]:
        """Number of every applicant, 0 … n-1, smaller is better.

        It does not depend on the order in which the applicants are given.
        """
        drawn = sorted(applicants, key=lambda applicant: (self.ticket(applicant), applicant))
        return {applicant: number for number, applicant in enumerate(drawn)}
