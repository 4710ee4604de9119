"""Texts of an edition: the public site's, conditions and golden rules, and those of messages."""

from __future__ import annotations

import hashlib
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from croisee.core.clock import now
from croisee.editions import content, office_acts, rules
from croisee.editions.enums import Audience, DocumentKind, TextSlot
from croisee.editions.forms import BodyForm, MessageTextForm
from croisee.editions.guards import office_page
from croisee.editions.markdown import to_html
from croisee.editions.models import Edition
from croisee.editions.preview import preview
from croisee.mail.kinds import KINDS, default_text
from croisee.people.models import Language, Person

METHODS = ["GET", "HEAD", "POST"]


@require_safe
@office_page
def texts_page(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Every text of the edition, by language."""
    written = {(row.slot, row.language) for row in edition.texts.all() if row.body}
    changed = {(row.kind, row.language) for row in edition.message_texts.all()}
    languages = [(code, label) for code, label in Language.choices if code in edition.languages]
    context = {
        "edition": edition,
        "own_languages": languages,
        "slots": [
            (slot, [(code, label, (slot, code) in written) for code, label in languages])
            for slot in TextSlot
        ],
        "documents": [(kind, audience) for kind in DocumentKind for audience in Audience],
        "kinds": [
            (kind, [(code, label, (kind.name, code) in changed) for code, label in languages])
            for kind in KINDS.values()
        ],
    }
    return render(request, "editions/texts.html", context)


@require_http_methods(METHODS)
@office_page
def text_page(request: HttpRequest, edition: Edition, slot: str, language: str) -> HttpResponse:
    """One text of the public site, with its preview; any coordinator writes it."""
    if slot not in TextSlot.values or language not in Language.values:
        raise Http404
    row = edition.texts.filter(slot=slot, language=language).first()
    stored = row.body if row else content.default(slot, language)
    form, done = _body(request, stored)
    if done is not None:
        by = cast(Person, request.user)
        office_acts.save_text(edition, slot, language, done, by=by, at=now())
        return _saved(request, edition)
    title = f"{TextSlot(slot).label}, {Language(language).label}"
    return _write(request, edition, form, stored, title, may=True)


@require_http_methods(METHODS)
@office_page
def document_page(
    request: HttpRequest, edition: Edition, kind: str, audience: str, language: str
) -> HttpResponse:
    """Conditions or golden rules: saving publishes a new version (IM-16, IM-17)."""
    known = kind in DocumentKind.values and audience in Audience.values
    if not known or language not in Language.values:
        raise Http404
    last = edition.documents.filter(kind=kind, audience=audience).order_by("-version").first()
    stored = (last.bodies.get(language, "") if last else "") or content.default(
        content.document_name(kind, audience), language
    )
    by = cast(Person, request.user)
    may = kind == DocumentKind.GOLDEN_RULES or rules.administers(by, edition.programme, now())
    form, done = _body(request, stored) if may else (BodyForm(initial={"body": stored}), None)
    if done is not None:
        office_acts.publish_document(edition, kind, audience, language, done, by=by, at=now())
        return _saved(request, edition)
    title = f"{DocumentKind(kind).label}, {Audience(audience).label}, {Language(language).label}"
    return _write(request, edition, form, stored, title, may=may)


def _body(request: HttpRequest, stored: str) -> tuple[BodyForm, str | None]:
    """The form, and the text to store if it was sent, is valid and nobody was quicker."""
    if request.method != "POST":
        return BodyForm(initial={"body": stored}), None
    form = BodyForm(request.POST)
    if not form.is_valid() or "preview" in request.POST:
        return form, None
    if request.POST.get("seen") not in (None, "", mark(stored)):
        form.add_error("body", _changed())
        return form, None
    return form, form.cleaned_data["body"]


def _changed() -> str:
    return _(
        "Quelqu’un a changé ce texte entre-temps ; sa version est montrée plus bas. La vôtre est "
        "gardée ici : enregistrez encore pour la mettre."
    )


def mark(text: str) -> str:
    """Short and equal for equal texts: what a page showed."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def _saved(request: HttpRequest, edition: Edition) -> HttpResponse:
    messages.success(request, _("Le texte est enregistré."))
    return redirect("editions:texts", edition.pk)


def _write(
    request: HttpRequest, edition: Edition, form: BodyForm, stored: str, title: str, *, may: bool
) -> HttpResponse:
    typed = form.data.get("body", stored) if form.is_bound else stored
    shown = stored if form.errors else typed
    context: dict[str, Any] = {
        "edition": edition,
        "form": form,
        "title": title,
        "seen": mark(stored),
        "html": to_html(shown),
        "may": may,
    }
    status = 403 if request.method == "POST" and not may else 200
    return render(request, "editions/text.html", context, status=status)


@require_http_methods(METHODS)
@office_page
def message_text_page(
    request: HttpRequest, edition: Edition, kind: str, language: str
) -> HttpResponse:
    """The text of one message in one language: edited, checked, previewed, restored."""
    if kind not in KINDS or language not in Language.values:
        raise Http404
    row = edition.message_texts.filter(kind=kind, language=language).first()
    text = row or default_text(kind, language)
    by, initial = cast(Person, request.user), {"subject": text.subject, "body": text.body}
    form = MessageTextForm(request.POST or None, kind=kind, initial=initial)
    if "restore" in request.POST:
        office_acts.restore_message_text(edition, kind, language, by=by, at=now())
        return _saved(request, edition)
    valid = request.method == "POST" and form.is_valid()
    if valid and "preview" not in request.POST and _untouched(request, form, text):
        answers = form.cleaned_data
        office_acts.save_message_text(
            edition, kind, language, answers["subject"], answers["body"], by=by, at=now()
        )
        return _saved(request, edition)
    return _write_message(request, edition, form, kind, language, text, own=row is not None)


def _untouched(request: HttpRequest, form: MessageTextForm, text: Any) -> bool:
    if request.POST.get("seen") in (None, "", mark(text.subject + text.body)):
        return True
    form.add_error("body", _changed())
    return False


def _write_message(
    request: HttpRequest,
    edition: Edition,
    form: MessageTextForm,
    kind: str,
    language: str,
    text: Any,
    *,
    own: bool,
) -> HttpResponse:
    shown = (
        form.cleaned_data
        if form.is_bound and form.is_valid()
        else {"subject": text.subject, "body": text.body}
    )
    context = {
        "edition": edition,
        "form": form,
        "kind": KINDS[kind],
        "placeholders": sorted(KINDS[kind].placeholders),
        "language": Language(language).label,
        "seen": mark(text.subject + text.body),
        "own": own,
        "preview": preview(edition, kind, language, shown["subject"], shown["body"]),
    }
    return render(request, "editions/message_text.html", context)
