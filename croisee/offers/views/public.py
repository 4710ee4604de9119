"""The catalogue, its map, one offer, and the door of a private link. For everybody."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_safe

from croisee.core.clock import now
from croisee.editions.models import Edition
from croisee.editions.queries import current_edition
from croisee.offers import catalogue_page, priority, queries
from croisee.offers.access import access_of


def _of_the_catalogue(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the edition shown, if this visitor may read it now; else say when it opens."""

    @login_not_required
    @require_safe
    @gzip_page
    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        edition = current_edition()
        if edition is None:
            return render(request, "offers/public/no_edition.html")
        request.public_edition = edition  # type: ignore[attr-defined]
        access = access_of(request, edition, now())
        if not access.allowed:
            context = {"edition": edition, "access": access}
            return render(request, "offers/public/closed.html", context)
        return view(request, edition, **kwargs)

    return guarded


@_of_the_catalogue
def catalogue(request: HttpRequest, edition: Edition) -> HttpResponse:
    """The list with its search and filters; to htmx, only the part that changes."""
    context = catalogue_page.list_context(request, edition)
    if not request.headers.get("HX-Request"):
        return render(request, "offers/public/catalogue.html", context)
    response = render(request, "offers/public/_results.html", {**context, "by_htmx": True})
    response["HX-Push-Url"] = f"{reverse('offers:catalogue')}?{context['results'].wanted.query()}"
    return response


@_of_the_catalogue
def catalogue_map(request: HttpRequest, edition: Edition) -> HttpResponse:
    """The same search on a large map, with its list as equal."""
    return render(request, "offers/public/map.html", catalogue_page.list_context(request, edition))


@_of_the_catalogue
def detail(request: HttpRequest, edition: Edition, number: str) -> HttpResponse:
    """One published offer."""
    offer = get_object_or_404(queries.catalogue([edition]), number=number)
    return render(request, "offers/public/detail.html", catalogue_page.offer_context(offer))


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """A button, then the catalogue. An unknown or revoked link says so and what to do (IM-11)."""
    link = priority.link_of(token)
    usable = link is not None and link.revoked_at is None
    if link and usable and request.method == "POST":
        priority.enter(request, link)
        return redirect("offers:catalogue")
    context = catalogue_page.priority_context(link, now())
    status = 200 if usable else 404
    response = render(request, "offers/public/priority.html", context, status=status)
    # Not "no-referrer": the browser would send « Origin: null » with the form, which CSRF refuses.
    response["Referrer-Policy"] = "strict-origin"
    return response
