"""The spreadsheets' dates, moved with the story, on days when somebody is there."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, timedelta

from croisee.desk.demo.working_days import day_to_come
from croisee.schemes.ranked.sheets import EditionSheets, HostRow, TraineeRow

WRITTEN = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b")
#: Who comes by a host's private link registers before the others, in the priority period.
EARLIER = timedelta(days=14)


def moved(sheets: EditionSheets, by: timedelta, *, immersions_from: date) -> EditionSheets:
    """The same answers, given and suggested `by` earlier or later; no day suggested is before the
    immersions, on a weekday the host did not tick, or on a holiday."""
    hosts = tuple(_host(row, by, immersions_from) for row in sheets.hosts)
    return replace(
        sheets, hosts=hosts, trainees=tuple(_trainee(row, by) for row in sheets.trainees)
    )


def _host(row: HostRow, by: timedelta, first: date) -> HostRow:
    dates = rewritten(row.dates, by, row.days, first)
    return replace(row, answered_at=_moved(row.answered_at, by), dates=dates)


def _trainee(row: TraineeRow, by: timedelta) -> TraineeRow:
    return replace(row, answered_at=_moved(row.answered_at, by - EARLIER * row.priority))


def _moved(answered_at: datetime | None, by: timedelta) -> datetime | None:
    return answered_at + by if answered_at else None


def rewritten(text: str, by: timedelta, weekdays: Collection[str], first: date) -> str:
    """The dates in a text (dd/mm/yyyy) moved; everything else as it was written."""

    def day(found: re.Match[str]) -> str:
        there = date(int(found[3]), int(found[2]), int(found[1])) + by
        return day_to_come(max(there, first), weekdays).strftime("%d/%m/%Y")

    return WRITTEN.sub(day, text)
