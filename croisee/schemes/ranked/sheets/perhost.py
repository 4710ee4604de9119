"""The sheet of offers: demand by rank, places taken and left, what one more place would do (IM-12)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _

from croisee.core.spreadsheets import Column, Page
from croisee.core.spreadsheets.writer import Out
from croisee.schemes.ranked.sheets.matched import Matched
from croisee.schemes.ranked.sheets.reasons import one_more_place


def offers_page(matched: Matched) -> Page:
    """One row per offer."""
    ranks = range(1, matched.edition.max_choices + 1)
    columns = [
        Column(_("N°"), 9),
        Column(_("Institution"), 32),
        Column(_("Intitulé"), 30, wrap=True),
        Column(_("E-mail du contact"), 32),
        *(Column(_("Demandes en choix %(rank)s") % {"rank": rank}, 11) for rank in ranks),
        Column(_("Demandes en tout"), 11),
        Column(_("Places"), 8),
        Column(_("Places attribuées"), 10),
        Column(_("Places restantes"), 10),
        Column(_("Avec une place de plus"), 60, wrap=True),
    ]
    return Page(_("Par offre"), columns, _offers(matched, ranks))


def _offers(matched: Matched, ranks: range) -> Iterator[list[Out]]:
    demand = Counter(
        (choice.number, choice.rank)
        for trainee in matched.edition.trainees
        for choice in trainee.choices
    )
    taken = Counter(matched.result.assignment.values())
    for host in matched.edition.hosts:
        by_rank = [demand[host.number, rank] for rank in ranks]
        yield [
            host.number,
            host.institution or host.service,
            host.title,
            host.email,
            *by_rank,
            sum(by_rank),
            host.places,
            taken[host.number],
            host.places - taken[host.number],
            one_more_place(matched, host.number),
        ]
