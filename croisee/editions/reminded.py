"""Which reminders of an edition are written, when each left, who had one today: read once a pass."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q, QuerySet

from croisee.core.models import JournalEntry
from croisee.editions.models import Edition
from croisee.mail.models import Message

State = Message.State

#: At most one request a day to the same person, whatever it is about.
COOLDOWN: Final = timedelta(hours=20)
#: What could not be written is tried again after this.
AGAIN_AFTER: Final = timedelta(hours=12)
FAILED: Final = "reminder.failed"
#: Other messages that some reminders count from.
COUNTED_FROM: Final = ("result_trainee", "placement_dated")
#: These never leave any more, or perhaps have left: time goes on from when they were written.
SETTLED: Final = (State.FAILED, State.CANCELLED, State.IN_DOUBT)


@dataclass(frozen=True)
class Due:
    """What a reminder is about (an id), for whom (an id), which time."""

    about: int
    person: int
    step: str = "1"

    def key(self, kind: str) -> str:
        return f"reminder:{kind}:{self.about}:{self.person}:{self.step}"


class Reminded:
    def __init__(self, edition: Edition, at: datetime) -> None:
        self.at = at
        self._left: dict[str, datetime | None] = {}
        self._written_to: dict[tuple[str, str], list[tuple[str, datetime | None]]]
        self._written_to = defaultdict(list)
        self._recent: set[str] = set()
        self._begun: set[str] = set()
        self._read(edition)
        self._failed = self._failures(edition)

    def take(self, kind: str, due: Due, message: str, *, pressing: bool) -> bool:
        """Whether this one is to be written now, in the message of that key; then it counts as written."""
        key, recipient = due.key(kind), f"person:{due.person}"
        if key in self._left or {key, message} & self._failed:
            return False
        if message not in self._begun:
            if message in self._left or (recipient in self._recent and not pressing):
                return False
            self._begun.add(message)
        self._left[key] = None
        self._recent.add(recipient)
        return True

    def written(self, kind: str, due: Due) -> bool:
        return due.key(kind) in self._left

    def left_at(self, kind: str, due: Due) -> datetime | None:
        """When it left; None while it waits, or when it was never written."""
        return self._left.get(due.key(kind))

    def last(self, kind: str, person: int, about: str = "") -> tuple[bool, datetime | None]:
        """Whether such a message was written to the person, and when the last one left. `about` is
        how its key begins."""
        found = self._written_to.get((kind, f"person:{person}"), [])
        times = [left for key, left in found if key.startswith(about)]
        waits = None in times
        return bool(times), None if waits or not times else max(filter(None, times))

    def failed(self, key: str) -> bool:
        """Whether writing it failed lately."""
        return key in self._failed

    def _read(self, edition: Edition) -> None:
        counted = Q(key__startswith="reminder:") | Q(kind__in=COUNTED_FROM)
        rows = Message.objects.filter(counted, scope=edition.scope)
        fields = ("key", "covers", "kind", "recipient", "state", "sent_at", "created_at")
        for key, covers, kind, recipient, state, sent_at, created_at in rows.values_list(*fields):
            left = sent_at or (created_at if state in SETTLED else None)
            if kind in COUNTED_FROM:
                self._written_to[kind, recipient].append((key, left))
                continue
            self._left |= dict.fromkeys([key, *covers], left)
            if created_at > self.at - COOLDOWN and state != State.CANCELLED:
                self._recent.add(recipient)

    def _failures(self, edition: Edition) -> set[str]:
        entries = JournalEntry.objects.filter(
            scope=edition.scope, verb=FAILED, at__gt=self.at - AGAIN_AFTER
        )
        return {note.split(" ", 1)[0] for note in entries.values_list("note", flat=True)}


def failures(edition: Edition, at: datetime) -> QuerySet[JournalEntry]:
    """What could not be written in the last day, for the to-do list: gone once it was."""
    lately = at - timedelta(hours=24)
    return JournalEntry.objects.filter(scope=edition.scope, verb=FAILED, at__gt=lately)
