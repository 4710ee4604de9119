"""A short text that stands for a problem, a policy and a result.

Whoever recomputes a round of years ago compares fingerprints and nothing else.
"""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from croisee.matching.problem import Problem
from croisee.matching.writing import problem_document


def fingerprint(
    problem: Problem, policy: str, levels: Sequence[int], assignment: Mapping[str, str | None]
) -> str:
    """Hex SHA-256 of the canonical JSON text: keys and ids sorted, no blanks, ASCII."""
    document = {
        "problem": canonical(problem),
        "policy": str(policy),
        "vector": list(levels),
        "assignment": dict(assignment),
    }
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return sha256(text.encode("ascii")).hexdigest()


def canonical(problem: Problem) -> dict[str, Any]:
    """The problem's document with everything that has no order sorted."""
    document = problem_document(problem)
    for key in ("offers", "applicants"):
        document[key] = sorted(document[key], key=lambda thing: thing["id"])
    for key in ("pins", "forbidden"):
        if key in document:
            document[key] = sorted(set(map(tuple, document[key])))
    return document
