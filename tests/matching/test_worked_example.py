"""What docs/matching.md tells coordinators about ten people is what the engine computes."""

import json
from pathlib import Path

import pytest

from croisee.matching import Policy, Problem, Result, solve
from croisee.matching.wording import sentence

DOCUMENT = Path(__file__).parents[2] / "docs" / "matching.md"


def ten_people(policy: str) -> Result:
    example = DOCUMENT.parent / "matching" / "ten-people.json"
    return solve(Problem.from_json(json.loads(example.read_text("utf-8"))), policy)


def table() -> list[list[str]]:
    """The cells of the table, its heading first."""
    lines = DOCUMENT.read_text("utf-8").splitlines()
    start = next(at for at, line in enumerate(lines) if line.startswith("| Person |"))
    rows = [line for line in lines[start : start + 13] if not line.startswith("|---")]
    return [[cell.strip(" *") for cell in row.split("|")[1:-1]] for row in rows]


@pytest.mark.parametrize("policy", list(Policy))
def test_the_table(policy: str) -> None:
    heading, *people, total = table()
    column = heading.index(policy)
    result = ten_people(policy)
    for row in people:
        place = result.assignment[row[0]]
        assert row[column] == ("–" if place is None else f"{place} ({result.rank(row[0])})")
    placed = [place for place in result.assignment.values() if place is not None]
    assert total[column] == str(len(placed))


def test_the_sentences_quoted() -> None:
    """IM-06: what is told is what was computed, word for word."""
    text = " ".join(DOCUMENT.read_text("utf-8").replace("\n>", " ").split())
    result = ten_people("max_by_class")
    ana, farid = result.explain_applicant("Ana"), result.explain_applicant("Farid")
    for fact in (ana, ana.choices[0], farid, result.explain_offer("Farm")):
        assert sentence(fact, "en") in text


def test_the_proof_quoted() -> None:
    """Prices at the Farm (0), Clinic (1), School (2) and Workshop (4)."""
    levels = ten_people("max_by_class").certificate.prices
    assert [level.nodes.tolist() for level in levels] == [[], [0, 1, 2, 4], [], [], [1], [2, 4]]
    assert all((level.values == 1).all() for level in levels)
