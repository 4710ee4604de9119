"""The four lists of an edition as spreadsheets, in one click (IM-13).

Exactly what is stored. Offers and trainees bear the headings the import recognises, so that a list
may be exported, corrected in a spreadsheet and imported again. Rows are read and written in
stretches: memory does not grow with them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from croisee.core.spreadsheets import Page
from croisee.editions.models import Edition
from croisee.reports.exports.applications import results, trainees
from croisee.reports.exports.offers import hosts, offers

LISTS: Final[dict[str, Callable[[Edition], Page]]] = {
    "hotes": hosts,
    "offres": offers,
    "stagiaires": trainees,
    "resultats": results,
}
