"""Forms of the coordinators: files, rounds, decisions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from croisee.core.form_fields import DayField, LineField, PickField
from croisee.core.spreadsheets import Source, UnusableFileError, from_bytes
from croisee.core.spreadsheets.source import MAX_FILE_BYTES
from croisee.matching import Policy
from croisee.matching.wording import sentence as worded
from croisee.schemes.ranked.models import Decision

EXCEL = ".xlsx,.csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet,text/csv"


class SheetField(forms.FileField):
    """An .xlsx or .csv file as bytes under the name its sender gave, within the size we read."""

    widget = forms.FileInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            allow_empty_file=True,
            widget=forms.FileInput(attrs={"accept": EXCEL}),
            **kwargs,
        )

    def clean(self, data: UploadedFile | None, initial: Any = None) -> Source | None:
        uploaded = super().clean(data, initial)
        if not uploaded:
            return None
        try:
            return from_bytes(uploaded.name or "", uploaded.read(MAX_FILE_BYTES + 1))
        except UnusableFileError as reason:
            raise forms.ValidationError(str(reason), code=reason.code) from None


class ImportForm(forms.Form):
    """One file or both, and whether the offers are published at once."""

    tell_optional = False

    hosts = SheetField(
        label=gettext_lazy("Fichier des hôtes"),
        help_text=gettext_lazy("Colonnes « N° » et « Nombre de places » au moins."),
    )
    trainees = SheetField(
        label=gettext_lazy("Fichier des stagiaires"),
        help_text=gettext_lazy("Colonnes « E-mail » et « Choix 1 » au moins."),
    )
    publish = forms.BooleanField(
        required=False,
        initial=True,
        label=gettext_lazy("Publier aussitôt les nouvelles offres dans le catalogue"),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not (cleaned.get("hosts") or cleaned.get("trainees")):
            raise forms.ValidationError(_("Choisissez au moins un fichier."), code="nothing")
        return cleaned

    def refuse(self, reason: UnusableFileError) -> None:
        """The sentence of an unusable file, at the field it came from."""
        trainees = self.cleaned_data.get("trainees")
        at_trainees = trainees is not None and trainees.name == reason.file
        self.add_error("trainees" if at_trainees else "hosts", str(reason))


class RoundForm(forms.Form):
    """The days told in the mails, and the seed of the lottery when one brings one's own."""

    contact_deadline = DayField(
        required=False,
        label=gettext_lazy("Prise de contact avant le"),
        help_text=gettext_lazy("Annoncé aux stagiaires et aux hôtes, par exemple 20/03/2027."),
    )
    next_round_on = DayField(
        required=False,
        label=gettext_lazy("Tour suivant le"),
        help_text=gettext_lazy("Annoncé à qui n’a pas de place."),
    )
    seed = LineField(
        required=False,
        limit=64,
        label=gettext_lazy("Graine du tirage"),
        help_text=gettext_lazy(
            "Laissez vide : elle est tirée au hasard. Une graine annoncée d’avance se recopie ici."
        ),
    )

    def __init__(self, *args: Any, at: date, with_seed: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at
        if not with_seed:
            del self.fields["seed"]

    def clean_contact_deadline(self) -> date | None:
        return self._coming("contact_deadline")

    def clean_next_round_on(self) -> date | None:
        return self._coming("next_round_on")

    def _coming(self, name: str) -> date | None:
        day: date | None = self.cleaned_data[name]
        if day and day < self.at:
            raise forms.ValidationError(
                _("Cette date est passée : donnez une date à venir."), code="past"
            )
        return day


class SimulationForm(forms.Form):
    """The policy of a draft, among those this person may use."""

    policy = PickField(label=gettext_lazy("Règle"))

    def __init__(self, *args: Any, policies: list[Policy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["policy"].choices = [  # type: ignore[attr-defined]
            (policy.value, worded(policy, "fr")) for policy in policies
        ]
        self.fields["policy"].error_messages["invalid_choice"] = gettext_lazy(
            "Cette règle est réservée à l’administration du programme : demandez-lui ce calcul."
        )


class DecisionForm(forms.Form):
    """A pair and what is decided about it. `seen` is the newest decision the page showed."""

    application = forms.IntegerField(min_value=1, max_value=2**62)
    offer = LineField(limit=40)
    kind = PickField(choices=Decision.Kind.choices)
    reason = LineField(required=False, limit=300)
    seen = forms.IntegerField(required=False, min_value=0, max_value=2**62)


class ReplacementForm(forms.Form):
    """Another offer for somebody placed, and why. `place` is the one the page showed."""

    offer = LineField(limit=40)
    reason = LineField(
        limit=300,
        error_messages={
            "required": gettext_lazy("Dites pourquoi : l’hôte et la personne le lisent.")
        },
    )
    place = forms.IntegerField(required=False, min_value=0, max_value=2**62)


class SwapForm(forms.Form):
    """Two people who change places."""

    application = forms.IntegerField(min_value=1, max_value=2**62)
    other = forms.IntegerField(
        min_value=1,
        max_value=2**62,
        error_messages={"required": gettext_lazy("Choisissez avec qui échanger.")},
    )
    seen = forms.IntegerField(required=False, min_value=0, max_value=2**62)


def first_sentence(form: forms.Form) -> str:
    """The first error of a form that has no page of its own."""
    return next((str(error) for errors in form.errors.values() for error in errors), "")
