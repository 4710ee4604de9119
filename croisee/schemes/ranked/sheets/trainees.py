"""The trainees' sheet: one registration per row, its key the e-mail address (IM-04, IM-08, IM-13)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from croisee.core.spreadsheets import Row, Value
from croisee.core.text import email_key, fold, printable
from croisee.schemes.ranked.sheets import addresses, readings
from croisee.schemes.ranked.sheets.answers import Answer, data_rows, settle, told_rows
from croisee.schemes.ranked.sheets.choices import Catalogue
from croisee.schemes.ranked.sheets.headings import MAX_RANK
from croisee.schemes.ranked.sheets.problems import Problem
from croisee.schemes.ranked.sheets.readings import NotReadError, Read
from croisee.schemes.ranked.sheets.rowreader import RowReader
from croisee.schemes.ranked.sheets.rows import RankedChoice, TraineeRow
from croisee.schemes.ranked.sheets.tables import Table

RANKS = range(1, MAX_RANK + 1)


def read_trainees(
    table: Table, catalogue: Catalogue
) -> tuple[tuple[TraineeRow, ...], tuple[Problem, ...]]:
    """The registrations that count, and the problems.

    The e-mail address is the key. The same address under another name is another person's: that
    row is refused and replaces nothing (see `answers.settle`).
    """
    readers = list(told_rows(table))
    answers = []
    for row in data_rows(table):
        reader, answer = _read_row(table, row, catalogue)
        readers.append(reader)
        if answer is not None:
            answers.append(answer)
    kept = settle(answers, _same_person, "other_person")
    if any(name.startswith("choice_") for name in table.columns):
        _tell_without_choice(kept)
    _tell_namesakes(kept)
    trainees = tuple(answer.record for answer in kept if answer.record is not None)
    return trainees, tuple(problem for reader in readers for problem in reader.problems)


def _read_row(
    table: Table, row: Row, catalogue: Catalogue
) -> tuple[RowReader, Answer[TraineeRow] | None]:
    reader = RowReader(table, row)
    if reader.has_nothing():
        reader.tell("nothing_to_read")
        return reader, None
    email = reader.require("email", addresses.email)
    first, last = _name(reader)
    name = f"{first} {last}".strip()
    if email is None:
        reader.who = addresses.as_written(reader.value("email")) or name
        return reader, None
    reader.who = email_key(email)
    if not name and _asks_a_name(table):
        reader.tell("name_missing", "last_name" if reader.has("last_name") else "full_name")
    record = _record(reader, email, (first, last), catalogue)
    answer = Answer(
        key=record.key,
        name=name,
        email=record.key,
        answered_at=record.answered_at,
        reader=reader,
        record=record,
    )
    return reader, answer


def _asks_a_name(table: Table) -> bool:
    """A list of ours may have left the names out."""
    return not table.ours or bool({"first_name", "last_name", "full_name"} & table.columns.keys())


def _name(reader: RowReader) -> tuple[str, str]:
    first, last = reader.text("first_name", 100), reader.text("last_name", 100)
    if not first and not last:
        # Where a first name ends and a last name begins would be a guess: kept whole.
        last = reader.text("full_name", 200)
    return first, last


def _record(
    reader: RowReader, email: str, name: tuple[str, str], catalogue: Catalogue
) -> TraineeRow:
    employer = reader.text("employer")
    return TraineeRow(
        row=reader.row.number,
        email=email,
        answered_at=reader.answered_at(),
        first_name=name[0],
        last_name=name[1],
        phone=reader.read("phone", readings.phone, ""),
        profession=reader.text("profession"),
        employer=employer,
        postcode=reader.read("postcode", readings.postcode, ""),
        town=reader.text("town", 100),
        province=reader.text("province", 100),
        sector=reader.text("sector"),
        priority=reader.read("priority", _priority, False),
        choices=_choices(reader, catalogue, employer),
        expectations=reader.text("expectations", 5_000, lines=True),
        availability=reader.text("availability", 1_000, lines=True),
        conditions=reader.conditions(),
        given=reader.given | ({"choices"} if _in_one_column(reader) else set()),
    )


def _priority(value: Value | None) -> Read[bool]:
    """« Oui » gives priority (IM-11); what is neither yes nor no is told and gives none."""
    said = readings.yes_or_no(value)
    if said is None and value is not None:
        return Read(False, "priority_unclear", {"value": printable(readings.as_shown(value))})
    return Read(said is True)


def _choices(reader: RowReader, catalogue: Catalogue, employer: str) -> tuple[RankedChoice, ...]:
    """The valid choices, each with the rank of its column: a second choice stays a second."""
    given = _given(reader)
    chosen: dict[str, int] = {}
    if listed := _listed(reader, catalogue):
        return listed
    for rank in given:
        number = _choice(reader, catalogue, rank)
        if number is None:
            continue
        if number in chosen:
            reader.tell("repeated_choice", f"choice_{rank}", number=number, rank=chosen[number])
            continue
        chosen[number] = rank
        if employer and fold(employer) == fold(catalogue.institution(number)):
            reader.tell(
                "own_institution", f"choice_{rank}", rank=rank, number=number, institution=employer
            )
    _tell_gaps(reader, given)
    return tuple(RankedChoice(rank, number) for number, rank in chosen.items())


_NO_CHOICE: Final = frozenset("-–—")
_ALONE: Final = frozenset({"choix", "keuze", "keuzes", "auswahl", "wahl", "choices"})


def _in_one_column(reader: RowReader) -> bool:
    return not reader.has("choice_2") and fold(reader.table.heading("choice_1")) in _ALONE


def _listed(reader: RowReader, catalogue: Catalogue) -> tuple[RankedChoice, ...]:
    """All the choices in one column, as our list writes them: « H003, –, H007 »."""
    value = reader.value("choice_1")
    if not _in_one_column(reader) or not isinstance(value, str) or "," not in value:
        return ()
    found = []
    for rank, part in enumerate(map(str.strip, value.split(",")), start=1):
        if part in _NO_CHOICE:
            continue
        try:
            found.append(RankedChoice(rank, catalogue.read(part).number))
        except NotReadError:
            return ()
    return tuple(found)


def _given(reader: RowReader) -> list[int]:
    ranks = (rank for rank in RANKS if reader.has(f"choice_{rank}"))
    return [rank for rank in ranks if reader.value(f"choice_{rank}") is not None]


def _choice(reader: RowReader, catalogue: Catalogue, rank: int) -> str | None:
    field = f"choice_{rank}"
    value = reader.value(field)
    if value is None:
        return None
    try:
        chosen = catalogue.read(value)
    except NotReadError as problem:
        reader.left_out.add(field)
        reader.tell(problem.code, field, rank=rank, **problem.params)
        return None
    if chosen.remark:
        reader.tell(
            chosen.remark,
            field,
            rank=rank,
            value=printable(readings.as_shown(value), 80),
            number=chosen.number,
            label=chosen.label,
            other=chosen.other,
        )
    return chosen.number


def _tell_gaps(reader: RowReader, given: list[int]) -> None:
    for rank in given:
        missing = rank - 1
        if missing and missing not in given:
            reader.tell("gap_in_choices", f"choice_{missing}", missing=missing, rank=rank)


def _same_person(first: Answer[TraineeRow], other: Answer[TraineeRow]) -> bool:
    """The same words in any order: « Anne-Marie DUPONT » is « Dupont Anne Marie »."""
    return not first.name or not other.name or _words(first.name) == _words(other.name)


def _words(name: str) -> list[str]:
    return sorted(fold(name).split())


def _tell_without_choice(kept: Iterable[Answer[TraineeRow]]) -> None:
    """Told of registrations that count only: of an older answer it would not be true."""
    for answer in kept:
        if answer.record is not None and not answer.record.choices:
            code = "no_valid_choice" if _given(answer.reader) else "no_choice"
            answer.reader.tell(code, name=answer.name or answer.key)


def _tell_namesakes(kept: Iterable[Answer[TraineeRow]]) -> None:
    """One name, one phone or institution, two addresses: perhaps somebody registered twice."""
    seen: dict[tuple[str, str], Answer[TraineeRow]] = {}
    for answer in kept:
        if answer.record is None or not answer.name:
            continue
        phone = "".join(char for char in answer.record.phone if char.isdigit())
        words = " ".join(_words(answer.name))
        for mark in {phone, fold(answer.record.employer)} - {""}:
            first = seen.setdefault((words, mark), answer)
            if first is not answer:
                answer.reader.tell(
                    "same_person_twice",
                    name=answer.name,
                    other=first.key,
                    other_row=first.reader.row.number,
                )
                break
