"""Taking spreadsheets in: the difference is shown cell by cell, then taken whole or in part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import astuple
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from croisee.core import journal
from croisee.core.spreadsheets import Source, from_bytes
from croisee.editions.models import Edition
from croisee.editions.reach import Reach
from croisee.people.models import Person
from croisee.schemes.ranked.enrolment.difference import RowChange
from croisee.schemes.ranked.enrolment.hosts import PlacesTakenMeanwhileError
from croisee.schemes.ranked.enrolment.journaled import journaled
from croisee.schemes.ranked.enrolment.outcome import Outcome
from croisee.schemes.ranked.enrolment.whole import Enrolment, lock
from croisee.schemes.ranked.models import HeadingMeaning, SheetImport
from croisee.schemes.ranked.queries import known_offers
from croisee.schemes.ranked.sheets import EditionSheets, read_edition
from croisee.schemes.ranked.sheets.edition import AllMeant, headings_of
from croisee.schemes.ranked.sheets.refusal import UnusableSheetError
from croisee.schemes.ranked.sheets.tables import HOSTS, TRAINEES

Files = tuple[Source | None, Source | None]  # hosts, trainees
State = SheetImport.State
#: A preview nobody decided about is forgotten after this time, files and all.
PREVIEW_KEPT = timedelta(days=14)
#: What an import did is kept so long with its values, to be undone; afterwards only the counts are.
UNDO_KEPT = timedelta(days=60)


class ImportRefusedError(Exception):
    """The whole import would undo what is stored; `outcome.refused` names the rows."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__("import refused")
        self.outcome = outcome


class ImportStateError(Exception):
    """This import was taken, abandoned or undone already."""


class NothingChosenError(Exception):
    """Nothing of the difference is ticked."""


# ---------------------------------------------------------------- whole, without anybody's choice


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
        _take(enrolment, enrolment.by_default, publish=publish, by=by, at=at)
    return enrolment.outcome


def _take(
    enrolment: Enrolment, chosen: set[str], *, publish: bool, by: Person | None, at: datetime
) -> None:
    """Store what is chosen, with its journal. Raises ImportRefusedError."""
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


# ---------------------------------------------------------------- previewed, chosen, taken


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
        chosen, overtaken = _as_seen(stored, enrolment.changes)
        if not chosen and not overtaken:
            raise NothingChosenError(stored.pk)
        _take(enrolment, chosen, publish=stored.publish_offers, by=by, at=at)
        _keep_done(stored, enrolment, overtaken)
        journal.record("import.taken", stored, by=by, at=at, scope=edition.scope)
    return enrolment.outcome


def _as_seen(stored: SheetImport, now: Iterable[RowChange]) -> tuple[set[str], list[str]]:
    """(what is chosen and still is what was seen, the labels of rows where it is not)."""
    seen = {_named(change): change for change in stored.changes}
    wanted = {
        item
        for change in stored.changes
        for item, cell in items_of(change)
        if takes(stored.choices, item, cell)
    }
    chosen, overtaken, met = set(), [], set()
    for change in now:
        before = dict(items_of(seen.get((change.kind, change.key), {})))
        for item, cell in items_of(change.as_json()):
            met.add(item)
            if item in wanted and before.get(item) == cell:
                chosen.add(item)
            elif item in wanted:
                overtaken.append(change.label)
    for change in stored.changes:
        if any(item in wanted - met for item, _cell in items_of(change)):
            overtaken.append(change["label"])
    return chosen, list(dict.fromkeys(overtaken))


def _named(change: Mapping[str, Any]) -> tuple[str, str]:
    return change["kind"], change["key"]


def items_of(change: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """(name of a thing to take, its cell) of a stored change; a new row is one thing, and what is
    somebody else's to change none."""
    if not change or "elsewhere" in change:
        return []
    if change["pk"] is None:
        return [(f"{change['kind']}:{change['key']}", change["cells"])]
    return [(f"{change['kind']}:{cell['field']}:{change['key']}", cell) for cell in change["cells"]]


def plain_items(changes: Iterable[Mapping[str, Any]]) -> list[str]:
    """The names of what is taken unless somebody says otherwise."""
    pairs = (pair for change in changes for pair in items_of(change))
    return [item for item, cell in pairs if takes({}, item, cell)]


def takes(choices: Mapping[str, bool], item: str, cell: Any) -> bool:
    """Whether a thing is taken: as somebody chose, else unless it is a conflict. Never what is
    refused."""
    if isinstance(cell, dict) and cell.get("refused"):
        return False
    return choices.get(item, not (isinstance(cell, dict) and cell.get("conflict")))


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
