"""What the pages of a registration have in common: one subject each, answers compared, remarks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from croisee.offers.actions.answers import fingerprint

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SHOWN = "shown"


def noted(help_text: StrOrPromise, note: str) -> SafeString:
    """The help of a field with a remark under it, read with it."""
    return format_html('{}<span class="note warn d-block mt-2 mb-2">{}</span>', help_text, note)


class PageForm(forms.Form):
    """One page of answers; `shown` is the fingerprint of what was stored when it was drawn."""

    page: ClassVar[str]
    heading: ClassVar[str | Promise]
    short: ClassVar[str | Promise] = ""  # in the task list; the heading where there is none
    # Even a draft to finish later needs these.
    always: ClassVar[tuple[str, ...]] = ()
    # What the page remembers of itself.
    not_stored: ClassVar[tuple[str, ...]] = ()

    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, stored: Mapping[str, Any], **kwargs: Any
    ) -> None:
        self.stored = dict(stored)
        initial = {**kwargs.pop("initial", {}), **{k: v for k, v in stored.items() if v}}
        super().__init__(data, initial={**initial, SHOWN: fingerprint(stored)}, **kwargs)

    def unfinished(self) -> None:
        """Take what there is: nothing is required of a draft that is finished later."""
        for name, field in self.fields.items():
            if name not in self.always:
                field.required = False

    def answers(self) -> dict[str, Any]:
        own = {SHOWN, *self.not_stored}
        return {name: value for name, value in self.cleaned_data.items() if name not in own}

    def changed_meanwhile(self, current: Mapping[str, Any]) -> None:
        """Say beside each field what somebody else made of it; sending again keeps one's own."""
        data = self.data.copy()  # type: ignore[attr-defined]
        data[SHOWN] = fingerprint(current)
        self.data = data
        told = False
        for name in current:
            if name in self.fields and current[name] != self.stored_as_shown(name):
                self.add_error(name, self._meanwhile(name, current[name]))
                told = True
        if not told:
            self.add_error(None, self._meanwhile("", None))

    def stored_as_shown(self, name: str) -> Any:
        return self.cleaned_data.get(name)

    def _meanwhile(self, name: str, value: Any) -> str:
        saying = self.in_words(name, value) if name else ""
        if not saying:
            return _(
                "Cette page a été modifiée ailleurs pendant que vous écriviez. "
                "Vérifiez vos réponses, puis enregistrez encore pour les garder."
            )
        return _(
            "Pendant que vous écriviez, cette réponse est devenue « %(answer)s ». "
            "Enregistrez encore pour garder la vôtre."
        ) % {"answer": saying}

    def in_words(self, name: str, value: Any) -> str:
        """A stored answer as people read it."""
        field = self.fields[name]
        codes = value if isinstance(value, list) else [value]
        if isinstance(field, forms.ChoiceField):
            labels = dict(field.choices)  # type: ignore[arg-type]
            return ", ".join(str(labels.get(code, code)) for code in codes if code)
        text = str(value or "")
        return text if len(text) <= 80 else text[:79] + "…"

    def show_remarks(self, remarks: Mapping[str, str], names: Mapping[str, str]) -> None:
        """Put what the coordinator asks beside the field concerned. `names`: field → remark."""
        for name, field in self.fields.items():
            remark = remarks.get(names.get(name, name))
            if remark:
                told = format_html("<b>{}</b> {}", _("Votre référent·e demande :"), remark)
                field.help_text = noted(field.help_text, told)
