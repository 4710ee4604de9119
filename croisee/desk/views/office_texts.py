"""The texts of the public site, edited on screen by the coordination, per language (IM-01, IM-16)."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from croisee.core.clock import now
from croisee.core.form_fields import TextField
from croisee.editions import rules
from croisee.editions.content import editing
from croisee.editions.guards import office_page
from croisee.editions.markdown import to_html
from croisee.editions.models import Edition

LONGEST = 20_000
CHANGED = gettext_lazy(
    "Quelqu’un a changé ce texte entre-temps. Enregistrez encore pour garder le vôtre."
)
LANGUAGES = dict(settings.LANGUAGES)


class BodyForm(forms.Form):
    """The text, and a mark of the one that was shown: what somebody else wrote is not lost."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    body = TextField(
        label=gettext_lazy("Texte"),
        limit=LONGEST,
        required=False,
        help_text=gettext_lazy(
            "# pour un titre, ## pour un sous-titre, **gras**, - pour une liste, "
            "[mots](https://adresse) pour un lien. Laissé vide, il paraît dans la langue principale "
            "de l’édition."
        ),
        widget=forms.Textarea(attrs={"rows": 22}),
    )

    def __init__(self, data: QueryDict | None = None, *, stored: str) -> None:
        super().__init__(data, initial={"body": stored, "seen": _mark(stored)})
        self.stored = stored

    def clean(self) -> None:
        """Somebody saved meanwhile: say so, keep this text, and let the next save win."""
        if self.cleaned_data.get("seen") not in ("", _mark(self.stored)):
            self.data = {"body": self.data.get("body", ""), "seen": _mark(self.stored)}
            self.add_error("body", CHANGED)


def _mark(text: str) -> str:
    """Short, and equal for equal texts."""
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


@require_safe
@office_page
def texts_page(request: HttpRequest, edition: Edition) -> HttpResponse:
    """All texts with the languages they exist in, and whether the reader may change them."""
    person, at = request.user, now()
    rows = [
        (
            place,
            _states(editing.stored(edition, place), place),
            rules.edits_text(person, edition.programme, place.kind, at),
        )
        for place in editing.places()
    ]
    context = {"edition": edition, "rows": rows, "languages_shown": settings.LANGUAGES}
    return render(request, "desk/office/texts.html", context)


def _states(stored: dict[str, str], place: editing.Place) -> list[tuple[str, str]]:
    """(language, state): written by the coordination, as delivered, or missing."""
    states = []
    for code in LANGUAGES:
        default = editing.content.default(place.name, code)
        body = stored.get(code, "") if stored else default
        state = "missing" if not body else "default" if body == default else "own"
        states.append((code, state))
    return states


@require_http_methods(["GET", "HEAD", "POST"])
@office_page
def edit_text(request: HttpRequest, edition: Edition, name: str, language: str) -> HttpResponse:
    """One text in one language: preview, then save. Nothing is lost on an error."""
    place = editing.place_named(name)
    if place is None or language not in LANGUAGES:
        raise Http404
    may = rules.edits_text(request.user, edition.programme, place.kind, now())
    form = BodyForm(request.POST or None, stored=editing.body_of(edition, place, language))
    preview = None if may else to_html(form.stored)
    if request.method == "POST" and may and form.is_valid():
        body = form.cleaned_data["body"]
        if "preview" not in request.POST:
            editing.change_text(edition, place, language, body, by=request.user, at=now())
            messages.success(request, _("Le texte est enregistré et visible sur le site."))
            return redirect("desk:texts", edition_id=edition.pk)
        preview = to_html(body)
    context = _edit_context(edition, place, language)
    context |= {"form": form, "preview": preview, "may": may}
    status = 403 if request.method == "POST" and not may else 200
    return render(request, "desk/office/edit_text.html", context, status=status)


def _edit_context(edition: Edition, place: editing.Place, language: str) -> dict[str, Any]:
    others = [(code, label) for code, label in settings.LANGUAGES if code != language]
    return {
        "edition": edition,
        "place": place,
        "language": language,
        "language_label": LANGUAGES[language],
        "others": others,
        "versioned": bool(place.kind),
    }
