"""The first administrator of an installation, by one command; no mail server is needed."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from croisee.core.clock import now
from croisee.people.actions import find_or_create_person, make_administrator
from croisee.people.emails import link_address
from croisee.people.sign_in import console_link


class Command(BaseCommand):
    help = "Crée un·e administrateur·rice, ou donne ce droit à une personne connue, et son lien."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--first-name", default="")
        parser.add_argument("--last-name", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        at = now()
        person, made = find_or_create_person(
            self._address(options["email"]),
            first_name=options["first_name"],
            last_name=options["last_name"],
            at=at,
        )
        make_administrator(person, by=None, at=at)
        link = link_address(console_link(person, at=at))
        said = "est créé·e et administre" if made else "administre"
        self.stdout.write(f"{person.full_name or person.email} {said} cette installation.")
        self.stdout.write(f"Pour entrer, une seule fois et pendant une heure :\n{link}")

    def _address(self, email: str) -> str:
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"« {email} » n'est pas une adresse de courriel.") from None
        return email
