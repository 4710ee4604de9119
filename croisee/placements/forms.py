"""Saying when an immersion takes place."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from croisee.core.form_fields import DayField, HourField
from croisee.core.written_dates import date_full, time_of_day
from croisee.editions.enums import PhaseKind
from croisee.editions.models import Edition, Phase
from croisee.placements.models import Placement


class DateForm(forms.Form):
    """A day and two times, local to the edition's zone (reliability rule 15)."""

    day = DayField(
        label=gettext_lazy("Date"),
    )
    begins = HourField(
        label=gettext_lazy("Heure de début"), help_text=gettext_lazy("Par exemple 9 h.")
    )
    ends = HourField(
        label=gettext_lazy("Heure de fin"), help_text=gettext_lazy("Par exemple 16 h 30.")
    )

    def __init__(self, *args: Any, placement: Placement, **kwargs: Any) -> None:
        self.edition: Edition = placement.edition
        self.phase = self.edition.phases.filter(kind=PhaseKind.IMMERSIONS).first()
        super().__init__(*args, **{"initial": _known(placement), **kwargs})
        if self.phase:
            self.fields["day"].help_text = _(
                "Entre le %(first)s et le %(last)s. Par exemple %(example)s."
            ) % {**_bounds(self.phase, self.edition), "example": _example(self.phase, self.edition)}

    def clean_day(self) -> date:
        """Inside the immersions, told beside the field when it is not."""
        day: date = self.cleaned_data["day"]
        if self.phase and not _within(day, self.phase, self.edition):
            raise ValidationError(
                _(
                    "Les immersions vont du %(first)s au %(last)s. "
                    "Pour une autre date, écrivez à votre référent·e."
                )
                % _bounds(self.phase, self.edition),
                code="outside",
            )
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        day = cleaned.get("day")
        for name, target in (("begins", "starts_at"), ("ends", "ends_at")):
            if day and cleaned.get(name):
                cleaned[target] = self._instant(day, name, cleaned[name])
        starts, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends", _("La fin vient après le début."))
        return cleaned

    def _instant(self, day: date, name: str, moment: time) -> datetime | None:
        zone = self.edition.timezone
        if _skipped_or_twice(day, moment, zone):
            self.add_error(
                name,
                _("Cette nuit-là on change d’heure : choisissez une autre heure que %(time)s.")
                % {"time": time_of_day(moment)},
            )
            return None
        return datetime.combine(day, moment, zone).astimezone(UTC)


def _skipped_or_twice(day: date, moment: time, zone: ZoneInfo) -> bool:
    """Whether this local time does not exist, or exists twice, on a clock-change day."""
    first = datetime.combine(day, moment, zone)
    again = first.astimezone(UTC).astimezone(zone)
    return again.replace(tzinfo=None) != first.replace(tzinfo=None) or (
        first.replace(fold=1).utcoffset() != first.utcoffset()
    )


def _known(placement: Placement) -> dict[str, Any]:
    session = placement.sessions.first()
    if session is None:
        return {}
    zone = placement.edition.timezone
    starts, ends = session.starts_at.astimezone(zone), session.ends_at.astimezone(zone)
    return {
        "day": starts.date(),
        "begins": f"{starts.hour} h {starts.minute:02}" if starts.minute else f"{starts.hour} h",
        "ends": f"{ends.hour} h {ends.minute:02}" if ends.minute else f"{ends.hour} h",
    }


def _days(phase: Phase, edition: Edition) -> tuple[date, date]:
    zone = edition.timezone
    return (
        timezone.localtime(phase.opens_at, zone).date(),
        timezone.localtime(phase.closes_at, zone).date(),
    )


def _within(day: date, phase: Phase, edition: Edition) -> bool:
    first, last = _days(phase, edition)
    return first <= day <= last


def _bounds(phase: Phase, edition: Edition) -> dict[str, str]:
    first, last = _days(phase, edition)
    return {"first": date_full(first), "last": date_full(last)}


def _example(phase: Phase, edition: Edition) -> str:
    return _days(phase, edition)[0].strftime("%d/%m/%Y")
