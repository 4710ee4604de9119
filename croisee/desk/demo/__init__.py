"""The demonstration: last year's edition complete, this year's between two rounds.

Everything goes through the real acts (import, rounds, publication), only earlier dates are given.
"""

from croisee.core.clock import now


def prepare() -> None:
    """Fill an empty, installed database. Idempotence is the caller's: it starts from nothing."""
    from croisee.desk.demo.story import tell

    tell(at=now())
