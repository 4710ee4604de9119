"""How far the messages of a published round have left: read from the outbox, which is the truth."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from croisee.editions.models import Edition
from croisee.mail.models import Message, Sending
from croisee.schemes.ranked.models import Round

State = Message.State
WAITING, REFUSED = (State.QUEUED, State.CLAIMED), (State.FAILED, State.IN_DOUBT)


@dataclass(frozen=True)
class Progress:
    """Counts of messages; `stopped` says why none leaves, '' when they do."""

    number: int
    states: Counter[str]
    stopped: str

    @property
    def total(self) -> int:
        return self.states.total()

    @property
    def sent(self) -> int:
        return self.states[State.SENT]

    @property
    def held(self) -> int:
        return self.states[State.HELD]

    @property
    def waiting(self) -> int:
        return sum(self.states[state] for state in WAITING)

    @property
    def refused(self) -> int:
        return sum(self.states[state] for state in REFUSED)

    @property
    def under_way(self) -> bool:
        return self.waiting > 0


def keys_of(round_: Round) -> str:
    """How the keys of its results begin, those of places replaced since included."""
    return f"result:{round_.pk}:"


def messages_of(round_: Round) -> QuerySet[Message]:
    return Message.objects.filter(key__startswith=keys_of(round_))


def progress(round_: Round) -> Progress:
    """Of a round, published or not; two queries."""
    counted = messages_of(round_).order_by().values_list("state").annotate(n=Count("pk"))
    states = Counter(dict(counted))
    waits = any(states[state] for state in WAITING)
    return Progress(round_.number, states, _stopped(round_.edition) if waits else "")


def under_way(edition: Edition) -> Progress | None:
    """Of the round published last, while its messages are still leaving."""
    last = edition.rounds.filter(state=Round.State.PUBLISHED).order_by("-number").first()
    if last is None:
        return None
    last.edition = edition
    found = progress(last)
    return found if found.under_way else None


def _stopped(edition: Edition) -> str:
    if edition.test_mode:
        return _("C’est une édition d’essai\u00a0: ses messages ne partent vers personne.")
    if Sending.objects.filter(paused=True).exists():
        return _(
            "L’envoi de tous les messages est suspendu : voyez la page «\u00a0Messages\u00a0»."
        )
    if Sending.objects.exclude(trouble="").exists():
        return _("Le serveur de courrier ne répond pas\u00a0; l’envoi reprend dès qu’il répond.")
    return ""
