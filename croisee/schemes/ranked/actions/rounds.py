"""Rounds: opened, computed as drafts, steered by decisions on pairs (IM-06, IM-18)."""

from __future__ import annotations

import secrets
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from croisee.core import journal
from croisee.editions.models import Edition
from croisee.matching import Lottery, Problem, solve
from croisee.offers.models import Offer
from croisee.people.models import Person
from croisee.schemes.ranked import queries
from croisee.schemes.ranked.models import Application, Decision, Round, RoundEntry, Run


class RoundStateError(Exception):
    """The round is published already, or another is still open."""


class DecisionError(Exception):
    """The pair is decided already, or the person is pinned elsewhere."""


@transaction.atomic
def open_round(
    edition: Edition,
    *,
    by: Person,
    at: datetime,
    seed: str = "",
    contact_deadline: date | None = None,
) -> Round:
    """Open the next round on what is left. Its seed draws the lottery and is stored."""
    number = (edition.rounds.aggregate(last=Max("number"))["last"] or 0) + 1
    try:
        with transaction.atomic():
            round_ = Round.objects.create(
                edition=edition,
                number=number,
                seed=seed or secrets.token_hex(8),
                contact_deadline=contact_deadline,
                created_at=at,
            )
    except IntegrityError as error:
        raise RoundStateError("another round is open") from error
    journal.record("round.opened", round_, by=by, at=at, scope=edition.scope)
    return round_


def run_round(
    round_: Round, *, policy: str, by: Person | None, at: datetime, seed: str = ""
) -> Run:
    """Compute a draft. The solving happens outside any transaction; the same seed, choices and
    decisions give the same draft to anybody (matching.md)."""
    if round_.state != Round.State.OPEN:
        raise RoundStateError("the round is published")
    seed = seed or round_.seed
    content = problem_of(round_, seed)
    problem = Problem.from_json(content)
    result = solve(problem, policy)
    with transaction.atomic():
        last = Round.objects.get(pk=round_.pk).runs.aggregate(last=Max("number"))["last"] or 0
        run = Run.objects.create(
            round=round_,
            number=last + 1,
            policy=policy,
            seed=seed,
            problem=content,
            vector=list(result.levels),
            assignment=dict(result.assignment),
            fingerprint=result.fingerprint,
            by=by,
            at=at,
        )
        journal.record("round.simulated", run, by=by, at=at, scope=round_.edition.scope)
    return run


def problem_of(round_: Round, seed: str) -> dict:
    """The round's problem as it stands now, lottery numbers included."""
    pseudonyms = _pseudonyms(round_)
    content = queries.round_problem(round_, pseudonyms)
    lottery = Lottery(seed, round_.edition.scope, round_.number)
    numbers = lottery.numbers([row["id"] for row in content["applicants"]])
    for row in content["applicants"]:
        row["lottery"] = numbers[row["id"]]
    return content


def _pseudonyms(round_: Round) -> dict[int, str]:
    """Pseudonyms of the round, drawn once per application and kept, so that reruns can be compared."""
    known = queries.pseudonyms(round_)
    missing = queries.waiting(round_.edition).exclude(pk__in=known).values_list("pk", flat=True)
    entries = [
        RoundEntry(round=round_, application_id=pk, pseudonym=secrets.token_hex(8))
        for pk in missing
    ]
    RoundEntry.objects.bulk_create(entries, ignore_conflicts=True)
    return queries.pseudonyms(round_) if entries else known


@transaction.atomic
def decide(
    round_: Round,
    application: Application,
    offer: Offer,
    kind: Decision.Kind,
    *,
    by: Person,
    at: datetime,
    reason: str = "",
) -> Decision:
    """Pin somebody at an offer, or forbid the pair; a pin replaces the person's earlier pin."""
    if not Round.objects.filter(pk=round_.pk, state=Round.State.OPEN).exists():
        raise RoundStateError("the round is published")
    replaced = queries.active_decisions(round_).filter(application=application)
    same_pair = replaced.filter(offer=offer)
    if kind == Decision.Kind.PIN:
        replaced = replaced.filter(kind=kind) | same_pair
    else:
        replaced = same_pair
    for earlier in replaced:
        lift(earlier, by=by, at=at)
    decision = Decision.objects.create(
        round=round_, application=application, offer=offer, kind=kind, by=by, at=at, reason=reason
    )
    scope = round_.edition.scope
    journal.record(f"decision.{kind}", decision, by=by, at=at, scope=scope, note=reason)
    return decision


@transaction.atomic
def lift(decision: Decision, *, by: Person, at: datetime) -> None:
    lifted = Decision.objects.filter(pk=decision.pk, lifted_at=None).update(lifted_at=at)
    if lifted:
        scope = decision.round.edition.scope
        journal.record("decision.lifted", decision, by=by, at=at, scope=scope)
