"""Rounds: opened, computed as drafts, steered by decisions on pairs (IM-06, IM-18)."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from croisee.core import journal
from croisee.editions.models import Edition
from croisee.matching import Problem, Refused, solve
from croisee.people.models import Person
from croisee.schemes.ranked import queries
from croisee.schemes.ranked.insights import insights_of
from croisee.schemes.ranked.models import Round, RoundEntry, Run


class RoundStateError(Exception):
    """The round is published already, or another is still open."""


class UnsolvableError(Exception):
    """Decisions, rules and policy do not go together; `code` and `where` are the engine's."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.code)
        self.code = refused.code
        self.where = list(refused.where)


@transaction.atomic
def open_round(
    edition: Edition,
    *,
    by: Person,
    at: datetime,
    seed: str = "",
    contact_deadline: date | None = None,
    next_round_on: date | None = None,
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
                next_round_on=next_round_on,
                created_at=at,
            )
    except IntegrityError as error:
        raise RoundStateError("another round is open") from error
    journal.record("round.opened", round_, by=by, at=at, scope=edition.scope)
    return round_


@transaction.atomic
def set_round_dates(
    round_: Round,
    *,
    contact_deadline: date | None,
    next_round_on: date | None,
    by: Person,
    at: datetime,
) -> None:
    """The days told in the result mails."""
    after = {"contact_deadline": contact_deadline, "next_round_on": next_round_on}
    written = {name: value.isoformat() if value else None for name, value in after.items()}
    before = {name: _iso(getattr(round_, name)) for name in after}
    if not Round.objects.filter(pk=round_.pk, state=Round.State.OPEN).update(**after):
        raise RoundStateError("the round is published")
    changes = journal.difference(before, written, set())
    scope = round_.edition.scope
    journal.record("round.dated", round_, by=by, at=at, scope=scope, changes=changes)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def run_round(
    round_: Round, *, policy: str, by: Person | None, at: datetime, seed: str = ""
) -> Run:
    """Compute a draft. The solving happens outside any transaction; the same seed, choices and
    decisions give the same draft to anybody (matching.md).

    Where nothing changed since the last draft of this policy, that one is returned: a second
    click, or a second coordinator, adds none. Raises RoundStateError, UnsolvableError.
    """
    if round_.state != Round.State.OPEN:
        raise RoundStateError("the round is published")
    seed = seed or round_.seed
    content = problem_of(round_, seed)
    if known := queries.same_run(round_, policy, seed, content):
        return known
    try:
        result = solve(Problem.from_json(content), policy)
    except Refused as refused:
        raise UnsolvableError(refused) from refused
    found: dict[str, Any] = {
        "vector": list(result.levels),
        "assignment": dict(result.assignment),
        "fingerprint": result.fingerprint,
        "insights": insights_of(result),
    }
    with transaction.atomic():
        lock_open(round_)
        if known := queries.same_run(round_, policy, seed, content):  # made while we computed
            return known
        last = round_.runs.aggregate(last=Max("number"))["last"] or 0
        run = Run.objects.create(
            round=round_,
            number=last + 1,
            policy=policy,
            seed=seed,
            problem=content,
            by=by,
            at=at,
            **found,
        )
        journal.record("round.simulated", run, by=by, at=at, scope=round_.edition.scope)
    return run


def lock_open(round_: Round) -> None:
    """Wait for whoever else acts on this round; raises RoundStateError once it is published.

    On SQLite the write lock of the transaction does the same.
    """
    locked = Round.objects.select_for_update().filter(pk=round_.pk, state=Round.State.OPEN)
    if not locked.exists():
        raise RoundStateError("the round is published")


def problem_of(round_: Round, seed: str) -> dict[str, Any]:
    """The round's problem as it stands now; whoever is new in it gets a pseudonym first."""
    return queries.drawn_problem(round_, _pseudonyms(round_), seed)


def _pseudonyms(round_: Round) -> dict[int, str]:
    """Pseudonyms of the round, drawn once per application and kept, so that reruns can be compared."""
    known = queries.pseudonyms(round_)
    missing = queries.waiting(round_.edition).exclude(pk__in=known).values_list("pk", flat=True)
    entries = [
        RoundEntry(round=round_, application_id=pk, pseudonym=secrets.token_hex(8))
        for pk in missing
    ]
    RoundEntry.objects.bulk_create(entries, ignore_conflicts=True, batch_size=300)
    return queries.pseudonyms(round_) if entries else known
