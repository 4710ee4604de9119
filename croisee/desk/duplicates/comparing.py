"""Two records side by side, what is chosen of each, and what would be done."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from croisee.core import journal, merging
from croisee.desk.duplicates.kinds import KINDS, NOT_CHOSEN, Compared, Field
from croisee.desk.duplicates.stored import forget
from croisee.desk.models import NotTheSame
from croisee.editions.models import Edition
from croisee.people.models import Person

FIRST, SECOND = "1", "2"


@dataclass(frozen=True)
class Line:
    """One answer of both; `choice` is the side it is taken from, empty where nothing differs."""

    name: str
    label: str
    values: tuple[str, str]
    choice: str


@dataclass(frozen=True)
class Comparison:
    """`sides` are the first and the second record; `kept` says which of the two stays."""

    kind: Compared
    sides: tuple[Any, Any]
    kept: str
    lines: list[Line]
    hanging: tuple[list[str], list[str]]
    urls: tuple[str, str]

    @property
    def pair(self) -> tuple[Any, Any]:
        """(the record that stays, the other)."""
        return self.sides if self.kept == FIRST else self.sides[::-1]

    @property
    def taken(self) -> list[str]:
        """The answers that come from the record that goes."""
        return [line.name for line in self.lines if line.choice and line.choice != self.kept]

    def plan(self) -> merging.Plan:
        return self.kind.plan(*self.pair)

    def seen(self) -> str:
        """Changes when one of the two does: what was read is what is merged."""
        shown = [[line.name, *line.values] for line in self.lines], self.hanging
        text = json.dumps([shown, [side.pk for side in self.sides]], default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:20]


def load_pair(edition: Edition, kind: str, first: int, second: int) -> tuple[Any, Any] | None:
    """Both records as the programme knows them, or None."""
    if kind not in KINDS or first == second:
        return None
    found = KINDS[kind].load(edition, first), KINDS[kind].load(edition, second)
    return None if None in found else found


def compare(
    edition: Edition, kind: str, sides: tuple[Any, Any], answers: Mapping[str, str]
) -> Comparison:
    """`answers` are the choices in the address; without them the fuller record is proposed."""
    one = KINDS[kind]
    hanging = merging.hanging(sides[0]), merging.hanging(sides[1])
    kept = answers.get("garder", "")
    if kept not in {FIRST, SECOND}:
        kept = SECOND if len(hanging[1]) > len(hanging[0]) else FIRST
    both = zip(one.fields(sides[0]), one.fields(sides[1]), strict=True)
    lines = [_line(mine, other, answers, kept) for mine, other in both]
    urls = one.url(edition, sides[0]), one.url(edition, sides[1])
    return Comparison(one, sides, kept, lines, hanging, urls)


def _line(mine: Field, other: Field, answers: Mapping[str, str], kept: str) -> Line:
    choice = ""
    if mine.value != other.value and mine.name not in NOT_CHOSEN:
        choice = answers.get(mine.name, "")
        if choice not in {FIRST, SECOND}:
            filled = FIRST if mine.value else SECOND
            choice = kept if mine.value and other.value else filled
    return Line(mine.name, mine.label, (mine.value, other.value), choice)


def unite(shown: Comparison, *, by: Person, at: datetime, scope: str) -> None:
    """Merge as shown; the pairs of the record that goes are suspected no more. Raises as the merge."""
    kept, gone = shown.pair
    with transaction.atomic():
        shown.kind.merge(kept, gone, shown.taken, by=by, at=at, scope=scope)
        forget(shown.kind.key, gone.pk)


def dismiss(
    kind: str, first: int, second: int, *, by: Person, at: datetime, edition: Edition
) -> None:
    """« Ce ne sont pas les mêmes », for good; said twice, nothing changes."""
    low, high = sorted((first, second))
    with transaction.atomic():
        said, made = NotTheSame.objects.get_or_create(
            kind=kind, first=low, second=high, defaults={"by": by, "at": at}
        )
        forget(kind, low, high)
        if made:
            journal.record("duplicate.dismissed", said, by=by, at=at, scope=edition.scope)
