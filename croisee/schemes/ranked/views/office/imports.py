"""Spreadsheets in: hand them over, read the difference, take it whole or in part, undo it (IM-13)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from croisee.core.clock import now
from croisee.core.listing import history
from croisee.core.spreadsheets import UnusableFileError
from croisee.core.written_lists import joined
from croisee.editions.guards import office_page
from croisee.editions.models import Edition
from croisee.schemes.ranked import import_page, rules
from croisee.schemes.ranked.actions import imports, undoing
from croisee.schemes.ranked.actions.taking import ImportRefusedError
from croisee.schemes.ranked.enrolment.chosen import items_of, plain_items
from croisee.schemes.ranked.enrolment.outcome import Outcome
from croisee.schemes.ranked.forms.office import ImportForm
from croisee.schemes.ranked.models import SheetImport
from croisee.schemes.ranked.sheets import Level
from croisee.schemes.ranked.views.office.loading import person_of

State = SheetImport.State
Act = Callable[[HttpRequest, SheetImport], HttpResponse]
ROWS = 100
PAST = 30


@require_http_methods(["GET", "HEAD", "POST"])
@office_page
def start(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Two files to hand over, and the imports made before."""
    posted = request.method == "POST"
    form = ImportForm(request.POST, request.FILES) if posted else ImportForm()
    if posted and form.is_valid():
        waiting = _stored(edition).filter(by=person_of(request), state=State.PREVIEWED).first()
        try:
            stored = imports.begin_import(
                edition,
                (form.cleaned_data["hosts"], form.cleaned_data["trainees"]),
                publish=form.cleaned_data["publish"],
                by=person_of(request),
                at=now(),
            )
            _tell_forgotten(request, waiting)
            return redirect("ranked:import_preview", edition.pk, stored.pk)
        except UnusableFileError as reason:
            form.refuse(reason)
    past = _stored(edition).defer("hosts_file", "trainees_file", "changes", "choices")
    earlier = past.exclude(state=SheetImport.State.DISCARDED)[:PAST]
    context = {"edition": edition, "form": form, "earlier": earlier}
    return render(request, "ranked/office/import.html", context)


def _tell_forgotten(request: HttpRequest, waiting: SheetImport | None) -> None:
    """One decides about the last reading; the one before leaves, and it is said."""
    if waiting is None:
        return
    files = joined(filter(None, (waiting.hosts_name, waiting.trainees_name)))
    told = _("Votre lecture d’avant, %(files)s, n’était pas importée : celle-ci la remplace.")
    messages.info(request, told % {"files": files})


@require_safe
@office_page
def preview(request: HttpRequest, edition: Edition, import_id: int) -> HttpResponse:
    """What taking the files would do, or did: cell by cell, then what is to be read again."""
    stored = get_object_or_404(_stored(edition), pk=import_id)
    view, page = request.GET.get("vue", ""), request.GET.get("page")
    mine = rules.may_decide_on_import(person_of(request), stored, now())
    context = {
        "edition": edition,
        "stored": stored,
        "difference": import_page.Difference(stored, view=view, page=page),
        "headings": import_page.heading_rows(stored),
        "options": import_page.heading_options(edition.max_choices),
        "left": import_page.left(stored),
        "undoable": undoing.may_undo(stored, now()),
        "mine": mine,
        "deciding": mine and stored.state == SheetImport.State.PREVIEWED,
        "undo_days": imports.UNDO_KEPT.days,
        **_problems(request, stored),
    }
    return render(request, "ranked/office/import_preview.html", context)


def _stored(edition: Edition) -> QuerySet[SheetImport]:
    """Imports of the edition without their files, which no page shows."""
    return edition.sheet_imports.select_related("by").defer("hosts_file", "trainees_file")


def _problems(request: HttpRequest, stored: SheetImport) -> dict[str, Any]:
    """What is odd in the files, by level and file, as the address asks."""
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
    found = [problem["level"] for problem in problems]
    return {
        "problems": Paginator(shown, ROWS).get_page(request.GET.get("points")),
        "levels": [(one.value, one.label, found.count(one.value)) for one in Level],
        "level": level,
        "files": [name for name in (stored.hosts_name, stored.trainees_name) if name],
        "file": file,
        "total": len(problems),
    }


def _act(view: Act) -> Callable[..., HttpResponse]:
    """An act on an import: `view(request, stored)`. Whose it is not, reads it only."""

    @require_POST
    @office_page
    @wraps(view)
    def guarded(request: HttpRequest, edition: Edition, import_id: int) -> HttpResponse:
        stored = get_object_or_404(_stored(edition), pk=import_id)
        if rules.may_decide_on_import(person_of(request), stored, now()):
            return view(request, stored)
        messages.warning(request, _("Cet import n’est pas le vôtre : rien n’a changé."))
        return redirect("ranked:import_preview", edition.pk, stored.pk)

    return guarded


