"""Following a mailed link. GET and HEAD write nothing: scanners follow links; the button acts."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from croisee.core.clock import now
from croisee.people import limits, pending
from croisee.people.models import SignInRequest
from croisee.people.sign_in import LinkState, ask_for, find_link, link_state, use
from croisee.people.views import arrival


@login_not_required
@never_cache
@require_safe
def sign_in_link(request: HttpRequest, token: str) -> HttpResponse:
    """Take the token out of the address at once: it goes on in a cookie."""
    response = redirect("sign_in_confirm")
    pending.keep(response, replace(pending.read(request), token=token[:200]))
    response["Referrer-Policy"] = "no-referrer"
    return response


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_confirm(request: HttpRequest) -> HttpResponse:
    """The button that signs in; for a link that no longer does, the offer of a new one.

    Its address holds no secret, and it keeps the site's referrer policy: under « no-referrer » a
    browser posts the form with « Origin: null », which the CSRF check refuses.
    """
    kept, at = pending.read(request), now()
    if not kept.token:
        return redirect("sign_in")
    found = find_link(kept.token)
    if found and request.user.is_authenticated and request.user.pk == found.person_id:
        return HttpResponseRedirect(arrival.safe_next(found.next_path) or arrival.home_of(request))
    if request.method == "POST":
        return _act(request, found, kept, at)
    return _page(request, found, link_state(found, kept.nonce, at))


def _act(
    request: HttpRequest, found: SignInRequest | None, kept: pending.Pending, at: datetime
) -> HttpResponse:
    if found is None:
        return redirect("sign_in")
    if "again" in request.POST:
        return _again(request, found, kept, at)
    if found.person and use(found, kept.nonce, at=at):
        response = arrival.enter(request, found.person, found.next_path, method="link")
        pending.forget(response)
        return response
    return _page(request, found, link_state(found, kept.nonce, at))


def _again(
    request: HttpRequest, found: SignInRequest, kept: pending.Pending, at: datetime
) -> HttpResponse:
    """A new link to the stored address, which is not shown: an old link proves little."""
    person = found.person
    if person is None:
        return redirect("sign_in")
    until = limits.spend(limits.ASK_FROM_MACHINE, arrival.machine_of(request), at)
    until = until or limits.spend(limits.ASK_FOR_ADDRESS, person.email_key, at)
    if until:
        page = _page(request, found, link_state(found, kept.nonce, at), arrival.too_often(until))
        return arrival.refuse_for_now(page, until, at)
    made = ask_for(person, language=get_language() or "fr", at=at, next_path=found.next_path)
    response = redirect("sign_in_sent")
    pending.keep(response, replace(kept.asked(made.pk, ""), token=""))
    return response


def _page(
    request: HttpRequest, found: SignInRequest | None, state: LinkState, error: str = ""
) -> HttpResponse:
    context = {"state": state.value, "found": found, "error": error}
    return render(request, "people/sign_in_confirm.html", context)
