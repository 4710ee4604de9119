"""Visiting a trial edition: who came by its link sees it in place of the public one (IM-23).

The public pages ask `queries.current_edition()`; for the time of one request it answers with the
edition that this browser tries out.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from hmac import compare_digest

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from croisee.core import tokens
from croisee.editions.models import Edition

KEY = "trial_edition"
_visited: ContextVar[int | None] = ContextVar("trial_edition", default=None)


def visited() -> int | None:
    """The id of the trial edition this request visits."""
    return _visited.get()


def link_path(edition: Edition) -> str:
    """The address one shares with those who try the forms. It ends with the test mode."""
    return reverse("editions:try", args=[edition.pk, _token(edition)])


def fits(edition: Edition, token: str) -> bool:
    return edition.test_mode and compare_digest(token, _token(edition))


def _token(edition: Edition) -> str:
    return tokens.derived_token("trial", f"{edition.pk}:{edition.created_at.timestamp()}")


class TrialVisitMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        reset = _visited.set(request.session.get(KEY))
        try:
            return self.get_response(request)
        finally:
            _visited.reset(reset)
