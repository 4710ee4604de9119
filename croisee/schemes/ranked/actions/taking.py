"""Storing what was read: whole or not at all, with its journal."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from croisee.core import journal
from croisee.editions.models import Edition
from croisee.people.models import Person
from croisee.schemes.ranked.enrolment.hosts import PlacesTakenMeanwhileError
from croisee.schemes.ranked.enrolment.journaled import journaled
from croisee.schemes.ranked.enrolment.outcome import Outcome
from croisee.schemes.ranked.enrolment.whole import Enrolment, lock
from croisee.schemes.ranked.sheets import EditionSheets


class ImportRefusedError(Exception):
    """The whole import would undo what is stored; `outcome.refused` names the rows."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__("import refused")
        self.outcome = outcome


def take_sheets(
    edition: Edition,
    sheets: EditionSheets,
    *,
    names: tuple[str, str] = ("", ""),
    publish: bool = True,
    by: Person | None,
    at: datetime,
) -> Outcome:
    """Store everything or nothing; doing it again changes nothing (reliability rule 13).

    `names` are the file names shown in problems. Raises ImportRefusedError.
    """
    with transaction.atomic():
        lock(edition)
        enrolment = Enrolment(edition, sheets, names, at=at)
        if enrolment.outcome.refused:
            raise ImportRefusedError(enrolment.outcome)
        take(enrolment, enrolment.by_default, publish=publish, by=by, at=at)
    return enrolment.outcome


def take(
    enrolment: Enrolment, chosen: set[str], *, publish: bool, by: Person | None, at: datetime
) -> None:
    """Store what is chosen, with its journal, in a transaction that holds the edition's lock.

    Raises ImportRefusedError.
    """
    try:
        done = enrolment.take(chosen.__contains__, publish=publish)
    except PlacesTakenMeanwhileError:
        raise ImportRefusedError(enrolment.outcome) from None
    scope = enrolment.known.edition.scope
    for verb, new in (("imported.made", True), ("imported.changed", False)):
        for kind in sorted({change.kind for change in done}):
            mine = [one for one in done if one.kind == kind and (one.pk is None) == new]
            changes = {} if new else {one.target.pk: journaled(one.cells) for one in mine}
            things = [one.target for one in mine]
            journal.record_many(verb, things, by=by, at=at, scope=scope, changes=changes)
