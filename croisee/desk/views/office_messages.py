"""Messages of an edition: the list with their delivery, one message and what can be done with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from croisee.core.clock import now
from croisee.core.form_fields import EmailField
from croisee.core.listing import history
from croisee.core.listing.views import handle
from croisee.desk import people
from croisee.desk.office_messages import MessageList
from croisee.editions.guards import office_page
from croisee.editions.models import Edition
from croisee.editions.queries import may_leave
from croisee.mail import actions
from croisee.mail.models import Message
from croisee.people.actions import EmailTakenError, change_email

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@office_page
def messages_page(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Every message of the edition with its delivery; nothing is sent from here unseen."""
    return handle(request, MessageList(edition, request.user, now()))


@require_http_methods(METHODS)
@office_page
def message_page(request: HttpRequest, edition: Edition, message_id: int) -> HttpResponse:
    message = Message.objects.filter(scope=edition.scope, pk=message_id).first()
    if message is None:
        raise Http404
    problem = ""
    if request.method == "POST":
        problem = _carry_out(request, message)
        if not problem:
            return redirect("desk:message", edition.pk, message.pk)
    context = {
        "edition": edition,
        "message": message,
        "problem": problem,
        "typed": request.POST.get("address", message.address),
        "person_id": _recipient(message),
        "history": history.lines(message),
    }
    return render(request, "desk/office/message.html", context)


def _recipient(message: Message) -> int | None:
    kind, _colon, number = message.recipient.partition(":")
    return int(number) if kind == "person" and number.isdigit() else None


TOLD = {
    "retry": gettext_lazy("Le message sera renvoyé dans la minute."),
    "again": gettext_lazy("Le message sera renvoyé dans la minute."),
    "cancel": gettext_lazy("Le message ne partira pas."),
    "release": gettext_lazy("Le message part dans la minute."),
    "arrived": gettext_lazy("Noté : le message est arrivé."),
    "lost": gettext_lazy("Le message sera renvoyé dans la minute."),
}


def _carry_out(request: HttpRequest, message: Message) -> str:
    """Do what was asked; a sentence when the typed address cannot be one."""
    act, typed = request.POST.get("act", ""), request.POST.get("address", "")
    address = ""
    if act == "retry" and typed not in ("", message.address):
        try:
            address = EmailField().clean(typed)
        except ValidationError as error:
            return str(error.messages[0])
    if address and (problem := _corrected(request, message, address)):
        return problem
    if act in TOLD:
        if _done(act, message, address, by=request.user):
            messages.success(request, TOLD[act])
        else:
            messages.warning(
                request, _("L’état de ce message a changé entre-temps : rien n’a été fait.")
            )
    return ""


def _corrected(request: HttpRequest, message: Message, address: str) -> str:
    """The person has the new address from now on, everywhere; or a sentence that says why not."""
    at, edition = now(), request.office_edition  # type: ignore[attr-defined]
    person = people.PEOPLE.load(edition, _recipient(message) or 0)
    if person is None or person.email != message.address:
        return ""  # to nobody we know, or corrected already: this message alone
    if not people.may_change(request.user, person, edition.programme, at):
        return _(
            "Cette personne est d’une autre province, ou de l’équipe : sa coordination ou "
            "l’administration corrige son adresse."
        )
    try:
        change_email(person, address, by=request.user, at=at)
    except EmailTakenError:
        return _(
            "Cette adresse est déjà celle d’une autre fiche : si c’est la même personne, réunissez "
            "les deux fiches (Personnes, Doublons)."
        )
    return ""


def _done(act: str, message: Message, address: str, *, by: Any) -> bool:
    at = now()
    acts = {
        "retry": lambda: (
            _leaving(message).exists() and actions.retry(message, by=by, at=at, address=address)
        ),
        "again": lambda: _leaving(message).exists() and actions.send_again(message, by=by, at=at),
        "cancel": lambda: actions.cancel(message, by=by, at=at),
        "release": lambda: bool(actions.release(_leaving(message), by=by, at=at)),
        "arrived": lambda: actions.resolve_doubt(message, sent=True, by=by, at=at),
        "lost": lambda: (
            _leaving(message).exists() and actions.resolve_doubt(message, sent=False, by=by, at=at)
        ),
    }
    return acts[act]()


def _leaving(message: Message) -> QuerySet[Message]:
    return may_leave(Message.objects.filter(pk=message.pk))
