"""Loading a round and one of its drafts by the numbers of an address; unknown ones are a 404."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from croisee.editions.models import Edition
from croisee.people.models import Person
from croisee.schemes.ranked import queries
from croisee.schemes.ranked.models import Round, Run


def person_of(request: HttpRequest) -> Person:
    """Who acts: `office_page` lets nobody else in."""
    return cast(Person, request.user)


def round_of(edition: Edition, number: int) -> Round:
    found = get_object_or_404(edition.rounds, number=number)
    found.edition = edition
    return found


def run_of(round_: Round, asked: str) -> Run | None:
    """The draft asked for by number, else the published one, else the latest; None before any."""
    if asked.isascii() and asked.isdigit() and len(asked) < 9:
        run: Run | None = get_object_or_404(round_.runs, number=int(asked))
    else:
        run = queries.published_run(round_) or queries.latest_run(round_)
    if run is not None:
        run.round = round_
    return run


def run_before(round_: Round, after: Run | None, asked: str) -> Run | None:
    """The draft asked for; unasked the one made before `after`, so that two are compared."""
    if asked or after is None:
        return run_of(round_, asked)
    earlier = round_.runs.filter(number__lt=after.number).order_by("-number")
    latest = earlier.values_list("number", flat=True).first()
    return run_of(round_, str(latest or after.number))


def back_to_board(
    request: HttpRequest, round_: Round, *, draft: str | None = None, replacing: str = ""
) -> HttpResponse:
    """The board as it was left: its address travels in the form as `retour`. With another `draft`,
    by its number; '' is the one shown unasked. `replacing` is the offer of a replacement refused:
    its form opens again."""
    address = QueryDict(request.POST.get("retour", "")[:1000], mutable=True)
    address["remplacer"] = replacing
    if draft is not None:
        address["brouillon"] = draft
    for name in ("remplacer", "brouillon"):
        if not address.get(name):
            address.pop(name, None)
    url = reverse("ranked:round", args=[round_.edition_id, round_.number])
    return redirect(f"{url}?{address.urlencode()}#panneau" if address else url)
