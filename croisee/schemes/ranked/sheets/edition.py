"""THE reader of an edition's spreadsheets: the same for the web and the command line (IM-13).

Pure: files in, records and problems out. No database, no clock.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from croisee.core.spreadsheets import Sheet, Source, from_path, read_workbook
from croisee.schemes.ranked.sheets.choices import Catalogue
from croisee.schemes.ranked.sheets.headings import folded_heading
from croisee.schemes.ranked.sheets.hosts import HostReading, read_hosts
from croisee.schemes.ranked.sheets.leftbehind import left_behind, news
from croisee.schemes.ranked.sheets.numbers import canonical
from croisee.schemes.ranked.sheets.problems import Problem
from croisee.schemes.ranked.sheets.refusal import UnusableSheetError
from croisee.schemes.ranked.sheets.rows import (
    EditionSheets,
    Heading,
    KnownOffer,
    Stamp,
    TraineeRow,
)
from croisee.schemes.ranked.sheets.stamps import stamp_of
from croisee.schemes.ranked.sheets.tables import (
    HOSTS,
    TRAINEES,
    Kind,
    Meant,
    Table,
    find_table,
    likely_table,
    table_at,
)
from croisee.schemes.ranked.sheets.trainees import read_trainees
from croisee.schemes.ranked.sheets.wholefile import file_problems, missing_columns

USUAL_CHOICES = 3  # IM-08: one to three choices

File = Source | str | os.PathLike[str]
#: What somebody said of headings, by kind of file.
AllMeant = Mapping[str, Meant]
_NOTHING_SAID: AllMeant = MappingProxyType({})


@dataclass
class _File:
    """A workbook opened, and what is known of its headings."""

    name: str
    sheets: list[Sheet]
    said: AllMeant
    stamp: Stamp | None = field(init=False)

    def __post_init__(self) -> None:
        self.stamp = stamp_of(self.sheets)

    def stamp_as(self, kind: Kind) -> Stamp | None:
        """The stamp, if we exported the file as one of this kind."""
        return self.stamp if self.stamp and self.stamp.kind == kind.name else None

    def meant(self, kind: Kind) -> Meant:
        """What we wrote ourselves goes before what was said of other files."""
        said, stamp = self.said.get(kind.name, {}), self.stamp_as(kind)
        return {**said, **stamp.columns} if stamp else said

    def table(self, kind: Kind) -> Table | None:
        ours = self.stamp_as(kind) is not None
        return find_table(self.name, self.sheets, kind, self.meant(kind), ours=ours)

    def complete(self, kind: Kind) -> Table | None:
        table = self.table(kind)
        return table if table is not None and not table.lacking else None


def read_edition(
    hosts_file: File | None,
    trainees_file: File | None,
    known_offers: Iterable[KnownOffer] = (),
    meant: AllMeant = _NOTHING_SAID,
) -> EditionSheets:
    """Read one or both files; `known_offers` are what choices may name besides the hosts' file.

    `meant` says, by kind ("hosts", "trainees"), which field a folded heading is ('' for none).
    Two files given in the wrong order are read in the right one, and that is told: their headings
    leave no doubt. Raises `UnusableFileError` (one clear sentence) when a file cannot be used at
    all; anything odd short of that is in `problems`, sorted by file and row.
    """
    known = list(known_offers)
    hosts, trainees, swapped = _tables(_opened(hosts_file, meant), _opened(trainees_file, meant))
    problems: list[Problem] = [swapped] if swapped else []
    numbers = {canonical(offer.number) for offer in known}
    reading, hosts_before = HostReading((), {}, ()), HostReading((), {}, ())
    if hosts is not None:
        reading = read_hosts(hosts.table, numbers)
        if hosts.before:
            hosts_before = read_hosts(hosts.before, numbers)
        new = any(canonical(row.number) not in numbers for row in reading.hosts)
        problems += _told(hosts, reading.problems, hosts_before.problems, new=new)
    registrations, before = tuple[TraineeRow, ...](), tuple[TraineeRow, ...]()
    if trainees is not None:
        catalogue = _catalogue(reading, known)
        registrations, odd = read_trainees(trainees.table, catalogue)
        odd_before: tuple[Problem, ...] = ()
        if trainees.before:
            before, odd_before = read_trainees(trainees.before, catalogue)
        problems += _told(trainees, odd, odd_before)
    found = [one for one in (hosts, trainees) if one]
    return EditionSheets(
        reading.hosts,
        registrations,
        tuple(problems),
        _max_choices(trainees.table if trainees else None),
        tuple(heading for one in found for heading in _headings(one.table, one.stamp)),
        {one.table.kind.name: one.stamp for one in found if one.stamp},
        hosts_before.hosts,
        before,
    )


def headings_of(file: File, kind: Kind, meant: AllMeant = _NOTHING_SAID) -> tuple[Heading, ...]:
    """The headings of a file whose columns are not all recognised, for somebody to say."""
    opened = _opened(file, meant)
    if opened is None:
        return ()
    table = likely_table(opened.name, opened.sheets, kind, opened.meant(kind))
    return _headings(table, opened.stamp) if table else ()


@dataclass(frozen=True)
class _Found:
    table: Table
    stamp: Stamp | None

    @cached_property
    def before(self) -> Table | None:
        """The sheet as we exported it."""
        sheet = self.stamp.before if self.stamp else None
        if sheet is None or self.stamp is None:
            return None
        kind, meant = self.table.kind, self.stamp.columns
        return table_at("", sheet, kind, sheet.rows[0], meant, ours=True)


def _told(
    found: _Found, odd: Sequence[Problem], before: Sequence[Problem], *, new: bool = False
) -> list[Problem]:
    """What is odd about a file as a whole, what of its changes cannot come back, then its rows."""
    repeated = any(one.code.startswith("superseded") for one in odd)
    told = file_problems(found.table) + missing_columns(found.table, repeated=repeated, new=new)
    if found.before:
        told += left_behind(found.table, found.before)
    return told + _in_order(news(odd, before))


def _opened(file: File | None, meant: AllMeant) -> _File | None:
    if file is None:
        return None
    source = file if isinstance(file, Source) else from_path(file)
    return _File(source.name, read_workbook(source), meant)


def _tables(
    hosts: _File | None, trainees: _File | None
) -> tuple[_Found | None, _Found | None, Problem | None]:
    if hosts and trainees:
        swapped_hosts, swapped_trainees = trainees.complete(HOSTS), hosts.complete(TRAINEES)
        straight = hosts.complete(HOSTS) or trainees.complete(TRAINEES)
        if swapped_hosts and swapped_trainees and not straight:
            params = {"hosts": trainees.name, "trainees": hosts.name}
            told = Problem("files_swapped", hosts.name, params=params)
            return (
                _Found(swapped_hosts, trainees.stamp),
                _Found(swapped_trainees, hosts.stamp),
                told,
            )
    return _wanted(hosts, HOSTS, TRAINEES), _wanted(trainees, TRAINEES, HOSTS), None


def _wanted(file: _File | None, kind: Kind, other: Kind) -> _Found | None:
    """The table of `kind` in the file; raises when its headings are not there."""
    if file is None:
        return None
    table = file.table(kind)
    if table is not None and not table.lacking:
        return _Found(table, file.stamp_as(kind))
    if file.complete(other):
        raise UnusableSheetError(f"not_{kind.name}", file.name)
    if table is None:
        raise UnusableSheetError(f"no_heading_{kind.name}", file.name)
    raise UnusableSheetError(
        f"column_missing_{kind.name}",
        file.name,
        lacking=", ".join(f"« {label} »" for label in table.lacking),
        found=", ".join(f"« {heading} »" for heading in list(table.headings.values())[:25]),
        sheet=table.sheet.name,
        row=table.heading_row,
    )


def _headings(table: Table, stamp: Stamp | None) -> tuple[Heading, ...]:
    """Each heading once, in the order of the file."""
    fields = {index: name for name, columns in table.columns.items() for index in columns}
    ours = stamp.columns if stamp and stamp.kind == table.kind.name else {}
    found: dict[str, Heading] = {}
    for index, text in table.headings.items():
        folded = folded_heading(text)
        heading = Heading(table.kind.name, text, fields.get(index, ""), folded in ours)
        found.setdefault(folded, heading)
    return tuple(found.values())


def _catalogue(reading: HostReading, known: Iterable[KnownOffer]) -> Catalogue:
    offers = {canonical(offer.number): offer for offer in known}
    for host in reading.hosts:
        if canonical(host.number) not in offers or host.given >= {"institution", "title"}:
            label = host.institution or host.service
            offers[canonical(host.number)] = KnownOffer(host.number, label, host.title)
    return Catalogue(offers.values(), reading.refused)


def _max_choices(trainees: Table | None) -> int:
    columns = trainees.columns if trainees else {}
    ranks = (int(name.removeprefix("choice_")) for name in columns if name.startswith("choice_"))
    return max(USUAL_CHOICES, *ranks, USUAL_CHOICES)


def _in_order(problems: Iterable[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: problem.row or 0)
