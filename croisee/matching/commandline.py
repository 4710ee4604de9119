"""`croisee solve` and `croisee verify`: one JSON file in, one JSON document out.

Nothing but JSON is printed, whatever the input: status 0 when it went well, 2 when the input is
refused or the result does not hold.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from croisee.matching.policies import Policy
from croisee.matching.problem import Problem
from croisee.matching.proof import Disproved
from croisee.matching.reading import integer, mapping, parse_json, sequence, text
from croisee.matching.refusal import BAD_INPUT, Refused
from croisee.matching.solving import solve
from croisee.matching.verifying import BareClaim, verify

REFUSED = 2
HELP = {"-h", "--help"}


def solve_command(argv: list[str]) -> int:
    """`croisee solve PROBLEM.json [--policy P] [--certificate]`.

    Without `--policy`, the one the file names: a round's problem file repeats that round.
    """
    if HELP & set(argv):
        return usage(solve_command)
    try:
        files, options = arguments(argv, files=1)
        document = mapping(parse_json(contents(files[0])), "")
        named = options.get("policy", document.get("policy", Policy.MAX_BY_CLASS))
        result = solve(Problem.from_json(document), Policy.named(text(named, "policy")))
    except Refused as refused:
        return leave(refused.to_json(), REFUSED)
    return leave(result.to_json(certificate="certificate" in options), 0)


def verify_command(argv: list[str]) -> int:
    """`croisee verify PROBLEM.json RESULT.json`: the result needs the three keys of `solve`."""
    if HELP & set(argv):
        return usage(verify_command)
    try:
        files, _ = arguments(argv, files=2)
        problem = Problem.from_json(parse_json(contents(files[0])))
        policy, claim = read_claim(parse_json(contents(files[1])))
        verify(problem, policy, claim)
    except Refused as refused:
        return leave(refused.to_json(), REFUSED)
    except Disproved as disproved:
        return leave(
            {"verified": False, "because": disproved.what, "where": list(disproved.where)}, REFUSED
        )
    return leave({"verified": True, "policy": str(policy), "vector": list(claim.levels)}, 0)


def read_claim(document: Any) -> tuple[Policy, BareClaim]:
    """Policy and claim of a result file; more keys are welcome and not believed."""
    known = mapping(document, "result")
    policy = Policy.named(text(known.get("policy"), "policy"))
    vector = [integer(number, "vector") for number in sequence(known.get("vector"), "vector")]
    assignment = {
        person: None if place is None else text(place, person)
        for person, place in mapping(known.get("assignment"), "assignment").items()
    }
    return policy, BareClaim(assignment, vector)


def arguments(argv: list[str], *, files: int) -> tuple[list[str], dict[str, str]]:
    """Files and options; anything else is bad input."""
    named: list[str] = []
    options: dict[str, str] = {}
    rest = iter(argv)
    for word in rest:
        if word == "--policy":
            options["policy"] = next(rest, "")
        elif word.startswith("--policy="):
            options["policy"] = word.removeprefix("--policy=")
        elif word == "--certificate":
            options["certificate"] = "yes"
        else:
            named.append(word)
    if len(named) != files:
        raise Refused(BAD_INPUT, *named[files:])
    return named, options


def contents(path: str) -> bytes:
    """The bytes of a file, "-" being standard input; refuses what cannot be read."""
    try:
        return sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except (OSError, ValueError):
        raise Refused(BAD_INPUT) from None


def usage(command: Callable[[list[str]], int]) -> int:
    """How a command is called."""
    sys.stdout.write(f"{command.__doc__}\nSee docs/matching.md for the files.\n")
    return 0


def leave(document: dict[str, Any], status: int) -> int:
    """Print the document and hand back the status."""
    sys.stdout.write(json.dumps(document) + "\n")
    return status
