"""RESULTATS.xlsx: who goes where, why, offer by offer, and what was odd (IM-09, IM-12, IM-13)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from croisee.core.spreadsheets import Column, Page, workbook_bytes
from croisee.core.spreadsheets.writer import Out
from croisee.schemes.ranked.sheets.matched import Matched
from croisee.schemes.ranked.sheets.perhost import offers_page
from croisee.schemes.ranked.sheets.problems import Problem
from croisee.schemes.ranked.sheets.reasons import reasons_page
from croisee.schemes.ranked.sheets.rows import HostRow, TraineeRow


def results_bytes(matched: Matched) -> bytes:
    """The whole workbook. Its first sheet is ready for mail merge: headings, then one row each."""
    return workbook_bytes(
        [
            results_page(matched),
            reasons_page(matched),
            offers_page(matched),
            problems_page(matched.edition.problems),
            draw_page(matched),
        ]
    )


def results_page(matched: Matched) -> Page:
    """One row per registered person, with the details of both sides."""
    ranks = range(1, matched.edition.max_choices + 1)
    columns = [
        Column(_("E-mail"), 32),
        Column(_("Prénom"), 14),
        Column(_("Nom"), 18),
        Column(_("Téléphone"), 16),
        Column(_("Profession"), 22),
        Column(_("Institution"), 30),
        Column(_("Code postal"), 9),
        Column(_("Secteur"), 22),
        Column(_("Prioritaire"), 10),
        Column(_("Décision"), 12),
        Column(_("Rang du choix"), 8),
        Column(_("N° de l’offre"), 9),
        *_host_columns(),
        Column(_("Mes attentes"), 40, wrap=True),
        *(Column(_("Choix %(rank)s") % {"rank": rank}, 9) for rank in ranks),
        Column(_("N° de loterie"), 9),
    ]
    return Page(_("Résultats"), columns, _results(matched, ranks))


def _host_columns() -> list[Column]:
    return [
        Column(_("Institution d’accueil"), 30),
        Column(_("Service d’accueil"), 20),
        Column(_("Intitulé de l’immersion"), 30, wrap=True),
        Column(_("Adresse d’accueil"), 26),
        Column(_("Code postal d’accueil"), 9),
        Column(_("Localité d’accueil"), 16),
        Column(_("Personne de contact"), 22),
        Column(_("Fonction du contact"), 18),
        Column(_("E-mail du contact"), 32),
        Column(_("Téléphone du contact"), 16),
        Column(_("Durée"), 12),
        Column(_("Jours possibles"), 24, wrap=True),
        Column(_("Dates suggérées"), 16, wrap=True),
        Column(_("Ce à quoi vous serez confronté·e"), 40, wrap=True),
    ]


def _results(matched: Matched, ranks: Sequence[int]) -> Iterator[list[Out]]:
    for trainee in matched.edition.trainees:
        host = matched.host_of(trainee)
        chosen = {choice.rank: choice.number for choice in trainee.choices}
        yield [
            *_person(trainee),
            _("retenu") if host else _("non retenu"),
            matched.rank_of(trainee),
            host.number if host else "",
            *(_host(host) if host else [""] * len(_host_columns())),
            trainee.expectations,
            *(chosen.get(rank, "") for rank in ranks),
            matched.lottery[trainee.key],
        ]


def _person(trainee: TraineeRow) -> list[Out]:
    return [
        trainee.email,
        trainee.first_name,
        trainee.last_name,
        trainee.phone,
        trainee.profession,
        trainee.employer,
        trainee.postcode,
        trainee.sector,
        _("oui") if trainee.priority else _("non"),
    ]


def _host(host: HostRow) -> list[Out]:
    return [
        host.institution,
        host.service,
        host.title,
        host.address,
        host.postcode,
        host.town,
        host.contact,
        host.role,
        host.email,
        host.phone,
        host.duration,
        ", ".join(host.days),
        host.dates,
        host.face,
    ]


def problems_page(problems: Sequence[Problem]) -> Page:
    """What was odd in the two files, as a to-do list."""
    columns = [
        Column(_("Niveau"), 16),
        Column(_("Fichier"), 22),
        Column(_("Ligne"), 7),
        Column(_("Colonne"), 22),
        Column(_("Concerne"), 32),
        Column(_("Ce qu’il faut savoir"), 90, wrap=True),
    ]
    rows = (
        [one.level.label, one.file, one.row, one.column, one.who, one.message] for one in problems
    )
    return Page(_("Problèmes"), columns, rows)


def draw_page(matched: Matched) -> Page:
    """What anybody needs to find the same result again."""
    columns = [Column(_("Tirage"), 30), Column(_("Valeur"), 70, wrap=True)]
    rows = [
        [_("Règle (policy)"), matched.policy],
        [_("Graine du tirage (seed)"), str(matched.seed)],
        [_("Niveaux atteints (vector)"), ", ".join(map(str, matched.result.levels))],
        [_("Empreinte du résultat"), matched.result.fingerprint],
    ]
    return Page(_("Tirage"), columns, rows)
