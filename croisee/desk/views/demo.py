"""The demo's sign-in page: one click a role. Exists only where settings.DEMO is set."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from croisee.desk.demo.roles import doors
from croisee.people.sign_in import sign_in_directly


@login_not_required
def choose_role(request: HttpRequest) -> HttpResponse:
    _only_in_demo()
    return render(request, "desk/demo.html", {"doors": doors()})


@login_not_required
@require_POST
def play_role(request: HttpRequest, key: str) -> HttpResponse:
    _only_in_demo()
    door = next((door for door in doors() if door.key == key), None)
    if door is None:
        raise Http404
    sign_in_directly(request, door.person)
    return redirect(door.next_path)


def _only_in_demo() -> None:
    if not settings.DEMO:
        raise Http404
