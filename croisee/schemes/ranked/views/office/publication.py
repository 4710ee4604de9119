"""Publishing: asked with the mails to read, done once, and what became of the mails."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from croisee.core.clock import now
from croisee.core.written_dates import time_of_day
from croisee.core.written_lists import joined
from croisee.editions.guards import office_page
from croisee.editions.models import Edition
from croisee.editions.queries import may_leave
from croisee.mail import actions as mail_actions
from croisee.mail.kinds import kind_named
from croisee.mail.models import Message
from croisee.schemes.ranked import queries, rules
from croisee.schemes.ranked.actions.publication import (
    AlreadyThereError,
    StaleRunError,
    publish_run,
)
from croisee.schemes.ranked.actions.replacement import ReplacementError, replace_place
from croisee.schemes.ranked.actions.rounds import RoundStateError
from croisee.schemes.ranked.board import sending
from croisee.schemes.ranked.board.since import (
    WITH_PLACE,
    replaced_meanwhile,
    since_publication,
)
from croisee.schemes.ranked.board.words import policy_name
from croisee.schemes.ranked.emails import results as letters
from croisee.schemes.ranked.forms.office import ReplacementForm, first_sentence
from croisee.schemes.ranked.models import Round, Run
from croisee.schemes.ranked.views.office.loading import back_to_board, person_of, round_of


@require_http_methods(["GET", "HEAD", "POST"])
@office_page
def publish(request: HttpRequest, edition: Edition, number: int, run: int) -> HttpResponse:
    """Ask, with how many mails go to whom and one of each; POST publishes."""
    round_ = round_of(edition, number)
    draft = get_object_or_404(round_.runs, number=run)
    draft.round = round_
    if round_.state != Round.State.OPEN:
        if request.method == "POST":
            _tell_published(request, round_)
        return redirect("ranked:outcome", edition.pk, number)
    if request.method == "POST":
        return _publish(request, draft)
    placed = sum(place is not None for place in draft.assignment.values())
    context = {
        "edition": edition,
        "round": round_,
        "run": draft,
        "rule": policy_name(draft.policy),
        "usual": policy_name(edition.policy) if draft.policy != edition.policy else "",
        "decided": len(draft.problem["pins"]) + len(draft.problem["forbidden"]),
        "placed": placed,
        "without": len(draft.assignment) - placed,
        "outdated": queries.is_outdated(draft),
        "counts": _named(letters.recipients(draft)),
        "samples": letters.sample_messages(draft, at=now()),
    }
    return render(request, "ranked/office/publish.html", context)


def _publish(request: HttpRequest, draft: Run) -> HttpResponse:
    edition, number = draft.round.edition, draft.round.number
    try:
        hold = request.POST.get("hold") == "on"
        placed = publish_run(draft, by=person_of(request), at=now(), hold=hold)
        text = ngettext(
            "Le tour est publié : %(count)d personne a une place.",
            "Le tour est publié : %(count)d personnes ont une place.",
            placed,
        )
        messages.success(request, text % {"count": placed})
    except RoundStateError:
        _tell_published(request, round_of(edition, number))
    except StaleRunError:
        messages.error(
            request,
            _(
                "Rien n’a été publié : des décisions, des places ou des inscriptions ont changé "
                "depuis ce brouillon. Recalculez, relisez, puis publiez."
            ),
        )
        return redirect("ranked:round", edition.pk, number)
    except AlreadyThereError as error:
        messages.error(request, _already_there(error))
        return redirect("ranked:round", edition.pk, number)
    return redirect("ranked:outcome", edition.pk, number)


def _tell_published(request: HttpRequest, round_: Round) -> None:
    """A colleague was quicker, or it is one's own second click."""
    told = _(
        "%(who)s a publié ce tour à %(time)s : rien n’a été fait deux fois, voici le résultat."
    )
    who = round_.published_by or _("Quelqu’un")
    time = time_of_day(round_.published_at) if round_.published_at else ""
    messages.info(request, told % {"who": who, "time": time})


