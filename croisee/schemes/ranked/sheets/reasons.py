"""The sheet of reasons: the engine's true statements, worded for the person concerned (IM-06)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from croisee.core.spreadsheets import Column, Page
from croisee.core.spreadsheets.writer import Out
from croisee.matching.wording import sentence
from croisee.schemes.ranked.sheets.matched import Matched
from croisee.schemes.ranked.sheets.rows import TraineeRow

# Every "would have" is solved for, so reasons take time that grows faster than the square of the
# people: 2 s at 290, 8 s at 600, 48 s at 1,200. Beyond, the sheet says that they are missing.
MOST_EXPLAINED = 1_000

LANGUAGE = "fr"  # of the file: the engine words its facts itself


def reasons_page(matched: Matched) -> Page:
    """One row per registered person: what was obtained, and for each better choice why not."""
    ranks = range(1, matched.edition.max_choices + 1)
    columns = [
        Column(_("E-mail"), 32),
        Column(_("Prénom"), 14),
        Column(_("Nom"), 18),
        Column(_("Décision"), 12),
        Column(_("Rang du choix"), 8),
        Column(_("Résultat"), 60, wrap=True),
        *(Column(_("Pourquoi, choix %(rank)s") % {"rank": rank}, 60, wrap=True) for rank in ranks),
    ]
    rows = (_reasons(matched, trainee, ranks) for trainee in matched.edition.trainees)
    return Page(_("Motifs"), columns, rows)


def _reasons(matched: Matched, trainee: TraineeRow, ranks: range) -> list[Out]:
    outcome, by_rank = _worded(matched, trainee)
    return [
        trainee.email,
        trainee.first_name,
        trainee.last_name,
        _("retenu") if matched.host_of(trainee) else _("non retenu"),
        matched.rank_of(trainee),
        outcome,
        *(by_rank.get(rank, "") for rank in ranks),
    ]


def _worded(matched: Matched, trainee: TraineeRow) -> tuple[str, dict[int, str]]:
    """The outcome in words, and the reason for each choice by its rank."""
    if not trainee.choices:
        return _("Aucun choix valable : la personne ne peut pas être placée."), {}
    if not _explained(matched):
        return _not_computed(), {}
    explained = matched.result.explain_applicant(trainee.key)
    real = {choice.rank for choice in trainee.choices}
    by_rank = {
        choice.rank: sentence(choice, LANGUAGE, matched.offer_name)
        for choice in explained.choices
        if choice.rank in real
    }
    return sentence(explained, LANGUAGE, matched.offer_name), by_rank


def one_more_place(matched: Matched, number: str) -> str:
    """What one more place at the offer would do, found by solving again."""
    if not _explained(matched):
        return _not_computed()
    return sentence(matched.result.explain_offer(number).one_more, LANGUAGE, matched.offer_name)


def _explained(matched: Matched) -> bool:
    return len(matched.edition.trainees) <= MOST_EXPLAINED


def _not_computed() -> str:
    return _("Non calculé au-delà de %(limit)s inscriptions.") % {"limit": MOST_EXPLAINED}
