"""Taking spreadsheets in: preview is the same act, rolled back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from croisee.core import journal
from croisee.core.spreadsheets import Source, from_bytes
from croisee.editions.models import Edition
from croisee.people.models import Person
from croisee.schemes.ranked.enrolment.hosts import HostEnrolment
from croisee.schemes.ranked.enrolment.known import Known
from croisee.schemes.ranked.enrolment.outcome import Outcome, grouped
from croisee.schemes.ranked.enrolment.trainees import TraineeEnrolment
from croisee.schemes.ranked.models import SheetImport
from croisee.schemes.ranked.queries import known_offers
from croisee.schemes.ranked.sheets import EditionSheets, read_edition

Files = tuple[Source | None, Source | None]  # hosts, trainees


class ImportRefusedError(Exception):
    """The whole import would undo what is stored; `outcome.refused` names the rows."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__("import refused")
        self.outcome = outcome


class ImportStateError(Exception):
    """This import was taken or abandoned already."""


def preview_sheets(
    edition: Edition,
    sheets: EditionSheets,
    *,
    names: tuple[str, str],
    publish: bool = True,
    at: datetime,
) -> Outcome:
    """What taking the sheets would do: the same code, in a transaction that is rolled back."""
    with transaction.atomic():
        outcome = _store(edition, sheets, names, publish=publish, at=at)
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


def begin_import(
    edition: Edition,
    files: Files,
    *,
    publish: bool,
    by: Person,
    at: datetime,
) -> SheetImport:
    """Read the files, work out what taking them would do, and keep them until somebody decides.

    Raises UnusableFileError. An earlier preview of the same person is forgotten: one decides about
    the last one.
    """
    hosts, trainees = files
    sheets = read_edition(hosts, trainees, known_offers(edition))
    names = (hosts.name if hosts else "", trainees.name if trainees else "")
    outcome = preview_sheets(edition, sheets, names=names, publish=publish, at=at)
    with transaction.atomic():
        for earlier in edition.sheet_imports.filter(by=by, state=SheetImport.State.PREVIEWED):
            discard_import(earlier, by=by, at=at)
        return SheetImport.objects.create(
            edition=edition,
            hosts_name=names[0],
            hosts_file=hosts.content if hosts else None,
            trainees_name=names[1],
            trainees_file=trainees.content if trainees else None,
            publish_offers=publish,
            summary=outcome.as_json(),
            by=by,
            created_at=at,
        )


def confirm_import(stored: SheetImport, *, by: Person, at: datetime) -> Outcome:
    """Take a previewed import: the files are read again, before the transaction.

    Raises ImportStateError when somebody was quicker, ImportRefusedError when what is stored
    changed so that the files would undo it.
    """
    if stored.state != SheetImport.State.PREVIEWED:
        raise ImportStateError(stored.pk)
    sheets = read_edition(*_files(stored), known_offers(stored.edition))
    with transaction.atomic():
        _claim(stored, SheetImport.State.APPLIED, applied_at=at)
        outcome = take_sheets(
            stored.edition,
            sheets,
            names=(stored.hosts_name, stored.trainees_name),
            publish=stored.publish_offers,
            by=by,
            at=at,
        )
        SheetImport.objects.filter(pk=stored.pk).update(summary=outcome.as_json())
        journal.record("import.taken", stored, by=by, at=at, scope=stored.edition.scope)
    return outcome


def keep_refusal(stored: SheetImport, outcome: Outcome) -> None:
    """The preview now shows why the files cannot be taken."""
    SheetImport.objects.filter(pk=stored.pk, state=SheetImport.State.PREVIEWED).update(
        summary=outcome.as_json()
    )


@transaction.atomic
def discard_import(stored: SheetImport, *, by: Person, at: datetime) -> None:
    """Forget the files of an import that is not wanted. Raises ImportStateError."""
    _claim(stored, SheetImport.State.DISCARDED)
    journal.record("import.discarded", stored, by=by, at=at, scope=stored.edition.scope)


def _claim(stored: SheetImport, state: SheetImport.State, **also: datetime) -> None:
    """The state guard lets one of two simultaneous decisions through; the files are forgotten."""
    claimed = SheetImport.objects.filter(pk=stored.pk, state=SheetImport.State.PREVIEWED).update(
        state=state, hosts_file=None, trainees_file=None, **also
    )
    if not claimed:
        raise ImportStateError(stored.pk)


def _files(stored: SheetImport) -> Files:
    hosts, trainees = stored.hosts_file, stored.trainees_file
    return (
        from_bytes(stored.hosts_name, bytes(hosts)) if hosts else None,
        from_bytes(stored.trainees_name, bytes(trainees)) if trainees else None,
    )
