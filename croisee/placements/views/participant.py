"""Both sides of a placement: contact, date, calendar file, notice for the team, what became of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from croisee.core.clock import now
from croisee.core.form_fields import printable_values
from croisee.core.written_dates import date_full
from croisee.offers.forms.kept import keeps_answers, needs_person, typed_before
from croisee.placements import actions, rules
from croisee.placements.calendar import calendar_file
from croisee.placements.forms import DatesForm, rows_sent
from croisee.placements.models import Placement
from croisee.placements.queries import with_both_sides

OUTCOMES = {Placement.State.DONE, Placement.State.PARTLY, Placement.State.NO_SHOW}


def own_placement(request: HttpRequest, placement_id: int, *, host: bool = False) -> Placement:
    """A placement of this person; another's does not exist for them (rule 10)."""
    mine = rules.as_host(request.user) if host else rules.visible_to(request.user)
    return get_object_or_404(with_both_sides(mine), pk=placement_id)


@require_POST
@needs_person("my_space")
def contacted(request: HttpRequest, placement_id: int) -> HttpResponse:
    placement = own_placement(request, placement_id)
    try:
        actions.mark_contacted(placement, by=request.user, at=now())
        messages.success(request, _("C’est noté : vous avez pris contact."))
    except actions.PlacementStateError:
        messages.warning(request, _over(placement))
    return redirect("my_space")


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_answers
def date(request: HttpRequest, placement_id: int) -> HttpResponse:
    """Fix the day or the days, or others. « Une date de plus » adds a row, without a script."""
    placement = own_placement(request, placement_id)
    data = request.POST if request.method == "POST" else typed_before(request)
    if data is not None and "more" in data:
        rows = rows_sent(data) + 1
        form = DatesForm(placement=placement, rows=rows, initial=printable_values(data))
    else:
        form = DatesForm(data, placement=placement)
    if request.method == "POST" and form.is_valid() and not form.asks():
        try:
            actions.fix_dates(placement, form.spans(), by=request.user, at=now())
            messages.success(request, _("C’est fixé. Le fichier pour l’agenda est prêt."))
        except actions.PlacementStateError:
            messages.warning(request, _over(placement))
        return redirect("my_space")
    context = {"placement": placement, "form": form, "crumbs": _crumbs(_("Fixer la date"))}
    return render(request, "placements/date.html", context)


@require_safe
@needs_person("my_space")
def calendar(request: HttpRequest, placement_id: int) -> HttpResponse:
    placement = own_placement(request, placement_id)
    if not placement.sessions.all():
        raise Http404
    content = calendar_file([placement], at=now())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="immersion.ics"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@needs_person("my_space")
def outcome(request: HttpRequest, placement_id: int) -> HttpResponse:
    """Either side says whether it took place; three buttons, one question. The host may correct it."""
    placement = own_placement(request, placement_id)
    trainee = request.user.pk in {one.person_id for one in placement.participants.all()}
    if rules.lies_ahead(placement, now()):
        return _asked_too_soon(request, placement)
    said = request.POST.get("outcome", "")
    if trainee and placement.state not in rules.UNDECIDED:
        messages.info(request, _over(placement))
        return redirect("my_space")
    if request.method == "POST" and said in OUTCOMES:
        try:
            actions.conclude(placement, said, by=request.user, at=now())
            messages.success(request, _("Merci, c’est noté."))
        except actions.PlacementStateError:
            messages.warning(request, _over(placement))
        return redirect("my_space")
    crumbs = _crumbs(_("L’immersion a-t-elle eu lieu ?"))
    context = {"placement": placement, "crumbs": crumbs, "trainee": trainee}
    return render(request, "placements/outcome.html", context)


def _asked_too_soon(request: HttpRequest, placement: Placement) -> HttpResponse:
    """Nothing took place yet: the day first; where it is fixed, after it."""
    first = placement.sessions.order_by("starts_at").first()
    if first is None:
        messages.info(request, _("Dites d’abord quand l’immersion a lieu."))
        return redirect("placements:date", placement.pk)
    told = _("L’immersion est prévue le %(day)s : vous direz ensuite si elle a eu lieu.")
    messages.info(request, told % {"day": date_full(first.starts_at)})
    return redirect("my_space")


@require_safe
@needs_person("my_space")
def notice(request: HttpRequest, placement_id: int) -> HttpResponse:
    """A sheet for the staff room: who comes, when, what for (IM-40)."""
    placement = own_placement(request, placement_id, host=True)
    context = {"placement": placement, "back_url": reverse("my_space")}
    return render(request, "placements/notice.html", context)


def _crumbs(here: str) -> list[tuple[str, str]]:
    return [(_("Mon espace"), reverse("my_space")), (here, "")]


def _over(placement: Placement) -> str:
    told = _("L’état de ce stage a changé entre-temps : « %(state)s ».")
    return told % {"state": placement.get_state_display()}
