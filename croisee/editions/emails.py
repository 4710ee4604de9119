"""What every message about an edition says: who it is for, which edition, whom to ask."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from croisee.directory.models import Territory
from croisee.editions.enums import Audience, DocumentKind, RoleName
from croisee.editions.models import Document, Edition, MessageText, RoleGrant
from croisee.editions.queries import documents_in_force
from croisee.mail.kinds import Text, kind_named
from croisee.people.models import Person


def absolute(path: str) -> str:
    """The whole address of a page: the origin comes from the settings, never from a Host header."""
    return settings.ORIGIN + path


class EditionLetters:
    """Values common to the messages of one edition, read once for a whole batch."""

    def __init__(self, edition: Edition, *, at: datetime) -> None:
        self.edition = edition
        self.at = at
        self._texts = {
            (row.kind, row.language): Text(row.subject, row.body)
            for row in MessageText.objects.filter(edition=edition)
        }
        grants = RoleGrant.objects.filter(
            RoleGrant.held(at),
            programme=edition.programme,
            role__in=(RoleName.COORDINATOR, RoleName.ADMINISTRATOR),
        )
        newest_first = list(grants.select_related("person").order_by("-granted_at", "-id"))
        self._coordinators = {
            grant.territory_id: grant.person
            for grant in newest_first
            if grant.role == RoleName.COORDINATOR
        }
        self._administrators = [
            grant.person for grant in newest_first if grant.role == RoleName.ADMINISTRATOR
        ]
        self._documents = {
            audience: documents_in_force(edition, audience, at) for audience in Audience
        }

    def override(self, kind: str, language: str) -> Text | None:
        """What the coordination wrote in place of our text."""
        return self._texts.get((kind, language))

    def coordinator(self, province: Territory | None) -> Person | None:
        """Who answers for a province: its coordinator, one of the whole programme, else an administrator.

        What lies outside every coordinator's territory is the administration's (ui.md): no message
        ends with "write to me" and nobody's name. None only where a programme has neither.
        """
        own = self._coordinators.get(province.pk if province else None)
        oldest = self._administrators[-1] if self._administrators else None
        return own or self._coordinators.get(None) or oldest

    def values(self, person: Person, province: Territory | None, path: str) -> dict[str, Any]:
        values: dict[str, Any] = {
            "first_name": person.first_name,
            "last_name": person.last_name,
            "edition": self.edition.told_in(person.language),
            "link": absolute(path),
        }
        coordinator = self.coordinator(province)
        if coordinator:
            values["coordinator_name"] = coordinator.full_name
            values["coordinator_email"] = coordinator.email
            values["coordinator_phone"] = coordinator.phone
        return values

    @staticmethod
    def fitting(kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """Of these values those that a message of this kind may use."""
        allowed = kind_named(kind).placeholders
        return {name: value for name, value in values.items() if name in allowed}

    def envelope(self, kind: str, to: Person, values: Mapping[str, Any]) -> dict[str, Any]:
        """What `mail.outbox` wants to know besides a key. In a trial edition nothing leaves (IM-23)."""
        return {
            "kind": kind,
            "to": to.email,
            "name": to.full_name,
            "language": to.language,
            "values": self.fitting(kind, values),
            "recipient": to.reference,
            "scope": self.edition.scope,
            "override": self.override(kind, to.language),
            "reply_to": values.get("coordinator_email", ""),
            "hold": self.edition.test_mode,
            "at": self.at,
        }

    def document(self, audience: Audience, kind: DocumentKind, language: str) -> str:
        """Conditions or golden rules in the recipient's language, to be repeated (IM-16, IM-29)."""
        document: Document | None = self._documents[audience].get(kind)
        if document is None:
            return ""
        return document.bodies.get(language) or next(iter(document.bodies.values()), "")
