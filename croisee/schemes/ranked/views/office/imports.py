"""Spreadsheets in: hand them over, read what they would do, take them or not (IM-13)."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from croisee.core.clock import now
from croisee.core.spreadsheets import UnusableFileError
from croisee.editions.guards import office_page
from croisee.editions.models import Edition
from croisee.schemes.ranked.actions import imports
from croisee.schemes.ranked.forms.office import ImportForm
from croisee.schemes.ranked.models import SheetImport
from croisee.schemes.ranked.sheets import Level
from croisee.schemes.ranked.views.office.loading import person_of

ROWS = 100


@require_http_methods(["GET", "HEAD", "POST"])
@office_page
def start(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Two files to hand over, and the imports made before."""
    posted = request.method == "POST"
    form = ImportForm(request.POST, request.FILES) if posted else ImportForm()
    if posted and form.is_valid():
        try:
            stored = imports.begin_import(
                edition,
                (form.cleaned_data["hosts"], form.cleaned_data["trainees"]),
                publish=form.cleaned_data["publish"],
                by=person_of(request),
                at=now(),
            )
            return redirect("ranked:import_preview", edition.pk, stored.pk)
        except UnusableFileError as reason:
            form.refuse(reason)
    earlier = _stored(edition).exclude(state=SheetImport.State.DISCARDED)[:10]
    context = {"edition": edition, "form": form, "earlier": earlier}
    return render(request, "ranked/office/import.html", context)


@require_safe
@office_page
def preview(request: HttpRequest, edition: Edition, import_id: int) -> HttpResponse:
    """What taking the files would do, or did; the problems, by level and file."""
    stored = get_object_or_404(_stored(edition), pk=import_id)
    order = [level.value for level in Level]
    problems = sorted(
        stored.summary.get("problems", []), key=lambda problem: order.index(problem["level"])
    )
    level, file = request.GET.get("niveau", ""), request.GET.get("fichier", "")
    shown = [
        problem
        for problem in problems
        if level in {"", problem["level"]} and file in {"", problem["file"]}
    ]
    context = {
        "edition": edition,
        "stored": stored,
        "page": Paginator(shown, ROWS).get_page(request.GET.get("page")),
        "levels": _levels(problems),
        "level": level,
        "files": [name for name in (stored.hosts_name, stored.trainees_name) if name],
        "file": file,
        "total": len(problems),
    }
    return render(request, "ranked/office/import_preview.html", context)


def _stored(edition: Edition) -> QuerySet[SheetImport]:
    """Imports of the edition without their files, which no page shows."""
    return edition.sheet_imports.select_related("by").defer("hosts_file", "trainees_file")


def _levels(problems: list[dict]) -> list[tuple[str, str, int]]:
    """(value, word, how many) of each level."""
    found = [problem["level"] for problem in problems]
    return [(level.value, level.label, found.count(level.value)) for level in Level]


@require_POST
@office_page
def confirm(request: HttpRequest, edition: Edition, import_id: int) -> HttpResponse:
    """Take the files whole or not at all; a second click finds it done."""
    stored = get_object_or_404(edition.sheet_imports, pk=import_id)
    try:
        imports.confirm_import(stored, by=person_of(request), at=now())
        messages.success(request, _("Les fichiers sont importés."))
    except imports.ImportStateError:
        messages.info(request, _("Cet import a déjà été traité : rien n’a été fait deux fois."))
    except imports.ImportRefusedError as refused:
        imports.keep_refusal(stored, refused.outcome)
        messages.error(
            request, _("Rien n’a été importé : ce qui est enregistré a changé entre-temps.")
        )
    return redirect("ranked:import_preview", edition.pk, stored.pk)


@require_POST
@office_page
def discard(request: HttpRequest, edition: Edition, import_id: int) -> HttpResponse:
    """Forget the files."""
    stored = get_object_or_404(edition.sheet_imports, pk=import_id)
    try:
        imports.discard_import(stored, by=person_of(request), at=now())
        messages.success(request, _("L’import est abandonné, les fichiers sont oubliés."))
    except imports.ImportStateError:
        messages.info(request, _("Cet import a déjà été traité."))
    return redirect("ranked:import", edition.pk)
