"""A message as somebody would get it: real values of a real person, invented where there are none."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import translation

from croisee.editions import invented
from croisee.editions.emails import EditionLetters
from croisee.editions.enums import Audience, DocumentKind
from croisee.editions.facts import values_of
from croisee.editions.models import Edition
from croisee.mail.kinds import Text, kind_named
from croisee.mail.rendering import Rendered, render
from croisee.people.models import Person


def values_for(
    edition: Edition, kind: str, language: str, reader: Person | None, at: datetime
) -> dict[str, Any]:
    """A value for everything the kind may say, in `language`: the edition's own texts, what is known
    of `reader`, and invented ones."""
    allowed = kind_named(kind).placeholders
    with translation.override(language):
        values = {name: invented.value(name, kind) for name in allowed}
        known = values_of(edition, reader, kind, at) if reader else {}
    values |= {**known, **_of_edition(edition, kind, language, at)}
    return {name: value for name, value in values.items() if name in allowed}


def _of_edition(edition: Edition, kind: str, language: str, at: datetime) -> dict[str, str]:
    """Its name, and what a mail repeats of its conditions and golden rules (IM-29)."""
    letters = EditionLetters(edition, at=at)
    side = Audience.HOST if "host" in kind else Audience.TRAINEE
    kinds = (DocumentKind.CONDITIONS, DocumentKind.GOLDEN_RULES)
    found = {str(one): letters.document(side, one, language) for one in kinds}
    return {"edition": edition.told_in(language)} | {n: text for n, text in found.items() if text}


def preview(kind: str, language: str, text: Text, values: dict[str, Any]) -> Rendered:
    """The subject and the text of a message whose text was checked already."""
    return render(kind, language, values, text)
