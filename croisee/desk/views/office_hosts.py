"""The hosts of an edition: their list, the page of one, every field of it by hand (IM-05)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from croisee.core.clock import now
from croisee.core.listing import undo
from croisee.core.listing.bulk import Bulk
from croisee.core.listing.views import NOT_MINE, edit_object, handle
from croisee.desk.hosts.editing import HOSTS
from croisee.desk.hosts.known import hosts_of
from croisee.desk.hosts.listing import HostList
from croisee.desk.hosts.page import everything
from croisee.directory.models import Service
from croisee.editions.guards import office_page
from croisee.editions.models import Edition

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@office_page
def hosts_page(request: HttpRequest, edition: Edition) -> HttpResponse:
    return handle(request, HostList(edition, request.user, now()))


@require_http_methods(METHODS)
@office_page
def host_page(request: HttpRequest, edition: Edition, service_id: int) -> HttpResponse:
    """Offers, people, messages of a host; POST runs one of the acts of the list on it."""
    service = HOSTS.load(edition, service_id)
    if service is None:
        return _kept_instead(edition, service_id)
    may = HOSTS.may(request.user, service, now())
    if request.method == "POST" and may:
        return _act(request, edition, service)
    context = everything(edition, service, now()) | {"edition": edition, "may": may}
    context |= {"undo": undo.fresh(request), "why_not": NOT_MINE}
    status = 403 if request.method == "POST" else 200
    return render(request, "desk/office/host.html", context, status=status)


def _kept_instead(edition: Edition, service_id: int) -> HttpResponse:
    """An old line of the journal leads to a merged record: on to the one that was kept."""
    kept = hosts_of(edition).filter(merged__pk=service_id).first()
    if kept is None:
        raise Http404
    return redirect("desk:host", edition.pk, kept.pk)


def _act(request: HttpRequest, edition: Edition, service: Service) -> HttpResponse:
    back = reverse("desk:host", args=[edition.pk, service.pk])
    acts = {bulk.key: bulk for bulk in HostList(edition, request.user, now()).bulk}
    act = acts.get(request.POST.get("act", ""))
    return redirect((_done(request, edition, service, act, back) if act else "") or back)


def _done(request: HttpRequest, edition: Edition, service: Service, act: Bulk, back: str) -> str:
    """Where the act goes on; '' when it ends here, with « Annuler »."""
    outcome = act.run([service.pk], by=request.user, at=now())
    if outcome.done:
        undo.remember(request, act.editor, edition.pk, act.told(1), outcome.done, back)
    elif not (outcome.onward or outcome.left):
        messages.warning(request, _("C’était déjà fait : rien n’a changé."))
    for sentence in outcome.left:
        messages.warning(request, sentence)
    return outcome.onward


@require_http_methods(METHODS)
@office_page
def edit_host(request: HttpRequest, edition: Edition, service_id: int) -> HttpResponse:
    """The service, its institution, and what it said of this edition."""
    back = reverse("desk:host", args=[edition.pk, service_id])
    return edit_object(request, HOSTS, edition, service_id, back=back, at=now())
