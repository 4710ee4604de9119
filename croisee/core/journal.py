"""Writing the journal. Called by actions, inside their transaction."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Model

from croisee.core.models import JournalEntry

HIDDEN = "…"


def record(
    verb: str,
    subject: Model,
    *,
    by: Any,
    at: datetime,
    scope: str = "",
    changes: Mapping[str, Any] | None = None,
    note: str = "",
) -> JournalEntry:
    """Add one entry. `by` is a Person, or None for the system itself."""
    return JournalEntry.objects.create(
        at=at,
        actor=by,
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        scope=scope,
        changes=dict(changes or {}),
        note=note[:500],
    )


def difference(before: Mapping[str, Any], after: Mapping[str, Any], personal: set[str]) -> dict:
    """`{field: [old, new]}` of what differs; the values of personal fields are not kept."""
    changed = {name for name in after if before.get(name) != after[name]}
    return {
        name: [HIDDEN, HIDDEN] if name in personal else [before.get(name), after[name]]
        for name in sorted(changed)
    }


def record_many(
    verb: str,
    subjects: Iterable[Model],
    *,
    by: Any,
    at: datetime,
    scope: str = "",
    note: str = "",
    changes: Mapping[int, Mapping[str, Any]] | None = None,
) -> None:
    """The same act on many objects, in one statement. `changes` are by the id of the object."""
    JournalEntry.objects.bulk_create(
        [
            JournalEntry(
                at=at,
                actor=by,
                verb=verb,
                subject_type=subject._meta.label_lower,
                subject_id=subject.pk,
                scope=scope,
                note=note[:500],
                changes=dict((changes or {}).get(subject.pk, {})),
            )
            for subject in subjects
        ],
        batch_size=500,
    )
