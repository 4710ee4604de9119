"""SQLite's own backup API: a plain `cp` of a database in use loses rows and says nothing."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from croisee.desk.management.backups.problem import BackupError

MAGIC = b"SQLite format 3\x00"
WAIT = 20.0  # seconds for the transaction of somebody else


def dump(database: Mapping[str, Any], target: Path) -> None:
    """A consistent copy of this instant; writers go on meanwhile."""
    _copy(Path(str(database["NAME"])), target)


def restore(database: Mapping[str, Any], source: Path, *, then: str) -> None:
    """Check a copy, prepare it with the statement `then`, and only then replace the database."""
    live = Path(str(database["NAME"]))
    staged = live.with_name(live.name + ".restoring")
    try:
        _copy(source, staged)
        _check_and_prepare(staged, then)
        with closing(_open(staged)) as checked, closing(_open(live)) as destination:
            checked.backup(destination)
    except sqlite3.Error as problem:
        raise BackupError(f"La base ne peut être restaurée : {problem}.") from problem
    finally:
        staged.unlink(missing_ok=True)


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=WAIT)


def _copy(source: Path, target: Path) -> None:
    with closing(_open(source)) as origin, closing(_open(target)) as copy:
        origin.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it


def _check_and_prepare(path: Path, statement: str) -> None:
    with closing(_open(path)) as database:
        verdict = database.execute("PRAGMA integrity_check").fetchone()[0]
        if verdict != "ok":
            raise BackupError(f"La sauvegarde est abîmée : {verdict}.")
        tables = {row[0] for row in database.execute("SELECT name FROM sqlite_master")}
        if not {"django_migrations", "mail_sending"} <= tables:
            raise BackupError("Ce fichier n'est pas une base de Croisée.")
        with database:
            database.execute(statement)
