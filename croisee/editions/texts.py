"""The texts of the public pages as one reads them: the edition's own, else the house's; by language.

A text missing in the person's language is shown in the edition's main one, and the page says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from croisee.editions import content
from croisee.editions.markdown import to_html
from croisee.editions.models import Document, Edition
from croisee.editions.queries import documents_in_force


@dataclass(frozen=True)
class Shown:
    """A text ready for a page. `language` is the one it is written in."""

    body: str
    language: str
    wanted: str
    document: Document | None = None

    @property
    def html(self) -> SafeString:
        return to_html(self.body)

    @property
    def falls_back(self) -> bool:
        """Whether the page has to say that it is not in the person's language."""
        return bool(self.body) and self.language != self.wanted

    @property
    def language_name(self) -> str:
        """The name of the language the text is in, as the language menu gives it."""
        return dict(settings.LANGUAGES).get(self.language, self.language).lower()


def text(edition: Edition, slot: str) -> Shown:
    """A text of the public site (IM-01)."""
    own = {row.language: row.body for row in edition.texts.filter(slot=slot) if row.body}
    return _chosen(own or content.defaults(slot), edition)


def document(edition: Edition, kind: str, audience: str, at: datetime) -> Shown:
    """Conditions or golden rules in force (IM-16, IM-17)."""
    return documents(edition, kind, (audience,), at)[0]


def documents(edition: Edition, kind: str, audiences: tuple[str, ...], at: datetime) -> list[Shown]:
    """The same for several audiences."""
    return [_document(edition, kind, audience, at) for audience in audiences]


def _document(edition: Edition, kind: str, audience: str, at: datetime) -> Shown:
    found = documents_in_force(edition, audience, at).get(kind)  # type: ignore[arg-type]
    bodies = found.bodies if found else content.defaults(content.document_name(kind, audience))
    return _chosen(bodies, edition, found)


def house_text(name: str) -> Shown:
    """A text of the house, the same for all editions: accessibility, privacy."""
    return _chosen(content.defaults(name), None)


def _chosen(
    bodies: Mapping[str, str], edition: Edition | None, found: Document | None = None
) -> Shown:
    wanted = (get_language() or "fr")[:2]
    main = edition.languages[:1] if edition else []
    for language in (wanted, *main, "fr", *bodies):
        if bodies.get(language):
            return Shown(bodies[language], language, wanted, found)
    return Shown("", wanted, wanted, found)
