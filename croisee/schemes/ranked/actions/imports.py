"""Taking spreadsheets in: the difference is shown cell by cell, then taken whole or in part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from croisee.core import journal
from croisee.core.spreadsheets import Source, from_bytes
from croisee.editions.models import Edition
from croisee.editions.reach import Reach
from croisee.people.models import Person
from croisee.schemes.ranked.actions.taking import take
from croisee.schemes.ranked.enrolment.chosen import as_seen
from croisee.schemes.ranked.enrolment.outcome import Outcome
from croisee.schemes.ranked.enrolment.whole import Enrolment, lock
from croisee.schemes.ranked.models import HeadingMeaning, SheetImport
from croisee.schemes.ranked.queries import known_offers
from croisee.schemes.ranked.sheets import read_edition
from croisee.schemes.ranked.sheets.edition import AllMeant, headings_of
from croisee.schemes.ranked.sheets.refusal import UnusableSheetError
from croisee.schemes.ranked.sheets.tables import HOSTS, TRAINEES

Files = tuple[Source | None, Source | None]  # hosts, trainees
State = SheetImport.State
#: A preview nobody decided about is forgotten after this time, files and all.
PREVIEW_KEPT = timedelta(days=14)
#: What an import did is kept so long with its values, to be undone; afterwards only the counts are.
UNDO_KEPT = timedelta(days=60)


class ImportStateError(Exception):
    """This import was taken, abandoned or undone already."""


class NothingChosenError(Exception):
    """Nothing of the difference is ticked."""


def begin_import(
    edition: Edition, files: Files, *, publish: bool, by: Person, at: datetime
) -> SheetImport:
    """Read the files, work out what taking them would do, and keep them until somebody decides.

    Raises UnusableFileError; where only headings are not recognised, the import waits for somebody
    to say what they mean. An earlier preview of the same person is forgotten: one decides about
    the last one.
    """
    hosts, trainees = files
    names = (hosts.name if hosts else "", trainees.name if trainees else "")
    found = _previewed(edition, files, names, by=by, at=at)
    with transaction.atomic():
        _forget_old(edition, by=by, at=at)
        return SheetImport.objects.create(
            edition=edition,
            hosts_name=names[0],
            hosts_file=hosts.content if hosts else None,
            trainees_name=names[1],
            trainees_file=trainees.content if trainees else None,
            publish_offers=publish,
            by=by,
            created_at=at,
            **found,
        )


def meant_in(edition: Edition) -> AllMeant:
    """What was said of headings in this edition."""
    found: dict[str, dict[str, str]] = {}
    for row in edition.heading_meanings.all():
        found.setdefault(row.kind, {})[row.heading] = row.field
    return found


def _previewed(
    edition: Edition, files: Files, names: tuple[str, str], *, by: Person, at: datetime
) -> dict[str, Any]:
    """What an import keeps of its preview."""
    meant = meant_in(edition)
    try:
        sheets = read_edition(*files, known_offers(edition), meant)
    except UnusableSheetError as reason:
        headings = _headings(files, meant, reason)
        if not headings:
            raise
        return {"summary": {"lacking": str(reason), "headings": headings}, "changes": []}
    reach = Reach(by, edition.programme, at)
    enrolment = Enrolment(edition, sheets, names, at=at, reach=reach)
    return {
        "summary": {
            **enrolment.outcome.as_json(),
            "headings": [astuple(one) for one in sheets.headings],
            "exported": {kind: one.at.isoformat() for kind, one in sheets.stamps.items()},
        },
        "changes": [change.as_json() for change in enrolment.changes],
    }


def _headings(files: Files, meant: AllMeant, reason: UnusableSheetError) -> list[Any]:
    """The headings to be told, when that is what is missing."""
    if not reason.code.startswith(("column_missing", "no_heading")):
        return []
    pairs = zip(files, (HOSTS, TRAINEES), strict=True)
    found = [one for file, kind in pairs if file for one in headings_of(file, kind, meant)]
    return [astuple(one) for one in found]


def say_headings(
    stored: SheetImport, meanings: Mapping[tuple[str, str], str], *, by: Person, at: datetime
) -> None:
    """Remember what headings mean in this edition, and read the files again with it.

    `meanings`: (kind, folded heading) → field, '' for « do not read it ». Raises ImportStateError,
    UnusableFileError.
    """
    edition = stored.edition
    with transaction.atomic():
        if not SheetImport.objects.filter(pk=stored.pk, state=State.PREVIEWED).exists():
            raise ImportStateError(stored.pk)
        for (kind, heading), field in meanings.items():
            HeadingMeaning.objects.update_or_create(
                edition=edition, kind=kind, heading=heading, defaults={"field": field}
            )
        journal.record("import.headings_said", stored, by=by, at=at, scope=edition.scope)
    read_again(stored, by=by, at=at)


def read_again(stored: SheetImport, *, by: Person, at: datetime) -> None:
    """The preview as things are now; what was chosen of it stays chosen."""
    if not (stored.hosts_file or stored.trainees_file):
        return
    names = (stored.hosts_name, stored.trainees_name)
    found = _previewed(stored.edition, _files(stored), names, by=by, at=at)
    SheetImport.objects.filter(pk=stored.pk, state=State.PREVIEWED).update(**found)


def choose(stored: SheetImport, chosen: Mapping[str, bool]) -> None:
    """Remember what is taken (True) or left (False), by the names of things."""
    with transaction.atomic():
        found = SheetImport.objects.select_for_update().filter(pk=stored.pk, state=State.PREVIEWED)
        for row in found.only("choices"):
            row.choices = {**row.choices, **chosen}
            row.save(update_fields=["choices"])


def confirm_import(stored: SheetImport, *, by: Person, at: datetime) -> Outcome:
    """Take what is chosen of a previewed import: the files are read again, before the transaction.

    Only what was seen is taken: where something changed here since the preview, that cell stays as
    it is now and is told in `summary["overtaken"]`. Raises ImportStateError when somebody was
    quicker, ImportRefusedError when a place was given meanwhile, NothingChosenError.
    """
    if stored.state != State.PREVIEWED or stored.summary.get("lacking"):
        raise ImportStateError(stored.pk)
    edition = stored.edition
    sheets = read_edition(*_files(stored), known_offers(edition), meant_in(edition))
    with transaction.atomic():
        _claim(stored, State.APPLIED, applied_at=at)
        lock(edition)
        names, reach = (stored.hosts_name, stored.trainees_name), Reach(by, edition.programme, at)
        enrolment = Enrolment(edition, sheets, names, at=at, reach=reach)
        chosen, overtaken = as_seen(stored.changes, stored.choices, enrolment.changes)
        if not chosen and not overtaken:
            raise NothingChosenError(stored.pk)
        take(enrolment, chosen, publish=stored.publish_offers, by=by, at=at)
        _keep_done(stored, enrolment, overtaken)
        journal.record("import.taken", stored, by=by, at=at, scope=edition.scope)
    return enrolment.outcome


def _keep_done(stored: SheetImport, enrolment: Enrolment, overtaken: list[str]) -> None:
    """What was done, so that it can be read and undone."""
    done = enrolment.outcome.done
    for change in done:
        change.target.refresh_from_db(fields=["version"])
    made: dict[str, list[int]] = {}
    for thing in enrolment.known.made:
        made.setdefault(thing._meta.label, []).append(thing.pk)
    new = {change.kind: 0 for change in done}
    for change in done:
        new[change.kind] += change.pk is None
    summary = {**enrolment.outcome.as_json(), "made": made, "overtaken": overtaken}
    for name, kind in (("offers", "offer"), ("applications", "application")):
        mine = [change for change in done if change.kind == kind]
        fresh = sum(change.pk is None for change in mine)
        summary[name] = {**summary[name], "made": fresh, "changed": len(mine) - fresh}
    rows = [
        {**change.as_json(), "new": change.pk is None, "pk": change.target.pk,
         "version": change.target.version}
        for change in done
    ]  # fmt: skip
    SheetImport.objects.filter(pk=stored.pk).update(summary=summary, changes=rows, choices={})


@transaction.atomic
def discard_import(stored: SheetImport, *, by: Person, at: datetime) -> None:
    """Forget the files of an import that is not wanted. Raises ImportStateError."""
    _claim(stored, State.DISCARDED)
    SheetImport.objects.filter(pk=stored.pk).update(summary={}, changes=[], choices={})
    journal.record("import.discarded", stored, by=by, at=at, scope=stored.edition.scope)


def _forget_old(edition: Edition, *, by: Person, at: datetime) -> None:
    """The person's earlier preview, anybody's that waited too long, and the values of imports too
    old to be undone."""
    waiting = edition.sheet_imports.filter(state=State.PREVIEWED).defer(
        "hosts_file", "trainees_file", "changes", "summary"
    )
    for earlier in waiting:
        if earlier.by_id == by.pk or earlier.created_at < at - PREVIEW_KEPT:
            discard_import(earlier, by=by, at=at)
    SheetImport.objects.filter(applied_at__lt=at - UNDO_KEPT).exclude(changes=[]).update(changes=[])


def _claim(stored: SheetImport, state: SheetImport.State, **also: datetime) -> None:
    """The state guard lets one of two simultaneous decisions through; the files are forgotten."""
    claimed = SheetImport.objects.filter(pk=stored.pk, state=State.PREVIEWED).update(
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
