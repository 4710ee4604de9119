"""The agenda sheet and the flyer (IM-21, IM-22), made on demand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from croisee.core.clock import now
from croisee.desk.print import sheets
from croisee.editions.models import Edition
from croisee.editions.queries import current_edition

KEPT = 15 * 60  # seconds: a poster that everybody downloads is drawn once a quarter of an hour


def _sheet(name: str, make: Callable[..., bytes], at: datetime) -> HttpResponse:
    edition = current_edition()
    if edition is None:
        raise Http404
    body = cache.get_or_set(_key(name, edition), lambda: make(edition, at=at), KEPT)
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}-{edition.slug}.pdf"'
    return response


def _key(name: str, edition: Edition) -> str:
    """Changes with the dates, so that a corrected date is printed at once."""
    dates = edition.phases.values_list("kind", "opens_at", "closes_at")
    told = f"{edition}{edition.programme.organiser}{edition.programme.contact_email}{list(dates)}"
    return f"{name}:{edition.pk}:{get_language()}:{sha256(told.encode()).hexdigest()[:16]}"


@login_not_required
@require_safe
def agenda_sheet(request: HttpRequest) -> HttpResponse:
    return _sheet("agenda", sheets.agenda_sheet, now())


@login_not_required
@require_safe
def flyer(request: HttpRequest) -> HttpResponse:
    return _sheet("depliant", sheets.flyer, now())
