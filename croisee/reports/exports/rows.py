"""What the lists have in common."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from croisee.core.spreadsheets import Column, Page
from croisee.core.spreadsheets.stamp import Imprint
from croisee.core.spreadsheets.writer import Out
from croisee.editions.models import Edition

STRETCH: Final = 500


def local(instant: datetime | None, edition: Edition) -> datetime | None:
    """Spreadsheets know no zones: the edition's local time."""
    return instant.astimezone(edition.timezone) if instant else None


def page(
    name: str,
    columns: Sequence[tuple[Column, str]],
    rows: Iterable[Sequence[Out]],
    imprint: tuple[Edition, str, datetime],
) -> Page:
    """A list that may come back: each column with the field it is read as ('' for none).

    `imprint`: its edition, which file of the import it is, and when it left.
    """
    edition, kind, at = imprint
    fields = {column.heading: field for column, field in columns}
    kept = Imprint(edition.pk, kind, fields, at=at)
    return Page(name, [column for column, _field in columns], kept.passing(rows), kept.sealed())
