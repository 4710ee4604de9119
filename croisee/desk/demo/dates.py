"""The spreadsheets' dates, moved with the story."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

from croisee.schemes.ranked.sheets import EditionSheets

WRITTEN = re.compile(r"\b(\d{2})/(\d{2})/(\d{4})\b")


def moved(sheets: EditionSheets, by: timedelta) -> EditionSheets:
    """The same answers, given and suggested `by` earlier or later."""
    hosts = [
        replace(row, answered_at=_moved(row.answered_at, by), dates=_rewritten(row.dates, by))
        for row in sheets.hosts
    ]
    trainees = [replace(row, answered_at=_moved(row.answered_at, by)) for row in sheets.trainees]
    return replace(sheets, hosts=tuple(hosts), trainees=tuple(trainees))


def _moved(answered_at: datetime | None, by: timedelta) -> datetime | None:
    return answered_at + by if answered_at else None


def _rewritten(text: str, by: timedelta) -> str:
    def day(found: re.Match[str]) -> str:
        there = date(int(found[3]), int(found[2]), int(found[1])) + by
        return there.strftime("%d/%m/%Y")

    return WRITTEN.sub(day, text)
