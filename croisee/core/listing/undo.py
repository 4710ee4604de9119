"""« Annuler »: what one did last can be taken back, if nobody has changed it since.

Kept in the person's own session, so that it ends with it: the journal stays the lasting record
and holds no personal text (reliability rule 16).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from croisee.core.listing.editing import (
    ConflictError,
    Editor,
    NotAllowedError,
    RefusedError,
    change,
)

KEPT = 10
LISTED = "undo"
FRESH = "undo_fresh"
Items = list[tuple[int, dict[str, list[Any]]]]

_editors: dict[str, Editor] = {}


def register(editor: Editor) -> Editor:
    """Known by its key, so that a session can name it."""
    _editors[editor.key] = editor
    return editor


@dataclass
class Undone:
    """`recalled` messages of the act do not leave any more; those `gone` cannot be called back.
    `refused` says why what the rules do not allow stays as it is."""

    count: int = 0
    left: int = 0
    recalled: int = 0
    gone: int = 0
    refused: list[str] = field(default_factory=list)

    def add(self, mails: tuple[int, int]) -> None:
        self.count += 1
        self.recalled += mails[0]
        self.gone += mails[1]


def remember(
    request: HttpRequest, editor: str, edition_id: int, sentence: str, items: Items, back: str
) -> None:
    """Say `sentence` on the next page, with a button that undoes `items`."""
    entry = {
        "id": secrets.token_hex(8),
        "editor": editor,
        "edition": edition_id,
        "sentence": sentence,
        "items": items,
        "back": back,
    }
    request.session[LISTED] = [entry, *request.session.get(LISTED, [])][:KEPT]
    request.session[FRESH] = entry["id"]


def fresh(request: HttpRequest) -> dict[str, Any] | None:
    """What was just done, told once."""
    wanted = request.session.pop(FRESH, None)
    return find(request, wanted) if wanted else None


def find(request: HttpRequest, identifier: str) -> dict[str, Any] | None:
    listed = request.session.get(LISTED, [])
    return next((entry for entry in listed if entry["id"] == identifier), None)


def forget(request: HttpRequest, identifier: str) -> None:
    listed = request.session.get(LISTED, [])
    request.session[LISTED] = [entry for entry in listed if entry["id"] != identifier]


def take_back(entry: dict[str, Any], edition: Any, *, by: Any, at: datetime) -> Undone:
    """Every change whose result still stands is undone; the others stay as they are."""
    editor, undone = _editors[entry["editor"]], Undone()
    for pk, changes in entry["items"]:
        before = {name: pair[0] for name, pair in changes.items()}
        after = {name: pair[1] for name, pair in changes.items()}
        try:
            change(editor, edition, pk, before, after, by=by, at=at)
            undone.add(editor.mails(pk, changes))
        except RefusedError as refused:
            undone.refused.append(refused.sentence)
        except (ConflictError, NotAllowedError):
            undone.left += 1
    return undone
