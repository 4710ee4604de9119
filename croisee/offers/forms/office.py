"""Forms of the coordinators: remarks on an offer, and every field of it by hand (IM-05)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from croisee.core.form_fields import (
    EmailField,
    LineField,
    PhoneField,
    PickField,
    PostcodeField,
    TextField,
    TicksField,
    WholeNumberField,
)
from croisee.directory.enterprise import normal_form, validate_enterprise_number
from croisee.directory.models import Profession, Sector
from croisee.directory.queries import place_of
from croisee.offers.enums import (
    Age,
    BeneficiaryContact,
    Duration,
    Format,
    SpokenLanguage,
    Weekday,
)
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
MOST_PLACES = 500


class RemarksForm(forms.Form):
    """One remark per field of the offer, shown to the host beside that field."""

    tell_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in REMARKABLE:
            self.fields[name] = TextField(label=LABELS[name], required=False, limit=500, rows=2)

    def remarks(self) -> dict[str, str]:
        return {name: text for name, text in self.cleaned_data.items() if text}


def _blank(choices: Any) -> list[tuple[str, Any]]:
    return [("", gettext_lazy("à compléter")), *choices]


class ServiceForm(forms.Form):
    """A service and the institution it is part of; only the institution's name is asked for."""

    tell_optional = False

    organisation = LineField(label=gettext_lazy("Institution"), limit=200)
    service = LineField(label=LABELS["service"], limit=200, required=False)
    enterprise_number = LineField(
        label=gettext_lazy("Numéro d’entreprise (BCE)"), limit=20, required=False
    )
    address = LineField(label=LABELS["address"], limit=250, required=False)
    postcode = PostcodeField(label=LABELS["postcode"], required=False)
    sectors = TicksField(label=LABELS["sectors"], required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sectors"].choices = [(row.code, row.name) for row in Sector.objects.all()]  # type: ignore[attr-defined]

    def clean_enterprise_number(self) -> str:
        text = self.cleaned_data["enterprise_number"]
        validate_enterprise_number(text)
        return normal_form(text) if text else ""

    def clean_postcode(self) -> str:
        code = self.cleaned_data["postcode"]
        if code and place_of(code) is None:
            raise ValidationError(_("Ce code postal n’existe pas en Belgique."))
        return code


class OfferForm(ServiceForm):
    """All the fields of an offer and of the service it takes place in.

    An imported offer may be incomplete: only institution, title and places are asked for.
    """

    title = LineField(label=LABELS["title"], limit=200)
    format = PickField(label=LABELS["format"], choices=_blank(Format.choices), required=False)
    description = TextField(label=LABELS["description"], limit=6000, required=False)
    what_you_will_face = TextField(label=LABELS["what_you_will_face"], limit=6000, required=False)
    professions = TicksField(label=LABELS["professions"], required=False)
    professions_text = LineField(
        label=gettext_lazy("Autre profession, telle qu’écrite"), limit=300, required=False
    )
    target_ages = TicksField(label=LABELS["target_ages"], choices=Age.choices, required=False)
    places = WholeNumberField(
        label=LABELS["places"],
        least=0,
        most=MOST_PLACES,
        sentence=gettext_lazy("Écrivez un nombre de places, de 0 à 500."),
    )
    duration = PickField(label=LABELS["duration"], choices=_blank(Duration.choices), required=False)
    weekdays = TicksField(label=LABELS["weekdays"], choices=Weekday.choices, required=False)
    suggested_dates = LineField(label=gettext_lazy("Dates suggérées"), limit=300, required=False)
    languages = TicksField(
        label=LABELS["languages"], choices=SpokenLanguage.choices, required=False
    )
    beneficiary_contact = PickField(
        label=LABELS["beneficiary_contact"],
        choices=_blank(BeneficiaryContact.choices),
        required=False,
    )
    lunch = LineField(label=LABELS["lunch"], limit=300, required=False)
    access = TextField(label=LABELS["access"], limit=3000, rows=3, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["professions"].choices = [  # type: ignore[attr-defined]
            (row.code, row.name) for row in Profession.objects.all()
        ]


class ContactForm(forms.Form):
    """One contact of an offer; an empty line is left out."""

    first_name = LineField(label=gettext_lazy("Prénom"), limit=100)
    last_name = LineField(label=gettext_lazy("Nom"), limit=100)
    email = EmailField(label=gettext_lazy("E-mail professionnel"))
    title = LineField(label=gettext_lazy("Fonction"), limit=120, required=False)
    phone = PhoneField(label=gettext_lazy("Téléphone"), required=False)


class BaseContacts(BaseFormSet):
    """Several contacts are welcome; at least one, or nobody is told anything."""

    def clean(self) -> None:
        if any(self.errors):
            return
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data]
        emails = [row["email"].casefold() for row in rows if not row.get("DELETE")]
        if not emails:
            raise ValidationError(_("Gardez au moins une personne de contact."))
        if len(set(emails)) < len(emails):
            raise ValidationError(_("Deux lignes ont la même adresse : gardez-en une."))

    def answers(self) -> list[dict[str, str]]:
        return [
            {name: form.cleaned_data[name] for name in ContactForm.base_fields}
            for form in self.forms
            if form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]


ContactsFormSet = formset_factory(
    ContactForm,
    formset=BaseContacts,
    extra=1,
    can_delete=True,
    can_delete_extra=False,
    max_num=8,
    absolute_max=12,
)
