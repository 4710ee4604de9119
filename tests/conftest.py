"""What every test may use. A test without the `db` mark touches no database.

The database is a real file on SQLite (threads and processes can share it), and whatever
DATABASE_URL names on PostgreSQL. The reference data (territory, sectors, professions) are always
in it, also after a transactional test has flushed everything.
"""

import os
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parent.parent
LOOPBACK = {"127.0.0.1", "::1", "localhost"}

hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "house")


@pytest.fixture
def at() -> datetime:
    """The instant tests act at: a Tuesday at 17:40 in Brussels."""
    return datetime(2027, 2, 16, 16, 40, tzinfo=UTC)


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Lets the clock of views, tasks and commands stand at an instant."""
    return lambda instant: monkeypatch.setattr("django.utils.timezone.now", lambda: instant)


@pytest.fixture(scope="session", autouse=True)
def _plain_static_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Templates need no collected files in tests; the browser tests serve the sources."""
    from django.conf import settings
    from django.test import override_settings

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    storages = {**settings.STORAGES, "staticfiles": plain}
    with override_settings(STORAGES=storages, STATIC_ROOT=tmp_path_factory.mktemp("static")):
        yield


@pytest.fixture(scope="session", autouse=True)
def _translations() -> None:
    """A fresh clone speaks four languages in its first test: the compiled files are not kept in git."""
    from django.core.management import call_command

    call_command("compile_translations", verbosity=0)


# ---------------------------------------------------------------- database


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request: pytest.FixtureRequest) -> Iterator[None]:
    """One database for each process of the suite: a file on SQLite, a name on PostgreSQL."""
    from django.conf import settings

    _sweep_after_killed_runs()
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    for database in settings.DATABASES.values():
        test = database.setdefault("TEST", {})
        if database["ENGINE"].endswith("sqlite3"):
            folder = ROOT / "var" / "test-databases"
            folder.mkdir(parents=True, exist_ok=True)
            test["NAME"] = str(folder / f"test-{os.getpid()}-{worker}.sqlite3")
            command = database["OPTIONS"]["init_command"]  # tests wait for no disk
            database["OPTIONS"]["init_command"] = command.replace("=FULL", "=OFF")
        else:
            test["NAME"] = f"test_{database['NAME']}_{worker}"
    yield
    for path in (ROOT / "var" / "test-databases").glob(f"test-{os.getpid()}-*"):
        path.unlink(missing_ok=True)


def _sweep_after_killed_runs() -> None:
    for path in (ROOT / "var" / "test-databases").glob("test-*"):
        try:
            os.kill(int(path.name.split("-")[1]), 0)
        except ProcessLookupError:
            path.unlink(missing_ok=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        _load_reference()
    _Flushed.possible = True


def _load_reference() -> None:
    from croisee.directory.actions import load_reference

    load_reference()


class _Flushed:
    """Whether a transactional test emptied the tables since the reference data were loaded."""

    possible = False  # a database was made
    pending = False


def _uses_transactions(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    asked = set(getattr(item, "fixturenames", ()))
    return bool(
        (marker and marker.kwargs.get("transaction"))
        or asked & {"transactional_db", "live_server", "django_db_reset_sequences"}
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what touches a database: only that needs to run on the second one."""
    for item in items:
        asked = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or asked & {"db", "transactional_db"}:
            item.add_marker(pytest.mark.database)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    if _Flushed.pending:
        from django.core.cache import cache
        from pytest_django.plugin import blocking_manager_key

        with item.config.stash[blocking_manager_key].unblock():
            _load_reference()
            cache.clear()
        _Flushed.pending = False
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """The reload waits for the next test: after the last one the database is gone."""
    try:
        return (yield)
    finally:
        flushed = _Flushed.possible and _uses_transactions(item)
        _Flushed.pending = _Flushed.pending or flushed


# ---------------------------------------------------------------- no network


def _is_loopback(family: int, address: Any) -> bool:
    if family not in {socket.AF_INET, socket.AF_INET6}:
        return True
    return str(address[0]) in LOOPBACK or str(address[0]).startswith("127.")


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """A test that would reach beyond this machine fails, here and not only where there is no net."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
        yield


def _guarded(connect: Any) -> Any:
    def guarded(self: socket.socket, address: Any) -> Any:
        if not _is_loopback(self.family, address):
            raise AssertionError(f"a test tried to reach {address!r}")
        return connect(self, address)

    return guarded
