"""Choosing the language of the site."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from croisee.core.clock import now
from croisee.people.actions import choose_language
from croisee.people.models import Person
from croisee.people.views import arrival

A_YEAR = 365 * 24 * 3600


@login_not_required
@require_POST
def set_language_choice(request: HttpRequest) -> HttpResponse:
    """Kept with the person who is signed in, and in a cookie for when they are not."""
    language = request.POST.get("language", "")
    response = HttpResponseRedirect(arrival.next_of(request) or "/")
    if language not in dict(settings.LANGUAGES):
        return response
    if isinstance(request.user, Person):
        choose_language(request.user, language, at=now())
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=A_YEAR,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
    return response
