"""Two editions from the same two spreadsheets: one finished, one between its rounds."""

from __future__ import annotations

from datetime import datetime

from croisee.desk.demo import calendar, cast, last_year, steps, this_year
from croisee.editions.models import Programme


def tell(*, at: datetime) -> None:
    """Last year first, then this year: the import recognises the same hosts again."""
    today = at.astimezone(calendar.BRUSSELS).date()
    programme = Programme.objects.create(
        slug="immersion-0-23",
        name="Immersion 0-23",
        organiser="Réseaux wallons de santé mentale pour les enfants et les jeunes",
        contact_email="immersion@reseau.example",
        created_at=calendar.instant(today, -800, 9),
    )
    cast.engage(programme, at=calendar.instant(today, -500, 9))
    year = calendar.instant(today, 60, 9).year
    sheets = steps.read_samples()
    last = last_year.tell(programme, str(year - 1), today, sheets)
    this_year.tell(programme, str(year), at, sheets, previous=last)
