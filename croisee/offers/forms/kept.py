"""What somebody typed is not lost when the session ends before they send it.

Sent without being signed in, a form's answers wait in the session; after the sign-in the same page
shows them again, to be looked at and sent (issue: nothing lost on error or time-out).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse

from croisee.core.form_fields import printable_input

KEY = "kept_answers"
LIMIT = 60_000  # characters; a session is a row of the database
View = Callable[..., HttpResponse]


def keeps_answers(view: View) -> View:
    """For views that need a person: asks who it is, keeping what was sent."""

    @login_not_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method == "POST":
            _keep(request)
        return redirect_to_login(request.get_full_path())

    return guarded


def _keep(request: HttpRequest) -> None:
    typed = printable_input(request.POST.urlencode())
    if len(typed) <= LIMIT:
        request.session[KEY] = {"path": request.path, "typed": typed}


def typed_before(request: HttpRequest) -> QueryDict | None:
    """The answers kept for this page, once; None when there are none."""
    kept = request.session.get(KEY)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[KEY]
    return QueryDict(kept["typed"])


def needs_person(back: str) -> Callable[[View], View]:
    """For acts that are one button: signed out, one comes back to the page that has it."""

    def decorate(view: View) -> View:
        @login_not_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.is_authenticated:
                return view(request, *args, **kwargs)
            return redirect_to_login(reverse(back))

        return guarded

    return decorate
