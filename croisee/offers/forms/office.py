"""Forms of the coordinators."""

from __future__ import annotations

from typing import Any

from django import forms

from croisee.core.text import TextRefusedError, clean_text
from croisee.offers.labels import LABELS

REMARKABLE = (
    "title",
    "what_you_will_face",
    "description",
    "places",
    "weekdays",
    "professions",
    "address",
    "contacts",
)


class RemarksForm(forms.Form):
    """One remark per field of the offer, shown to the host beside that field."""

    tell_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in REMARKABLE:
            self.fields[name] = forms.CharField(
                label=LABELS[name],
                required=False,
                max_length=500,
                widget=forms.Textarea({"rows": 2}),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, text in cleaned.items():
            try:
                cleaned[name] = clean_text(text, max_length=500, single_line=False)
            except TextRefusedError as error:
                self.add_error(name, str(error))
        return cleaned

    def remarks(self) -> dict[str, str]:
        return {name: text for name, text in self.cleaned_data.items() if text}
