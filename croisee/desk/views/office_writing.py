"""Writing to several people: to whom, what, reading it over, sending, following up."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from croisee.core.clock import now
from croisee.core.listing import history
from croisee.desk import rules
from croisee.desk.models import Mailing
from croisee.desk.views.mailing_acts import carry_out, number
from croisee.desk.writing import actions, in_worker
from croisee.desk.writing.addressees import Addressees, addressees
from croisee.desk.writing.following import deliveries
from croisee.desk.writing.forms import MEANINGS, MessageForm, StartForm
from croisee.desk.writing.reading import Reading
from croisee.editions.guards import office_page
from croisee.editions.models import Edition
from croisee.mail.framing import framed, frames_own_pages, mail_frame

METHODS = ["GET", "HEAD", "POST"]
LATEST = 60


def _mailing(request: HttpRequest, edition: Edition, mailing_id: int) -> Mailing:
    visible = rules.visible_mailings(request.user, edition, now())
    return get_object_or_404(visible, pk=mailing_id)


@require_safe
@office_page
def mailings_page(request: HttpRequest, edition: Edition) -> HttpResponse:
    """What was sent to several people, the latest first, with what became of it; and drafts."""
    mailings = list(rules.visible_mailings(request.user, edition, now())[:LATEST])
    followed = deliveries(mailings)
    rows = [(mailing, followed[mailing.pk]) for mailing in mailings]
    return render(request, "desk/writing/mailings.html", {"edition": edition, "rows": rows})


@require_http_methods(METHODS)
@office_page
def write_page(request: HttpRequest, edition: Edition) -> HttpResponse:
    """To whom, and what to begin from."""
    by, at = request.user, now()
    data = request.POST if request.method == "POST" else None
    form = StartForm(data, edition=edition, by=by, at=at)
    if request.method == "POST" and form.is_valid():
        mailing = actions.begin(edition, **form.cleaned_data, by=by, at=at)
        return redirect("desk:mailing_edit", edition.pk, mailing.pk)
    return render(request, "desk/writing/start.html", {"edition": edition, "form": form})


@require_http_methods(METHODS)
@office_page
def edit_page(request: HttpRequest, edition: Edition, mailing_id: int) -> HttpResponse:
    """The words, in each language; kept even when they could not be sent."""
    mailing, at = _mailing(request, edition, mailing_id), now()
    if mailing.sent_at or not rules.may_send(request.user, mailing, at):
        return redirect("desk:mailing", edition.pk, mailing.pk)
    form = MessageForm(request.POST if request.method == "POST" else None, mailing=mailing)
    if request.method == "POST":
        good = form.is_valid()
        if _kept(request, mailing, form) and good:
            return redirect("desk:mailing", edition.pk, mailing.pk)
    context = {
        "edition": edition,
        "mailing": mailing,
        "form": form,
        "found": addressees(mailing, request.user, at),
        "placeholders": MEANINGS.items(),
        "kept": form.is_bound and bool(form.errors),
    }
    return render(request, "desk/writing/edit.html", context)


def _kept(request: HttpRequest, mailing: Mailing, form: MessageForm) -> bool:
    """Keep what was typed; say beside the text when somebody else was quicker."""
    seen = form.cleaned_data.get("seen") or 0
    try:
        actions.keep(
            mailing, kind=form.chosen_kind, **form.typed, seen=seen, by=request.user, at=now()
        )
    except actions.ChangedMeanwhileError:
        mailing.refresh_from_db()
        form.add_error(
            None, _("Quelqu’un a changé ce brouillon entre-temps : relisez, puis gardez.")
        )
    form.show_version(mailing.version)
    return not form.errors


@require_http_methods(METHODS)
@office_page
@frames_own_pages
def mailing_page(request: HttpRequest, edition: Edition, mailing_id: int) -> HttpResponse:
    """A draft is read over on a real person, then sent; what was sent is followed."""
    mailing, at = _mailing(request, edition, mailing_id), now()
    may = rules.may_send(request.user, mailing, at)
    if request.method == "POST" and (may or request.POST.get("act") == "hold"):
        return carry_out(request, mailing)
    if may and not mailing.sent_at and not MessageForm.ready(mailing):
        return redirect("desk:mailing_edit", edition.pk, mailing.pk)
    written = in_worker.progress(mailing)
    if "ecriture" in request.GET:
        told = {"edition": edition, "mailing": mailing, "progress": written}
        return render(request, "desk/writing/_progress.html", told)
    found = addressees(mailing, request.user, at)
    # While letters are written nothing is shown of one: what fails in the worker would fail here.
    context = {} if written else _read(request, mailing, found)
    context |= {
        "progress": written,
        "edition": edition,
        "mailing": mailing,
        "may": may,
        "found": found,
        "delivery": deliveries([mailing])[mailing.pk],
        "history": history.lines(mailing),
        "minutes": int(actions.THINKING_TIME.total_seconds() // 60),
    }
    status = 403 if request.method == "POST" else 200
    return render(request, "desk/writing/mailing.html", context, status=status)


@require_safe
@office_page
@mail_frame
def mailing_frame(request: HttpRequest, edition: Edition, mailing_id: int) -> HttpResponse:
    """The letter of one addressee as it will look, for the frame of its page."""
    mailing = _mailing(request, edition, mailing_id)
    if in_worker.progress(mailing):
        raise Http404  # what fails in the worker would fail here
    found = addressees(mailing, request.user, now())
    shown = _read(request, mailing, found)["shown"]
    return framed(shown.letter.html if shown else "")


def _read(request: HttpRequest, mailing: Mailing, found: Addressees) -> dict[str, Any]:
    reading = Reading(mailing, found, request.user, now())
    shown = reading.of(number(request.GET.get("personne")))
    frame = reverse("desk:mailing_frame", args=[mailing.edition_id, mailing.pk])
    whose = f"?personne={shown.person.pk}" if shown else ""
    return {"reading": reading, "shown": shown, "frame": frame + whose}
