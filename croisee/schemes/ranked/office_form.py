"""The form of an application as coordinators fill it, for themselves or for somebody on the phone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from croisee.core.form_fields import (
    EmailField,
    LineField,
    PhoneField,
    PickField,
    PostcodeField,
    TextField,
)
from croisee.directory.models import Profession, Sector
from croisee.directory.queries import place_of
from croisee.editions.models import Edition
from croisee.offers.enums import OfferState
from croisee.offers.models import Offer
from croisee.people.models import Language
from croisee.placements.models import Placement
from croisee.schemes.ranked.models import Application

CHOICE = "choice_{rank}"
UNTOLD = "untold"
OPEN_STATES = (OfferState.PUBLISHED, OfferState.PAUSED)


class ApplicationForm(forms.Form):
    """Everything an application says, choices included; only the choices are of this edition."""

    tell_optional = False

    employer = LineField(label=gettext_lazy("Employeur / service"), limit=200, required=False)
    profession = PickField(label=gettext_lazy("Profession"), required=False)
    profession_text = LineField(
        label=gettext_lazy("Autre profession, telle qu’écrite"), limit=120, required=False
    )
    sector = PickField(label=gettext_lazy("Secteur"), required=False)
    sector_text = LineField(
        label=gettext_lazy("Autre secteur, tel qu’écrit"), limit=120, required=False
    )
    postcode = PostcodeField(
        label=gettext_lazy("Code postal du lieu de travail"),
        help_text=gettext_lazy("Il dit quelle province suit cette inscription."),
        required=False,
    )
    status = PickField(label=gettext_lazy("Statut"), required=False)
    priority_class = forms.TypedChoiceField(
        label=gettext_lazy("Priorité"),
        coerce=int,
        choices=Application.PriorityClass.choices,
        error_messages={"invalid_choice": gettext_lazy("Choisissez dans la liste.")},
    )
    availability = LineField(label=gettext_lazy("Disponibilités"), limit=300, required=False)
    expectations = TextField(label=gettext_lazy("Attentes"), limit=3000, rows=4, required=False)
    hierarchy_agreement = forms.BooleanField(
        label=gettext_lazy("Sa hiérarchie est d’accord"), required=False
    )
    confidentiality_accepted = forms.BooleanField(
        label=gettext_lazy("S’engage au secret professionnel"), required=False
    )

    def __init__(
        self, *args: Any, edition: Edition, held: tuple[int, ...] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        blank = [("", _("à compléter"))]
        self._choices("profession", blank + [(r.code, r.name) for r in Profession.objects.all()])
        self._choices("sector", blank + [(r.code, r.name) for r in Sector.objects.all()])
        self._choices("status", blank + list(Application.Status.choices))
        offers = _offers(edition, held)
        for rank in range(1, edition.max_choices + 1):
            self.fields[CHOICE.format(rank=rank)] = PickField(
                label=_("Choix %(rank)d") % {"rank": rank},
                choices=[("", _("aucun")), *offers],
                required=False,
            )

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_postcode(self) -> str:
        code = self.cleaned_data["postcode"]
        if code and place_of(code) is None:
            raise ValidationError(_("Ce code postal n’existe pas en Belgique."))
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        seen: dict[str, str] = {}
        for name in [name for name in self.fields if name.startswith("choice_")]:
            number = cleaned.get(name)
            if number and number in seen:
                self.add_error(name, _("Cette offre est déjà un autre choix : chacune une fois."))
            seen[number or name] = name
        return cleaned


def _offers(edition: Edition, held: tuple[int, ...]) -> list[tuple[str, str]]:
    """Offers that can be chosen, and those chosen already even if they left the catalogue."""
    found = Offer.objects.filter(edition=edition, state__in=OPEN_STATES) | Offer.objects.filter(
        pk__in=held
    )
    rows = found.select_related("service__organisation").order_by("number")
    return [
        (offer.number, f"{offer.number} · {offer.service.full_name} · {offer.title}")
        for offer in rows
    ]


def journaled_fields(edition: Edition) -> dict[str, forms.Field]:
    """The fields that put the journal of an application and its placement into words; choices by
    the id of the offer. No state of the one is a state of the other."""
    offers = Offer.objects.filter(edition=edition).values_list("pk", "number", "title")
    named = [(pk, f"{number} {title}") for pk, number, title in offers]
    choices = forms.ChoiceField(label=_("Choix"), choices=named)
    states = [*Application.State.choices, *Placement.State.choices]
    state = forms.ChoiceField(label=_("État"), choices=states)
    return {**ApplicationForm(edition=edition).fields, "choices": choices, "state": state}


class ChangeForm(ApplicationForm):
    """An application that is there: who asked for the change may know it already."""

    untold = forms.BooleanField(
        label=gettext_lazy("Ne pas lui écrire que ses choix ont changé"),
        help_text=gettext_lazy(
            "Sans cette coche, la personne reçoit ses nouveaux choix par courriel."
        ),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([name for name in self.fields if name != UNTOLD] + [UNTOLD])

    def clean(self) -> dict[str, Any]:
        """The tick is about this save: it is no field of the application."""
        cleaned = super().clean()
        cleaned.pop(UNTOLD, None)
        return cleaned


class PersonFields(forms.Form):
    """Who is registered on the phone."""

    first_name = LineField(label=gettext_lazy("Prénom"), limit=100)
    last_name = LineField(label=gettext_lazy("Nom"), limit=100)
    email = EmailField(label=gettext_lazy("E-mail professionnel"))
    phone = PhoneField(label=gettext_lazy("Téléphone"), required=False)
    language = PickField(
        label=gettext_lazy("Langue"), choices=Language.choices, initial=Language.FR
    )


class RegisterForm(PersonFields, ApplicationForm):
    """Somebody registered by a coordinator; they receive the confirmation with the conditions."""

    field_order = ("first_name", "last_name", "email", "phone", "language")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "choice_1" in self.fields and not any(
            cleaned.get(name) for name in self.fields if name.startswith("choice_")
        ):
            self.add_error("choice_1", _("Choisissez au moins une offre."))
        return cleaned
