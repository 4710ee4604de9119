"""Any .xlsx file into plain rows, streamed by our own small reader.

Why not python-calamine, which is faster: it lays out the whole rectangle up to the farthest cell,
so one stray value in XFD1048576 aborts the process (not an exception: an abort, which would take
the web worker with it); it shows `#N/A` and formulas nobody computed as blanks, which must be told
to people; and it copies a shared text for each cell that cites it. Reading 10,000 rows of
20 columns takes about a second here.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from croisee.core.spreadsheets.cells import Decoder
from croisee.core.spreadsheets.package import Package
from croisee.core.spreadsheets.rows import Sheet
from croisee.core.spreadsheets.separated import is_separated, read_separated
from croisee.core.spreadsheets.sheet import read_sheet
from croisee.core.spreadsheets.source import Source
from croisee.core.spreadsheets.strings import read_date_styles, read_strings
from croisee.core.spreadsheets.xml import Budget, parse

MAX_SHEETS: Final = 20


@dataclass(frozen=True, slots=True)
class _Link:
    """A relationship between two parts: `kind` is the last word of its type."""

    kind: str
    part: str


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    hidden: bool
    link: str


def read_workbook(source: Source) -> list[Sheet]:
    """All worksheets of the file, in its order, each with its non-empty rows.

    Raises `UnusableFileError` with one clear sentence on anything that is not a reasonable .xlsx
    (or .csv) file (reliability.md, rule 13).
    """
    if is_separated(source):
        return [read_separated(source)]
    package = Package(source)
    budget = Budget(source.name)
    workbook = _main_part(package, budget)
    entries, since_1904 = _entries(package, budget, workbook)
    links = _links(package, budget, workbook)
    decoder = Decoder(
        budget,
        strings=read_strings(package, budget, _first(links, "sharedStrings")),
        date_styles=read_date_styles(package, budget, _first(links, "styles")),
        since_1904=since_1904,
    )
    sheets = []
    for entry in entries[:MAX_SHEETS]:
        link = links.get(entry.link)
        if link is not None and link.kind == "worksheet" and link.part in package:
            sheet = Sheet(entry.name, entry.hidden)
            read_sheet(package.read(link.part), budget, decoder, sheet)
            sheets.append(sheet)
    if not sheets:
        raise budget.refuse("no_sheet")
    return sheets


def _main_part(package: Package, budget: Budget) -> str:
    found = _first(_links(package, budget, ""), "officeDocument") or "xl/workbook.xml"
    if found not in package:
        raise budget.refuse("not_a_spreadsheet")
    return found


def _entries(package: Package, budget: Budget, part: str) -> tuple[list[_Entry], bool]:
    """The workbook's list of sheets, and whether its dates count from 1904."""
    entries: list[_Entry] = []
    root = ""
    since_1904 = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal since_1904, root
        root = root or name
        if name == "sheet":
            entries.append(
                _Entry(
                    attributes.get("name", "")[:100],
                    attributes.get("state", "visible") != "visible",
                    _qualified(attributes, "id"),
                )
            )
        elif name == "workbookPr":
            since_1904 = attributes.get("date1904") in ("1", "true")

    parse(package.read(part), budget, start, _ignore)
    if root != "workbook":
        raise budget.refuse("not_a_spreadsheet")
    return entries, since_1904


def _links(package: Package, budget: Budget, part: str) -> dict[str, _Link]:
    """The relationships of `part` ('' is the package itself), by id."""
    folder, base = posixpath.split(part)
    name = posixpath.join(folder, "_rels", base + ".rels")
    links: dict[str, _Link] = {}
    if name not in package:
        return links

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            target = unquote(attributes.get("Target", ""))
            path = target[1:] if target.startswith("/") else posixpath.join(folder, target)
            kind = attributes.get("Type", "").rpartition("/")[2]
            links[attributes.get("Id", "")] = _Link(kind, posixpath.normpath(path))

    parse(package.read(name), budget, start, _ignore)
    return links


def _first(links: dict[str, _Link], kind: str) -> str | None:
    return next((link.part for link in links.values() if link.kind == kind), None)


def _qualified(attributes: dict[str, str], name: str) -> str:
    """The attribute `prefix:name`, whatever the prefix (`r:id` nearly always)."""
    return next((value for key, value in attributes.items() if key.endswith(":" + name)), "")


def _ignore(_name: str, _text: str) -> None:
    return
