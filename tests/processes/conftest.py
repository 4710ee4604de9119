"""Real processes with their own folder and database, as an installation runs them."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 200  # seconds; two cores may be busy with the other suites
Croisee = Callable[..., "subprocess.Popen[str]"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.process)


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def croisee(tmp_path: Path, port: int) -> Iterator[Croisee]:
    """`croisee("serve", NAME="value")` starts the command in its own process group."""
    started: list[subprocess.Popen[str]] = []

    def start(*words: str, **variables: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "croisee.config.cli", *words],
            cwd=tmp_path,
            env=_environment(tmp_path, port, variables),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        for pid in family_of(process):
            os.kill(pid, signal.SIGKILL)
        process.communicate()


def _environment(folder: Path, port: int, variables: Mapping[str, str]) -> dict[str, str]:
    ours = ("CROISEE_", "DJANGO_", "DATABASE_URL", "SMTP_URL", "HOST", "PYTEST")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    own = {"CROISEE_DATA": str(folder / "data"), "PORT": str(port), "PYTHONPATH": str(ROOT)}
    return {**kept, **own, **variables}


def family_of(process: "subprocess.Popen[str]") -> set[int]:
    """It, its children and theirs, whatever group they are in."""
    parents = dict(_living())
    family = {process.pid} & set(parents)
    while grown := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= grown
    return family


def living(pids: set[int]) -> set[int]:
    return pids & {pid for pid, _ in _living()}


def _living() -> Iterator[tuple[int, int]]:
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = path.read_text().rpartition(")")[2].split()[:2]
        except OSError:  # it ended meanwhile
            continue
        if state != "Z":
            yield int(path.parent.name), int(parent)


def finish(process: "subprocess.Popen[str]", code: int = 0) -> str:
    """What it printed, once it ended as expected."""
    output, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == code, output
    return output


def stop(process: "subprocess.Popen[str]", how: signal.Signals) -> str:
    """Stop it as a service manager does (SIGTERM, to it alone) or as a terminal (SIGINT, to all)."""
    if how is signal.SIGINT:
        os.killpg(process.pid, how)
    else:
        process.send_signal(how)
    return finish(process)


def fetch(url: str, **headers: str) -> tuple[int, str]:
    """Status and body, as soon as somebody answers. A redirection is an answer."""
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(urllib.request.Request(url, headers=names)) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as answer:
            return answer.code, answer.read().decode()
        except OSError:
            assert time.monotonic() < deadline, f"nobody answers at {url}"
            time.sleep(0.1)
