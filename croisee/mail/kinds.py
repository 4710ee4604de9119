"""The kinds of messages: what each may say, and the check of a text somebody edits.

The default texts are files, `texts/<kind>.<language>.txt`: subject, empty line, body. The
coordination may replace them per edition and language; `check_text` refuses what could not be
sent (reliability rule 14).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from croisee.mail.placeholders import BLOCKS, nature

LANGUAGES: Final = ("fr", "nl", "de", "en")
TEXTS: Final = Path(__file__).parent / "templates" / "mail" / "texts"
PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")
LINK: Final = re.compile(r"\[[^\]]*\]\(([^)]*)\)")

COORDINATOR: Final = frozenset({"coordinator_name", "coordinator_email", "coordinator_phone"})
EVERYWHERE: Final = {"first_name", "last_name", "edition", "link", "site_link"} | COORDINATOR


@dataclass(frozen=True)
class Kind:
    """`placeholders` may stand in the text; values for `required` are never empty.

    A `secret` message opens a door: its content is wiped once sent or given up. A `composed` one
    is written by the coordination each time (desk/writing); its file gives the footer.
    """

    name: str
    label: Promise
    placeholders: frozenset[str]
    required: frozenset[str]
    urgent: bool = False
    lasts: timedelta | None = None
    secret: bool = False
    composed: bool = False


@dataclass(frozen=True)
class Text:
    subject: str
    body: str


class UnknownKindError(KeyError):
    """No message of this kind exists."""


def _kind(name: str, label: Promise, own: str, required: str, **more: object) -> Kind:
    placeholders = frozenset(EVERYWHERE | set(own.split()))
    return Kind(name, label, placeholders, frozenset(required.split()), **more)  # type: ignore[arg-type]


_ALL = [
    _kind(
        "sign_in",
        gettext_lazy("Lien et code de connexion"),
        "code minutes",
        "link code",
        urgent=True,
        lasts=timedelta(minutes=10),
        secret=True,
    ),
    _kind(
        "invitation",
        gettext_lazy("Invitation d'un membre de l'équipe"),
        "inviter role territory",
        "link",
    ),
    _kind(
        "host_registered",
        gettext_lazy("Offre reçue"),
        "host offer number places summary conditions golden_rules",
        "link",
    ),
    _kind(
        "trainee_registered",
        gettext_lazy("Candidature reçue"),
        "choices summary deadline results_on conditions golden_rules",
        "link",
    ),
    _kind("offer_published", gettext_lazy("Offre publiée"), "host offer number places", "link"),
    _kind(
        "offer_correction",
        gettext_lazy("Offre à corriger"),
        "host offer number remarks",
        "link remarks",
    ),
    _kind(
        "result_trainee",
        gettext_lazy("Résultat : une place"),
        "choice_rank offer number host service address contact_name contact_title contact_email "
        "contact_phone other_contacts dates access lunch deadline profession employer email phone "
        "expectations golden_rules withdraw_link why_link",
        "host",
    ),
    _kind(
        "result_host",
        gettext_lazy("Résultat : les stagiaires d'un hôte"),
        "host trainees deadline golden_rules",
        "trainees",
    ),
    _kind(
        "result_none",
        gettext_lazy("Résultat : pas de place"),
        "reason next_round places_left",
        "",
    ),
    _kind(
        "placement_dated",
        gettext_lazy("Date fixée"),
        "host offer address access trainee dates",
        "link dates",
    ),
    _kind(
        "placement_cancelled",
        gettext_lazy("Immersion annulée"),
        "host offer trainee reason",
        "link host",
    ),
    _kind(
        "letter",
        gettext_lazy("Message de la coordination"),
        "opens_on deadline programme_link",
        "",
        composed=True,
    ),
    _kind(
        "announcement",
        gettext_lazy("Annonce ou courrier"),
        "opens_on deadline programme_link unsubscribe_link",
        "unsubscribe_link",
        composed=True,
    ),
]
KINDS: Final = {kind.name: kind for kind in _ALL}


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
            faults.append(_("« {%s} » est un bloc : il ne va pas dans l'objet.") % name)
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
        "%(names)s n'existe pas dans ce message. Possibles : %(allowed)s.",
        "%(names)s n'existent pas dans ce message. Possibles : %(allowed)s.",
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
        _("« %s » n'est pas une adresse : https://…, mailto:… ou {link}.") % target
        for target in LINK.findall(text)
        if not re.match(r"(https?://|mailto:)\S+$|\{[a-z_]*link\}$", target)
    ]
