"""The parts of `make test`: their commands, how one runs, and how its result is read."""

import os
import secrets
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from xml.etree import ElementTree

PYTHON = sys.executable
BIN = Path(PYTHON).parent
TIME_LIMIT = 25 * 60  # seconds for one part, on a machine that does other things as well
BROWSERS = 2  # processes that drive a Chromium each
NO_TESTS = 5  # pytest's exit code when it finds none


@dataclass(frozen=True)
class Part:
    """One command. A pytest part writes a JUnit file, from which its tests are counted."""

    name: str
    command: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)
    tests: bool = False

    @property
    def slug(self) -> str:
        return self.name.lower().replace(" ", "-")


@dataclass(frozen=True)
class Outcome:
    part: Part
    ok: bool
    seconds: float
    output: str
    passed: int
    failed: int
    skipped: int = 0
    skip_reasons: tuple[str, ...] = ()

    def line(self) -> str:
        counts = f"  {self.passed} passed" if self.part.tests else ""
        counts += f", {self.skipped} skipped" if self.skipped else ""
        counts += f", {self.failed} failed" if self.part.tests and self.failed else ""
        return (
            f"{'ok    ' if self.ok else 'FAILED'} {self.part.name:<28}{self.seconds:6.1f} s{counts}"
        )


def _croisee(*words: str) -> tuple[str, ...]:
    return (PYTHON, "-m", "croisee.config.cli", "manage", *words)


def static_parts(quick: bool) -> list[Part]:
    """What needs no test run. The production settings are those of an https origin."""
    production = {
        "CROISEE_ORIGIN": "https://croisee.example",
        "CROISEE_SECRET_KEY": secrets.token_urlsafe(50),
    }
    style = [
        Part("ruff check", (str(BIN / "ruff"), "check", "--output-format=concise", ".")),
        Part(
            "ruff format", (str(BIN / "ruff"), "format", "--check", "--output-format=concise", ".")
        ),
    ]
    if quick:
        return style
    return [
        Part("mypy", (PYTHON, "-m", "mypy", "--no-error-summary")),
        Part("import contracts", (str(BIN / "lint-imports"),)),
        Part("translations complete", (PYTHON, "scripts/messages.py", "--check")),
        Part("djlint", (str(BIN / "djlint"), "--lint", "--quiet", "croisee")),
        Part("migrations complete", _croisee("makemigrations", "--check", "--dry-run")),
        Part(
            "production settings",
            _croisee("check", "--deploy", "--fail-level", "WARNING"),
            production,
        ),
        *style,
    ]


def _pytest(name: str, which: str, environment: dict[str, str], workers: int, *more: str) -> Part:
    command = [PYTHON, "-m", "pytest", "-q", "-m", which, "-p", "no:cacheprovider"]
    if workers > 1:
        command += ["-n", str(workers), *more]
    return Part(name, tuple(command), environment, tests=True)


UNIT_TESTS = "not browser and not process and not long"


def sqlite_part() -> Part:
    return _pytest("tests on SQLite", UNIT_TESTS, {}, _workers())


def postgresql_part(url: str) -> Part:
    """What a database can decide; the rest would only be the same again."""
    which = f"database and not sqlite_suffices and {UNIT_TESTS}"
    return _pytest("tests on PostgreSQL", which, {"DATABASE_URL": url}, _workers())


def _workers() -> int:
    """On two cores one process each, for two parts run at a time."""
    return (os.cpu_count() or 2) // 2


def browser_part() -> Part:
    """It comes last, when the two suites leave it the machine; a file stays in one process."""
    which = "(browser or process) and not long"
    return _pytest("browser, axe and processes", which, {}, BROWSERS, "--dist", "loadfile")


class Running:
    """Runs parts, each in its own process group, so that all of it can be ended at once."""

    def __init__(self, root: Path, logs: Path, environment: dict[str, str]) -> None:
        self.root, self.logs, self.environment = root, logs, environment
        self.processes: set[subprocess.Popen[bytes]] = set()
        self.lock = Lock()
        self.stopped = False

    def run(self, part: Part) -> Outcome:
        junit = self.logs / f"{part.slug}.xml"
        junit.unlink(missing_ok=True)
        command = [*part.command, *([f"--junitxml={junit}"] if part.tests else [])]
        log = self.logs / f"{part.slug}.log"
        started = time.monotonic()
        code = self._execute(command, part, log)
        seconds = time.monotonic() - started
        output = log.read_text(errors="replace")
        return read_outcome(part, code, seconds, output, junit)

    def _execute(self, command: list[str], part: Part, log: Path) -> int:
        with log.open("wb") as sink:
            with self.lock:
                if self.stopped:
                    return -1
                process = subprocess.Popen(
                    command,
                    cwd=self.root,
                    env={**self.environment, **part.environment},
                    stdin=subprocess.DEVNULL,
                    stdout=sink,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
                self.processes.add(process)
            try:
                return process.wait(TIME_LIMIT)
            except subprocess.TimeoutExpired:
                sink.write(f"\nended after {TIME_LIMIT} seconds\n".encode())
                return -1
            finally:
                self._end(process)

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        """Whatever the part started and left behind ends with it."""
        for stop in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(process.pid, stop)
                process.wait(5)
            except ProcessLookupError:
                break
            except subprocess.TimeoutExpired:
                continue
        with self.lock:
            self.processes.discard(process)

    def stop(self) -> None:
        with self.lock:
            self.stopped = True
            running = list(self.processes)
        for process in running:
            self._end(process)


def read_outcome(part: Part, code: int, seconds: float, output: str, junit: Path) -> Outcome:
    if not part.tests:
        ok = code == 0
        return Outcome(part, ok, seconds, output, passed=int(ok), failed=int(not ok))
    passed, failed, reasons = _count(junit)
    ok = code in {0, NO_TESTS}
    if not ok and not failed:
        failed = 1  # it broke before or beside its tests
    skipped = sum(reasons.values())
    told = tuple(f"{part.name}: {n} × {why}" for why, n in sorted(reasons.items()))
    return Outcome(part, ok, seconds, output, passed, failed, skipped, told)


def _count(junit: Path) -> tuple[int, int, Counter[str]]:
    """Tests passed and failed (an error counts as a failure), and the reasons of the skipped."""
    passed = failed = 0
    reasons: Counter[str] = Counter()
    if not junit.exists():
        return passed, failed, reasons
    for case in ElementTree.parse(junit).iter("testcase"):
        skip = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            failed += 1
        elif skip is not None:
            reasons[(skip.get("message") or "no reason given").splitlines()[0]] += 1
        else:
            passed += 1
    return passed, failed, reasons
