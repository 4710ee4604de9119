"""Changing the texts of an edition, each change journalled.

A text of the site is overwritten. Conditions and golden rules are versions: one that somebody accepted
is never edited, the change makes the next version (IM-16, IM-17).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from croisee.core import journal
from croisee.editions import content
from croisee.editions.enums import Audience, DocumentKind, TextSlot
from croisee.editions.models import Document, Edition, Text
from croisee.people.models import Person


@dataclass(frozen=True)
class Place:
    """One text that can be edited: a slot of the site, or a document for one audience."""

    name: str
    label: str
    slot: str = ""
    kind: str = ""
    audience: str = ""


def places() -> list[Place]:
    """All of them, the site's texts first."""
    texts = [Place(slot.value, str(slot.label).capitalize(), slot=slot.value) for slot in TextSlot]
    documents = [
        Place(
            content.document_name(kind.value, audience.value),
            f"{str(kind.label).capitalize()}, {audience.label}",
            kind=kind.value,
            audience=audience.value,
        )
        for kind in DocumentKind
        for audience in Audience
    ]
    return [*texts, *documents]


def place_named(name: str) -> Place | None:
    return next((place for place in places() if place.name == name), None)


def stored(edition: Edition, place: Place) -> dict[str, str]:
    """`{language: body}` of the edition's own text, empty where it has none."""
    if place.slot:
        return dict(edition.texts.filter(slot=place.slot).values_list("language", "body"))
    latest = _latest(edition, place)
    return dict(latest.bodies) if latest else {}


def body_of(edition: Edition, place: Place, language: str) -> str:
    """What the page shows in this language; '' where it falls back."""
    own = stored(edition, place)
    return own.get(language, "") if own else content.default(place.name, language)


@transaction.atomic
def change_text(
    edition: Edition, place: Place, language: str, body: str, *, by: Person, at: datetime
) -> None:
    """Store the text of one language; the same text again changes nothing."""
    if body == stored(edition, place).get(language, ""):
        return
    if place.slot:
        changed: Text | Document = _change_slot(edition, place, language, body, at)
    else:
        changed = _change_document(edition, place, language, body, at)
    note = f"{place.name} ({language})"
    journal.record("text.changed", changed, by=by, at=at, scope=edition.scope, note=note)


def _change_slot(edition: Edition, place: Place, language: str, body: str, at: datetime) -> Text:
    return Text.objects.update_or_create(
        edition=edition,
        slot=place.slot,
        language=language,
        defaults={"body": body, "changed_at": at},
    )[0]


def _change_document(
    edition: Edition, place: Place, language: str, body: str, at: datetime
) -> Document:
    latest = _latest(edition, place)
    before = latest.bodies if latest else content.defaults(place.name)
    bodies = {code: text for code, text in {**before, language: body}.items() if text}
    if latest and not latest.acceptances.exists():
        latest.bodies = bodies
        latest.save(update_fields=["bodies"])
        return latest
    return Document.objects.create(
        edition=edition,
        kind=place.kind,
        audience=place.audience,
        version=latest.version + 1 if latest else 1,
        bodies=bodies,
        published_at=at,
    )


def _latest(edition: Edition, place: Place) -> Document | None:
    found = edition.documents.filter(kind=place.kind, audience=place.audience)
    return found.order_by("-version").first()
