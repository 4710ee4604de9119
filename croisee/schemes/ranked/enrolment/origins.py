"""What is known of a file that we exported ourselves: what each row said then, and since when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model

from croisee.core.models import JournalEntry
from croisee.editions.models import Edition
from croisee.schemes.ranked.sheets.rows import Stamp

SLICE = 500


class Origin:
    """The stamp of a file, if it is one of this edition; else nothing is known."""

    def __init__(self, stamp: Stamp | None, edition: Edition, things: Iterable[Model]) -> None:
        self.foreign = stamp is not None and stamp.edition != edition.pk
        self._stamp = None if self.foreign else stamp
        # Where the export did not keep what it said, the journal tells what changed since.
        wants_journal = self._stamp is not None and self._stamp.base is None
        self._changed = _changed(self._stamp, list(things)) if wants_journal else set()

    def base(self, key: str) -> Mapping[str, Any] | None:
        """What the export said of a row, by field; None where it is not known."""
        if self._stamp is None or self._stamp.base is None:
            return None
        return self._stamp.base.get(key)

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
