"""`croisee manage restore FILE --yes`: the database as it was; sending stays paused."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from croisee.core.clock import now
from croisee.desk.management.backups import BackupError, restore
from croisee.desk.management.serving import refuse


class Command(BaseCommand):
    help = "Remplace toute la base de données par celle de FICHIER ; l'envoi reste suspendu."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FICHIER")
        parser.add_argument("--yes", action="store_true", help="remplacer sans autre question")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["yes"]:
            refuse("Toute la base actuelle sera remplacée : ajoutez --yes pour le confirmer.")
        try:
            restore(options["file"], at=now())
        except BackupError as problem:
            refuse(str(problem))
        self.stdout.write(
            "Base restaurée. L'envoi des messages est suspendu : vérifiez ce qui est déjà parti, "
            "puis « croisee manage resume_sending »."
        )
