"""2. The contacts of an offer: several, the first is written to first."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from croisee.core.form_fields import EmailField, LineField, PhoneField, PickField
from croisee.editions.models import Edition
from croisee.offers.forms.steps import PageForm
from croisee.people.models import Language, Person, email_key

MOST = 4
SENTENCES = {
    "first_name": gettext_lazy("Écrivez le prénom."),
    "last_name": gettext_lazy("Écrivez le nom."),
    "email": gettext_lazy("Écrivez l’adresse e-mail professionnelle."),
}
TYPED = ("first_name", "last_name", "email", "title", "phone")
PARTS = (*TYPED, "language", "reference")


class ContactsForm(PageForm):
    """Rows of fields `first_name_0`, `last_name_0`…; an emptied row takes a contact away."""

    page = "contacts"
    heading = gettext_lazy("Les contacts")
    tell_optional = False  # the legend of a row says it once
    told_optional = tuple(f"{part}_{row}" for part in ("title", "phone") for row in range(MOST))

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        stored: Mapping[str, Any],
        edition: Edition,
        own: Person,
        settled: Collection[str] = (),
        **kwargs: Any,
    ) -> None:
        """`settled`: addresses of colleagues who come here themselves, so chose their language."""
        self.own = own
        rows = stored["contacts"]
        super().__init__(data, stored=stored, **kwargs)
        sent = sum(1 for row in range(MOST) if data is not None and f"email_{row}" in data)
        self.rows = min(MOST, max(len(rows) + 1, sent, 2))
        for row in range(self.rows):
            for name, field in _fields(row).items():
                self.fields[name] = field
            self.initial[f"language_{row}"] = (get_language() or "fr")[:2]
        for row, contact in enumerate(rows[:MOST]):
            self.initial.update({f"{part}_{row}": contact[part] for part in PARTS})
            if contact["email"] in settled:
                self.fields[f"language_{row}"].disabled = True
                self.fields[f"language_{row}"].help_text = _("Choisie par la personne elle-même.")

    @property
    def groups(self) -> Iterator[tuple[int, list[BoundField]]]:
        for row in range(self.rows):
            yield row + 1, [self[f"{part}_{row}"] for part in PARTS]

    def unfinished(self) -> None:
        """A contact is whole or not there."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for row in range(self.rows):
            if row > 0 and any(cleaned.get(f"{part}_{row}") for part in (*TYPED, "reference")):
                self._require(row, cleaned)
        self._refuse_twice(cleaned)
        self._one_reference(cleaned)
        if not self.errors and email_key(self.own.email) not in self._keys(cleaned).values():
            self.add_error(
                "email_0",
                _("Restez parmi les contacts : sans cela vous n’auriez plus accès à cette offre."),
            )
        return cleaned

    def answers(self) -> dict[str, Any]:
        rows = [
            {part: self.cleaned_data[f"{part}_{row}"] for part in PARTS}
            for row in range(self.rows)
            if self.cleaned_data.get(f"email_{row}")
        ]
        return {"contacts": rows}

    def other_name(self, position: int) -> None:
        """The address of the n-th contact given is known under another name."""
        filled = [row for row in range(self.rows) if self.cleaned_data.get(f"email_{row}")]
        self.add_error(
            f"email_{filled[position]}",
            _("Cette adresse est celle d’une autre personne : vérifiez l’adresse et le nom."),
        )

    def _require(self, row: int, cleaned: dict[str, Any]) -> None:
        for part, sentence in SENTENCES.items():
            name = f"{part}_{row}"
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, sentence)

    def _refuse_twice(self, cleaned: dict[str, Any]) -> None:
        seen: set[str] = set()
        for row, key in self._keys(cleaned).items():
            if key in seen:
                self.add_error(
                    f"email_{row}", _("Cette adresse est déjà celle d’un autre contact.")
                )
            seen.add(key)

    def _one_reference(self, cleaned: dict[str, Any]) -> None:
        """MY-12: one person of reference an institution."""
        ticked = [row for row in range(self.rows) if cleaned.get(f"reference_{row}")]
        for row in ticked[1:]:
            self.add_error(
                f"reference_{row}", _("Une seule personne de référence : gardez-en une.")
            )

    def _keys(self, cleaned: dict[str, Any]) -> dict[int, str]:
        addresses = {row: cleaned.get(f"email_{row}") for row in range(self.rows)}
        return {row: email_key(address) for row, address in addresses.items() if address}


def _fields(row: int) -> dict[str, forms.Field]:
    """The first contact is required; of the others, a row is whole or empty (`clean`)."""
    first = row == 0
    asked = {
        part: {"required": first, "error_messages": {"required": SENTENCES[part]}}
        for part in SENTENCES
    }
    fields: dict[str, forms.Field] = {
        "first_name": LineField(label=gettext_lazy("Prénom"), limit=100, **asked["first_name"]),
        "last_name": LineField(label=gettext_lazy("Nom"), limit=100, **asked["last_name"]),
        "email": EmailField(label=gettext_lazy("E-mail professionnel"), **asked["email"]),
        "title": LineField(label=gettext_lazy("Fonction"), limit=120, required=False),
        "phone": PhoneField(label=gettext_lazy("Téléphone"), required=False),
        "language": PickField(
            label=gettext_lazy("Langue de correspondance"),
            choices=Language.choices,
            required=first,
            sentence=gettext_lazy("Choisissez la langue dans laquelle nous lui écrivons."),
        ),
        "reference": forms.BooleanField(
            label=gettext_lazy("Personne de référence de l’institution pour les immersions"),
            required=False,
        ),
    }
    return {f"{part}_{row}": field for part, field in fields.items()}
