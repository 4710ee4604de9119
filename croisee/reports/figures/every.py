"""All the figures of an edition, in the order of the page."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from croisee.editions.models import Edition
from croisee.reports.figures import outcome, supply
from croisee.reports.figures.figure import Figure
from croisee.reports.figures.hidden import without_small_cells
from croisee.reports.figures.organisations import hosted_and_sent
from croisee.reports.figures.registrations import registrations


def figures(edition: Edition, *, at: datetime, small_cells: bool) -> list[Figure]:
    """Every figure; without `small_cells`, counts under five are hidden."""
    people, offered = outcome.Registrations(edition), supply.Supply(edition)
    found = [
        registrations(edition, at=at),
        outcome.registered_by(people, "province", _("Inscriptions par province"), _("Province")),
        outcome.registered_by(people, "sector", _("Inscriptions par secteur"), _("Secteur")),
        outcome.registered_by(
            people, "profession", _("Inscriptions par profession"), _("Profession")
        ),
        supply.by_province(offered),
        supply.by_sector(offered),
        supply.by_profession(offered),
        supply.in_short_supply(offered),
        outcome.ranks_obtained(people),
        outcome.fairness(people, "priority", _("Équité : priorité"), _("Classe")),
        outcome.fairness(people, "province", _("Équité : provinces"), _("Province")),
        outcome.fairness(people, "sector", _("Équité : secteurs"), _("Secteur")),
        hosted_and_sent(edition),
    ]
    return found if small_cells else [without_small_cells(figure) for figure in found]
