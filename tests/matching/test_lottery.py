"""The lottery can be drawn again by anybody with a few lines of their own."""

from dataclasses import replace
from hashlib import sha256

import pytest

from croisee.matching import Applicant, Lottery, Offer, Problem, Refused, solve


def test_numbers_are_positions_by_hash() -> None:
    people = ["zoé@example.org", "ann@example.org", "bob@example.org", "eve@example.org"]
    lottery = Lottery("2027-blue", "immersion-2027", 2)

    def ticket(name: str) -> str:
        return sha256(f"2027-blue|immersion-2027|2|{name}".encode()).hexdigest()

    expected = {name: at for at, name in enumerate(sorted(people, key=ticket))}
    assert lottery.numbers(people) == expected == lottery.numbers(reversed(people))


def test_known_answer() -> None:
    """Kept for ever: a round of years ago must come out the same."""
    assert Lottery("seed", "", 1).ticket("a") == sha256(b"seed||1|a").hexdigest()
    assert Lottery("s", "e", 1).numbers(["a", "b", "c", "d"]) != Lottery("t", "e", 1).numbers(
        ["a", "b", "c", "d"]
    )


def test_half_a_surrogate_pair_is_hashed() -> None:
    assert Lottery("seed").numbers(["\ud800", "a"])


def test_solve_draws_or_wants_numbers() -> None:
    problem = Problem([Offer("A", 1)], [Applicant("ann", ["A"]), Applicant("bob", ["A"])])
    with pytest.raises(Refused):
        solve(problem)
    lottery = Lottery("seed")
    winner = min(lottery.numbers(["ann", "bob"]).items(), key=lambda item: item[1])[0]
    result = solve(problem, lottery=lottery)
    assert result.assignment[winner] == "A"
    drawn = result.problem
    assert solve(drawn).fingerprint == result.fingerprint
    assert replace(drawn) == drawn
