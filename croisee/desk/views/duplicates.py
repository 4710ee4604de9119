"""Who or what seems to be here twice: the list, and two records side by side."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from croisee.core import merging
from croisee.core.clock import now
from croisee.desk.duplicates import comparing, ways_out
from croisee.desk.duplicates.suspects import in_province, suspects
from croisee.directory.models import Territory
from croisee.directory.queries import provinces
from croisee.editions.guards import office_page
from croisee.editions.models import Edition
from croisee.people.models import Person


@require_safe
@office_page
def duplicates_page(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Every suspected pair with its reasons, of one province or of all."""
    code = request.GET.get("province", "")[:20]
    province = Territory.objects.filter(kind="province", code=code).first() if code else None
    pairs = in_province(suspects(edition), province)
    context = {"edition": edition, "pairs": pairs, "provinces": provinces(), "chosen": province}
    return render(request, "desk/office/duplicates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page
def duplicate_page(
    request: HttpRequest, edition: Edition, kind: str, first: int, second: int
) -> HttpResponse:
    """Compare; `?apercu=1` tells what would be done; POST does it, or says they are not the same."""
    sides = comparing.load_pair(edition, kind, first, second)
    if sides is None:
        raise Http404
    merged = next((side.merged_into for side in sides if side.merged_into_id), None)
    if merged is not None:
        return _done_already(request, edition, kind, merged)
    answers = request.POST if request.method == "POST" else request.GET
    shown = comparing.compare(edition, kind, sides, answers)
    why_not = _why_not(request, edition, shown)
    if request.method == "POST" and not why_not:
        response = _carry_out(request, edition, shown)
        if response is not None:
            return response
    context = {"edition": edition, "shown": shown, "why_not": why_not, "seen": shown.seen()}
    if "apercu" in answers:
        plan = shown.plan()
        ways = ways_out.ways_out(shown, plan.between, cast(Person, request.user), now())
        context |= {"plan": plan, "ways": ways}
    status = 403 if request.method == "POST" and why_not else 200
    return render(request, "desk/office/duplicate.html", context, status=status)


def _why_not(request: HttpRequest, edition: Edition, shown: comparing.Comparison) -> str:
    by, at = cast(Person, request.user), now()
    kind, programme = shown.kind, edition.programme
    if not all(kind.may(by, side, programme, at) for side in shown.sides):
        return _(
            "L’une des deux fiches est d’une autre province, ou de l’équipe : sa coordination ou "
            "l’administration peut les réunir."
        )
    if any(kind.outside(by, side, at) for side in shown.sides):
        return _(
            "L’une des deux fiches sert aussi à un autre programme : l’administration de "
            "l’installation peut les réunir."
        )
    return ""


def _carry_out(
    request: HttpRequest, edition: Edition, shown: comparing.Comparison
) -> HttpResponse | None:
    """None when the page now tells why nothing was done."""
    by, at, kept = cast(Person, request.user), now(), shown.pair[0]
    if request.POST.get("acte") == "differents":
        pks = shown.sides[0].pk, shown.sides[1].pk
        comparing.dismiss(shown.kind.key, *pks, by=by, at=at, edition=edition)
        messages.success(request, _("C’est noté : ces deux fiches ne seront plus rapprochées."))
        return redirect("desk:duplicates", edition.pk)
    if request.POST.get("acte") == "retirer":
        return _withdraw(request, edition, shown)
    if request.POST.get("vu") != shown.seen():
        messages.warning(
            request, _("Une des deux fiches a changé entre-temps : relisez, puis confirmez.")
        )
        return None
    try:
        comparing.unite(shown, by=by, at=at, scope=edition.scope)
    except merging.AlreadyMergedError as error:
        return _done_already(request, edition, shown.kind.key, error.kept)
    except merging.MergeRefusedError:
        return None  # the plan on the page says why
    messages.success(
        request, _("Les deux fiches n’en font plus qu’une : %(name)s.") % {"name": kept}
    )
    return _onward(edition, shown.kind.key, kept)


def _withdraw(
    request: HttpRequest, edition: Edition, shown: comparing.Comparison
) -> HttpResponse | None:
    """The registration too many is withdrawn here; the other record is proposed to stay."""
    by, between = cast(Person, request.user), shown.plan().between
    wanted = request.POST.get("inscription", "")
    stays = ways_out.withdraw(shown, between, wanted, by=by, at=now())
    if not stays:
        return None
    messages.success(request, _("L’inscription est retirée, et un message le dit à la personne."))
    pair = [shown.kind.key, shown.sides[0].pk, shown.sides[1].pk]
    page = reverse("desk:duplicate", args=[edition.pk, *pair])
    return redirect(f"{page}?{urlencode({'apercu': '1', 'garder': stays})}#h-plan")


def _done_already(request: HttpRequest, edition: Edition, kind: str, kept: Any) -> HttpResponse:
    messages.info(request, _("Ces deux fiches sont déjà réunies : %(name)s.") % {"name": kept})
    return _onward(edition, kind, kept)


def _onward(edition: Edition, kind: str, kept: Any) -> HttpResponse:
    url = comparing.KINDS[kind].url(edition, kept)
    return redirect(url) if url else redirect("desk:duplicates", edition.pk)
