"""What became of the letters of each mailing: how many left, wait, are held back, did not arrive."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from croisee.desk.models import Mailing
from croisee.mail.models import Message

State = Message.State
WAITING = (State.QUEUED, State.CLAIMED)
TROUBLE = (State.FAILED, State.IN_DOUBT)


@dataclass(frozen=True)
class Delivery:
    """Counts of letters."""

    written: int = 0
    sent: int = 0
    waiting: int = 0
    held: int = 0
    trouble: int = 0
    cancelled: int = 0


def deliveries(mailings: Iterable[Mailing]) -> dict[int, Delivery]:
    """`{mailing id: delivery}` in one query."""
    ids = {mailing.batch: mailing.pk for mailing in mailings}
    counts: dict[int, dict[str, int]] = {pk: {} for pk in ids.values()}
    rows = Message.objects.filter(batch__in=ids).order_by().values_list("batch", "state")
    for batch, state, number in rows.annotate(n=Count("pk")):
        counts[ids[batch]][state] = number
    return {pk: _delivery(by_state) for pk, by_state in counts.items()}


def _delivery(by_state: dict[str, int]) -> Delivery:
    def of(*states: str) -> int:
        return sum(by_state.get(state, 0) for state in states)

    return Delivery(
        written=sum(by_state.values()),
        sent=of(State.SENT),
        waiting=of(*WAITING),
        held=of(State.HELD),
        trouble=of(*TROUBLE),
        cancelled=of(State.CANCELLED),
    )
