"""The coordinators' list of messages: what left, what waits, what was refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from croisee.core.form_fields import PickField
from croisee.core.listing.bulk import Bulk, Outcome
from croisee.core.listing.columns import ChoiceColumn, Column, MomentColumn, TextColumn
from croisee.core.listing.editing import Editor, RefusedError
from croisee.core.listing.filters import Filter, equal
from croisee.core.listing.listing import Listing
from croisee.core.listing.undo import register
from croisee.desk.models import Mailing
from croisee.editions import rules
from croisee.editions.models import Edition
from croisee.editions.queries import may_leave
from croisee.mail import actions
from croisee.mail.kinds import KINDS
from croisee.mail.models import Message
from croisee.people.models import Person
from croisee.schemes.ranked.board import sending
from croisee.schemes.ranked.models import Round

State = Message.State
SIGNS = {
    State.HELD: "now",
    State.FAILED: "bad",
    State.IN_DOUBT: "bad",
    State.CANCELLED: "warn",
}


class MessageList(Listing):
    key = "messages"
    default_sort = "ecrit"
    latest_first = True
    title = gettext_lazy("Messages")
    search_hint = gettext_lazy("Nom, adresse, objet")
    nothing = gettext_lazy(
        "Aucun message encore. Ils partent d’eux-mêmes : inscriptions, offres publiées, résultats."
    )
    searched = ("name", "address", "subject")

    def rows(self) -> QuerySet[Message]:
        return Message.objects.filter(scope=self.edition.scope)

    def url(self) -> str:
        return reverse("desk:messages", args=[self.edition.pk])

    def link(self, pk: int) -> str:
        return reverse("desk:message", args=[self.edition.pk, pk])

    def counted(self, number: int) -> str:
        return ngettext("%(n)d message", "%(n)d messages", number) % {"n": number}

    def ordered(self, state: Any) -> Any:
        """The latest first unless another order is asked for."""
        if not state.sort:
            return self.found(state).order_by("-created_at", "-pk")
        return super().ordered(state)

    def views(self) -> Sequence[tuple[Any, str]]:
        return [
            (_("À valider"), "?etat=held"),
            (_("Pas arrivés"), "?etat=failed"),
            (_("Incertains"), "?etat=in_doubt"),
            (_("En attente"), "?etat=queued"),
        ]

    def acts(self) -> Sequence[tuple[Any, str]]:
        return [(_("Envois groupés"), reverse("desk:mailings", args=[self.edition.pk]))]

    def primary(self) -> tuple[Any, str]:
        return _("Écrire à plusieurs personnes"), reverse("desk:write", args=[self.edition.pk])

    def declare_columns(self) -> Sequence[Column]:
        kinds = [(kind.name, kind.label) for kind in KINDS.values()]
        return [
            TextColumn("objet", _("Objet"), "subject", width=40),
            TextColumn("nom", _("À"), "name", width=24),
            TextColumn("adresse", _("Adresse"), "address", width=30),
            ChoiceColumn("type", _("Type"), "kind", labels=kinds, shown=False, width=24),
            MomentColumn("ecrit", _("Écrit le"), "created_at"),
            MomentColumn("envoye", _("Envoyé le"), "sent_at", shown=False),
            ChoiceColumn("etat", _("État"), "state", labels=State.choices, signs=SIGNS),
            TextColumn("erreur", _("Réponse du serveur"), "error", width=40),
        ]

    def declare_filters(self) -> Sequence[Filter]:
        kinds = [(kind.name, kind.label) for kind in KINDS.values()]
        return [
            equal("etat", _("État"), "state", State.choices),
            equal("type", _("Type"), "kind", kinds),
            Filter("tour", _("Tour de matching"), self._rounds, _of_round(self.edition)),
            equal("envoi", _("Envoi groupé"), "batch", self._mailings),
        ]

    def _rounds(self) -> list[tuple[int, str]]:
        published = self.edition.rounds.filter(state=Round.State.PUBLISHED).order_by("number")
        numbers = published.values_list("number", flat=True)
        return [(number, _("Tour %(n)s") % {"n": number}) for number in numbers]

    def _mailings(self) -> list[tuple[str, str]]:
        sent = Mailing.objects.filter(edition=self.edition, sent_at__isnull=False).select_related(
            "edition__programme"
        )
        return [(mailing.batch, mailing.subject) for mailing in sent]

    def declare_bulk(self) -> Sequence[Bulk]:
        return BULK


def _of_round(edition: Edition) -> Callable[[QuerySet, str], QuerySet]:
    """The results of a round and what replaced them since."""

    def narrow(rows: QuerySet, number: str) -> QuerySet:
        return rows.filter(key__startswith=sending.keys_of(edition.rounds.get(number=number)))

    return narrow


class StateForm(forms.Form):
    state = PickField(label=gettext_lazy("État"), choices=State.choices)


class MessageEditor(Editor):
    """Takes back what a button did to a message that has not left; a sent one is never recalled."""

    key = "message"
    form_class = StateForm

    def load(self, edition: Edition, pk: int, *, lock: bool = False) -> Message | None:
        found = Message.objects.filter(scope=edition.scope, pk=pk)
        found = found.select_for_update() if lock else found
        message = found.defer("text", "html", "attachments").first()
        if message is not None:
            message.desk_programme = edition.programme  # type: ignore[attr-defined]
        return message

    def read(self, thing: Message) -> dict[str, Any]:
        return {"state": thing.state}

    def write(self, thing: Message, changes: dict[str, Any], *, by: Any, at: datetime) -> None:
        if not actions.take_back(may_leave, thing, changes["state"], by=by, at=at):
            raise RefusedError(_("Ce message est parti, ou ne peut pas partir."), "state")

    def may(self, person: Person, thing: Any, at: datetime) -> bool:
        return rules.works_in(person, thing.desk_programme, at)

    def name(self, thing: Message) -> str:
        return thing.subject


MESSAGES = register(MessageEditor())


def _each(act: Callable[..., bool], left: Any, *, leaves: bool) -> Callable[..., Outcome]:
    """Each message on its own; what `leaves` never touches those of a trial edition (IM-23)."""

    def run(ids: Sequence[int], *, by: Any, at: datetime) -> Outcome:
        outcome, wanted = Outcome(), Message.objects.filter(pk__in=ids)
        for message in may_leave(wanted) if leaves else wanted:
            before = message.state
            if act(message, by=by, at=at):
                outcome.add(message.pk, {"state": [before, message.state]})
        if outcome.count < len(ids):
            outcome.left.append(str(left))
        return outcome

    return run


def _release(message: Message, *, by: Any, at: datetime) -> bool:
    released = bool(actions.release([message], by=by, at=at))
    message.state = State.QUEUED if released else message.state
    return released


NOT_HELD = gettext_lazy("Les autres ne sont pas à valider, ou viennent d’une édition d’essai.")
NOT_SO = gettext_lazy(
    "Les autres n’étaient pas dans un état qui le permet, ou viennent d’une édition d’essai."
)


def _told(sentence: Any) -> Callable[[int], str]:
    return lambda count: str(sentence % {"n": count})


BULK = [
    Bulk(
        "laisser-partir",
        gettext_lazy("Laisser partir"),
        _each(_release, NOT_HELD, leaves=True),
        _told(ngettext_lazy("Un message va partir.", "%(n)d messages vont partir.", "n")),
        question=_told(
            ngettext_lazy(
                "Un message validé part dans la minute ; une fois parti, il ne se rappelle pas.",
                "%(n)d messages validés partent dans les minutes qui suivent ; un message parti ne "
                "se rappelle pas.",
                "n",
            )
        ),
        editor=MESSAGES.key,
    ),
    Bulk(
        "renvoyer",
        gettext_lazy("Renvoyer"),
        _each(actions.retry, NOT_SO, leaves=True),
        _told(ngettext_lazy("Un message sera renvoyé.", "%(n)d messages seront renvoyés.", "n")),
        editor=MESSAGES.key,
    ),
    Bulk(
        "annuler",
        gettext_lazy("Ne pas envoyer"),
        _each(actions.cancel, NOT_SO, leaves=False),
        _told(ngettext_lazy("Un message ne partira pas.", "%(n)d messages ne partiront pas.", "n")),
        editor=MESSAGES.key,
    ),
]
