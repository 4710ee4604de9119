"""Giving one's address, then typing the code. Known or not, an address gets the same answers."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from croisee.core.clock import now
from croisee.core.text import email_key
from croisee.people import limits, pending
from croisee.people.forms import AddressForm, CodeForm
from croisee.people.models import SignInRequest
from croisee.people.sign_in import ask, code_can_be_typed, try_code
from croisee.people.views import arrival


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest, *, registering: bool = False) -> HttpResponse:
    """Give one's address; a link and a code are mailed to it if it is known.

    `registering`: given at a door of the registrations, which made it known whoever it is.
    """
    next_path, at = arrival.next_of(request), now()
    if request.user.is_authenticated:
        return HttpResponseRedirect(next_path or arrival.home_of(request))
    form = AddressForm(request.POST if request.method == "POST" else None)
    until = None
    if form.is_bound and form.is_valid():
        until = _spend_asking(request, form.cleaned_data["email"], at)
        if until is None:
            email = form.cleaned_data["email"]
            made = ask(email, language=get_language() or "fr", at=at, next_path=next_path)
            return _look_at_mail(request, made, email, registering=registering)
        form.add_error("email", arrival.too_often(until))
    response = render(request, "people/sign_in.html", {"form": form, "next": next_path})
    return arrival.refuse_for_now(response, until, at) if until else response


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_sent(request: HttpRequest) -> HttpResponse:
    """« Look at your mailbox », and the place to type the code."""
    kept, at = pending.read(request), now()
    if request.user.is_authenticated:
        return HttpResponseRedirect(arrival.home_of(request))
    if not kept.requests:
        return redirect("sign_in")
    form = CodeForm(request.POST if request.method == "POST" else None)
    until = None
    if form.is_bound and form.is_valid():
        until = _spend_typing(request, kept, at)
        response = None if until else _try(request, form, kept, at)
        if response:
            return response
        if until:
            form.add_error("code", arrival.too_often(until))
    context = {"form": form, "email": kept.email, "open": code_can_be_typed(kept.requests, at)}
    context["registering"] = kept.registering
    page = render(request, "people/sign_in_sent.html", context)
    return arrival.refuse_for_now(page, until, at) if until else page


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return HttpResponseRedirect(arrival.next_of(request) or "/")


def _look_at_mail(
    request: HttpRequest, made: SignInRequest, email: str, *, registering: bool
) -> HttpResponse:
    response = redirect("sign_in_sent")
    kept = pending.read(request)
    # « Envoyer un nouveau message » on that page comes by the ordinary door.
    registering = registering or (kept.registering and kept.email == email)
    pending.keep(response, kept.asked(made.pk, email, registering=registering))
    return response


def _try(
    request: HttpRequest, form: CodeForm, kept: pending.Pending, at: datetime
) -> HttpResponse | None:
    answer = try_code(kept.requests, form.cleaned_data["code"], kept.nonce, at=at)
    if answer.person:
        response = arrival.enter(request, answer.person, answer.next_path, method="code")
        pending.forget(response)
        return response
    form.add_error("code", _wrong_code(answer.left))
    return None


def _wrong_code(left: int) -> str:
    if not left:
        return _("Ce code ne vaut plus. Demandez-en un nouveau ci-dessous.")
    wrong = ngettext(
        "Ce n’est pas le bon code. Il reste %(count)d essai.",
        "Ce n’est pas le bon code. Il reste %(count)d essais.",
        left,
    )
    return wrong % {"count": left}


def _spend_asking(request: HttpRequest, email: str, at: datetime) -> datetime | None:
    machine = limits.spend(limits.ASK_FROM_MACHINE, arrival.machine_of(request), at)
    return machine or limits.spend(limits.ASK_FOR_ADDRESS, email_key(email), at)


def _spend_typing(request: HttpRequest, kept: pending.Pending, at: datetime) -> datetime | None:
    machine = limits.spend(limits.TYPE_FROM_MACHINE, arrival.machine_of(request), at)
    whom = email_key(kept.email) or f"request {kept.requests[0]}"
    return machine or limits.spend(limits.TYPE_FOR_ADDRESS, whom, at)
