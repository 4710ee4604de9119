"""A day agreed on that the host does not usually receive: asked once whether it is meant, never refused."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from croisee.core.written_dates import date_full
from croisee.offers.enums import Weekday
from croisee.offers.labels import listed
from croisee.offers.suggested_dates import off_days
from croisee.placements.models import Placement


def asked_about(placement: Placement, days: Iterable[date]) -> dict[date, str]:
    """`{day: question}` for those of `days` that fall on none of the weekdays of the offer, but for
    what was fixed before."""
    weekdays = placement.slot.offer.weekdays if placement.slot else []
    zone = placement.edition.timezone
    fixed = {timezone.localtime(s.starts_at, zone).date() for s in placement.sessions.all()}
    return {day: _question(day, weekdays) for day in off_days(days, weekdays) if day not in fixed}


def _question(day: date, weekdays: list[str]) -> str:
    told = _("C’est un jour de week-end.")
    if weekdays:
        told = _("Jours possibles de l’offre : %(days)s.") % {"days": listed(Weekday, weekdays)}
    meant = _("Si vous avez bien convenu du %(day)s, enregistrez encore une fois.")
    return f"{told} {meant % {'day': date_full(day)}}"
