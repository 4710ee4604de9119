"""The kinds of messages: what each may say, and the check of a text somebody edits.

The default texts are files, `texts/<kind>.<language>.txt`: subject, empty line, body. The
coordination may replace them per edition and language; `check_text` refuses what could not be
sent (reliability rule 14).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from croisee.mail.kind_list import ALL, Kind
from croisee.mail.placeholders import BLOCKS, nature

LANGUAGES: Final = ("fr", "nl", "de", "en")
TEXTS: Final = Path(__file__).parent / "templates" / "mail" / "texts"
PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")
LINK: Final = re.compile(r"\[[^\]]*\]\(([^)]*)\)")


@dataclass(frozen=True)
class Text:
    subject: str
    body: str


class UnknownKindError(KeyError):
    """No message of this kind exists."""


KINDS: Final = {kind.name: kind for kind in ALL}
AUTOMATIC: Final = [kind for kind in ALL if kind.automatic]


def kind_named(name: str) -> Kind:
    try:
        return KINDS[name]
    except KeyError:
        raise UnknownKindError(name) from None


@cache
def default_text(kind: str, language: str) -> Text:
    """The text shipped for a kind; French where a language is not."""
    kind_named(kind)
    path = TEXTS / f"{kind}.{language if language in LANGUAGES else 'fr'}.txt"
    subject, _blank, body = path.read_text(encoding="utf-8").partition("\n\n")
    return Text(subject.strip(), body.strip())


@cache
def block_text(name: str, language: str) -> str:
    """The text repeated for each item of a block such as {trainees}."""
    path = TEXTS / "blocks" / f"{name}.{language if language in LANGUAGES else 'fr'}.txt"
    return path.read_text(encoding="utf-8").strip()


def check_text(kind: str, text: str) -> None:
    """Refuse a body that could not be sent. Raises ValidationError with one sentence a fault."""
    faults = [*_placeholder_faults(kind_named(kind), text), *_link_faults(text)]
    faults += _block_faults(text)
    if faults:
        raise ValidationError(faults)


def check_subject(kind: str, subject: str) -> None:
    """Refuse a subject that could not be sent: as `check_text`, and no block, link or code in it."""
    faults = _placeholder_faults(kind_named(kind), subject)
    for name in _names(subject):
        if nature(name) in BLOCKS:
            faults.append(_("« {%s} » est un bloc : il ne va pas dans l’objet.") % name)
    if faults:
        raise ValidationError(faults)


def _names(text: str) -> list[str]:
    return list(dict.fromkeys(PLACEHOLDER.findall(text)))


def _placeholder_faults(kind: Kind, text: str) -> list[str]:
    unknown = [name for name in _names(text) if name not in kind.placeholders]
    faults = [_unknown(unknown, kind.placeholders)] if unknown else []
    if re.search(r"[{}]", PLACEHOLDER.sub("", text)):
        faults.append(_("Une accolade « { » ou « } » est seule : elles vont par deux."))
    return faults


def _unknown(names: list[str], allowed: Iterable[str]) -> str:
    return ngettext(
        "%(names)s n’existe pas dans ce message. Possibles : %(allowed)s.",
        "%(names)s n’existent pas dans ce message. Possibles : %(allowed)s.",
        len(names),
    ) % {
        "names": ", ".join(f"{{{name}}}" for name in names),
        "allowed": " ".join(f"{{{name}}}" for name in sorted(allowed)),
    }


def _block_faults(text: str) -> list[str]:
    return [
        _("« {%s} » est un bloc : il va seul sur sa ligne.") % name
        for line in text.splitlines()
        for name in PLACEHOLDER.findall(line)
        if nature(name) in BLOCKS and line.strip() != f"{{{name}}}"
    ]


def _link_faults(text: str) -> list[str]:
    return [
        _("« %s » n’est pas une adresse : https://…, mailto:… ou {link}.") % target
        for target in LINK.findall(text)
        if not re.match(r"(https?://|mailto:)\S+$|\{[a-z_]*link\}$", target)
    ]
