"""The hosts' sheet: one offer per row, its key the number (IM-03, IM-13)."""

from __future__ import annotations

from dataclasses import dataclass

from croisee.core.spreadsheets import Row
from croisee.core.text import email_key, fold
from croisee.schemes.ranked.sheets import addresses, numbers, readings
from croisee.schemes.ranked.sheets.answers import Answer, data_rows, settle, told_rows
from croisee.schemes.ranked.sheets.numbers import canonical
from croisee.schemes.ranked.sheets.problems import Problem
from croisee.schemes.ranked.sheets.readings import Read
from croisee.schemes.ranked.sheets.rowreader import RowReader
from croisee.schemes.ranked.sheets.rows import HostRow
from croisee.schemes.ranked.sheets.tables import Table


@dataclass(frozen=True, slots=True)
class HostReading:
    """The offers that count, the numbers whose row is refused (canonical → row), the problems."""

    hosts: tuple[HostRow, ...]
    refused: dict[str, int]
    problems: tuple[Problem, ...]


def read_hosts(table: Table) -> HostReading:
    """Read the rows of the hosts' table as a careful person does."""
    readers = list(told_rows(table))
    answers = []
    for row in data_rows(table):
        reader, answer = _read_row(table, row)
        readers.append(reader)
        if answer is not None:
            answers.append(answer)
    kept = settle(answers, _same_host, "other_host")
    problems = [problem for reader in readers for problem in reader.problems]
    return HostReading(
        hosts=tuple(answer.record for answer in kept if answer.record is not None),
        refused={answer.key: answer.reader.row.number for answer in kept if answer.record is None},
        problems=tuple(problems),
    )


def _read_row(table: Table, row: Row) -> tuple[RowReader, Answer[HostRow] | None]:
    reader = RowReader(table, row)
    if reader.has_nothing():
        reader.tell("nothing_to_read")
        return reader, None
    number = reader.require("number", lambda value: Read(numbers.offer_number(value)))
    reader.who = number or addresses.as_written(reader.value("institution"))
    record = _record(reader, number or "")
    if number is None:
        return reader, None
    answer = Answer(
        key=canonical(number),
        name=record.institution or record.service,
        email=email_key(record.email),
        answered_at=record.answered_at,
        reader=reader,
        record=None if reader.refused else record,
    )
    return reader, answer


def _record(reader: RowReader, number: str) -> HostRow:
    answered_at = (
        reader.read("answered_at", readings.moment, None) if reader.has("answered_at") else None
    )
    institution = reader.text("institution")
    service = reader.text("service")
    if not institution and not service and reader.has("institution"):
        reader.tell("institution_missing", "institution")
    email = reader.require("email", addresses.email) if reader.has("email") else ""
    first, last = reader.text("contact_first_name"), reader.text("contact_last_name")
    return HostRow(
        row=reader.row.number,
        number=number,
        places=reader.require("places", numbers.places) or 0,
        answered_at=answered_at,
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
        email=email or "",
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
    )


def _same_host(first: Answer[HostRow], other: Answer[HostRow]) -> bool:
    """A corrected name or a new contact is still the same host; both changed, it is another one."""
    same_name = not first.name or not other.name or fold(first.name) == fold(other.name)
    return same_name or (bool(first.email) and first.email == other.email)
