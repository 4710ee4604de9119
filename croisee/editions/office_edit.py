"""Settings and phases as editors: field by field, so that nobody's change is lost (IM-02)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from croisee.core.listing.editing import Editor, RefusedError
from croisee.core.listing.undo import register
from croisee.editions import office_acts, rules
from croisee.editions.forms import PhaseForm, SettingsForm
from croisee.editions.models import Edition, Phase
from croisee.people.models import Person

ENDS = ("opens", "closes")


class SettingsEditor(Editor):
    key = "edition"
    form_class = SettingsForm

    def load(self, edition: Edition, pk: int, *, lock: bool = False) -> Edition | None:
        found = Edition.objects.filter(pk=pk, programme=edition.programme_id)
        found = found.select_for_update(of=("self",)) if lock else found
        return found.select_related("programme").first()

    def read(self, thing: Edition) -> dict[str, Any]:
        return office_acts.read_settings(thing)

    def write(
        self, thing: Edition, changes: dict[str, Any], *, by: Person | None, at: datetime
    ) -> None:
        try:
            office_acts.change_settings(thing, changes, by=by, at=at)
        except office_acts.TrialDataError:
            raise RefusedError(_refusal(thing), "test_mode") from None

    def may(self, person: Person, thing: Edition, at: datetime) -> bool:
        return rules.administers(person, thing.programme, at)

    def name(self, thing: Edition) -> str:
        return str(thing)


def _refusal(edition: Edition) -> str:
    if edition.test_mode:
        return _(
            "Effacez d’abord les données d’essai, sur la page de l’édition : sinon elles deviendraient "
            "de vraies offres et de vraies inscriptions."
        )
    return _("Cette édition a déjà de vraies données : elle ne peut plus devenir un essai.")


class PhaseEditor(Editor):
    """Days and hours as they are typed, in the edition's zone."""

    key = "phase"
    form_class = PhaseForm

    def load(self, edition: Edition, pk: int, *, lock: bool = False) -> Phase | None:
        found = Phase.objects.filter(pk=pk, edition=edition)
        found = found.select_for_update(of=("self",)) if lock else found
        return found.select_related("edition__programme").first()

    def read(self, thing: Phase) -> dict[str, Any]:
        found: dict[str, Any] = {"switch": thing.switch}
        for end in ENDS:
            wall = timezone.localtime(getattr(thing, f"{end}_at"), thing.edition.timezone)
            found[f"{end}_on"] = f"{wall:%d/%m/%Y}"
            found[f"{end}_hour"] = f"{wall:%H:%M}"
        return found

    def write(
        self, thing: Phase, changes: dict[str, Any], *, by: Person | None, at: datetime
    ) -> None:
        values = {**self.read(thing), **changes}
        form = PhaseForm(values, zone=thing.edition.timezone)
        if form.is_valid():
            wanted = {name: form.cleaned_data[name] for name in ("opens_at", "closes_at")}
            different = {n: v for n, v in wanted.items() if v != getattr(thing, n)}
            if values["switch"] != thing.switch:
                different["switch"] = values["switch"]
            office_acts.change_phase(thing, different, by=by, at=at)

    def may(self, person: Person, thing: Phase, at: datetime) -> bool:
        return rules.administers(person, thing.edition.programme, at)

    def name(self, thing: Phase) -> str:
        return str(thing.get_kind_display())

    def make_form(self, thing: Phase, data: Any, **kwargs: Any) -> forms.Form:
        return _TypedPhaseForm(data, zone=thing.edition.timezone, **kwargs)


class _TypedPhaseForm(PhaseForm):
    """Cleaned values go back to what is typed, so that they compare with what was shown."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for end in ENDS:
            cleaned.pop(f"{end}_at", None)
            if cleaned.get(f"{end}_on"):
                cleaned[f"{end}_on"] = f"{cleaned[f'{end}_on']:%d/%m/%Y}"
            if cleaned.get(f"{end}_hour") is not None:
                cleaned[f"{end}_hour"] = f"{cleaned[f'{end}_hour']:%H:%M}"
        return cleaned


EDITIONS = register(SettingsEditor())
PHASES = register(PhaseEditor())
