"""The files of an edition against what is stored: the difference, and taking what was chosen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from croisee.editions.models import Edition
from croisee.editions.reach import Reach
from croisee.offers.enums import OfferState
from croisee.offers.models import Offer
from croisee.schemes.ranked.enrolment.cells import SERVICE_FIELDS, Cells
from croisee.schemes.ranked.enrolment.difference import OFFER, RowChange
from croisee.schemes.ranked.enrolment.elsewhere import Elsewhere
from croisee.schemes.ranked.enrolment.hosts import HostEnrolment
from croisee.schemes.ranked.enrolment.known import Known
from croisee.schemes.ranked.enrolment.origins import Origin
from croisee.schemes.ranked.enrolment.outcome import Outcome, Teller, grouped
from croisee.schemes.ranked.enrolment.trainees import TraineeEnrolment
from croisee.schemes.ranked.models import Application
from croisee.schemes.ranked.sheets.leftbehind import news
from croisee.schemes.ranked.sheets.numbers import canonical
from croisee.schemes.ranked.sheets.problems import Problem
from croisee.schemes.ranked.sheets.rows import EditionSheets, HostRow, TraineeRow

#: Whether the thing of this name (`difference.item`) is taken.
Chosen = Callable[[str], bool]


class Enrolment:
    """`changes` and `outcome` say what the files would do; `take` does what is chosen of it."""

    def __init__(
        self,
        edition: Edition,
        sheets: EditionSheets,
        names: tuple[str, str],
        *,
        at: datetime,
        reach: Reach | None = None,
    ) -> None:
        self.outcome = Outcome(problems=list(sheets.problems))
        self.known = Known(edition, at=at)
        hosts, trainees = self._origins(edition, sheets, names)
        elsewhere = Elsewhere(reach, self.known.gazetteer)
        self.hosts = HostEnrolment(self.known, self.outcome, names[0], hosts, elsewhere)
        self.trainees = TraineeEnrolment(self.known, self.outcome, names[1], trainees, elsewhere)
        of_hosts = [change for row in sheets.hosts if (change := self.hosts.difference(row))]
        of_trainees = [
            change for row in sheets.trainees if (change := self.trainees.difference(row))
        ]
        self.changes = [*of_hosts, *of_trainees]
        self.outcome.count(self.outcome.offers, len(sheets.hosts), of_hosts)
        self.outcome.count(self.outcome.applications, len(sheets.trainees), of_trainees)
        self._tell_of_csv()
        self.outcome.problems = grouped(news(self.outcome.problems, self.outcome.told_before))

    def _origins(
        self, edition: Edition, sheets: EditionSheets, names: tuple[str, str]
    ) -> tuple[Origin[HostRow], Origin[TraineeRow]]:
        stamps, known = sheets.stamps, self.known
        of_hosts = {canonical(row.number): row for row in sheets.hosts_before}
        of_trainees = {row.key: row for row in sheets.trainees_before}
        hosts = Origin(stamps.get("hosts"), edition, known.offers.values(), of_hosts)
        trainees = Origin(stamps.get("trainees"), edition, known.applications.values(), of_trainees)
        if hosts.foreign:
            self.outcome.problems.append(Problem("other_edition", names[0]))
        if trainees.foreign:
            self.outcome.problems.append(Problem("other_edition", names[1]))
        standing = {n: one for n, one in known.offers.items() if one.state != OfferState.WITHDRAWN}
        if sheets.hosts and not hosts.remembers:
            present = {canonical(row.number) for row in sheets.hosts}
            self._tell_absent("absent_offers", names[0], set(standing), present)
        if sheets.trainees and not trainees.remembers:
            here = {row.person.email_key for row in known.applications.values()}
            present = {row.key for row in sheets.trainees}
            self._tell_absent("absent_applications", names[1], here, present)
        return hosts, trainees

    def _tell_of_csv(self) -> None:
        changed = {change.file for change in self.changes if change.pk is not None}
        for file in sorted(changed):
            if file.lower().endswith(".csv"):
                self.outcome.problems.insert(0, Problem("csv_without_memory", file))

    def _tell_absent(self, code: str, file: str, here: set[str], present: set[str]) -> None:
        """Of a file of most of the edition, rows were perhaps deleted on purpose; a file of a few
        late answers is no list."""
        absent = here - present
        if absent and len(absent) < len(here & present):
            self.outcome.problems.append(Problem(code, file, params={"count": len(absent)}))

    @property
    def by_default(self) -> set[str]:
        """The names of what is taken unless somebody says otherwise: no conflict, no refusal."""
        return {
            item
            for change in self.changes
            for item, plain in zip(change.items, _plain(change), strict=True)
            if plain
        }

    def take(self, chosen: Chosen, *, publish: bool) -> list[RowChange]:
        """Store what is chosen; the changes as they were done, `pk` and all."""
        asked = [part for change in self.changes if (part := _part(change, chosen))]
        alike = _alike([change for change in asked if change.kind == OFFER])
        done = [self._take(change, alike, publish=publish) for change in asked]
        self.trainees.finish()
        self.outcome.done = done
        return done

    def _take(
        self, change: RowChange, alike: dict[int, list[Cells]], *, publish: bool
    ) -> RowChange:
        after = {cell.field: cell.after for cell in change.cells}
        tell = Teller(self.outcome, change.file, change.row, change.key)
        if change.kind == OFFER:
            if change.target is None:
                change.target = self.hosts.create(change, publish=publish)
            else:
                self.hosts.write(change.target, after, alike=alike, tell=tell)
        elif change.target is None:
            change.target = self.trainees.create(change, tell)
        else:
            self.trainees.write(change.target, after, tell)
        return change


def _plain(change: RowChange) -> list[bool]:
    if change.elsewhere is not None:
        return []
    return [True] if change.pk is None else [cell.plain for cell in change.cells]


def _part(change: RowChange, chosen: Chosen) -> RowChange | None:
    """The change with its chosen cells only; None when nothing of it is chosen."""
    if change.elsewhere is not None:
        return None
    if change.pk is None:
        return change if chosen(change.items[0]) else None
    pairs = zip(change.items, change.cells, strict=True)
    cells = [cell for item, cell in pairs if chosen(item) and not cell.refused]
    if not cells:
        return None
    part = RowChange(
        change.kind, change.key, change.label, change.file, change.row, change.pk, cells
    )
    part.source, part.target = change.source, change.target
    return part


def _alike(changes: list[RowChange]) -> dict[int, list[Cells]]:
    """What the rows want of each service."""
    found: dict[int, list[Cells]] = {}
    for change in changes:
        after = {cell.field: cell.after for cell in change.cells if cell.field in SERVICE_FIELDS}
        if change.target is not None and after:
            found.setdefault(change.target.service_id, []).append(after)
    return found


def lock(edition: Edition) -> None:
    """Nobody changes an offer or an application while the difference is taken (PostgreSQL; on
    SQLite the transaction itself is alone to write)."""
    for model in (Offer, Application):
        rows = model._default_manager.select_for_update().filter(edition=edition).order_by("pk")
        list(rows.values_list("pk", flat=True))
