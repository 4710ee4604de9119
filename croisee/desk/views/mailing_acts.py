"""The buttons of a message to several people: send, try, hold back, let go, throw away."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from croisee.core.clock import now
from croisee.desk.models import Mailing
from croisee.desk.writing import actions
from croisee.desk.writing.addressees import addressees
from croisee.desk.writing.forms import MessageForm


def carry_out(request: HttpRequest, mailing: Mailing) -> HttpResponse:
    """Do what was asked, say it, come back to the page."""
    act = ACTS.get(request.POST.get("act", ""))
    if act is not None:
        act(request, mailing)
    if not type(mailing).objects.filter(pk=mailing.pk).exists():
        return redirect("desk:mailings", mailing.edition_id)
    return redirect("desk:mailing", mailing.edition_id, mailing.pk)


def number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _send(request: HttpRequest, mailing: Mailing) -> None:
    if not MessageForm.ready(mailing):
        return  # the page leads to the words that are wrong
    seen = number(request.POST.get("seen"))
    try:
        written = actions.send(mailing, seen=seen, by=request.user, at=now())
    except actions.NobodyError:
        messages.warning(request, _("Personne ne recevrait ce message : rien n’est parti."))
    except actions.TooManyError as many:
        told = _("%(n)d personnes à la fois, c’est trop : écrivez province par province.")
        messages.warning(request, told % {"n": many.args[0]})
    except actions.ChangedMeanwhileError:
        messages.warning(
            request, _("Ce message venait d’être changé ou envoyé : rien n’est parti deux fois.")
        )
    else:
        messages.success(request, _written(mailing, written))


def _written(mailing: Mailing, number: int) -> str:
    if mailing.asked_at:
        return _("C’est demandé : %(n)d messages s’écrivent. Vous pouvez quitter cette page.") % {
            "n": number
        }
    if mailing.edition.test_mode:
        return ngettext(
            "Un message est écrit. C’est une édition d’essai : il ne part pas.",
            "%(n)d messages sont écrits. C’est une édition d’essai : ils ne partent pas.",
            number,
        ) % {"n": number}
    return ngettext(
        "Un message est écrit ; il part dans %(minutes)d minutes.",
        "%(n)d messages sont écrits ; ils partent dans %(minutes)d minutes.",
        number,
    ) % {"n": number, "minutes": actions.THINKING_TIME.total_seconds() // 60}


def _try(request: HttpRequest, mailing: Mailing) -> None:
    if not MessageForm.ready(mailing):
        return
    by, at = request.user, now()
    found = addressees(mailing, by, at)
    wanted = number(request.POST.get("personne"))
    person = next((one for one in found.will if one.pk == wanted), None)
    if person is None:
        messages.warning(request, _("Personne ne recevrait ce message : il n’y a pas d’essai."))
        return
    actions.try_on_oneself(mailing, person, found.province_of[person.pk], by=by, at=at)
    if mailing.edition.test_mode:
        messages.success(
            request,
            _("L’essai est dans la liste des messages : rien ne part d’une édition d’essai."),
        )
        return
    told = _("L’essai part dans la minute vers %(address)s.")
    messages.success(request, told % {"address": by.email})


def _hold(request: HttpRequest, mailing: Mailing) -> None:
    stopped = mailing.asked_at is not None
    held = actions.hold_back(mailing, by=request.user, at=now())
    if stopped and not held:
        messages.success(request, _("Les messages ne s’écrivent plus : rien n’est parti."))
        return
    if not held:
        messages.warning(request, _("Tout est déjà parti : un message parti ne se rappelle pas."))
        return
    told = ngettext(
        "Un message est retenu : il ne part pas.",
        "%(n)d messages sont retenus : ils ne partent pas.",
        held,
    )
    messages.success(request, told % {"n": held})


def _go(request: HttpRequest, mailing: Mailing) -> None:
    gone = actions.let_go(mailing, by=request.user, at=now())
    if not gone:
        messages.warning(request, _("Rien ne pouvait partir."))
        return
    told = ngettext("Un message va partir.", "%(n)d messages vont partir.", gone)
    messages.success(request, told % {"n": gone})


def _drop(request: HttpRequest, mailing: Mailing) -> None:
    if actions.drop(mailing, by=request.user, at=now()):
        messages.success(request, _("Le brouillon est jeté."))


ACTS = {"send": _send, "try": _try, "hold": _hold, "go": _go, "drop": _drop}
