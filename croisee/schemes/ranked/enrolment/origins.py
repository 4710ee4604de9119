"""What is known of a file that we exported ourselves: what each row said then, and since when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Generic, TypeVar

from django.db.models import Model

from croisee.core.models import JournalEntry
from croisee.editions.models import Edition
from croisee.schemes.ranked.sheets.rows import HostRow, Stamp, TraineeRow

SLICE = 500
R = TypeVar("R", HostRow, TraineeRow)


class Origin(Generic[R]):
    """The stamp of a file, if it is one of this edition; else nothing is known.

    `before`: the rows as they were exported, by what identifies them.
    """

    def __init__(
        self,
        stamp: Stamp | None,
        edition: Edition,
        things: Iterable[Model],
        before: Mapping[str, R],
    ) -> None:
        self.foreign = stamp is not None and stamp.edition != edition.pk
        self._stamp = None if self.foreign else stamp
        self._before: Mapping[str, R] = before if self.remembers else {}
        # Where the export did not keep what it said, the journal tells what changed since.
        wants_journal = self._stamp is not None and not self.remembers
        self._changed = _changed(self._stamp, list(things)) if wants_journal else set()

    @property
    def remembers(self) -> bool:
        """Whether the export kept what it said."""
        return self._stamp is not None and self._stamp.before is not None

    def row(self, key: str) -> R | None:
        """What the export said of a row; None where it is not known."""
        return self._before.get(key)

    def changed_since(self, thing: Model) -> bool:
        return thing.pk in self._changed


def _changed(stamp: Stamp | None, things: list[Model]) -> set[int]:
    if stamp is None or not things:
        return set()
    found: set[int] = set()
    ids = [thing.pk for thing in things]
    for start in range(0, len(ids), SLICE):
        entries = JournalEntry.objects.filter(
            subject_type=things[0]._meta.label_lower,
            subject_id__in=ids[start : start + SLICE],
            at__gt=stamp.at,
        )
        found |= set(entries.values_list("subject_id", flat=True))
    return found
