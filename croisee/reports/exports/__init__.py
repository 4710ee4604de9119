"""The four lists of an edition as spreadsheets, in one click (IM-13).

Exactly what is stored. Hosts, offers and trainees come back: a list may be exported, corrected in a
spreadsheet and imported again, and the import knows what each cell said. Rows are read and written in
stretches.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from croisee.core.spreadsheets import Page
from croisee.reports.exports.applications import results, trainees
from croisee.reports.exports.offers import hosts, offers

LISTS: Final[dict[str, Callable[..., Page]]] = {
    "hotes": hosts,
    "offres": offers,
    "stagiaires": trainees,
    "resultats": results,
}
