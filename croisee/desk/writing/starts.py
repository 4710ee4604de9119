"""Texts to begin from: those the coordination writes every year, in the four languages."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from croisee.mail.kinds import KINDS, LANGUAGES, Text, default_text

COMPOSED: Final = [code for code, kind in KINDS.items() if kind.composed]
FOLDER: Final = Path(__file__).parent.parent / "templates" / "desk" / "writing" / "starts"


class Start(models.TextChoices):
    """What a message may begin from (mails.md 4 and 14)."""

    BLANK = "blank", _("Une page blanche")
    HOSTS = "hosts", _("Appel aux hôtes : proposez une offre")
    REGISTRATION = "registration", _("Les inscriptions des stagiaires s’ouvrent")
    DEBRIEFING = "debriefing", _("Invitation à la rencontre de débriefing")
    RESULTS = "results", _("Les résultats de l’édition")


def texts(start: str, kind: str) -> dict[str, Text]:
    """`{language: text}` to begin from; the blank page has its greeting."""
    return {code: _text(start, kind, code) for code in LANGUAGES}


def only_greets(code: str, body: str) -> bool:
    """Whether nobody wrote anything below the greeting of the blank page."""
    greetings = [_text(Start.BLANK, kind, code).body.split() for kind in COMPOSED]
    return body.split() in greetings


def _text(start: str, kind: str, code: str) -> Text:
    if start == Start.BLANK:
        shipped = default_text(kind, code)
        return Text(shipped.subject, shipped.body.partition("---\n")[0].strip() + "\n\n")
    written = (FOLDER / f"{start}.{code}.txt").read_text(encoding="utf-8")
    subject, _blank, body = written.partition("\n\n")
    return Text(subject.strip(), body.strip() + "\n")
