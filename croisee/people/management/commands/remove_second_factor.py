"""For staff who lost telephone and recovery codes: they set up another at their next sign-in."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from croisee.core.clock import now
from croisee.people.actions import remove_second_factor
from croisee.people.models import Person


class Command(BaseCommand):
    help = "Retire le deuxième facteur d'une personne qui l'a perdu."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        person = Person.objects.by_email(options["email"])
        if person is None:
            raise CommandError(f"Personne n'a l'adresse « {options['email']} ».")
        if not remove_second_factor(person, by=None, at=now()):
            raise CommandError(f"{person.full_name} n'a pas de deuxième facteur.")
        self.stdout.write(f"Le deuxième facteur de {person.full_name} est retiré.")
