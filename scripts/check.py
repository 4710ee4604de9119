"""Run everything that must hold and say so: `make test` (or the short form, `make test-quick`).

Standard library only. The parts run two at a time, each in its own process group with its output
in var/check/. All parts run even when one fails; then the failing ones are shown in full, what was
skipped is told with its reason, and the last line is the sum.
"""

import argparse
import os
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from parts import Outcome, Part, Running, browser_part, postgresql_part, sqlite_part, static_parts
from postgresql import PostgresError, cluster, programs
from tools import find_chromium, install_missing

ROOT = Path(__file__).resolve().parent.parent
LOGS = ROOT / "var" / "check"
LANES = 2
STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def say(line: str = "") -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def clean_environment() -> dict[str, str]:
    """What a fresh clone would see: none of the settings of somebody's installation."""
    ours = ("CROISEE_", "DJANGO_", "GRANIAN_", "PYTEST_")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(ours)}
    for name in ("DATABASE_URL", "SMTP_URL", "PORT", "MAKEFLAGS", "MAKELEVEL", "MFLAGS"):
        kept.pop(name, None)
    return {**kept, "CROISEE_DATA": str(LOGS / "data"), "PYTHONUNBUFFERED": "1"}


def prepare(quick: bool, stack: ExitStack) -> tuple[list[Part], list[str]]:
    """The parts that can run here, and why others cannot."""
    parts, missing = static_parts(quick), []
    if quick:
        return [sqlite_part(), *parts], missing
    problems = install_missing(say)
    parts.insert(0, browser_part())
    if find_chromium() is None:
        missing.append(f"browser tests: no Chromium ({problems.get('chromium', 'not found')})")
    parts.insert(0, sqlite_part())
    if programs() is None:
        why = problems.get("postgresql", "not found")
        missing.append(f"tests on PostgreSQL: no PostgreSQL server ({why})")
    else:
        url = stack.enter_context(cluster())
        parts.insert(0, postgresql_part(url))
    return parts, missing


def run_all(parts: list[Part], running: Running) -> list[Outcome]:
    def run(part: Part) -> Outcome:
        outcome = running.run(part)
        say(outcome.line())
        return outcome

    with ThreadPoolExecutor(LANES) as lanes:
        futures = [lanes.submit(run, part) for part in parts]
        try:
            return [future.result() for future in futures]
        except KeyboardInterrupt:
            lanes.shutdown(wait=False, cancel_futures=True)
            running.stop()
            raise


def report(outcomes: list[Outcome], missing: list[str], seconds: float) -> int:
    failing = [outcome for outcome in outcomes if not outcome.ok]
    for outcome in failing:
        say(f"\n──── {outcome.part.name} ────\n{outcome.output.rstrip()}")
    reasons = [*missing, *(why for outcome in outcomes for why in outcome.skip_reasons)]
    if reasons:
        say("\nskipped:")
        for why in reasons:
            say(f"  {why}")
    say(f"\n{seconds:.0f} seconds. Logs: {LOGS.relative_to(ROOT)}/")
    if failing:
        say("failing: " + ", ".join(outcome.part.name for outcome in failing))
    passed, failed = sum(o.passed for o in outcomes), sum(o.failed for o in outcomes)
    skipped = sum(o.skipped for o in outcomes) + len(missing)
    say(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failing else 0


def _interrupt(*_: object) -> None:
    """Once: make passes on a signal that its group got too, and the second would cut the order."""
    for name in STOPS:
        signal.signal(name, signal.SIG_IGN)
    raise KeyboardInterrupt


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--quick", action="store_true", help="style and SQLite only")
    quick = arguments.parse_args().quick
    for name in STOPS:
        signal.signal(name, _interrupt)
    (LOGS / "data").mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    try:
        with ExitStack() as stack:
            parts, missing = prepare(quick, stack)
            outcomes = run_all(parts, Running(ROOT, LOGS, clean_environment()))
    except PostgresError as problem:
        say(f"PostgreSQL is installed and does not start: {problem}\n0 passed, 1 failed, 0 skipped")
        return 1
    except KeyboardInterrupt:
        say("interrupted")
        return 130
    return report(outcomes, missing, time.monotonic() - started)


if __name__ == "__main__":
    sys.exit(main())
