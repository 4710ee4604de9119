"""THE reader of an edition's spreadsheets: the same for the web and the command line (IM-13).

Pure: files in, records and problems out. No database, no clock.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

from croisee.core.spreadsheets import Sheet, Source, from_path, read_workbook
from croisee.schemes.ranked.sheets.choices import Catalogue
from croisee.schemes.ranked.sheets.hosts import HostReading, read_hosts
from croisee.schemes.ranked.sheets.problems import Problem
from croisee.schemes.ranked.sheets.refusal import UnusableSheetError
from croisee.schemes.ranked.sheets.rows import EditionSheets, KnownOffer, TraineeRow
from croisee.schemes.ranked.sheets.tables import HOSTS, TRAINEES, Kind, Table, find_table
from croisee.schemes.ranked.sheets.trainees import read_trainees
from croisee.schemes.ranked.sheets.wholefile import file_problems

USUAL_CHOICES = 3  # IM-08: one to three choices

File = Source | str | os.PathLike[str]


def read_edition(
    hosts_file: File | None,
    trainees_file: File | None,
    known_offers: Iterable[KnownOffer] = (),
) -> EditionSheets:
    """Read one or both files; `known_offers` are what choices may name besides the hosts' file.

    Two files given in the wrong order are read in the right one, and that is told: their headings
    leave no doubt. Raises `UnusableFileError` (one clear sentence) when a file cannot be used at
    all; anything odd short of that is in `problems`, sorted by file and row.
    """
    hosts_source, trainees_source = _source(hosts_file), _source(trainees_file)
    hosts, trainees, swapped = _tables(hosts_source, trainees_source)
    problems: list[Problem] = [swapped] if swapped else []
    reading = HostReading((), {}, ())
    if hosts is not None:
        reading = read_hosts(hosts)
        problems += file_problems(hosts) + _in_order(reading.problems)
    registrations: tuple[TraineeRow, ...] = ()
    if trainees is not None:
        registrations, odd = read_trainees(trainees, _catalogue(reading, known_offers))
        problems += file_problems(trainees) + _in_order(odd)
    return EditionSheets(reading.hosts, registrations, tuple(problems), _max_choices(trainees))


def _source(file: File | None) -> Source | None:
    return file if file is None or isinstance(file, Source) else from_path(file)


def _tables(
    hosts: Source | None, trainees: Source | None
) -> tuple[Table | None, Table | None, Problem | None]:
    host_sheets = read_workbook(hosts) if hosts else None
    trainee_sheets = read_workbook(trainees) if trainees else None
    if hosts and trainees and host_sheets and trainee_sheets:
        swapped_hosts = _complete(trainees.name, trainee_sheets, HOSTS)
        swapped_trainees = _complete(hosts.name, host_sheets, TRAINEES)
        straight = _complete(hosts.name, host_sheets, HOSTS) or _complete(
            trainees.name, trainee_sheets, TRAINEES
        )
        if swapped_hosts and swapped_trainees and not straight:
            told = Problem(
                "files_swapped",
                hosts.name,
                params={"hosts": trainees.name, "trainees": hosts.name},
            )
            return swapped_hosts, swapped_trainees, told
    return (
        _wanted(hosts, host_sheets, HOSTS, TRAINEES),
        _wanted(trainees, trainee_sheets, TRAINEES, HOSTS),
        None,
    )


def _complete(file: str, sheets: list[Sheet], kind: Kind) -> Table | None:
    table = find_table(file, sheets, kind)
    return table if table is not None and not table.lacking else None


def _wanted(
    source: Source | None, sheets: list[Sheet] | None, kind: Kind, other: Kind
) -> Table | None:
    """The table of `kind` in the file; raises when its headings are not there."""
    if source is None or sheets is None:
        return None
    table = find_table(source.name, sheets, kind)
    if table is not None and not table.lacking:
        return table
    if _complete(source.name, sheets, other):
        raise UnusableSheetError(f"not_{kind.name}", source.name)
    if table is None:
        raise UnusableSheetError(f"no_heading_{kind.name}", source.name)
    raise UnusableSheetError(
        f"column_missing_{kind.name}",
        source.name,
        lacking=", ".join(f"« {label} »" for label in table.lacking),
        found=", ".join(f"« {heading} »" for heading in list(table.headings.values())[:25]),
        sheet=table.sheet.name,
        row=table.heading_row,
    )


def _catalogue(reading: HostReading, known: Iterable[KnownOffer]) -> Catalogue:
    offers = [*known]
    offers += [
        KnownOffer(host.number, host.institution or host.service, host.title)
        for host in reading.hosts
    ]
    return Catalogue(offers, reading.refused)


def _max_choices(trainees: Table | None) -> int:
    columns = trainees.columns if trainees else {}
    ranks = (int(name.removeprefix("choice_")) for name in columns if name.startswith("choice_"))
    return max(USUAL_CHOICES, *ranks, USUAL_CHOICES)


def _in_order(problems: Iterable[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: problem.row or 0)
