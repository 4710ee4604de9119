"""What the lists have in common."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from croisee.editions.models import Edition

STRETCH: Final = 500


def local(instant: datetime | None, edition: Edition) -> datetime | None:
    """Spreadsheets know no zones: the edition's local time."""
    return instant.astimezone(edition.timezone) if instant else None
