"""The page of an edition: what opens and closes by itself, settings, phases, the next edition."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from croisee.core.clock import now
from croisee.core.listing import history, undo
from croisee.core.listing.views import edit_object
from croisee.editions import office_acts, rules, trial_visit
from croisee.editions.emails import absolute
from croisee.editions.forms import DuplicateForm, PhaseForm, SettingsForm
from croisee.editions.guards import administration_page, office_page
from croisee.editions.models import Edition
from croisee.editions.office_edit import EDITIONS, PHASES
from croisee.editions.schemes import policy_names
from croisee.editions.timeline import timeline
from croisee.people.models import Person

METHODS = ["GET", "HEAD", "POST"]
FIELDS = {**PhaseForm.base_fields, **SettingsForm.base_fields}
ADMINISTRATION = gettext_lazy(
    "Seule l’administration du programme change ceci ; vous pouvez le lire."
)


@require_safe
@office_page
def edition_page(request: HttpRequest, edition: Edition) -> HttpResponse:
    at = now()
    editions = edition.programme.editions.order_by("-starts_on")
    context = {
        "edition": edition,
        "timeline": timeline(edition, at),
        "editions": editions,
        "written_in": [dict(settings.LANGUAGES).get(code, code) for code in edition.languages],
        "policy": dict(policy_names()).get(edition.policy, edition.policy),
        "may": rules.administers(cast(Person, request.user), edition.programme, at),
        "why_not": ADMINISTRATION,
        "history": history.lines(edition, *edition.phases.all(), fields=FIELDS),
        "try_url": absolute(trial_visit.link_path(edition)) if edition.test_mode else "",
        "undo": undo.fresh(request),
    }
    return render(request, "editions/edition.html", context)


@require_http_methods(METHODS)
@office_page
def settings_page(request: HttpRequest, edition: Edition) -> HttpResponse:
    back = reverse("editions:edition", args=[edition.pk])
    why_not = str(ADMINISTRATION)
    return edit_object(request, EDITIONS, edition, edition.pk, back=back, at=now(), why_not=why_not)


@require_http_methods(METHODS)
@office_page
def phase_page(request: HttpRequest, edition: Edition, phase_id: int) -> HttpResponse:
    """When a phase opens and closes, by its dates or by hand (IM-02)."""
    back = reverse("editions:edition", args=[edition.pk])
    why_not = str(ADMINISTRATION)
    parent = _("Édition")
    return edit_object(
        request, PHASES, edition, phase_id, back=back, at=now(), why_not=why_not, parent=parent
    )


@require_http_methods(METHODS)
@administration_page
def duplicate_page(request: HttpRequest, edition: Edition) -> HttpResponse:
    """The next edition, made from this one."""
    form = DuplicateForm(request.POST if request.method == "POST" else None, previous=edition)
    if request.method == "POST" and form.is_valid():
        answers, by = form.cleaned_data, cast(Person, request.user)
        try:
            made = office_acts.duplicate(
                edition, answers["name"], answers["starts_on"], by=by, at=now()
            )
        except office_acts.SameNameError:
            form.add_error("name", _("Une édition porte déjà ce nom."))
        else:
            told = _("%(name)s est en préparation : relisez ses dates.") % {"name": made.name}
            messages.success(request, told)
            return redirect("editions:edition", made.pk)
    return render(request, "editions/duplicate.html", {"edition": edition, "form": form})
