"""Bring an installation up to date: run after the first unpacking and after every update."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from croisee.directory.actions import load_reference
from croisee.mail.models import Sending


class Command(BaseCommand):
    help = "Create or update the tables, the reference data, the translations and the static files."

    def handle(self, *args: Any, **options: Any) -> None:
        verbosity = options["verbosity"]
        Path(settings.DATA).mkdir(parents=True, exist_ok=True)
        call_command("migrate", interactive=False, verbosity=verbosity)
        call_command("createcachetable", verbosity=verbosity)
        load_reference()
        Sending.objects.get_or_create(pk=1)  # a restore pauses by this row
        call_command("compile_translations", verbosity=verbosity)
        call_command("collectstatic", interactive=False, verbosity=0)
        if verbosity:
            self.stdout.write("L'installation est à jour.")
