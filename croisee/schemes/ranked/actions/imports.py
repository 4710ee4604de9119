"""Taking spreadsheets in: preview is the same act, rolled back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from croisee.core import journal
from croisee.editions.models import Edition
from croisee.people.models import Person
from croisee.schemes.ranked.enrolment.hosts import HostEnrolment
from croisee.schemes.ranked.enrolment.known import Known
from croisee.schemes.ranked.enrolment.outcome import Outcome, grouped
from croisee.schemes.ranked.enrolment.trainees import TraineeEnrolment
from croisee.schemes.ranked.models import SheetImport
from croisee.schemes.ranked.sheets.rows import EditionSheets


class ImportRefusedError(Exception):
    """The whole import would undo what is stored; `outcome.refused` names the rows."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__("import refused")
        self.outcome = outcome


class ImportStateError(Exception):
    """This import was taken or abandoned already."""


def preview_sheets(
    edition: Edition, sheets: EditionSheets, *, names: tuple[str, str], at: datetime
) -> Outcome:
    """What taking the sheets would do: the same code, in a transaction that is rolled back."""
    with transaction.atomic():
        outcome = _store(edition, sheets, names, publish=True, at=at)
        transaction.set_rollback(True)
    return outcome


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
        outcome = _store(edition, sheets, names, publish=publish, at=at)
        if outcome.refused:
            raise ImportRefusedError(outcome)
        scope = edition.scope
        journal.record_many("imported.made", outcome.made, by=by, at=at, scope=scope)
        journal.record_many("imported.changed", outcome.changed, by=by, at=at, scope=scope)
    return outcome


def _store(
    edition: Edition, sheets: EditionSheets, names: tuple[str, str], *, publish: bool, at: datetime
) -> Outcome:
    outcome = Outcome(problems=list(sheets.problems))
    known = Known(edition, at=at)
    hosts = HostEnrolment(known, outcome, names[0])
    for host in sheets.hosts:
        hosts.store(host, publish=publish)
    trainees = TraineeEnrolment(known, outcome, names[1])
    for trainee in sheets.trainees:
        trainees.store(trainee)
    trainees.finish()
    outcome.problems = grouped(outcome.problems)
    return outcome


def confirm_import(
    stored: SheetImport, sheets: EditionSheets, *, by: Person, at: datetime
) -> Outcome:
    """Take a previewed import. The state guard lets one of two simultaneous confirmations through."""
    with transaction.atomic():
        claimed = SheetImport.objects.filter(
            pk=stored.pk, state=SheetImport.State.PREVIEWED
        ).update(
            state=SheetImport.State.APPLIED, applied_at=at, hosts_file=None, trainees_file=None
        )
        if not claimed:
            raise ImportStateError(stored.pk)
        names = (stored.hosts_name, stored.trainees_name)
        outcome = take_sheets(
            stored.edition, sheets, names=names, publish=stored.publish_offers, by=by, at=at
        )
        SheetImport.objects.filter(pk=stored.pk).update(summary=outcome.as_json())
        journal.record("import.taken", stored, by=by, at=at, scope=stored.edition.scope)
    return outcome


def discard_import(stored: SheetImport, *, by: Person, at: datetime) -> None:
    """Forget the files of an import that is not wanted."""
    SheetImport.objects.filter(pk=stored.pk, state=SheetImport.State.PREVIEWED).update(
        state=SheetImport.State.DISCARDED, hosts_file=None, trainees_file=None
    )
    journal.record("import.discarded", stored, by=by, at=at, scope=stored.edition.scope)
