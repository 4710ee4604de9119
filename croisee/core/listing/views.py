"""One view for every list: shows it, exports it, changes a row, acts on ticked rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.forms import Select
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from croisee.core.listing import editing, undo
from croisee.core.listing.bulk import Bulk
from croisee.core.listing.export import respond
from croisee.core.listing.history import last_author
from croisee.core.listing.listing import Listing
from croisee.core.listing.page import ListPage
from croisee.core.listing.state import State, read_state
from croisee.core.listing.words import changed_sentence

ROW = "ligne"
ALL = "toutes"
TICKED = "coches"
MOST_TOLD = 5  # refusals said one by one
NOT_MINE = gettext_lazy(
    "Ceci est dans une autre province que la vôtre : vous pouvez le lire, pas le changer."
)


def handle(request: HttpRequest, listing: Listing, **extra: Any) -> HttpResponse:
    """GET shows or exports; POST changes a row or runs an act on the ticked ones.

    An export is streamed: to whoever calls, a response like another.
    """
    state = read_state(request.GET, listing.columns, listing.filters)
    if request.method == "POST":
        if ROW in request.POST:
            return _change_row(request, listing, state, extra)
        return _act(request, listing, state, extra)
    if request.GET.get("format") in {"xlsx", "csv"}:
        return cast(HttpResponse, respond(listing, state, request.GET["format"]))
    form = _row_form(listing, state, state.editing) if state.editing else None
    return show(request, ListPage(listing, state, form), extra)


def show(request: HttpRequest, page: ListPage, extra: dict[str, Any]) -> HttpResponse:
    context = {
        "list": page,
        "listing": page.listing,
        "edition": page.listing.edition,
        "undo": undo.fresh(request),
        **extra,
    }
    return render(request, "core/listing/page.html", context)


def _row_form(listing: Listing, state: State, pk: int, data: Any = None) -> Any:
    """The form of one row with the fields that columns show, or None."""
    editor = listing.editor
    thing = editor.load(listing.edition, pk) if editor else None
    if editor is None or thing is None:
        return None
    names = [column.edit for column in listing.shown(state) if column.edit]
    if not names:
        return None
    form = editor.form(thing, data, names=names, prefix=ROW)
    for field in form.fields.values():
        field.widget.attrs["form"] = "row-form"
        if isinstance(field.widget, Select):
            field.widget.attrs["class"] = "w-auto"
    return form


def _change_row(
    request: HttpRequest, listing: Listing, state: State, extra: dict[str, Any]
) -> HttpResponse:
    editor, pk = listing.editor, _number(request.POST.get(ROW))
    form = _row_form(listing, state, pk, request.POST)
    if editor is None or form is None:
        messages.warning(request, _("Cette ligne n’existe plus."))
        return redirect(listing.url() + state.query())
    if form.is_valid():
        try:
            changes = editing.save(
                editor, listing.edition, pk, form, by=request.user, at=listing.at
            )
        except editing.NotAllowedError:
            messages.warning(request, _not_yours(1))
            return redirect(listing.url() + state.query())
        except (editing.ConflictError, editing.RefusedError) as error:
            editing.tell(form, error, last_author(editor.load(listing.edition, pk)))
        else:
            return _changed(request, listing, state, pk, form, changes)
    page = ListPage(listing, _editing(state, pk), form)
    return show(request, page, extra | {"form": form})


def _editing(state: State, pk: int) -> State:
    return replace(state, editing=pk)


def _changed(
    request: HttpRequest,
    listing: Listing,
    state: State,
    pk: int,
    form: Any,
    changes: dict[str, list[Any]],
) -> HttpResponse:
    editor = listing.editor
    back = listing.url() + state.query()
    if editor and changes:
        name = editor.name(editor.load(listing.edition, pk))
        sentence = changed_sentence(name, form, changes)
        undo.remember(request, editor.key, listing.edition.pk, sentence, [(pk, changes)], back)
    return redirect(f"{back}#ligne-{pk}")


def _act(
    request: HttpRequest, listing: Listing, state: State, extra: dict[str, Any]
) -> HttpResponse:
    bulk = next((one for one in listing.bulk if one.key == request.POST.get("acte")), None)
    back = listing.url() + state.query()
    wanted = _wanted(request, listing, state)
    if bulk is None or not wanted:
        messages.warning(request, _("Cochez d’abord les lignes à changer."))
        return redirect(back)
    mine, others = _allowed(listing, wanted)
    if bulk.question and mine and not request.POST.get("sur"):
        context = {
            "bulk": bulk,
            "question": bulk.question(len(mine)),
            "all": bool(request.POST.get(ALL)),
            "ids": mine,
            "back": back,
        }
        return render(request, "core/listing/confirm.html", context)
    onward = _run(request, listing, bulk, mine, back)
    if others:
        messages.warning(request, _not_yours(others))
    return redirect(onward or back)


def _wanted(request: HttpRequest, listing: Listing, state: State) -> list[int]:
    if request.POST.get(ALL):
        return list(listing.ordered(state).values_list("pk", flat=True))
    return [number for text in request.POST.getlist(TICKED) if (number := _number(text))]


def _allowed(listing: Listing, wanted: Sequence[int]) -> tuple[list[int], int]:
    """(ids the person may change, how many are somebody else's)."""
    found: list[int] = []
    for start in range(0, len(wanted), 500):
        rows = listing.rows().filter(pk__in=wanted[start : start + 500])
        found += [row.pk for row in listing.read(rows, []) if listing.may_write(row.place)]
    order = {pk: index for index, pk in enumerate(wanted)}
    return sorted(found, key=order.__getitem__), len(wanted) - len(found)


def _run(request: HttpRequest, listing: Listing, bulk: Bulk, ids: Sequence[int], back: str) -> str:
    """The page where the act goes on, '' when it ends in the list."""
    outcome = bulk.run(ids, by=request.user, at=listing.at)
    if outcome.count and not outcome.onward:
        sentence = bulk.told(outcome.count)
        if outcome.done and bulk.editor:
            undo.remember(request, bulk.editor, listing.edition.pk, sentence, outcome.done, back)
        else:
            messages.success(request, sentence)
    for sentence in outcome.left[:MOST_TOLD]:
        messages.warning(request, sentence)
    if len(outcome.left) > MOST_TOLD:
        more = len(outcome.left) - MOST_TOLD
        messages.warning(request, _("%(count)d autres lignes n’ont pas changé.") % {"count": more})
    return outcome.onward


def edit_object(
    request: HttpRequest,
    editor: editing.Editor,
    edition: Any,
    pk: int,
    *,
    back: str,
    at: datetime,
    why_not: str = "",
    parent: str = "",
) -> HttpResponse:
    """The page where every field of one object is changed; who may only read is told why. `back` is
    the object's own page, or `parent`'s."""
    thing = editor.load(edition, pk)
    if thing is None:
        raise Http404
    may = editor.may(request.user, thing, at)
    form = editor.form(thing, request.POST if request.method == "POST" else None)
    if request.method == "POST" and may and form.is_valid():
        done = _try_save(request, editor, edition, pk, form, at)
        if done is not None:
            if done:
                sentence = changed_sentence(editor.name(editor.load(edition, pk)), form, done)
                undo.remember(request, editor.key, edition.pk, sentence, [(pk, done)], back)
            return redirect(back)
    context = {"heading": editor.name(thing), "form": form, "may": may, "back": back}
    context["parent"] = parent
    context |= {"why_not": why_not or NOT_MINE, "edition": edition}
    status = 403 if request.method == "POST" and not may else 200
    return render(request, "core/listing/edit.html", context, status=status)


def _try_save(
    request: HttpRequest, editor: editing.Editor, edition: Any, pk: int, form: Any, at: datetime
) -> dict[str, list[Any]] | None:
    """What changed, or None when the form now tells why it did not."""
    try:
        return editing.save(editor, edition, pk, form, by=request.user, at=at)
    except (editing.ConflictError, editing.RefusedError) as error:
        editing.tell(form, error, last_author(editor.load(edition, pk)))
        return None


def _not_yours(count: int) -> str:
    return ngettext(
        "Une ligne est dans une autre province que la vôtre : elle n’a pas changé.",
        "%(count)d lignes sont dans une autre province que la vôtre : elles n’ont pas changé.",
        count,
    ) % {"count": count}


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 16 else 0
