"""Beginning and ending to see the site as somebody else, and every page in between."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from croisee.core.clock import now
from croisee.desk import people, view_as
from croisee.editions.guards import office_page
from croisee.editions.models import Edition
from croisee.people.models import Person

SAFE = {"GET", "HEAD", "OPTIONS"}
END = "desk:view_as_end"
# Doors, and what opens them: nobody walks through as somebody else.
SECRET = ("sign_in", "account_", "mfa_", "unsubscribe", "announcements", "offers:priority")


@require_POST
@office_page
def begin(request: HttpRequest, edition: Edition, person_id: int) -> HttpResponse:
    person, at = people.PEOPLE.load(edition, person_id), now()
    if person is None:
        raise Http404
    if not view_as.may_view_as(request.user, person, edition.programme, at):
        raise PermissionDenied
    view_as.begin(request, edition, person, at)
    return redirect("my_space")


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    return redirect(view_as.end(request) or "my_space")


class ViewAsMiddleware:
    """Puts the person in the place of the coordinator, for pages that only show."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        kept = view_as.kept_in(request)
        if not kept or not isinstance(request.user, Person) or _name(request) == END:
            return None
        viewing = view_as.allowed(request.user, kept, now())
        if viewing is None:
            return _over(request)
        request.viewing_as = viewing  # type: ignore[attr-defined]
        if request.method not in SAFE or _closed(request):
            return render(request, "desk/view_as_refused.html", status=403)
        request.user = viewing.person
        translation.activate(viewing.person.language)
        return None


def _over(request: HttpRequest) -> HttpResponse:
    """Half an hour has passed, or the right has: the page asked for is another person's."""
    messages.info(request, _("Vous ne voyez plus le site comme quelqu’un d’autre."))
    return redirect(view_as.end(request))


def _closed(request: HttpRequest) -> bool:
    return _name(request).startswith(SECRET) or request.path.startswith(reverse("desk:start"))


def _name(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""