@_act
def choose(request: HttpRequest, stored: SheetImport) -> HttpResponse:
    """Remember the ticks of a page, then show the one asked for."""
    imports.choose(stored, _ticks(request, stored))
    return redirect(_page(stored, request.POST.get("aller", "")))


def _ticks(request: HttpRequest, stored: SheetImport) -> dict[str, bool]:
    """What the page showed and whether it is ticked; « tout » and « rien » speak of all pages."""
    items = {item for change in stored.changes for item, _cell in items_of(change)}
    wanted = request.POST.get("aller")
    if wanted in {"tout", "rien"}:
        by_default = plain_items(stored.changes)
        return dict.fromkeys(by_default, wanted == "tout")
    ticked = set(request.POST.getlist("prendre"))
    return {item: item in ticked for item in request.POST.getlist("montre") if item in items}


def _page(stored: SheetImport, address: str) -> str:
    """The page of an import with a view and a number, nothing else of an address."""
    given = QueryDict(address.removeprefix("?")[:200])
    kept = QueryDict(mutable=True)
    for name in ("vue", "page"):
        if given.get(name):
            kept[name] = given[name]
    url = reverse("ranked:import_preview", args=[stored.edition_id, stored.pk])
    return f"{url}?{kept.urlencode()}#difference" if kept else f"{url}#difference"


@_act
def headings(request: HttpRequest, stored: SheetImport) -> HttpResponse:
    """Remember what headings mean, and read the files again with it."""
    meanings = import_page.said(stored, request.POST)
    if not meanings:
        messages.info(request, _("Aucune colonne n’a changé de sens."))
        return redirect("ranked:import_preview", stored.edition_id, stored.pk)
    try:
        imports.say_headings(stored, meanings, by=person_of(request), at=now())
        messages.success(request, _("C’est retenu pour cette édition, et les fichiers sont relus."))
    except imports.ImportStateError:
        messages.info(request, _("Cet import a déjà été traité."))
    except UnusableFileError as reason:
        messages.error(request, str(reason))
    return redirect("ranked:import_preview", stored.edition_id, stored.pk)


@_act
def confirm(request: HttpRequest, stored: SheetImport) -> HttpResponse:
    """Take what is ticked, in one transaction; a second click finds it done."""
    imports.choose(stored, _ticks(request, stored))
    stored.refresh_from_db()
    try:
        outcome = imports.confirm_import(stored, by=person_of(request), at=now())
        messages.success(request, _("C’est importé."))
        _tell_left_out(request, outcome)
    except imports.ImportStateError:
        told = _(
            "%(who)s a déjà traité cet import : rien n’a été fait deux fois, voici ce qu’il en est."
        )
        messages.info(request, told % {"who": history.last_author(stored) or _("Quelqu’un")})
    except imports.NothingChosenError:
        messages.warning(request, _("Rien n’est coché : cochez au moins un changement."))
    except ImportRefusedError:
        imports.read_again(stored, by=person_of(request), at=now())
        messages.error(
            request, _("Rien n’a été importé : ce qui est enregistré a changé entre-temps.")
        )
    return redirect("ranked:import_preview", stored.edition_id, stored.pk)


def _tell_left_out(request: HttpRequest, outcome: Outcome) -> None:
    """Choices of offers that were not ticked: each is told below, that there are some here."""
    number = sum(problem.code == "choice_left_out" for problem in outcome.problems)
    if number:
        told = ngettext(
            "Un choix désigne une offre que vous n’avez pas prise : il est laissé de côté, et dit sous "
            "« À relire ».",
            "%(count)d choix désignent des offres que vous n’avez pas prises : ils sont laissés de côté, "
            "et dits sous « À relire ».",
            number,
        )
        messages.warning(request, told % {"count": number})


@_act
def discard(request: HttpRequest, stored: SheetImport) -> HttpResponse:
    """Forget the files."""
    try:
        imports.discard_import(stored, by=person_of(request), at=now())
        messages.success(request, _("L’import est abandonné, les fichiers sont oubliés."))
    except imports.ImportStateError:
        messages.info(request, _("Cet import a déjà été traité."))
    return redirect("ranked:import", stored.edition_id)


@_act
def undo(request: HttpRequest, stored: SheetImport) -> HttpResponse:
    """Give back what the import changed, where nobody changed it since."""
    try:
        report = undoing.undo_import(stored, by=person_of(request), at=now())
    except imports.ImportStateError:
        messages.info(request, _("Cet import est déjà annulé, ou trop ancien pour l’être."))
    else:
        messages.success(request, _("L’import est annulé."))
        left = len(report["left"])
        if left:
            told = ngettext(
                "Une chose n’a pas pu être annulée : elle est dite ci-dessous.",
                "%(n)d choses n’ont pas pu être annulées : elles sont dites ci-dessous.",
                left,
            )
            messages.warning(request, told % {"n": left})
    return redirect("ranked:import_preview", stored.edition_id, stored.pk)
