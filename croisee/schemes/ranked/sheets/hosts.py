"""The hosts' sheet: one offer per row, its key the number (IM-03, IM-13)."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, replace
from functools import partial

from croisee.core.spreadsheets import Row
from croisee.core.text import email_key, fold
from croisee.schemes.ranked.sheets import addresses, numbers, readings
from croisee.schemes.ranked.sheets.answers import Answer, data_rows, settle, told_rows
from croisee.schemes.ranked.sheets.numbers import canonical
from croisee.schemes.ranked.sheets.problems import Problem
from croisee.schemes.ranked.sheets.readings import Read, as_shown
from croisee.schemes.ranked.sheets.rowreader import RowReader, is_blank
from croisee.schemes.ranked.sheets.rows import HostRow
from croisee.schemes.ranked.sheets.tables import Table


@dataclass(frozen=True, slots=True)
class HostReading:
    """The offers that count, the numbers whose row is refused (canonical → row), the problems."""

    hosts: tuple[HostRow, ...]
    refused: dict[str, int]
    problems: tuple[Problem, ...]


def read_hosts(table: Table, known: Set[str] = frozenset()) -> HostReading:
    """Read the rows of the hosts' table as a careful person does.

    `known` are the canonical numbers of the offers stored: their row may say less, and one row may
    speak of several of them, as the list of hosts does.
    """
    readers = list(told_rows(table))
    answers = []
    for row in data_rows(table):
        reader, found = _read_row(table, row, known)
        readers.append(reader)
        answers += found
    kept = settle(answers, _same_host, "other_host")
    problems = [problem for reader in readers for problem in reader.problems]
    return HostReading(
        hosts=tuple(answer.record for answer in kept if answer.record is not None),
        refused={answer.key: answer.reader.row.number for answer in kept if answer.record is None},
        problems=tuple(problems),
    )


def _read_row(table: Table, row: Row, known: Set[str]) -> tuple[RowReader, list[Answer[HostRow]]]:
    reader = RowReader(table, row)
    if reader.has_nothing():
        reader.tell("nothing_to_read")
        return reader, []
    if is_blank(reader.value("number")) and (table.ours or _proposes_nothing(reader)):
        content = " | ".join(as_shown(row.cells[column]) for column in sorted(row.cells))
        reader.tell("row_without_number", value="", content=content)
        return reader, []
    several = numbers.several_known(reader.value("number"), known)
    if several:
        reader.who = ", ".join(several)
        record = _record(reader, several[0], known=True)
        return reader, [_answer(reader, one) for one in _one_each(record, several)]
    number = reader.require("number", lambda value: Read(numbers.offer_number(value)))
    reader.who = number or addresses.as_written(reader.value("institution"))
    record = _record(reader, number or "", known=canonical(number or "") in known)
    return reader, [] if number is None else [_answer(reader, record)]


def _proposes_nothing(reader: RowReader) -> bool:
    """A host of our list who has no offer, in a .csv file."""
    places = reader.value("places")
    return places is not None and as_shown(places).strip() == "0"


def _answer(reader: RowReader, record: HostRow) -> Answer[HostRow]:
    return Answer(
        key=canonical(record.number),
        name=record.institution or record.service,
        email=email_key(record.email),
        answered_at=record.answered_at,
        reader=reader,
        record=None if reader.refused else record,
    )


def _one_each(record: HostRow, several: tuple[str, ...]) -> list[HostRow]:
    """The row of a host with several offers: each is told what the host is; places are a sum."""
    return [
        replace(record, number=number, beside=tuple(one for one in several if one != number))
        for number in several
    ]


def _email(reader: RowReader, *, known: bool) -> str:
    """Who is contacted. A new offer without one is refused; a known one keeps what it has."""
    if not reader.has("email"):
        return ""
    if known:
        return reader.read("email", addresses.first_or_kept, "")
    return reader.require("email", addresses.email) or ""


def _places(reader: RowReader, *, known: bool) -> int:
    """A new offer says how many; of a known one, a list may leave the column out, and a draft has
    none yet."""
    if known and not reader.has("places"):
        return 0
    return reader.require("places", partial(numbers.places, least=0 if known else 1)) or 0


def _record(reader: RowReader, number: str, *, known: bool) -> HostRow:
    institution = reader.text("institution")
    service = reader.text("service")
    if not institution and not service and reader.has("institution"):
        reader.tell("institution_missing", "institution")
    email = _email(reader, known=known)
    first, last = reader.text("contact_first_name"), reader.text("contact_last_name")
    return HostRow(
        row=reader.row.number,
        number=number,
        places=_places(reader, known=known),
        answered_at=reader.answered_at(),
        institution=institution,
        service=service,
        enterprise_number=reader.text("enterprise_number", 40),
        address=reader.text("address", 300),
        postcode=reader.read("postcode", readings.postcode, ""),
        town=reader.text("town", 100),
        province=reader.text("province", 100),
        sectors=reader.items("sectors"),
        contact=reader.text("contact") or f"{first} {last}".strip(),
        contact_first_name=first,
        contact_last_name=last,
        role=reader.text("role"),
        email=email,
        phone=reader.read("phone", readings.phone, ""),
        title=reader.text("title", 300),
        description=reader.text("description", 5_000, lines=True),
        face=reader.text("face", 5_000, lines=True),
        professions=reader.items("professions"),
        duration=reader.text("duration", 100),
        days=reader.items("days"),
        dates=reader.text("dates", 500, date=True),
        languages=reader.items("languages"),
        conditions=reader.conditions(),
        given=reader.given,
    )


def _same_host(first: Answer[HostRow], other: Answer[HostRow]) -> bool:
    """A corrected name or a new contact is still the same host; both changed, it is another one."""
    same_name = not first.name or not other.name or fold(first.name) == fold(other.name)
    return same_name or (bool(first.email) and first.email == other.email)
