"""The coordinators' list of messages: what left, what waits, what was refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from croisee.core.listing.bulk import Bulk, Outcome
from croisee.core.listing.columns import ChoiceColumn, Column, MomentColumn, TextColumn
from croisee.core.listing.filters import Filter, equal
from croisee.core.listing.listing import Listing
from croisee.desk.models import Mailing
from croisee.editions.queries import may_leave
from croisee.mail import actions
from croisee.mail.kinds import KINDS
from croisee.mail.models import Message

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
    title = gettext_lazy("Messages")
    search_hint = gettext_lazy("Nom, adresse, objet")
    nothing = gettext_lazy(
        "Aucun message encore. Ils s’écrivent d’eux-mêmes : inscriptions, offres publiées, résultats."
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
            equal("envoi", _("Envoi groupé"), "batch", self._mailings),
        ]

    def _mailings(self) -> list[tuple[str, str]]:
        sent = Mailing.objects.filter(edition=self.edition, sent_at__isnull=False).select_related(
            "edition__programme"
        )
        return [(mailing.batch, mailing.subject) for mailing in sent]

    def declare_bulk(self) -> Sequence[Bulk]:
        return BULK


def _release(ids: Sequence[int], *, by: Any, at: datetime) -> Outcome:
    held = Message.objects.filter(pk__in=ids, state=State.HELD)
    outcome = Outcome(count=actions.release(may_leave(held), by=by, at=at))
    if outcome.count < len(ids):
        outcome.left.append(
            _("Les autres ne sont pas à valider, ou viennent d’une édition d’essai.")
        )
    return outcome


def _each(act: Callable[..., bool]) -> Callable[..., Outcome]:
    def run(ids: Sequence[int], *, by: Any, at: datetime) -> Outcome:
        outcome = Outcome()
        for message in Message.objects.filter(pk__in=ids):
            if act(message, by=by, at=at):
                outcome.add(message.pk)
        if outcome.count < len(ids):
            outcome.left.append(_("Les autres n’étaient pas dans un état qui le permet."))
        return outcome

    return run


def _told(sentence: Any) -> Callable[[int], str]:
    return lambda count: str(sentence % {"n": count})


BULK = [
    Bulk(
        "laisser-partir",
        gettext_lazy("Laisser partir"),
        _release,
        _told(ngettext_lazy("Un message va partir.", "%(n)d messages vont partir.", "n")),
        question=_told(
            ngettext_lazy(
                "Un message validé part dans la minute ; il ne pourra plus être rappelé.",
                "%(n)d messages validés partent dans les minutes qui suivent ; ils ne pourront plus "
                "être rappelés.",
                "n",
            )
        ),
    ),
    Bulk(
        "renvoyer",
        gettext_lazy("Renvoyer"),
        _each(actions.retry),
        _told(ngettext_lazy("Un message sera renvoyé.", "%(n)d messages seront renvoyés.", "n")),
    ),
    Bulk(
        "annuler",
        gettext_lazy("Ne pas envoyer"),
        _each(actions.cancel),
        _told(ngettext_lazy("Un message ne partira pas.", "%(n)d messages ne partiront pas.", "n")),
    ),
]
