"""The letter of one reader: the text of their language, else another, openly told; their values."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from croisee.desk.models import Mailing
from croisee.directory.models import Territory
from croisee.editions.emails import EditionLetters, absolute
from croisee.editions.enums import PhaseKind
from croisee.editions.queries import phase
from croisee.mail.kinds import Text, default_text
from croisee.mail.models import Message
from croisee.mail.outbox import render_message
from croisee.people.announcements import unsubscribe_url
from croisee.people.models import Person

#: Public pages a text may lead to.
PAGES = {
    "programme_link": "desk:programme",
    "catalogue_link": "offers:catalogue",
    "propose_link": "offers:propose",
}


def written_languages(mailing: Mailing) -> list[str]:
    """The languages that have a subject and a text, the edition's main one first."""
    main = mailing.edition.languages[:1]
    order = [*main, "fr", *mailing.bodies]
    return [code for code in dict.fromkeys(order) if _has(mailing, code)]


def _has(mailing: Mailing, code: str) -> bool:
    return bool(mailing.subjects.get(code) and mailing.bodies.get(code))


def language_for(mailing: Mailing, reader: str) -> str:
    """The language in which this reader gets the message; '' when nothing is written yet."""
    if _has(mailing, reader):
        return reader
    return next(iter(written_languages(mailing)), "")


def text_for(mailing: Mailing, reader: str) -> Text:
    """The text for a reader of this language. In another one, a sentence in theirs says so first,
    and the foot is in theirs: it holds their way out."""
    code = language_for(mailing, reader)
    body = mailing.bodies[code]
    if code != reader:
        body = _below_title(body, _only_in(code, reader))
    foot = default_text(mailing.kind, reader).body.partition("---\n")[2]
    return Text(mailing.subjects[code], f"{body.rstrip()}\n---\n{foot}")


def _only_in(code: str, reader: str) -> str:
    with translation.override(reader):
        name = get_language_info(code)["name_translated"]
        name = name.lower() if reader == "fr" else name
        return _("Ce message n’existe qu’en %(language)s.") % {"language": name}


def _below_title(body: str, sentence: str) -> str:
    first, _end, rest = body.partition("\n")
    return f"{first}\n\n{sentence}\n\n{rest}" if first.startswith("# ") else f"{sentence}\n\n{body}"


class Letters:
    """The letters of one mailing: what they share is read once."""

    def __init__(self, mailing: Mailing, by: Person, at: datetime) -> None:
        self.mailing, self.by, self.at = mailing, by, at
        self.edition_letters = EditionLetters(mailing.edition, at=at)
        self.shared = self._shared()

    def letter(self, person: Person, province: Territory | None, **more: Any) -> Message:
        """One message, rendered, not stored. `more` goes to `render_message` and wins."""
        values = self.values(person, province)
        language = language_for(self.mailing, person.language)
        given = {
            "key": f"{self.mailing.batch}:{person.pk}",
            "kind": self.mailing.kind,
            "to": person.email,
            "name": person.full_name,
            "language": language,
            "values": values,
            "recipient": person.reference,
            "scope": self.mailing.edition.scope,
            "reply_to": values["coordinator_email"],
            "override": text_for(self.mailing, person.language),
            "batch": self.mailing.batch,
            "unsubscribe_url": values.get("unsubscribe_link", ""),
            "hold": self.mailing.edition.test_mode,
            "at": self.at,
        }
        return render_message(**(given | more))

    def values(self, person: Person, province: Territory | None) -> dict[str, Any]:
        """What may stand between braces. Without a coordinator of their own, who writes signs."""
        signed = {
            "coordinator_name": self.by.full_name,
            "coordinator_email": self.by.email,
            "coordinator_phone": self.by.phone,
        }
        language = language_for(self.mailing, person.language)
        with translation.override(language):
            own = self.edition_letters.values(person, province, reverse("my_space"))
        if self.mailing.kind == "announcement":
            own["unsubscribe_link"] = unsubscribe_url(person.pk)
        return signed | own | self.shared

    def _shared(self) -> dict[str, Any]:
        edition = self.mailing.edition
        shared: dict[str, Any] = {name: absolute(reverse(page)) for name, page in PAGES.items()}
        trainees = phase(edition, PhaseKind.TRAINEES)
        if trainees:
            days = {"opens_on": trainees.opens_at, "deadline": trainees.closes_at}
            for name, instant in days.items():
                shared[name] = timezone.localtime(instant, edition.timezone).date()
        return shared
