"""Two records that cannot become one yet: what stands between them, and what to do, in place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from croisee.core.written_dates import date_short
from croisee.desk.duplicates.comparing import FIRST, SECOND, Comparison
from croisee.people.models import Person
from croisee.placements.models import Participant
from croisee.schemes.ranked import rules
from croisee.schemes.ranked.actions.applications import withdraw_application
from croisee.schemes.ranked.models import Application


@dataclass(frozen=True)
class WayOut:
    """One row in the way: of which record (« 1 » or « 2 »), what it is, where it is read.

    `withdraw` is the id of a registration that may be withdrawn from the comparing page.
    """

    side: str
    label: str
    details: str
    url: str
    withdraw: int | None = None


def ways_out(
    shown: Comparison, between: list[tuple[Any, Any]], by: Person, at: datetime
) -> list[WayOut]:
    """The rows in the way, those of the first record first."""
    rows = [row for couple in between for row in couple]
    found = [way for row in rows for way in _way(shown, row, by, at)]
    return sorted(found, key=lambda way: way.side)


def _way(shown: Comparison, row: Model, by: Person, at: datetime) -> Iterator[WayOut]:
    if isinstance(row, Application):
        may = _may_withdraw(row, by, at)
        url = reverse("ranked:application", args=[row.edition_id, row.pk])
        label = _("Inscription à « %(edition)s »") % {"edition": row.edition.name}
        yield WayOut(_side(shown, row), label, _details(row), url, row.pk if may else None)
    elif isinstance(row, Participant) and row.slot is not None:
        placement = row.placement
        url = reverse("desk:placement", args=[placement.edition_id, placement.pk])
        label = _("Stage chez %(host)s") % {"host": row.slot.offer.service.full_name}
        yield WayOut(_side(shown, row), label, placement.get_state_display(), url)


def _side(shown: Comparison, row: Any) -> str:
    return FIRST if row.person_id == shown.sides[0].pk else SECOND


def _details(row: Application) -> str:
    count = row.choices.count()
    choices = ngettext("%(n)d choix", "%(n)d choix", count) % {"n": count}
    when = _("commencée le %(day)s") % {"day": date_short(row.created_at)}
    return ", ".join([row.get_state_display(), choices, when])


def _may_withdraw(row: Application, by: Person, at: datetime) -> bool:
    """Who has a place is read first, on the registration's own page: the place would be freed."""
    live = row.state != Application.State.WITHDRAWN and row.placement_id is None
    return live and rules.may_change(by, row, at)


def withdraw(
    shown: Comparison, between: list[tuple[Any, Any]], wanted: str, *, by: Person, at: datetime
) -> str:
    """Withdraw the registration that must not count; the side that should stay now, '' if refused."""
    for way in ways_out(shown, between, by, at):
        if way.withdraw is not None and str(way.withdraw) == wanted:
            with transaction.atomic():
                row = Application.objects.select_for_update().get(pk=way.withdraw)
                if not _may_withdraw(row, by, at):  # placed a moment ago
                    return ""
                withdraw_application(row, by=by, at=at, reason=_("double inscription"), double=True)
            return SECOND if way.side == FIRST else FIRST
    return ""
