"""A trial edition: trying its forms by a link one may share, and wiping what was tried (IM-23)."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from croisee.core.clock import now
from croisee.editions import trial, trial_visit
from croisee.editions.forms import WipeForm
from croisee.editions.guards import administration_page
from croisee.editions.models import Edition
from croisee.people.models import Person

METHODS = ["GET", "HEAD", "POST"]
#: What is counted for the reader; the rest goes with it.
TOLD = {
    "offers.offer": gettext_lazy("Offres"),
    "ranked.application": gettext_lazy("Inscriptions"),
    "ranked.round": gettext_lazy("Tours de matching"),
    "placements.placement": gettext_lazy("Stages"),
    "ranked.sheetimport": gettext_lazy("Imports"),
    "mail.message": gettext_lazy("Messages, y compris ceux à valider"),
    "desk.mailing": gettext_lazy("Envois groupés"),
    "people.person": gettext_lazy("Personnes connues par cet essai seulement"),
    "directory.organisation": gettext_lazy("Institutions connues par cet essai seulement"),
}


@require_http_methods(METHODS)
@administration_page
def wipe_page(request: HttpRequest, edition: Edition) -> HttpResponse:
    """What would go, counted; it goes when the edition's name is typed."""
    if not edition.test_mode:
        raise Http404
    form = WipeForm(request.POST if request.method == "POST" else None, edition=edition)
    if request.method == "POST" and form.is_valid():
        trial.wipe(edition, by=cast(Person, request.user), at=now())
        messages.success(request, _("Les données d’essai sont effacées. Les réglages restent."))
        return redirect("editions:edition", edition.pk)
    counts = trial.trial_counts(edition)
    told = [(label, counts[key]) for key, label in TOLD.items() if key in counts]
    context = {"edition": edition, "form": form, "counts": told}
    return render(request, "editions/wipe.html", context)


@login_not_required
@never_cache
@require_http_methods(METHODS)
def enter(request: HttpRequest, edition_id: int, token: str) -> HttpResponse:
    """From here on this browser sees the trial edition in place of the public one."""
    edition = get_object_or_404(Edition.objects.select_related("programme"), pk=edition_id)
    if not trial_visit.fits(edition, token):
        raise Http404
    if request.method == "POST":
        request.session[trial_visit.KEY] = edition.pk
        return redirect("home")
    return render(request, "editions/try.html", {"edition": edition})


@login_not_required
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Back to the public edition."""
    request.session.pop(trial_visit.KEY, None)
    return redirect("home")
