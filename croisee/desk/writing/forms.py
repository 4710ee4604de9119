"""To whom, and what, in each language of the edition."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from croisee.core.form_fields import LineField, PickField, TextField
from croisee.desk.enums import ANNOUNCED, Recipients
from croisee.desk.models import Mailing
from croisee.desk.writing.addressees import within
from croisee.desk.writing.audiences import members
from croisee.desk.writing.starts import Start, only_greets
from croisee.directory.models import Territory
from croisee.directory.queries import provinces
from croisee.editions.models import Edition
from croisee.editions.reach import Reach
from croisee.mail import kinds
from croisee.mail.meanings import meanings
from croisee.people.models import Language, Person

KINDS = [
    ("letter", gettext_lazy("Il concerne leur inscription, leur offre ou leur stage")),
    (
        "announcement",
        gettext_lazy("C’est une annonce ou une nouvelle : chacun peut ne plus en recevoir"),
    ),
]


BLANK = "[…]"
#: What each placeholder of these messages becomes.
MEANINGS = dict(meanings(kinds.KINDS["letter"].placeholders)) | {
    "deadline": gettext_lazy("leur clôture"),
    "link": gettext_lazy("l’adresse de « Mon espace »"),
}


class StartForm(forms.Form):
    """Whom to write to, and the text to begin from."""

    tell_optional = False

    recipients = PickField(
        label=gettext_lazy("À qui ?"),
        widget=forms.RadioSelect,
        sentence=gettext_lazy("Choisissez à qui écrire."),
    )
    province = PickField(label=gettext_lazy("Province"), required=False)
    start = PickField(
        label=gettext_lazy("Commencer par"),
        choices=Start.choices,
        initial=Start.BLANK,
        help_text=gettext_lazy("Un texte prêt dans les langues de l’édition ; vous le changez."),
    )

    def __init__(self, data: Any = None, *, edition: Edition, by: Person, at: datetime) -> None:
        super().__init__(data)
        reach = Reach(by, edition.programme, at)
        choices = [c for c in Recipients.choices if c[0] != Recipients.TICKED]
        if edition.previous_id is None:
            before = (Recipients.PREVIOUS_HOSTS, Recipients.PREVIOUS_TRAINEES)
            choices = [choice for choice in choices if choice[0] not in before]
        counts = {code: len(within(members(edition, code), reach)) for code, _label in choices}
        self.fields["recipients"].choices = [  # type: ignore[attr-defined]
            (code, f"{label} ({counts[code]})") for code, label in choices
        ]
        mine = [row for row in provinces() if reach.holds(row.pk)]
        everywhere = _("partout") if reach.everywhere else _("toutes les miennes")
        self.fields["province"].choices = [  # type: ignore[attr-defined]
            ("", everywhere),
            *((row.code, row.name) for row in mine),
        ]

    def clean_province(self) -> Territory | None:
        code = self.cleaned_data["province"]
        return Territory.objects.filter(code=code).first() if code else None


class MessageForm(forms.Form):
    """A subject and a text a language, at least one of them whole; kept even when refused."""

    tell_optional = False

    kind = PickField(
        label=gettext_lazy("Ce message"), choices=KINDS, widget=forms.RadioSelect, required=False
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, mailing: Mailing) -> None:
        self.mailing = mailing
        self.codes = [code for code in Language.values if code in languages_of(mailing)]
        super().__init__(data, initial={"kind": mailing.kind, "seen": mailing.version})
        for code in self.codes:
            self.fields[f"subject_{code}"] = LineField(
                label=_("Objet"), limit=200, required=False, initial=mailing.subjects.get(code)
            )
            self.fields[f"body_{code}"] = TextField(
                label=_("Texte"),
                limit=20_000,
                rows=12,
                required=False,
                initial=mailing.bodies.get(code),
            )
        if mailing.recipients in ANNOUNCED:
            del self.fields["kind"]
        self.typed: dict[str, dict[str, str]] = {"subjects": {}, "bodies": {}}

    @property
    def chosen_kind(self) -> str:
        return (self.cleaned_data.get("kind") if "kind" in self.fields else "") or self.mailing.kind

    def clean(self) -> None:
        """What passed the cleaner is kept in `typed`; what cannot be sent is told at its field.

        A language where the greeting stands alone is not written: its readers get another's text.
        """
        for code in self.codes:
            subject = self.cleaned_data.get(f"subject_{code}", "")
            body = self.cleaned_data.get(f"body_{code}", "")
            self.typed["subjects"][code], self.typed["bodies"][code] = subject, body
            self._check(code, subject, body)
        bodies = self.typed["bodies"]
        greeted = [code for code, body in bodies.items() if only_greets(code, body)]
        if any(body for code, body in bodies.items() if code not in greeted):
            for code in greeted:
                self.typed["subjects"][code] = bodies[code] = ""
        elif not self.errors:
            self.add_error(f"body_{self.codes[0]}", _("Écrivez le texte dans une langue au moins."))

    def _check(self, code: str, subject: str, body: str) -> None:
        try:
            kinds.check_subject(self.chosen_kind, subject)
        except ValidationError as error:
            self.add_error(f"subject_{code}", error)
        try:
            kinds.check_text(self.chosen_kind, body)
            if "\n---" in f"\n{body}":
                raise ValidationError(
                    _("La ligne « --- » est celle du pied du message : Croisée le met elle-même.")
                )
            if BLANK in body:
                raise ValidationError(_("Il reste « […] » à remplacer par vos mots."))
        except ValidationError as error:
            self.add_error(f"body_{code}", error)
        if body and not subject and f"subject_{code}" not in self.errors:
            self.add_error(f"subject_{code}", _("Donnez un objet à ce texte."))
        if subject and not body and f"body_{code}" not in self.errors:
            self.add_error(f"body_{code}", _("Écrivez le texte, ou effacez l’objet."))

    @classmethod
    def ready(cls, mailing: Mailing) -> bool:
        """Whether what is stored could be sent."""
        data = {"kind": mailing.kind}
        data |= {f"subject_{code}": text for code, text in mailing.subjects.items()}
        data |= {f"body_{code}": text for code, text in mailing.bodies.items()}
        return cls(data, mailing=mailing).is_valid()

    def show_version(self, version: int) -> None:
        """The next save answers to what is stored now."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data["seen"] = str(version)
        self.data = data

    @property
    def parts(self) -> list[tuple[str, str, Any, Any, bool]]:
        """(code, language, subject, text, whether to show it open), the main language first."""
        main = (self.mailing.edition.languages or ["fr"])[0]
        codes = sorted(self.codes, key=lambda code: code != main)
        return [
            (
                code,
                str(Language(code).label),
                self[f"subject_{code}"],
                self[f"body_{code}"],
                code == main or bool({f"subject_{code}", f"body_{code}"} & self.errors.keys()),
            )
            for code in codes
        ]


def languages_of(mailing: Mailing) -> set[str]:
    """Those of the edition, and those a draft already has words in."""
    written = {code for code, body in mailing.bodies.items() if body}
    return set(mailing.edition.languages or ["fr"]) | written
