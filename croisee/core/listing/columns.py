"""Columns: what the database reads, what the cell shows, what the export writes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import get_language, gettext

from croisee.core.written_dates import date_short, time_of_day

Text = str | Promise
Many = Callable[[Sequence[int]], Mapping[int, Any]]


@dataclass(frozen=True)
class Column:
    """`source` is a path or an expression; `many` gives what lies in other rows, by id.

    `edit` names the field of the list's editor that changes it; `sorted_by` is an expression that
    gives the order of the texts shown with less work.
    """

    key: str
    label: Text
    source: Any = None
    many: Many | None = None
    shown: bool = True
    sorts: bool = True
    width: int = 18
    edit: str = ""
    tight: bool = False  # never broken over two lines

    sorted_by: Any = None

    numeric = False
    nulls = True  # may be null when sorted by

    def expression(self) -> Any:
        return F(self.source) if isinstance(self.source, str) else self.source

    def order(self) -> Any:
        return self.expression()

    def text(self, value: Any) -> str:
        """As the page shows it."""
        return "" if value is None else str(value)

    def out(self, value: Any) -> Any:
        """As a spreadsheet holds it."""
        return self.text(value)

    def writer(self) -> Callable[[Any], Any] | None:
        """`out`, prepared for many rows: equal values are put into words once. None: as it is."""
        known: dict[Any, Any] = {}

        def write(value: Any) -> Any:
            try:
                return known[value]
            except KeyError:
                return known.setdefault(value, self.out(value))

        return write

    def status(self, value: Any) -> str:
        """Class of the little sign, none for a plain text."""
        return ""

    @property
    def sortable(self) -> bool:
        return self.sorts and (self.source is not None or self.many is not None)


class TextColumn(Column):
    nulls = False

    def writer(self) -> Callable[[Any], Any] | None:
        return None

    def out(self, value: Any) -> Any:
        return value or ""

    def order(self) -> Any:
        from croisee.core.listing.folding import in_order

        return in_order(self.expression() if self.sorted_by is None else self.sorted_by)


class NumberColumn(Column):
    numeric = True

    def out(self, value: Any) -> Any:
        return value


@dataclass(frozen=True)
class ChoiceColumn(Column):
    """A stored code with its label, and the sign some codes bear."""

    labels: Iterable[tuple[Any, Any]] = ()
    signs: Mapping[Any, str] = field(default_factory=dict)

    def text(self, value: Any) -> str:
        return str(self._labels.get(value, value if value is not None else ""))

    @cached_property
    def _labels(self) -> dict[Any, Any]:
        return dict(self.labels)

    def status(self, value: Any) -> str:
        return self.signs.get(value, "")


class YesNoColumn(Column):
    def text(self, value: Any) -> str:
        return gettext("oui") if value else gettext("non")


@dataclass(frozen=True)
class DayColumn(Column):
    tight: bool = True

    def text(self, value: Any) -> str:
        return date_short(value)

    def out(self, value: Any) -> date | None:
        return timezone.localtime(value).date() if isinstance(value, datetime) else value


class MomentColumn(DayColumn):
    def text(self, value: Any) -> str:
        return f"{date_short(value)}, {time_of_day(value)}" if value else ""

    def out(self, value: Any) -> Any:
        return timezone.localtime(value).replace(tzinfo=None, microsecond=0) if value else None


class ListColumn(Column):
    """Several texts; sorted by the first."""

    def writer(self) -> Callable[[Any], Any]:
        return self.out

    def text(self, value: Any) -> str:
        return ", ".join(map(str, value or ()))


def named(path: str) -> Any:
    """The name of a reference row in the active language, French where it is missing."""
    language = (get_language() or "fr")[:2]
    if language not in {"nl", "de", "en"}:
        return F(f"{path}__name_fr")
    return Coalesce(NullIf(F(f"{path}__name_{language}"), Value("")), F(f"{path}__name_fr"))
