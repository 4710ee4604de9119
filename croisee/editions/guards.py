"""Decorators of desk views: they load the edition and refuse everybody else with a 404."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from croisee.core.clock import now
from croisee.editions import rules
from croisee.editions.models import Edition

View = Callable[..., HttpResponse]
Rule = Callable[..., bool]


def _edition_view(allowed: Rule) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(
            request: HttpRequest, edition_id: int, *args: Any, **kwargs: Any
        ) -> HttpResponse:
            edition = get_object_or_404(Edition.objects.select_related("programme"), pk=edition_id)
            if not allowed(request.user, edition.programme, now()):
                get_object_or_404(Edition.objects.none())
            request.office_edition = edition  # type: ignore[attr-defined]
            return view(request, edition, *args, **kwargs)

        return guarded

    return decorate


#: For coordinators and administrators of the edition's programme; `view(request, edition, …)`.
office_page = _edition_view(rules.works_in)
#: For administrators of the programme.
administration_page = _edition_view(rules.administers)
#: For whoever may read the figures.
figures_page = _edition_view(rules.reads_figures)
