"""Saying when an immersion takes place: one date, or several."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from croisee.core.form_fields import DayField, HourField
from croisee.core.written_dates import time_of_day
from croisee.editions.enums import PhaseKind
from croisee.editions.models import Edition
from croisee.offers.enums import Duration
from croisee.offers.forms.steps import noted
from croisee.offers.suggested_dates import Days, NoSuchDayError, dates_in, says_only_dates
from croisee.placements import wall_clock
from croisee.placements.models import Placement
from croisee.placements.off_days import asked_about

MOST = 10
PARTS = ("day", "begins", "ends")
Span = tuple[datetime, datetime]


class WrittenDayField(DayField):
    """A day as one types it or as one says it: « 18/12/2026 », « vendredi 18 décembre ». The year
    that is left out is the one that puts it `within` the immersions."""

    within: Days = None

    def to_python(self, value: Any) -> date | None:
        try:
            return super().to_python(value)
        except ValidationError:
            found = self._in_words(str(value)[:60])
            if found is None:
                raise
            return found

    def _in_words(self, text: str) -> date | None:
        try:
            days = dates_in(text, self.within) if says_only_dates(text) else []
        except NoSuchDayError:
            return None
        return days[0] if len(days) == 1 else None


class DatesForm(forms.Form):
    """Rows of a day and two hours, local to the edition's zone: `day`, `begins`, `ends`, then
    `day_2`, `begins_2`…

    The first row is needed. In the others, no day is no date, and hours left out are those of the
    first. `rows` asks for at least so many.
    """

    tell_optional = False  # the legend of a row says it once
    # The days out of the ordinary that were asked about: sent again, they are meant.
    meant = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        placement: Placement,
        rows: int = 1,
        **kwargs: Any,
    ) -> None:
        self.placement = placement
        self.edition: Edition = placement.edition
        self.phase = self.edition.phases.filter(kind=PhaseKind.IMMERSIONS).first()
        known = _known(placement)
        super().__init__(data, **{"initial": known, **kwargs})
        sent = rows_sent(data if data is not None else self.initial)
        self.rows = min(MOST, max(rows, sent, _usual(placement)))
        for row in range(1, self.rows + 1):
            self._add_row(row)

    @property
    def groups(self) -> Iterator[tuple[int, list[BoundField]]]:
        for row in range(1, self.rows + 1):
            yield row, [self[named(part, row)] for part in PARTS]

    @property
    def may_grow(self) -> bool:
        return self.rows < MOST

    def spans(self) -> list[Span]:
        """(start, end) of each date in UTC, the earliest first. For a valid form."""
        return sorted(self._found.values())

    def asks(self) -> bool:
        """Whether a day out of the ordinary is to be confirmed: said beside it, once. For a valid
        form."""
        days = {row: self.cleaned_data[named("day", row)] for row in self._found}
        asked = asked_about(self.placement, days.values())
        key = ",".join(f"{day:%Y-%m-%d}" for day in sorted(asked))
        if self.cleaned_data["meant"] == key:
            return False
        self.data = {**dict(self.data.items()), "meant": key}
        for row, day in days.items():
            if day in asked:
                self._ask(self[named("day", row)], asked[day])
        return bool(asked)

    def _ask(self, field: BoundField, question: str) -> None:
        field.help_text = noted(field.help_text, question)
        field.field.widget.attrs["autofocus"] = True  # its help is read first, without a script too

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._found: dict[int, Span] = {}
        for row in range(1, self.rows + 1):
            span = self._span(row, cleaned)
            if span:
                self._keep(row, span)
        return cleaned

    def _add_row(self, row: int) -> None:
        asked = row == 1
        day = WrittenDayField(label=gettext_lazy("Date"), required=asked)
        begins = HourField(label=gettext_lazy("Heure de début"), required=asked)
        ends = HourField(label=gettext_lazy("Heure de fin"), required=asked)
        if asked:
            begins.help_text, ends.help_text = _("Par exemple 9 h."), _("Par exemple 16 h 30.")
        if self.phase:
            self._tell_phase(day, asked=asked)
        for part, field in zip(PARTS, (day, begins, ends), strict=True):
            self.fields[named(part, row)] = field

    def _tell_phase(self, day: WrittenDayField, *, asked: bool) -> None:
        """The bounds and an example that lies within them, in the hint and in the message."""
        assert self.phase is not None
        day.within = wall_clock.days_of(self.phase, self.edition)
        example = wall_clock.example_day(self.phase, self.edition)
        wrong = _("Écrivez une date qui existe, par exemple %(day)s.") % {"day": example}
        day.error_messages.update(required=wrong, invalid=wrong)
        if asked:
            bounds = wall_clock.written_bounds(self.phase, self.edition)
            told = _("Entre le %(first)s et le %(last)s. Par exemple %(example)s.")
            day.help_text = told % {**bounds, "example": example}
        day.validators.append(self._inside)

    def _inside(self, day: date) -> None:
        """Inside the immersions, told beside the field when it is not."""
        assert self.phase is not None
        first, last = wall_clock.days_of(self.phase, self.edition)
        if not first <= day <= last:
            raise ValidationError(
                _(
                    "Les immersions vont du %(first)s au %(last)s. "
                    "Pour une autre date, écrivez à votre référent·e."
                )
                % wall_clock.written_bounds(self.phase, self.edition),
                code="outside",
            )

    def _span(self, row: int, cleaned: dict[str, Any]) -> Span | None:
        day = cleaned.get(named("day", row))
        hours = [cleaned.get(named(part, row)) for part in ("begins", "ends")]
        if day is None:
            if any(hours) and named("day", row) not in self.errors:
                self.add_error(named("day", row), _("Écrivez la date de ces heures."))
            return None
        starts, ends = (self._instant(row, part, day, cleaned) for part in ("begins", "ends"))
        if starts is None or ends is None:
            return None
        if ends <= starts:
            self.add_error(named("ends", row), _("La fin vient après le début."))
            return None
        return starts, ends

    def _instant(self, row: int, part: str, day: date, cleaned: dict[str, Any]) -> datetime | None:
        name = named(part, row)
        moment = cleaned.get(name)
        if moment is None and name not in self.errors:
            moment = cleaned.get(part)  # the hour of the first row
        if moment is None:
            return None
        found = wall_clock.instant(day, moment, self.edition.timezone)
        if found is None:
            told = _("Cette nuit-là on change d’heure : choisissez une autre heure que %(time)s.")
            self.add_error(name, told % {"time": time_of_day(moment)})
        return found

    def _keep(self, row: int, span: Span) -> None:
        """Two dates of one immersion do not overlap."""
        if any(span[0] < other[1] and other[0] < span[1] for other in self._found.values()):
            self.add_error(named("day", row), _("Cette date est déjà notée plus haut."))
        else:
            self._found[row] = span


def named(part: str, row: int) -> str:
    return part if row == 1 else f"{part}_{row}"


def rows_sent(data: Mapping[str, Any]) -> int:
    """How many rows a form came in with."""
    return max((row for row in range(1, MOST + 1) if named("day", row) in data), default=1)


def _usual(placement: Placement) -> int:
    """Offers of more than a day start with two rows."""
    longer = placement.slot and placement.slot.offer.duration == Duration.LONGER
    return 2 if longer else 1


def _known(placement: Placement) -> dict[str, Any]:
    """The stored dates as they would be typed."""
    known: dict[str, Any] = {}
    zone = placement.edition.timezone
    for row, session in enumerate(placement.sessions.all(), start=1):
        day, begins = wall_clock.typed(session.starts_at, zone)
        _day, ends = wall_clock.typed(session.ends_at, zone)
        known |= {named("day", row): day, named("begins", row): begins, named("ends", row): ends}
    return known
