"""The texts of messages, per edition and language: edited, checked, previewed, restored."""

from __future__ import annotations

import hashlib
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from croisee.core.clock import now
from croisee.editions import office_acts
from croisee.editions.facts import last_reader
from croisee.editions.forms import MessageTextForm
from croisee.editions.guards import office_page
from croisee.editions.models import Edition
from croisee.editions.preview import preview, values_for
from croisee.editions.views.message_frame import address, known_or_404, typed_address
from croisee.mail.framing import frames_own_pages
from croisee.mail.kinds import KINDS, Text, default_text
from croisee.mail.meanings import meanings
from croisee.people.models import Language, Person

METHODS = ["GET", "HEAD", "POST"]


@require_safe
@office_page
def message_texts_page(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Every message, by language: ours, or what the coordination put in its place (IM-09)."""
    changed = set(edition.message_texts.values_list("kind", "language"))
    languages = [(code, label) for code, label in Language.choices if code in edition.languages]
    kinds = [
        (kind, [(code, label, (kind.name, code) in changed) for code, label in languages])
        for kind in KINDS.values()
        if not kind.composed
    ]
    return render(request, "editions/message_texts.html", {"edition": edition, "kinds": kinds})


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
    return redirect("editions:message_texts", edition.pk)


@require_http_methods(METHODS)
@office_page
@frames_own_pages
def message_text_page(
    request: HttpRequest, edition: Edition, kind: str, language: str
) -> HttpResponse:
    """The text of one message in one language: edited, checked, previewed, restored."""
    known_or_404(kind, language)
    row = edition.message_texts.filter(kind=kind, language=language).first()
    text = row or default_text(kind, language)
    by, initial = cast(Person, request.user), {"subject": text.subject, "body": text.body}
    data = request.POST if request.method == "POST" else None
    form = MessageTextForm(data, kind=kind, edition=edition, initial=initial)
    if "restore" in request.POST:
        office_acts.restore_message_text(edition, kind, language, by=by, at=now())
        return _saved(request, edition)
    valid = request.method == "POST" and form.is_valid()
    if valid and "sample" in request.POST:
        _send_sample(request, edition, form, kind, language)
    elif valid and "preview" not in request.POST and _untouched(request, form, text):
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


def _send_sample(
    request: HttpRequest, edition: Edition, form: MessageTextForm, kind: str, language: str
) -> None:
    """What is typed, saved or not, to the coordinator's own address."""
    by, at, answers = cast(Person, request.user), now(), form.cleaned_data
    values = values_for(edition, kind, language, _reader(form, edition, kind, language), at)
    text = Text(answers["subject"], answers["body"])
    office_acts.send_sample(edition, kind, language, text, values, by=by, at=at)
    told = _("Un essai part vers %(email)s. Le texte n’est pas encore enregistré.")
    messages.success(request, told % {"email": by.email})


def _reader(form: MessageTextForm, edition: Edition, kind: str, language: str) -> Person | None:
    return form.person or last_reader(edition, kind, language)


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
    typed = form.is_bound and form.is_valid()
    shown = form.cleaned_data if typed else {"subject": text.subject, "body": text.body}
    letter, reader = Text(shown["subject"], shown["body"]), _reader(form, edition, kind, language)
    values = values_for(edition, kind, language, reader, now())
    context = {
        "edition": edition,
        "form": form,
        "reader": reader,
        "kind": KINDS[kind],
        "placeholders": meanings(KINDS[kind].placeholders),
        "language": Language(language).label,
        "code": language,
        "seen": mark(text.subject + text.body),
        "own": own,
        "preview": preview(kind, language, letter, values),
        "frame": typed_address(request, edition, kind, language, letter, reader)
        if typed
        else address(edition, kind, language),
    }
    return render(request, "editions/message_text.html", context)
