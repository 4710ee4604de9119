"""pg_dump, and its file put back by psql in one transaction."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from croisee.desk.management.backups.problem import BackupError

MAGIC = b"PGDMP"
VARIABLES = {
    "HOST": "PGHOST",
    "PORT": "PGPORT",
    "USER": "PGUSER",
    "PASSWORD": "PGPASSWORD",
    "NAME": "PGDATABASE",
}
# Also tables that the dump does not know, of a newer version: their migrations run again.
EMPTY = """
DO $$ DECLARE found record; BEGIN
  FOR found IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() LOOP
    EXECUTE format('DROP TABLE IF EXISTS %I CASCADE', found.tablename);
  END LOOP;
END $$;
"""


def dump(database: Mapping[str, Any], target: Path) -> None:
    _run(database, "pg_dump", "--format=custom", "--no-owner", "--no-acl", f"--file={target}")


def restore(database: Mapping[str, Any], source: Path, *, then: str) -> None:
    """All or nothing: empty, load, and the statement `then`, in one transaction."""
    with tempfile.NamedTemporaryFile("w+", suffix=".sql") as script:
        script.write(EMPTY)
        script.flush()
        _run(database, "pg_restore", "--no-owner", "--no-acl", "--file=-", str(source), out=script)
        script.seek(0, os.SEEK_END)
        script.write(f"\nRESET search_path;\n{then};\n")
        script.flush()
        stop = ("--set=ON_ERROR_STOP=1", "--single-transaction")
        _run(database, "psql", "--no-psqlrc", "--quiet", *stop, f"--file={script.name}")


def _run(
    database: Mapping[str, Any], program: str, *words: str, out: IO[str] | None = None
) -> None:
    """Run one of PostgreSQL's programs; the password goes by environment, never by argument."""
    if not shutil.which(program):
        raise BackupError(f"Il manque le programme {program} (postgresql-client).")
    access = {VARIABLES[key]: str(database[key]) for key in VARIABLES if database.get(key)}
    done = subprocess.run(
        [program, *words],
        env={**os.environ, **access},
        stdin=subprocess.DEVNULL,
        stdout=out or subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BackupError(f"{program} : {done.stderr.strip()[-500:]}")
