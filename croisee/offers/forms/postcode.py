"""Where a workplace or a service lies: deduced from its postcode; outside the programme's provinces it is
asked once whether that is meant, and said what it means (IM-14)."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from croisee.core.written_lists import joined
from croisee.directory.queries import Place, place_of
from croisee.editions.models import Edition
from croisee.editions.queries import provinces_of
from croisee.offers.forms.steps import PageForm

OUTSIDE = "outside"


class PostcodeForm(PageForm):
    """A page with a postcode; `OUTSIDE` holds the one that was told to lie outside."""

    outside_means: ClassVar[str | Promise]
    not_stored = (OUTSIDE,)
    asking = True

    outside = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.edition = edition
        place = place_of(self.stored.get("postcode") or "-")
        if place and place.province:
            self.fields["postcode"].help_text = where(place.municipality.name, place.province.name)

    def unfinished(self) -> None:
        super().unfinished()
        self.asking = False

    def clean_postcode(self) -> str:
        code: str = self.cleaned_data["postcode"]
        place = place_of(code) if code else None
        if code and place is None:
            raise ValidationError(
                _("Ce code postal n’existe pas en Belgique : vérifiez ses quatre chiffres."),
                code="postcode",
            )
        if (
            place
            and self.asking
            and code not in {self.data.get(OUTSIDE), self.stored.get("postcode")}
        ):
            self._ask_outside(code, place)
        return code

    def _ask_outside(self, code: str, place: Place) -> None:
        provinces = provinces_of(self.edition)
        if not provinces or place.province in provinces:
            return
        data = self.data.copy()  # type: ignore[attr-defined]
        data[OUTSIDE] = code
        self.data = data
        told = _("%(place)s est hors du territoire de ce programme : %(provinces)s.") % {
            "place": f"{code} {_named(place)}",
            "provinces": joined(province.name for province in provinces),
        }
        raise ValidationError(f"{told} {self.outside_means}", code=OUTSIDE)


def _named(place: Place) -> str:
    town, province = place.municipality.name, place.province
    return f"{town} ({province.name})" if province and province.name != town else town


def where(municipality: str, province: str) -> str:
    """« Dinant, province : Namur »: what a postcode says."""
    return _("Commune : %(municipality)s ; province ou région : %(province)s.") % {
        "municipality": municipality,
        "province": province,
    }
