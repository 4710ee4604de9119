"""The drafts of a round for lists, without what only the board of one of them shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from croisee.people.models import Person
from croisee.schemes.ranked.board.words import policy_name
from croisee.schemes.ranked.models import Round, Run


@dataclass(frozen=True)
class DraftRow:
    number: int
    published: bool
    policy: str
    at: datetime
    by: Person | None


def draft_rows(round_: Round) -> list[DraftRow]:
    """The newest first."""
    light = round_.runs.defer("problem", "assignment", "insights").select_related("by")
    return [
        DraftRow(
            number=run.number,
            published=run.state == Run.State.PUBLISHED,
            policy=policy_name(run.policy),
            at=run.at,
            by=run.by,
        )
        for run in light.order_by("-number")
    ]
