"""The texts a new edition begins with, in four languages, one Markdown file each.

They are copied into the edition and edited there; a page whose text was never copied shows them as
they are. Written from the facts of the networks' public documents (IM-14 to IM-17, IM-27 to IM-41).
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path

from django.db import transaction

from croisee.editions.enums import Audience, DocumentKind, TextSlot
from croisee.editions.models import Document, Edition, Text

FOLDER = Path(__file__).parent
LANGUAGES = ("fr", "nl", "de", "en")


@cache
def default(name: str, language: str) -> str:
    """The text `name` of a language, '' where there is none."""
    if language not in LANGUAGES:
        return ""
    path = FOLDER / language / f"{name}.md"
    return path.read_text(encoding="utf-8").strip() if path.exists() else ""


def defaults(name: str) -> dict[str, str]:
    """`{language: text}`, French first."""
    texts = {language: default(name, language) for language in LANGUAGES}
    return {language: text for language, text in texts.items() if text}


def document_name(kind: str, audience: str) -> str:
    """The file of a document: golden_rules_host, conditions_trainee…"""
    return f"{kind}_{audience}"


@transaction.atomic
def copy_into(edition: Edition, *, at: datetime) -> None:
    """Give an edition its own copy of every text it lacks; what it has is left alone."""
    _copy_texts(edition, at)
    _copy_documents(edition, at)


def _copy_texts(edition: Edition, at: datetime) -> None:
    Text.objects.bulk_create(
        [
            Text(edition=edition, slot=slot, language=language, body=body, changed_at=at)
            for slot in TextSlot.values
            for language, body in defaults(slot).items()
        ],
        ignore_conflicts=True,
    )


def _copy_documents(edition: Edition, at: datetime) -> None:
    present = set(edition.documents.values_list("kind", "audience"))
    wanted = [(kind, audience) for kind in DocumentKind.values for audience in Audience.values]
    Document.objects.bulk_create(
        [
            Document(
                edition=edition,
                kind=kind,
                audience=audience,
                version=1,
                bodies=defaults(document_name(kind, audience)),
                published_at=at,
            )
            for kind, audience in wanted
            if (kind, audience) not in present
        ]
    )
