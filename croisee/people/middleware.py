"""Language of the person, second factor of staff."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.locale import LocaleMiddleware
from django.urls import reverse
from django.utils import translation

from croisee.people.models import Person
from croisee.people.sign_in import DEMO_SESSION
from croisee.people.staff import is_staff

# Pages one may see before the second factor: setting it up, leaving, choosing a language.
OPEN_NAMES = {"sign_out", "account_logout", "set_language_choice", "mfa_authenticate"}
SET_UP_NAMES = {"mfa_activate_totp", "mfa_reauthenticate", "account_reauthenticate"}


class LanguageMiddleware(LocaleMiddleware):
    """The person's language, else the cookie's, else the browser's, else French."""

    def process_request(self, request: HttpRequest) -> None:
        language = self._of_person(request) or translation.get_language_from_request(request)
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE

    def _of_person(self, request: HttpRequest) -> str:
        language = getattr(request.user, "language", "")
        return language if language in dict(settings.LANGUAGES) else ""


class SecondFactorMiddleware:
    """Staff see nothing before their second factor: set up, and shown in this session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        person = request.user
        if not isinstance(person, Person) or self._passes(request, person):
            return None
        if is_mfa_enabled(person, [Authenticator.Type.TOTP]):
            query = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
            return HttpResponseRedirect(f"{reverse('mfa_reauthenticate')}?{query}")
        return HttpResponseRedirect(reverse("mfa_activate_totp"))

    def _passes(self, request: HttpRequest, person: Person) -> bool:
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in OPEN_NAMES | SET_UP_NAMES:
            return True
        if settings.DEMO and request.session.get(DEMO_SESSION):
            return True
        return shown_in(request, person) or not is_staff(person)


def shown_in(request: HttpRequest, person: Person) -> bool:
    """Whether the second factor was shown in this session."""
    records = get_authentication_records(request, person)
    return any(record.get("method") == "mfa" for record in records)
