from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from croisee.core.clock import now
from croisee.mail.actions import pause_sending


class Command(BaseCommand):
    help = "Suspend l'envoi des messages ; ils restent en attente."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("reason", nargs="?", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        pause_sending(options["reason"], by=None, at=now())
        self.stdout.write("L'envoi est suspendu. « croisee manage resume_sending » le reprend.")
