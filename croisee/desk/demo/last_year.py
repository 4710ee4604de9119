"""The edition before: three rounds, nearly every immersion took place, closed."""

from __future__ import annotations

from datetime import date, timedelta

from croisee.desk.demo import calendar, immersions, letters, steps
from croisee.desk.demo.dates import moved
from croisee.desk.demo.earlier import earlier
from croisee.editions.enums import PhaseKind
from croisee.editions.models import Edition, Programme
from croisee.schemes.ranked.actions.applications import withdraw_application
from croisee.schemes.ranked.models import Application
from croisee.schemes.ranked.sheets import EditionSheets

ROUNDS = (-397, -386, -375)


def tell(programme: Programme, year: str, today: date, sheets: EditionSheets) -> Edition:
    """Everything that was said and done a year ago."""
    edition = steps.open_edition(programme, year, today, -480)
    calendar.add_phases(edition, today, calendar.LAST_YEAR)
    by = steps.coordinator("Namur")
    move = today - calendar.STORY_TODAY - timedelta(days=calendar.A_YEAR)
    opens = calendar.first_day(edition, PhaseKind.PRIORITY)
    closes = edition.phases.get(kind=PhaseKind.TRAINEES).closes_at.date()
    then = moved(sheets, move, immersions_from=calendar.first_day(edition, PhaseKind.IMMERSIONS))
    steps.take(edition, earlier(then, opens, closes), today, (-444, -405), by=by)
    for days in ROUNDS:
        steps.publish(edition, today, days, by=by)
        _some_renounce(edition, today, days + 3)
    placed = immersions.placed(edition)
    immersions.agree_on_days(placed[::14], today, first=-368, last=-345)
    immersions.take_place(edition, today)
    letters.left(edition, until=calendar.instant(today, -1, 0))
    Edition.objects.filter(pk=edition.pk).update(state=Edition.State.CLOSED)
    edition.refresh_from_db()
    return edition


def _some_renounce(edition: Edition, today: date, days: int) -> None:
    """Life goes on between rounds: their places are free again."""
    placed = Application.objects.filter(edition=edition, placement__isnull=False).order_by("pk")
    at = calendar.instant(today, days, 11)
    for application in placed[5:200:50]:
        withdraw_application(
            application, by=application.person, at=at, reason="Empêchement de service"
        )
