"""The fields that put journaled codes into words, where entries of several kinds are read together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from croisee.desk.people import PersonForm
from croisee.editions.enums import RoleName
from croisee.editions.models import Edition
from croisee.offers.models import Offer
from croisee.offers.views.office import FIELDS as OFFER_FIELDS
from croisee.placements.models import Placement
from croisee.schemes.ranked.models import Application
from croisee.schemes.ranked.office_form import ApplicationForm


def fields_by_kind(edition: Edition) -> dict[str, Mapping[str, forms.Field]]:
    """`{kind of thing: {journaled name: field}}`; offers of the whole programme have their title."""
    offers = Offer.objects.filter(edition__programme=edition.programme_id)
    rows = offers.values_list("pk", "number", "title")
    named = [(pk, f"{number} {title}") for pk, number, title in rows]
    return {
        "offers.offer": OFFER_FIELDS,
        "people.person": PersonForm.base_fields,
        "editions.rolegrant": {"role": _choice(_("Rôle"), RoleName.choices)},
        "placements.placement": {"state": _choice(_("État"), Placement.State.choices)},
        "ranked.application": {
            **ApplicationForm(edition=edition).fields,
            "state": _choice(_("État"), Application.State.choices),
            "choices": _choice(_("Choix"), named),
        },
    }


def _choice(label: str, choices: list[tuple[Any, Any]]) -> forms.Field:
    return forms.ChoiceField(label=label, choices=choices)
