"""Files to download."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from croisee.core.clock import now
from croisee.core.spreadsheets import workbook_bytes
from croisee.editions.guards import office_page
from croisee.editions.models import Edition
from croisee.reports.exports import LISTS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@office_page
def export(request: HttpRequest, edition: Edition, name: str) -> HttpResponse:
    """One of the lists of an edition as an .xlsx file (IM-13)."""
    if name not in LISTS:
        raise Http404
    at = now()
    response = HttpResponse(workbook_bytes([LISTS[name](edition, at=at)]), content_type=XLSX)
    file = f"{name}-{slugify(edition.name)}-{at.astimezone(edition.timezone):%Y-%m-%d}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{file}"'
    return response
