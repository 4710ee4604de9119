"""Copy the database to a file while people work, and put such a file back (reliability rule 18).

What is put back never sends by itself: sending is paused in the very transaction that puts it
back (rule 6), for the mails of the lost days may have left already.
"""

from datetime import datetime
from pathlib import Path
from types import ModuleType

from django.core.management import call_command
from django.db import connection

from croisee.desk.management.backups import postgresql, sqlite
from croisee.desk.management.backups.problem import BackupError
from croisee.mail.actions import pause_sending

__all__ = ["BackupError", "back_up", "restore"]

REASON = "base de données restaurée"
PAUSE = "UPDATE mail_sending SET paused = true"


def _engine() -> ModuleType:
    return sqlite if connection.vendor == "sqlite" else postgresql


def back_up(target: Path) -> None:
    """Write the whole database to `target`, which appears only when it is complete."""
    if not target.parent.is_dir():
        raise BackupError(f"Le dossier {target.parent} n'existe pas.")
    fresh = target.with_name(target.name + ".part")
    fresh.unlink(missing_ok=True)
    fresh.touch(mode=0o600)
    try:
        _engine().dump(connection.settings_dict, fresh)
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)


def restore(source: Path, *, at: datetime) -> None:
    """Replace the whole database by `source`. Server and worker are stopped meanwhile."""
    if not source.is_file():
        raise BackupError(f"Le fichier {source} n'existe pas.")
    with source.open("rb") as opened:
        if not opened.read(16).startswith(_engine().MAGIC):
            raise BackupError(f"{source.name} n'est pas une sauvegarde de cette sorte de base.")
    connection.close()
    _engine().restore(connection.settings_dict, source, then=PAUSE)
    call_command("migrate", interactive=False, verbosity=0)
    pause_sending(REASON, by=None, at=at)
