"""What all lists share: « Annuler », and views kept under a name."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from croisee.core.clock import now
from croisee.core.listing import undo as undoing
from croisee.core.text import TextRefusedError, clean_text
from croisee.desk.models import SavedView
from croisee.editions import rules
from croisee.editions.guards import office_page
from croisee.editions.models import Edition

MOST_VIEWS = 40


@require_POST
def undo(request: HttpRequest, identifier: str) -> HttpResponse:
    """Take back what this person just did, where nobody has changed it since."""
    entry = undoing.find(request, identifier)
    if entry is None:
        raise Http404
    edition = get_object_or_404(Edition.objects.select_related("programme"), pk=entry["edition"])
    if not rules.works_in(request.user, edition.programme, now()):
        raise Http404
    undone = undoing.take_back(entry, edition, by=request.user, at=now())
    undoing.forget(request, identifier)
    _tell(request, undone)
    return redirect(entry["back"])


def _tell(request: HttpRequest, undone: undoing.Undone) -> None:
    """What was taken back, what was not, and the messages that had left."""
    if undone.count:
        told = ngettext("C’est annulé.", "%(n)d changements sont annulés.", undone.count)
        messages.success(request, told % {"n": undone.count} + _recalled(undone))
    if undone.gone:
        told = ngettext(
            "Un message était déjà parti : il ne se rappelle pas.",
            "%(n)d messages étaient déjà partis : ils ne se rappellent pas.",
            undone.gone,
        )
        messages.warning(request, told % {"n": undone.gone})
    for why in undone.refused:
        messages.warning(request, why)
    if undone.left:
        told = ngettext(
            "Un changement n’a pas été annulé : quelqu’un l’a changé depuis.",
            "%(n)d changements n’ont pas été annulés : quelqu’un les a changés depuis.",
            undone.left,
        )
        messages.warning(request, told % {"n": undone.left})


def _recalled(undone: undoing.Undone) -> str:
    if not undone.recalled:
        return ""
    told = ngettext(
        "Un message qui attendait ne partira pas.",
        "%(n)d messages qui attendaient ne partiront pas.",
        undone.recalled,
    )
    return " " + told % {"n": undone.recalled}


@require_POST
@office_page
def save_view(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Keep the filters, order and columns of a list under a name."""
    back = _back(request)
    try:
        name = clean_text(request.POST.get("nom", ""), max_length=60)
        listing = clean_text(request.POST.get("liste", ""), max_length=40)
        query = clean_text(request.POST.get("adresse", ""), max_length=1000)
    except TextRefusedError:
        name = ""
    if not name or not query.startswith("?"):
        messages.warning(request, _("Donnez un nom de 60 caractères au plus à cette vue."))
        return redirect(back)
    mine = SavedView.objects.filter(person=request.user, programme=edition.programme_id)
    if mine.count() >= MOST_VIEWS:
        messages.warning(request, _("Vous avez déjà 40 vues : retirez-en une d’abord."))
        return redirect(back)
    values = {"query": query, "shared": bool(request.POST.get("partagee")), "created_at": now()}
    mine.update_or_create(
        listing=listing,
        name=name,
        defaults={**values, "programme": edition.programme, "person": request.user},
    )
    messages.success(request, _("La vue « %(name)s » est enregistrée.") % {"name": name})
    return redirect(back)


@require_POST
@office_page
def forget_view(request: HttpRequest, edition: Edition, view_id: int) -> HttpResponse:
    view = get_object_or_404(
        SavedView, pk=view_id, person=request.user, programme=edition.programme_id
    )
    view.delete()
    messages.success(request, _("La vue « %(name)s » est retirée.") % {"name": view.name})
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    """The list one came from: an address of this site, or the desk."""
    wanted = request.POST.get("retour") or request.META.get("HTTP_REFERER", "")
    whole = wanted.startswith(("/", "http"))  # any other word would be read as the name of a page
    if whole and url_has_allowed_host_and_scheme(wanted, {request.get_host()}):
        return wanted
    return "/bureau/"
