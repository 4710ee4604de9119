"""Forms of the coordinators for what ends after publication: a place, an offer where people go."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from croisee.core.form_fields import LineField, PickField

AGAIN, OVER = "again", "over"


class OfferEndForm(forms.Form):
    """Why an offer is withdrawn: everybody who loses a place reads it."""

    reason = LineField(
        label=gettext_lazy("Pour quelle raison\u00a0?"),
        help_text=gettext_lazy(
            "Les personnes prévenues la lisent : une phrase suffit, sans rien dire d’un "
            "bénéficiaire ni de la santé de quelqu’un."
        ),
        limit=300,
        error_messages={"required": gettext_lazy("Dites en quelques mots pourquoi.")},
    )


class CancelForm(OfferEndForm):
    """Why a place is taken back, and what becomes of the person."""

    next = PickField(
        label=gettext_lazy("Et ensuite\u00a0?"),
        choices=[
            (
                AGAIN,
                gettext_lazy(
                    "La proposer à nouveau\u00a0: son inscription et ses choix attendent le prochain "
                    "tour."
                ),
            ),
            (OVER, gettext_lazy("Ne plus la proposer\u00a0: son inscription est retirée.")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez ce qui se passe ensuite.")},
    )

    def __init__(self, *args: Any, registered: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not registered:
            del self.fields["next"]

    @property
    def again(self) -> bool:
        return self.cleaned_data.get("next", AGAIN) == AGAIN
