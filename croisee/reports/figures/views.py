"""The page of figures and its files. Who reads figures only sees no small cell."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from croisee.core.clock import now
from croisee.core.listing.export import XLSX
from croisee.editions import rules
from croisee.editions.guards import figures_page
from croisee.editions.models import Edition
from croisee.people.models import Person
from croisee.reports.figures.drawing import draw
from croisee.reports.figures.every import figures
from croisee.reports.figures.figure import Figure
from croisee.reports.figures.files import workbook


@require_safe
@figures_page
def page(request: HttpRequest, edition: Edition) -> HttpResponse:
    found = _figures(request, edition)
    context = {
        "edition": edition,
        "figures": [(figure, draw(figure)) for figure in found],
        "reader": not _works(request, edition),
    }
    return render(request, "reports/figures/page.html", context)


@require_safe
@figures_page
def file(request: HttpRequest, edition: Edition, key: str, kind: str) -> HttpResponse:
    """One figure, or all of them (`tout`), as xlsx; one as SVG."""
    found = _figures(request, edition)
    wanted = [figure for figure in found if key in ("tout", figure.key)]
    if not wanted or kind not in ("xlsx", "svg") or (kind == "svg" and len(wanted) > 1):
        raise Http404
    if kind == "svg":
        context = {"figure": wanted[0], "drawn": draw(wanted[0]), "alone": True, "edition": edition}
        response = render(request, "reports/figures/drawing.svg", context)
        response["Content-Type"] = "image/svg+xml"
    else:
        response = HttpResponse(workbook(wanted), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{key}-{edition.slug}.{kind}"'
    return response


def _figures(request: HttpRequest, edition: Edition) -> list[Figure]:
    return figures(edition, at=now(), small_cells=_works(request, edition))


def _works(request: HttpRequest, edition: Edition) -> bool:
    return rules.works_in(cast(Person, request.user), edition.programme, now())
