"""What the doors share: where to go next, from which machine, how to come in, how to say no."""

from __future__ import annotations

from datetime import datetime

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from croisee.core.text import TextRefusedError, clean_text
from croisee.core.written_dates import time_of_day
from croisee.people.models import Person

NEXT_LENGTH = 300


def safe_next(path: str) -> str:
    """`path` if it stays on this site, else ''. Our own pages are paths: no host is ever allowed."""
    try:
        path = clean_text(path, max_length=NEXT_LENGTH)
    except TextRefusedError:
        return ""
    local = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if local else ""


def next_of(request: HttpRequest) -> str:
    return safe_next(request.POST.get("next") or request.GET.get("next") or "")


def home_of(request: HttpRequest) -> str:
    return get_adapter(request).get_login_redirect_url(request)


def machine_of(request: HttpRequest) -> str:
    """The address of the visitor, behind as many proxies as the settings trust."""
    return get_adapter(request).get_client_ip(request)


def enter(request: HttpRequest, person: Person, next_path: str, *, method: str) -> HttpResponse:
    """Sign a person in, through allauth so that the second factor is asked of who has one."""
    if request.user.is_authenticated:
        if request.user.pk == person.pk:
            return HttpResponseRedirect(safe_next(next_path) or home_of(request))
        logout(request)
    record_authentication(request, person, method=method)
    return perform_login(request, person, redirect_url=safe_next(next_path) or None)


def too_often(until: datetime) -> str:
    return _("Trop d’essais. Réessayez à %(time)s.") % {"time": time_of_day(until)}


def refuse_for_now(response: HttpResponse, until: datetime, at: datetime) -> HttpResponse:
    response.status_code = 429
    response["Retry-After"] = str(max(1, int((until - at).total_seconds()) + 1))
    return response
