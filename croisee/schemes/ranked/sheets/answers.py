"""Who answered several times: the latest answer counts, then the lower row; always told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from croisee.core.spreadsheets import Row
from croisee.core.text import fold
from croisee.schemes.ranked.sheets.rowreader import RowReader, is_blank
from croisee.schemes.ranked.sheets.tables import Table

R = TypeVar("R")


@dataclass(slots=True)
class Answer(Generic[R]):
    """One row's answer under its `key`; `record` is None when the row is refused."""

    key: str
    name: str
    email: str
    answered_at: datetime | None
    reader: RowReader
    record: R | None

    @property
    def age(self) -> tuple[datetime, int]:
        """Sorts answers from the oldest; one without a readable time is taken for the oldest."""
        return (self.answered_at or datetime.min, self.reader.row.number)


def data_rows(table: Table) -> Iterable[Row]:
    """The rows to read: neither blank nor a repetition of the headings."""
    return (row for row in table.rows if not _is_nothing(row) and not _repeats(row, table))


def told_rows(table: Table) -> Iterable[RowReader]:
    """Rows that are left out whole, with what is told about them."""
    for row in table.rows:
        if not _is_nothing(row) and _repeats(row, table):
            reader = RowReader(table, row)
            reader.tell("repeated_heading_row")
            yield reader


def _is_nothing(row: Row) -> bool:
    return all(is_blank(value) for value in row.cells.values())


def _repeats(row: Row, table: Table) -> bool:
    """Two answer sheets pasted one under the other: half the cells are their column's heading."""
    same = sum(
        isinstance(value, str) and value.strip().casefold() == table.headings[column].casefold()
        for column, value in row.cells.items()
        if column in table.headings
    )
    return same >= max(2, len(table.headings) // 2)


def settle(
    answers: Iterable[Answer[R]],
    same: Callable[[Answer[R], Answer[R]], bool],
    other_code: str,
) -> list[Answer[R]]:
    """One answer per key, in the order of the file; the others are told.

    An answer under the same key which is not the `same` person's (or host's) is no later answer:
    it is refused with `other_code`, naming both, and replaces nothing. Which of the two should be
    corrected, only a coordinator knows; until then the first one's registration stands.
    """
    groups: dict[str, list[Answer[R]]] = {}
    for answer in answers:
        groups.setdefault(answer.key, []).append(answer)
    kept = [_settle_one(sorted(group, key=_age), same, other_code) for group in groups.values()]
    return sorted(kept, key=lambda answer: answer.reader.row.number)


def _age(answer: Answer[R]) -> tuple[datetime, int]:
    return answer.age


def _settle_one(
    group: list[Answer[R]], same: Callable[[Answer[R], Answer[R]], bool], other_code: str
) -> Answer[R]:
    first = group[0]
    own = [answer for answer in group if answer is first or same(first, answer)]
    last = own[-1]
    for answer in group:
        if answer is last:
            continue
        if answer in own:
            _tell_superseded(answer, last)
        else:
            answer.record = None
            answer.reader.tell(
                other_code,
                name=answer.name,
                first_name=first.name,
                first_row=first.reader.row.number,
            )
    return last


def _tell_superseded(answer: Answer[R], last: Answer[R]) -> None:
    row = last.reader.row.number
    if last.record is None:
        answer.reader.tell("superseded_by_refused", last_row=row)
    elif fold(answer.name) != fold(last.name) or answer.email != last.email:
        answer.reader.tell(
            "superseded_changed",
            last_row=row,
            name=last.name,
            email=last.email,
            old_name=answer.name,
            old_email=answer.email,
        )
    else:
        answer.reader.tell("superseded", last_row=row)
