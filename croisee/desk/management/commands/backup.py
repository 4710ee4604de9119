"""`croisee manage backup FILE`: the whole database in one file, while people work."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from croisee.desk.management.backups import BackupError, back_up
from croisee.desk.management.serving import refuse


class Command(BaseCommand):
    help = "Copie toute la base de données dans FICHIER, sans arrêter le service."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FICHIER")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            back_up(options["file"])
        except BackupError as problem:
            refuse(str(problem))
        size = options["file"].stat().st_size
        self.stdout.write(f"Sauvegarde écrite : {options['file']} ({size // 1024} Kio).")
