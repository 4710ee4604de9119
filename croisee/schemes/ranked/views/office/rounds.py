"""Rounds opened, dated and simulated; the problem file to download."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from croisee.core.clock import now
from croisee.editions.guards import office_page
from croisee.editions.models import Edition
from croisee.schemes.ranked import queries, rules
from croisee.schemes.ranked.actions import publication, rounds
from croisee.schemes.ranked.forms.office import RoundForm, SimulationForm, first_sentence
from croisee.schemes.ranked.models import Run
from croisee.schemes.ranked.views.office.loading import back_to_board, person_of, round_of

UNSOLVABLE = {
    "rule_not_supported": gettext_lazy(
        "Cette règle ne sait pas tenir compte des limites par institution de l’édition : "
        "choisissez-en une autre."
    ),
    "pins_over_capacity": gettext_lazy(
        "Il y a plus de personnes fixées que de places : levez une décision, puis recalculez."
    ),
    "pins_break_rule": gettext_lazy(
        "Des personnes fixées dépassent une limite par institution : levez une décision."
    ),
    "pin_is_forbidden": gettext_lazy(
        "Une personne est fixée là d’où elle est exclue : levez une des deux décisions."
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@office_page
def open_round(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Open the next round; a second click finds it open."""
    form = RoundForm(_posted(request), at=now().date())
    if request.method == "POST" and form.is_valid():
        try:
            rounds.open_round(edition, by=person_of(request), at=now(), **form.cleaned_data)
        except rounds.RoundStateError:
            messages.info(request, _("Un tour est déjà ouvert : le voici."))
        return redirect("ranked:board", edition.pk)
    context = {"edition": edition, "form": form}
    return render(request, "ranked/office/first_round.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page
def dates(request: HttpRequest, edition: Edition, number: int) -> HttpResponse:
    """The days told in the result mails."""
    round_ = round_of(edition, number)
    days = {"contact_deadline": round_.contact_deadline, "next_round_on": round_.next_round_on}
    form = RoundForm(_posted(request), initial=days, at=now().date(), with_seed=False)
    if request.method == "POST" and form.is_valid():
        try:
            rounds.set_round_dates(round_, by=person_of(request), at=now(), **form.cleaned_data)
            messages.success(request, _("Les dates du tour sont enregistrées."))
        except rounds.RoundStateError:
            messages.error(request, _("Le tour est publié : ses dates ne changent plus."))
        return redirect("ranked:round", edition.pk, number)
    context = {"edition": edition, "round": round_, "form": form}
    return render(request, "ranked/office/round_dates.html", context)


def _posted(request: HttpRequest) -> QueryDict | None:
    """What was posted, be it nothing: every field is optional."""
    return request.POST if request.method == "POST" else None


@require_POST
@office_page
def simulate(request: HttpRequest, edition: Edition, number: int) -> HttpResponse:
    """Compute a draft with one of the policies this person may use."""
    round_ = round_of(edition, number)
    at = now()
    form = SimulationForm(
        request.POST, policies=rules.policies_for(person_of(request), edition, at)
    )
    if not form.is_valid():
        messages.error(request, first_sentence(form))
        return back_to_board(request, round_)
    try:
        run = rounds.run_round(
            round_, policy=form.cleaned_data["policy"], by=person_of(request), at=at
        )
        return _computed(request, run, made=run.at == at)
    except rounds.RoundStateError:
        messages.error(request, _("Le tour vient d’être publié : il ne se recalcule plus."))
    except rounds.UnsolvableError as error:
        messages.error(request, str(UNSOLVABLE.get(error.code, error.code)))
    return back_to_board(request, round_, draft="")


def _computed(request: HttpRequest, run: Run, *, made: bool) -> HttpResponse:
    """The board with this draft, which may be an earlier one since which nothing changed."""
    told = (
        _("Brouillon %(number)d calculé.")
        if made
        else _("Rien n’a changé depuis le brouillon %(number)d\u00a0: le voici.")
    )
    (messages.success if made else messages.info)(request, told % {"number": run.number})
    newest = queries.latest_run(run.round) == run
    return back_to_board(request, run.round, draft="" if newest else str(run.number))


@require_safe
@office_page
def problem(request: HttpRequest, edition: Edition, number: int, run: int) -> HttpResponse:
    """Problem, seed and policy of a draft: whoever has the file finds the same result."""
    found = get_object_or_404(round_of(edition, number).runs, number=run)
    found.round = round_of(edition, number)
    body = json.dumps(publication.problem_file(found), ensure_ascii=False, indent=1)
    response = HttpResponse(body, content_type="application/json")
    name = publication.problem_file_name(found)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
