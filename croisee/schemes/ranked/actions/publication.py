"""Publishing a round: one transaction for the state, the placements, the journal and the mails.

Reliability rules 3 and 4: bodies are rendered before the transaction; the state guard makes the
second of two simultaneous publications do nothing.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.db import transaction
from django.db.models import F

from croisee.core import journal
from croisee.mail import outbox
from croisee.offers.models import Slot
from croisee.people.models import Person
from croisee.placements.models import Participant, Placement
from croisee.schemes.ranked import emails
from croisee.schemes.ranked.actions.rounds import RoundStateError, problem_of
from croisee.schemes.ranked.models import Application, Round, Run


class StaleRunError(Exception):
    """Applications, places or decisions changed since this draft: simulate again, then publish."""


def publish_run(run: Run, *, by: Person, at: datetime) -> int:
    """Publish a draft; returns how many people are placed.

    Raises RoundStateError when the round is published already, StaleRunError when the draft no
    longer describes what is stored.
    """
    round_ = Round.objects.select_related("edition__programme").get(pk=run.round_id)
    if round_.state != Round.State.OPEN:
        raise RoundStateError("the round is published")
    if problem_of(round_, run.seed) != run.problem:
        raise StaleRunError(run.pk)
    messages = emails.result_messages(run, at=at)
    with transaction.atomic():
        _close(round_, run, by=by, at=at)
        placements = _place(run, at=at)
        journal.record_many("placement.made", placements, by=by, at=at, scope=round_.edition.scope)
        journal.record("round.published", round_, by=by, at=at, scope=round_.edition.scope)
        outbox.store(messages)
    return len(placements)


def _close(round_: Round, run: Run, *, by: Person, at: datetime) -> None:
    """The state guard: zero rows means that somebody published a moment ago."""
    closed = Round.objects.filter(pk=round_.pk, state=Round.State.OPEN).update(
        state=Round.State.PUBLISHED, published_at=at, published_by=by
    )
    if not closed:
        raise RoundStateError("the round is published")
    Run.objects.filter(pk=run.pk).update(state=Run.State.PUBLISHED)


def _place(run: Run, *, at: datetime) -> list[Placement]:
    applications = _awarded(run)
    slots = _take(run, Counter(offer for offer, _ in applications))
    edition = run.round.edition
    placements = [
        Placement(
            edition=edition,
            slot=slots[number],
            source=f"ranked:application:{application.pk}",
            choice_rank=_rank(application, number),
            created_at=at,
        )
        for number, application in applications
    ]
    Placement.objects.bulk_create(placements)
    for placement, (_, application) in zip(placements, applications, strict=True):
        application.placement = placement
    Participant.objects.bulk_create(
        [
            Participant(placement=made, person_id=application.person_id, slot=made.slot)
            for made, (_, application) in zip(placements, applications, strict=True)
        ]
    )
    awarded = [application for _, application in applications]
    if Application.objects.bulk_update(awarded, ["placement"], batch_size=200) != len(awarded):
        raise StaleRunError(run.pk)
    return placements


def _awarded(run: Run) -> list[tuple[str, Application]]:
    """(offer number, application) of everybody placed who is still waiting, in a stable order."""
    awards = {name: offer for name, offer in run.assignment.items() if offer is not None}
    entries = run.round.entries.filter(
        pseudonym__in=awards,
        application__state=Application.State.SUBMITTED,
        application__placement=None,
    )
    found = entries.select_related("application").prefetch_related("application__choices__offer")
    pairs = [(awards[entry.pseudonym], entry.application) for entry in found.order_by("pk")]
    if len(pairs) != len(awards):
        raise StaleRunError(run.pk)
    return pairs


def _take(run: Run, wanted: Counter[str]) -> dict[str, Slot]:
    """Take the places, offer by offer; the database refuses one too many (rule 1)."""
    slots = {
        slot.offer.number: slot
        for slot in Slot.objects.filter(
            offer__edition=run.round.edition, offer__number__in=wanted, starts_at=None
        )
        .select_related("offer")
        .order_by("pk")
    }
    for number, slot in slots.items():
        taken = Slot.objects.filter(pk=slot.pk, taken__lte=F("capacity") - wanted[number]).update(
            taken=F("taken") + wanted[number]
        )
        if not taken:
            raise StaleRunError(run.pk)
    return slots


def _rank(application: Application, number: str) -> int | None:
    ranks = {choice.offer.number: choice.rank for choice in application.choices.all()}
    return ranks.get(number)


def problem_file(run: Run) -> dict:
    """What `croisee solve` needs to repeat a run; downloading it needs a coordinator's rights."""
    return {**run.problem, "policy": run.policy, "seed": run.seed}
