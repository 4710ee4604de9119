"""How fast the matching engine is, next to other people's solvers, in the same run.

    python -m benchmarks.matching [--sizes 290,3000] [--families regional] [--solvers croisee,lemon]
                                  [--limit SECONDS] [--figure docs/matching/cost.svg]

Every measurement has a process of its own, because ortools and highspy cannot live in one, and
because peak memory is a property of a process. Seconds are processor seconds from arrays in memory
to the option of everybody, the best of a few runs where runs are short, compilation left aside.
Solvers that are not installed are skipped with a word. The trial kernel is timed where
CROISEE_TRIAL_KERNEL names its folder.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.matching_figure import draw
from benchmarks.matching_solvers import SOLVERS, measure

SIZES = "290,3000,30000,300000,1000000"
FAMILIES = "regional,global,uniform"
Row = dict[str, Any]


def main() -> None:
    wanted = arguments()
    if wanted.child:
        solver, family, people = wanted.child
        print(json.dumps(measure(solver, family, int(people))))
        return
    rows = [row for family in wanted.families.split(",") for row in rows_of(family, wanted)]
    if wanted.json:
        wanted.json.write_text(json.dumps(rows, indent=1) + "\n")
    if wanted.figure:
        wanted.figure.write_text(draw(rows, "regional"))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default=SIZES)
    parser.add_argument("--families", default=FAMILIES)
    parser.add_argument("--solvers", default=",".join(SOLVERS))
    parser.add_argument("--limit", type=float, default=120, help="seconds a measurement may take")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--figure", type=Path)
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    return parser.parse_args()


def rows_of(family: str, wanted: argparse.Namespace) -> list[Row]:
    """All measurements of a family, printed as they come."""
    rows: list[Row] = []
    given_up: set[str] = set()
    for people in map(int, wanted.sizes.split(",")):
        reference: Row = {}
        for solver in wanted.solvers.split(","):
            if solver in given_up or people > SOLVERS[solver][2]:
                continue
            row = in_own_process(solver, family, people, wanted.limit)
            reference = reference or row
            row["equal"] = equal(row, reference, rows)
            print(told(row), flush=True)
            rows.append(row)
            if "because" in row:
                given_up.add(solver)
    return rows


def in_own_process(solver: str, family: str, people: int, limit: float) -> Row:
    """One measurement, or why there is none."""
    row: Row = {"solver": solver, "family": family, "people": people}
    command = [sys.executable, "-m", "benchmarks.matching", "--child", solver, family, str(people)]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=limit, env=os.environ, check=False
        )
    except subprocess.TimeoutExpired:
        return {**row, "because": f"more than {limit:.0f} s"}
    if done.returncode:
        return {**row, "because": (done.stderr.strip().splitlines() or ["failed"])[-1]}
    return {**row, **json.loads(done.stdout)}


def equal(row: Row, reference: Row, rows: list[Row]) -> bool | None:
    """Whether the vector is ours; deferred acceptance is compared with our own."""
    if "vector" not in row:
        return None
    if row["solver"] == "matching":
        ours = [r for r in rows if r["solver"] == "croisee-deferred"]
        same = [r for r in ours if r["people"] == row["people"] and "vector" in r]
        return same[-1]["vector"] == row["vector"] if same else None
    if row["solver"] == "croisee-deferred":
        return None
    return bool(row["vector"] == reference.get("vector"))


def told(row: Row) -> str:
    """One line of the table."""
    head = f"| {row['family']} | {row['people']} | {row['solver']} |"
    if "because" in row:
        return f"{head} – | – | {row['because']} |"
    verdict = {True: "equal", False: "DIFFERENT", None: "another policy"}[row["equal"]]
    return f"{head} {row['seconds']:.5f} | {row['megabytes']} | {verdict} |"


if __name__ == "__main__":
    main()