def _already_there(error: AlreadyThereError) -> str:
    pairs = [
        _("%(who)s chez « %(host)s » (%(number)s)")
        % {"who": person, "host": offer.service.full_name, "number": offer.number}
        for person, offer in error.pairs
    ]
    return ngettext(
        "Rien n’a été publié : %(who)s a déjà un stage à cette offre, en dehors de son inscription. "
        "Annulez ce stage, ou excluez la personne de cette offre ; recalculez, puis publiez.",
        "Rien n’a été publié : %(who)s ont déjà un stage à ces offres, en dehors de leur inscription. "
        "Annulez ces stages, ou excluez ces personnes de ces offres ; recalculez, puis publiez.",
        len(pairs),
    ) % {"who": joined(pairs)}


@require_safe
@office_page
def outcome(request: HttpRequest, edition: Edition, number: int) -> HttpResponse:
    """What a published round gave, and how far its mails are."""
    round_ = round_of(edition, number)
    run = queries.published_run(round_)
    if run is None:
        return redirect("ranked:round", edition.pk, number)
    run.round = round_
    figures = run.insights["policies"][0]
    context = {
        "edition": edition,
        "round": round_,
        "run": run,
        "figures": figures,
        "without": len(run.assignment) - figures["placed"],
        "since": since_publication(run),
        "sending": sending.progress(round_),
    }
    return render(request, "ranked/office/outcome.html", context)


@require_safe
@office_page
def sending_state(request: HttpRequest, edition: Edition, number: int) -> HttpResponse:
    """The one panel that a page asks for again and again while messages leave."""
    found = sending.progress(round_of(edition, number))
    context = {"edition": edition, "sending": found}
    return render(request, "ranked/office/_sending.html", context)


@require_POST
@office_page
def release(request: HttpRequest, edition: Edition, number: int) -> HttpResponse:
    """Let the held mails of a round go."""
    round_ = round_of(edition, number)
    held = list(may_leave(sending.messages_of(round_).filter(state=Message.State.HELD)))
    released = mail_actions.release(held, by=person_of(request), at=now())
    text = ngettext("%(count)d message part.", "%(count)d messages partent.", released)
    messages.success(request, text % {"count": released})
    return redirect("ranked:outcome", edition.pk, number)


def _named(counts: dict[str, int]) -> list[tuple[str, str, int]]:
    return [(kind, str(kind_named(kind).label), count) for kind, count in counts.items()]


REFUSALS = {
    "not_placed": gettext_lazy(
        "Cette personne n’a plus de place publiée\u00a0: rien n’a été changé."
    ),
    "over": gettext_lazy("Ce stage a déjà eu lieu\u00a0: sa place ne se remplace plus."),
    "same_place": gettext_lazy("C’est déjà sa place\u00a0: rien n’a été changé."),
    "not_offered": gettext_lazy("Cette offre n’est pas publiée\u00a0: rien n’a été changé."),
    "full": gettext_lazy("Cette offre vient d’être complète\u00a0: rien n’a été changé."),
    "not_published": gettext_lazy("Cette place ne vient pas d’un tour publié."),
}


@require_POST
@office_page
def replace(request: HttpRequest, edition: Edition, number: int, pk: int) -> HttpResponse:
    """Another place for somebody placed; only those concerned are mailed."""
    round_ = round_of(edition, number)
    found = rules.visible_in_office(edition).select_related("person", WITH_PLACE)
    application = get_object_or_404(found, pk=pk)
    form = ReplacementForm(request.POST)
    if not form.is_valid():
        messages.error(request, first_sentence(form))
        return back_to_board(request, round_, replacing=request.POST.get("offer", "")[:40])
    said = form.cleaned_data
    if application.placement_id and said["place"] not in (None, application.placement_id):
        messages.error(request, replaced_meanwhile(application))
        return back_to_board(request, round_)
    offer = get_object_or_404(edition.offers, number=said["offer"])
    try:
        by = person_of(request)
        replace_place(application, offer, by=by, at=now(), reason=said["reason"])
        text = _("%(who)s a une autre place\u00a0; les personnes concernées sont prévenues.")
        messages.success(request, text % {"who": application.person})
    except ReplacementError as error:
        messages.error(request, str(REFUSALS[error.code]))
    return back_to_board(request, round_)
