"""Copy the database to a file while people work, and put such a file back.

SQLite through its backup API (a plain `cp` of a database in use loses rows and says nothing),
PostgreSQL through pg_dump (reliability rule 18). What is put back never sends by itself: sending
is paused in the same transaction (rule 6), because the mails of the lost days may have left.
"""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from django.db import connection

from croisee.mail.models import Sending

MARK = "django_migrations"
SQLITE_MAGIC = b"SQLite format 3\x00"
POSTGRESQL_MAGIC = b"PGDMP"


class BackupError(Exception):
    """One sentence for whoever asked."""


def back_up(target: Path) -> None:
    """Write the whole database to `target`, which appears only when it is complete."""
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(target.name + ".part")
    fresh.unlink(missing_ok=True)
    fresh.touch(mode=0o600)
    try:
        _is_sqlite() and _copy_sqlite(_database(), fresh)
        _is_sqlite() or _dump_postgresql(fresh)
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)


def restore(source: Path, *, at: datetime) -> None:
    """Replace the whole database by `source`, sending paused. The service is stopped meanwhile."""
    if not source.is_file():
        raise BackupError(f"Le fichier {source} n'existe pas.")
    with source.open("rb") as opened:
        start = opened.read(16)
    connection.close()
    if _is_sqlite() and start == SQLITE_MAGIC:
        _restore_sqlite(source, at)
    elif not _is_sqlite() and start.startswith(POSTGRESQL_MAGIC):
        _restore_postgresql(source, at)
    else:
        raise BackupError(f"{source.name} n'est pas une sauvegarde de cette sorte de base.")


def _is_sqlite() -> bool:
    return connection.vendor == "sqlite"


def _database() -> Path:
    return Path(str(connection.settings_dict["NAME"]))


def _pause(at: datetime) -> tuple[str, tuple[str, ...]]:
    """The statement that pauses sending, for either database, before anything else connects."""
    columns = "id, paused, reason, changed_at"
    update = "paused = excluded.paused, reason = excluded.reason, changed_at = excluded.changed_at"
    table = Sending._meta.db_table
    statement = (
        f"INSERT INTO {table} ({columns}) VALUES (1, true, 'restored', '{at.isoformat(sep=' ')}') "
        f"ON CONFLICT (id) DO UPDATE SET {update}"
    )
    return statement, ()
