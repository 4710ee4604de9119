"""The forms of signing in."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base import forms as mfa
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _

from croisee.core.text import TextRefusedError, clean_text
from croisee.people import spent_codes


class AddressField(forms.EmailField):
    def __init__(self, **kwargs: Any) -> None:
        wrong = _("Écrivez une adresse e-mail complète, comme prenom.nom@service.be.")
        super().__init__(
            max_length=254,
            error_messages={
                "required": _("Écrivez votre adresse e-mail."),
                "invalid": wrong,
                "max_length": wrong,
            },
            widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
            **kwargs,
        )

    def clean(self, value: Any) -> str:
        try:
            value = clean_text(str(value or ""), max_length=1000)
        except TextRefusedError:
            raise forms.ValidationError(self.error_messages["invalid"], "invalid") from None
        return super().clean(value)


class AddressForm(forms.Form):
    email = AddressField(
        label=_("Votre adresse e-mail"),
        help_text=_("Celle de votre inscription. Il n’y a pas de mot de passe."),
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code à six chiffres"),
        help_text=_("Il est dans le message, ou votre référent·e vous le dit au téléphone."),
        max_length=20,
        error_messages={"required": _("Tapez le code à six chiffres.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "w-num"}
        ),
    )

    def clean_code(self) -> str:
        """Blanks, dots and hyphens people type between digits do not count."""
        code = "".join(char for char in self.cleaned_data["code"] if char not in " .-\u00a0\u202f")
        if not (code.isascii() and code.isdigit() and len(code) == 6):
            raise forms.ValidationError(_("Le code a six chiffres, sans lettre."), "invalid")
        return code


class ActivateForm(ActivateTOTPForm):
    """The first code of the application, which proves that it was added."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code affiché par l’application")


class OnceForm(mfa.BaseAuthenticateForm):
    """A code of the application that was used opens nothing a second time."""

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if spent_codes.is_spent(self.user, code):
            # Before allauth looks: a right code would forgive the wrong ones tried before it.
            check_rate_limit(self.user)
            raise _spent()
        super().clean_code()
        of_application = self.authenticator.type == Authenticator.Type.TOTP
        if of_application and not spent_codes.spend(self.user, code):
            raise _spent()
        return code


def _spent() -> forms.ValidationError:
    return forms.ValidationError(_("Ce code a déjà servi. Tapez le suivant, dans une demi-minute."))


class SecondFactorForm(OnceForm, mfa.AuthenticateForm):
    """At each sign-in."""


class SecondFactorAgainForm(OnceForm, mfa.ReauthenticateForm):
    """Before what is grave."""
