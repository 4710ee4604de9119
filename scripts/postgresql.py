"""A PostgreSQL that lives as long as one command, for tests.

    python scripts/postgresql.py COMMAND…

runs COMMAND with DATABASE_URL set. The cluster lies in a temporary folder, listens on a unix
socket inside it only, and is stopped and removed at the end, however the end comes. PostgreSQL
refuses to run as root: root hands it to the user `postgres`, else `nobody`, and for that the
folder cannot be in the clone, which those users may not be able to enter.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

START_SECONDS = 60
STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# A test database may be lost with the machine; nobody waits for its disk.
OPTIONS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")


class PostgresError(Exception):
    """The programs are there and the cluster does not come up."""


def programs() -> Path | None:
    """The folder of initdb and postgres; Debian keeps them off the PATH."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    folders = [p.parent for p in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(folders, key=lambda p: float(p.parent.name), default=None)


def _owner() -> pwd.struct_passwd:
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    names = {user.pw_name: user for user in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def _identity(owner: pwd.struct_passwd) -> dict[str, Any]:
    """How subprocess becomes the owner; somebody unprivileged already is."""
    if os.geteuid() != 0:
        return {}
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}


@contextmanager
def cluster() -> Iterator[str]:
    """A running cluster; gives its DATABASE_URL."""
    bindir = programs()
    if bindir is None:
        raise PostgresError("initdb was not found")
    owner = _owner()
    folder = Path(tempfile.mkdtemp(prefix="croisee-pg-"))
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    try:
        _create(bindir, folder, owner)
        server = _start(bindir, folder, owner)
        try:
            _wait_until_ready(server, folder)
            yield f"postgresql://croisee@/croisee?host={quote(str(folder), safe='')}"
        finally:
            _stop(server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _create(bindir: Path, folder: Path, owner: pwd.struct_passwd) -> None:
    command = [bindir / "initdb", "--pgdata", folder / "data", "--username", "croisee"]
    command += ["--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, **_identity(owner)
    )
    if done.returncode:
        raise PostgresError(f"initdb: {done.stderr.strip()}")


def _start(bindir: Path, folder: Path, owner: pwd.struct_passwd) -> subprocess.Popen[bytes]:
    command: list[str | Path] = [bindir / "postgres", "-D", folder / "data", "-k", folder]
    for option in ("listen_addresses=", *OPTIONS):
        command += ["-c", option]
    # Its own session: Ctrl-C in the terminal reaches us, and we end it in order.
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            **_identity(owner),
        )


def _wait_until_ready(server: subprocess.Popen[bytes], folder: Path) -> None:
    """The postmaster writes its state on the eighth line of its own file."""
    deadline = time.monotonic() + START_SECONDS
    state = folder / "data" / "postmaster.pid"
    while time.monotonic() < deadline and server.poll() is None:
        lines = state.read_text().splitlines() if state.exists() else []
        if lines[7:] and lines[7].strip() == "ready":
            return
        time.sleep(0.05)
    raise PostgresError((folder / "log").read_text()[-2000:])


def _stop(server: subprocess.Popen[bytes]) -> None:
    for stop in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):  # fast, immediate, at once
        if server.poll() is not None:
            return
        server.send_signal(stop)
        try:
            server.wait(15)
        except subprocess.TimeoutExpired:
            continue


def _raise_interrupt(*_: object) -> None:
    """Once: make passes on a signal that its group got too, and the second would cut the order."""
    for name in STOPS:
        signal.signal(name, signal.SIG_IGN)
    raise KeyboardInterrupt


def main() -> int:
    if len(sys.argv) < 2:
        sys.stderr.write(__doc__ or "")
        return 2
    for name in STOPS:
        signal.signal(name, _raise_interrupt)
    try:
        with cluster() as url:
            environment = {**os.environ, "DATABASE_URL": url}
            return subprocess.run(sys.argv[1:], env=environment, check=False).returncode
    except PostgresError as problem:
        sys.stderr.write(f"PostgreSQL does not start: {problem}\n")
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
