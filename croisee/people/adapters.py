"""How allauth (second factor only) meets our persons: no sign-up, no password, our mails."""

from __future__ import annotations

import base64
import hashlib
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from croisee.people.models import Person
from croisee.people.staff import is_staff


class AccountAdapter(DefaultAccountAdapter):
    # What happens at every sign-in is not news.
    SILENT = {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        person = request.user
        staff = isinstance(person, Person) and is_staff(person)
        try:
            return reverse(settings.STAFF_REDIRECT_URL if staff else settings.LOGIN_REDIRECT_URL)
        except NoReverseMatch:
            return "/"

    def add_message(
        self, request: HttpRequest, level: int, message_template: Any = None, *args: Any, **kw: Any
    ) -> None:
        if message_template not in self.SILENT:
            super().add_message(request, level, message_template, *args, **kw)


class MFAAdapter(DefaultMFAAdapter):
    """TOTP secrets and recovery seeds are encrypted: a stolen database opens no door."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "cannot_generate_recovery_codes": _(
            "Ajoutez d’abord une application d’authentification : les codes de secours la remplacent "
            "un jour."
        ),
        "incorrect_code": _("Ce n’est pas le bon code."),
    }

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()


def _fernet() -> Fernet:
    key = hashlib.sha256(b"second-factor|" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
