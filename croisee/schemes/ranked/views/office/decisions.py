"""Decisions by hand: fix, forbid, move, swap, lift. Each ends on the board, with a sentence."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from croisee.core.clock import now
from croisee.core.written_dates import time_of_day
from croisee.editions.guards import office_page
from croisee.editions.models import Edition
from croisee.offers.models import Offer
from croisee.schemes.ranked import rules
from croisee.schemes.ranked.actions import decisions
from croisee.schemes.ranked.actions.decisions import DecisionError
from croisee.schemes.ranked.actions.rounds import RoundStateError
from croisee.schemes.ranked.forms.office import DecisionForm, SwapForm, first_sentence
from croisee.schemes.ranked.models import Application, Decision, Round
from croisee.schemes.ranked.views.office.loading import back_to_board, person_of, round_of, run_of


@require_POST
@office_page
def decide(request: HttpRequest, edition: Edition, number: int) -> HttpResponse:
    """Fix somebody at an offer, on their list or not, or exclude the pair."""
    round_ = round_of(edition, number)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, first_sentence(form))
        return back_to_board(request, round_)
    said = form.cleaned_data
    who = _application(edition, said["application"])
    offer = get_object_or_404(
        Offer.objects.select_related("service__organisation"), edition=edition, number=said["offer"]
    )
    try:
        made = decisions.decide(
            round_,
            who,
            offer,
            Decision.Kind(said["kind"]),
            by=person_of(request),
            at=now(),
            reason=said["reason"],
            seen=said["seen"],
        )
        messages.success(request, _done(made, who, offer))
    except (DecisionError, RoundStateError) as error:
        messages.error(request, refusal(error))
    return back_to_board(request, round_)


@require_POST
@office_page
def swap(request: HttpRequest, edition: Edition, number: int) -> HttpResponse:
    """Two people change places, as the draft on screen has them."""
    round_ = round_of(edition, number)
    form = SwapForm(request.POST)
    if not form.is_valid():
        messages.error(request, first_sentence(form))
        return back_to_board(request, round_)
    pair = [_application(edition, form.cleaned_data[name]) for name in ("application", "other")]
    places = _places(round_, pair, request.POST.get("brouillon", ""))
    if len(places) < 2:
        messages.error(request, _("Il faut deux personnes placées pour un échange."))
        return back_to_board(request, round_)
    try:
        seen = form.cleaned_data["seen"]
        decisions.swap(
            round_, *zip(pair, places, strict=True), by=person_of(request), at=now(), seen=seen
        )
        names = {"one": pair[0].person, "other": pair[1].person}
        messages.success(
            request, _("%(one)s et %(other)s échangent leurs places. Recalculez.") % names
        )
    except (DecisionError, RoundStateError) as error:
        messages.error(request, refusal(error))
    return back_to_board(request, round_)


@require_POST
@office_page
def lift(request: HttpRequest, edition: Edition, number: int, decision_id: int) -> HttpResponse:
    """End a decision; it stays in the journal."""
    round_ = round_of(edition, number)
    decision = get_object_or_404(round_.decisions, pk=decision_id)
    try:
        if decisions.lift(decision, by=person_of(request), at=now()):
            messages.success(request, _("La décision est levée. Recalculez pour en voir l’effet."))
        else:
            messages.info(request, _("Cette décision était déjà levée."))
    except RoundStateError as error:
        messages.error(request, refusal(error))
    return back_to_board(request, round_)


def _application(edition: Edition, pk: int) -> Application:
    found = rules.visible_in_office(edition).select_related("person")
    return get_object_or_404(found, pk=pk)


def _places(round_: Round, pair: list[Application], run: str) -> list[Offer]:
    """Where the draft has these people, in their order; fewer when one has no place."""
    found = run_of(round_, run)
    names = dict(round_.entries.values_list("application_id", "pseudonym"))
    numbers = [found.assignment.get(names.get(who.pk, "")) if found else None for who in pair]
    offers = {
        offer.number: offer
        for offer in Offer.objects.filter(edition=round_.edition, number__in=filter(None, numbers))
    }
    return [offers[number] for number in numbers if number in offers]


def _done(made: Decision, who: Application, offer: Offer) -> str:
    values = {"who": who.person.full_name, "host": offer.service.full_name}
    if made.kind == Decision.Kind.PIN:
        return _("%(who)s est fixé·e à « %(host)s ». Recalculez pour en voir l’effet.") % values
    return _("%(who)s est exclu·e de « %(host)s ». Recalculez pour en voir l’effet.") % values


def refusal(error: DecisionError | RoundStateError) -> str:
    """Why a decision was not taken, in one sentence."""
    if isinstance(error, RoundStateError):
        return _("Le tour est publié : il ne se décide plus rien ici.")
    if error.code == "met":
        return _met(error.decisions[0])
    if error.code == "full":
        names = ", ".join(str(pin.application.person) for pin in error.decisions)
        if not names:
            return _("Cette offre n’a plus de place à donner dans ce tour.")
        return _("Toutes les places de cette offre sont déjà fixées : %(names)s.") % {
            "names": names
        }
    return {
        "not_waiting": _("Cette personne n’attend plus de place : rien n’a été changé."),
        "not_offered": _("Cette offre n’est pas publiée : rien n’a été changé."),
        "not_two_places": _("Ces deux personnes ont la même place : rien n’a été changé."),
    }[error.code]


def _met(other: Decision) -> str:
    """Somebody decided about the same person while this page was open."""
    values = {
        "by": other.by or "?",
        "time": time_of_day(other.at),
        "who": other.application.person,
        "host": other.offer.service.full_name,
    }
    if other.kind == Decision.Kind.PIN:
        text = _("%(by)s vient de fixer %(who)s à « %(host)s » (%(time)s)")
    else:
        text = _("%(by)s vient d’exclure %(who)s de « %(host)s » (%(time)s)")
    return _("%(what)s : votre décision n’a pas été prise, regardez et décidez à nouveau.") % {
        "what": text % values
    }
