"""Publishing a round: one transaction for the state, the placements, the journal and the mails.

Reliability rules 3 and 4: bodies are rendered before the transaction; the state guard makes the
second of two simultaneous publications do nothing.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from croisee.core import journal
from croisee.mail import outbox
from croisee.offers.models import Offer, Slot
from croisee.people.models import Person
from croisee.placements.models import Participant, Placement
from croisee.schemes.ranked import queries
from croisee.schemes.ranked.actions.rounds import RoundStateError
from croisee.schemes.ranked.emails import results as letters
from croisee.schemes.ranked.models import Application, Round, Run

Award = tuple[str, Application]  # (offer number, application)


class AlreadyThereError(Exception):
    """Somebody is at the offer of this draft already, by a way that is no registration; `pairs`:
    (person, offer)."""

    def __init__(self, pairs: list[tuple[Person, Offer]]) -> None:
        super().__init__(f"{len(pairs)} people are there already")
        self.pairs = pairs


class StaleRunError(Exception):
    """Applications, places or decisions changed since this draft: simulate again, then publish."""


def publish_run(run: Run, *, by: Person, at: datetime, hold: bool = False) -> int:
    """Publish a draft; returns how many people are placed. With `hold` the mails wait to be read.

    Raises RoundStateError when the round is published already, StaleRunError when the draft no
    longer describes what is stored, AlreadyThereError; then nothing is written.
    """
    round_ = Round.objects.select_related("edition__programme").get(pk=run.round_id)
    run.round = round_
    if round_.state != Round.State.OPEN:
        raise RoundStateError("the round is published")
    _check_fresh(run)
    messages = letters.result_messages(run, at=at, hold=hold)
    with transaction.atomic():
        _close(round_, run, by=by, at=at)
        # Again, now that nobody else can act on the round, nor withdraw one of its offers.
        _hold_offers(run)
        _check_fresh(run)
        placements = _place(run, at=at)
        scope = round_.edition.scope
        journal.record_many("placement.made", placements, by=by, at=at, scope=scope)
        journal.record("round.published", round_, by=by, at=at, scope=scope)
        outbox.store(messages)
    return len(placements)


def _check_fresh(run: Run) -> None:
    if queries.is_outdated(run):
        raise StaleRunError(run.pk)


def _close(round_: Round, run: Run, *, by: Person, at: datetime) -> None:
    """The state guard: zero rows means that somebody published a moment ago."""
    closed = Round.objects.filter(pk=round_.pk, state=Round.State.OPEN).update(
        state=Round.State.PUBLISHED, published_at=at, published_by=by
    )
    if not closed:
        raise RoundStateError("the round is published")
    Run.objects.filter(pk=run.pk).update(state=Run.State.PUBLISHED)


def _hold_offers(run: Run) -> None:
    numbers = {number for number in run.assignment.values() if number}
    offers = Offer.objects.filter(edition=run.round.edition, number__in=numbers).order_by("pk")
    list(offers.select_for_update().values_list("pk"))


def _place(run: Run, *, at: datetime) -> list[Placement]:
    awards = _awarded(run)
    slots = _take(run, Counter(number for number, _ in awards))
    _check_absent(awards, slots)
    placements = [_placement(run, slots[number], number, who, at) for number, who in awards]
    Placement.objects.bulk_create(placements, batch_size=300)
    participants = []
    for placement, (_, application) in zip(placements, awards, strict=True):
        application.placement = placement
        participants.append(
            Participant(
                placement=placement, person_id=application.person_id, slot_id=placement.slot_id
            )
        )
    Participant.objects.bulk_create(participants, batch_size=300)
    Application.objects.bulk_update([who for _, who in awards], ["placement"], batch_size=200)
    return placements


def _check_absent(awards: list[Award], slots: dict[str, Slot]) -> None:
    """Nobody has a second place in one slot (rule 1); the database would refuse it without a name."""
    pairs = {(slots[number].pk, who.person_id) for number, who in awards}
    found = Participant.objects.filter(active=True, slot__in=slots.values())
    held = [
        (one.person, one.slot.offer)
        for one in found.select_related("person", "slot__offer__service__organisation")
        if one.slot and (one.slot_id, one.person_id) in pairs
    ]
    if held:
        raise AlreadyThereError(held)


def _placement(
    run: Run, slot: Slot, number: str, application: Application, at: datetime
) -> Placement:
    ranks = {choice.offer.number: choice.rank for choice in application.choices.all()}
    return Placement(
        edition=run.round.edition,
        slot=slot,
        source=f"ranked:application:{application.pk}",
        choice_rank=ranks.get(number),
        created_at=at,
    )


def _awarded(run: Run) -> list[Award]:
    """Everybody placed who is still waiting, in a stable order, locked until the end."""
    awards = {name: offer for name, offer in run.assignment.items() if offer is not None}
    entries = {
        application_id: name
        for application_id, name in queries.pseudonyms(run.round).items()
        if name in awards
    }
    found = queries.waiting(run.round.edition).filter(pk__in=entries).order_by("pk")
    locked = found.select_for_update().prefetch_related("choices__offer")
    pairs = [(awards[entries[application.pk]], application) for application in locked]
    if len(pairs) != len(awards):
        raise StaleRunError(run.pk)
    return pairs


def _take(run: Run, wanted: Counter[str]) -> dict[str, Slot]:
    """Take the places, offer by offer; the database refuses one too many (rule 1)."""
    found = Slot.objects.filter(
        offer__edition=run.round.edition, offer__number__in=wanted, starts_at=None
    )
    slots = {slot.offer.number: slot for slot in found.select_related("offer").order_by("pk")}
    for number, slot in slots.items():
        taken = Slot.objects.filter(pk=slot.pk, taken__lte=F("capacity") - wanted[number]).update(
            taken=F("taken") + wanted[number]
        )
        if not taken:
            raise StaleRunError(run.pk)
    return slots


def problem_file(run: Run) -> dict[str, Any]:
    """What `croisee solve` needs to repeat a run; downloading it needs a coordinator's rights."""
    return {
        **run.problem,
        "policy": run.policy,
        "seed": run.seed,
        "edition": run.round.edition.scope,
        "round": run.round.number,
        "fingerprint": run.fingerprint,
        "command": f"croisee solve {problem_file_name(run)} --policy {run.policy}",
    }


def problem_file_name(run: Run) -> str:
    return f"tour-{run.round.number}-brouillon-{run.number}.json"
