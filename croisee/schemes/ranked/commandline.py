"""`croisee match`: tonight's matching from two spreadsheets, without server or database.

Exit status 0 when it matched, 2 with one clear sentence on stderr when it could not.
"""

from __future__ import annotations

import argparse
import json
import secrets
import sys
from collections import Counter
from pathlib import Path
from typing import NoReturn

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from croisee.core.spreadsheets import UnusableFileError
from croisee.core.spreadsheets.storing import check_writable, same_file, store
from croisee.matching import Disproved, Policy, Refused
from croisee.schemes.ranked.sheets.edition import read_edition
from croisee.schemes.ranked.sheets.matched import Matched, match
from croisee.schemes.ranked.sheets.problems import Level
from croisee.schemes.ranked.sheets.results import results_bytes

MATCHED, NOT_MATCHED = 0, 2
_LARGEST_DRAWN_SEED = 2**53  # whole numbers that every reader of JSON keeps exactly
_LONGEST_SEED = 40


class _CannotMatchError(Exception):
    """One clear sentence, in French."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        # argparse explains in English; what it found is clear from the right way to call it.
        raise _CannotMatchError(
            _(
                "Il faut deux fichiers et un résultat : croisee match HOTES.xlsx STAGIAIRES.xlsx "
                "--out RESULTATS.xlsx [--policy P] [--seed N] [--json FICHIER]."
            )
        )


def match_command(argv: list[str]) -> int:
    """Run `croisee match` with the arguments after the word `match`; returns the exit status."""
    _settle_texts()
    try:
        with translation.override("fr"):
            _match(_parser().parse_args(argv))
    except (UnusableFileError, _CannotMatchError) as reason:
        _say(sys.stderr, str(reason))
        return NOT_MATCHED
    except Disproved as contradiction:
        _say(sys.stderr, _alarm(contradiction))
        return NOT_MATCHED
    return MATCHED


def _match(arguments: argparse.Namespace) -> None:
    policy, seed = _policy(arguments.policy), _seed(arguments.seed)
    _check_outputs(arguments)
    edition = read_edition(arguments.hosts, arguments.trainees)
    try:
        matched = match(edition, policy, seed)
    except Refused as refusal:
        raise _CannotMatchError(
            _("Le matching ne peut pas être calculé : %(reason)s.") % {"reason": refusal}
        ) from None
    store(arguments.out, results_bytes(matched))
    if arguments.json is not None:
        store(arguments.json, json_bytes(matched))
    _say(sys.stdout, *_summary(matched, arguments))


def _parser() -> _Parser:
    parser = _Parser(
        prog="croisee match",
        allow_abbrev=False,
        description=_("Associe stagiaires et places à partir des deux fichiers Excel."),
    )
    parser.add_argument("hosts", metavar="HOTES.xlsx")
    parser.add_argument("trainees", metavar="STAGIAIRES.xlsx")
    parser.add_argument("--out", required=True, metavar="RESULTATS.xlsx")
    parser.add_argument("--policy", default=Policy.MAX_BY_CLASS.value, help=_policies())
    parser.add_argument("--seed", metavar="N", help=_("graine du tirage au sort, un nombre entier"))
    parser.add_argument("--json", metavar=_("FICHIER"))
    return parser


def _policies() -> str:
    return ", ".join(policy.value for policy in Policy)


def _policy(name: str) -> str:
    if name not in {policy.value for policy in Policy}:
        raise _CannotMatchError(
            _("La règle « %(name)s » n’existe pas : choisissez parmi %(policies)s.")
            % {"name": name, "policies": _policies()}
        )
    return name


def _seed(given: str | None) -> int:
    """The seed as a whole number; drawn when none is given."""
    if given is None:
        return secrets.randbelow(_LARGEST_DRAWN_SEED)
    digits = given.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST_SEED):
        raise _CannotMatchError(
            _("La graine « %(seed)s » n’est pas un nombre entier.") % {"seed": given}
        )
    return int(given)


def _check_outputs(arguments: argparse.Namespace) -> None:
    """Refuse to write over an input, or twice to one file, before anything is computed."""
    outputs = [path for path in (arguments.out, arguments.json) if path is not None]
    for path in outputs:
        for given in (arguments.hosts, arguments.trainees):
            if same_file(path, given):
                raise _CannotMatchError(
                    _(
                        "Le résultat « %(file)s » écraserait un fichier donné : choisissez un autre nom."
                    )
                    % {"file": Path(path).name}
                )
        check_writable(path)
    if len(outputs) > 1 and same_file(*outputs):
        raise _CannotMatchError(_("--out et --json désignent le même fichier."))


def json_bytes(matched: Matched) -> bytes:
    """The result for other programs; the keys of `assignment` are casefolded e-mail addresses."""
    document = {
        "policy": matched.policy,
        "seed": matched.seed,
        "vector": list(matched.result.levels),
        "assignment": dict(matched.result.assignment),
        "problems": [problem.as_json() for problem in matched.edition.problems],
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _summary(matched: Matched, arguments: argparse.Namespace) -> list[str]:
    trainees = matched.edition.trainees
    placed = [trainee for trainee in trainees if matched.host_of(trainee) is not None]
    priority = [trainee for trainee in trainees if trainee.priority]
    figures = {
        "people": len(trainees),
        "offers": len(matched.edition.hosts),
        "places": sum(host.places for host in matched.edition.hosts),
        "placed": len(placed),
        "priority": len(priority),
        "priority_placed": sum(matched.host_of(trainee) is not None for trainee in priority),
    }
    return [
        _("Personnes inscrites : %(people)s ; offres : %(offers)s ; places : %(places)s.")
        % figures,
        _("Personnes placées : %(placed)s sur %(people)s (%(ranks)s).")
        % {**figures, "ranks": _by_rank(matched)},
        _("Inscriptions prioritaires : %(priority)s, dont placées : %(priority_placed)s.")
        % figures,
        _problem_counts(matched),
        _("Règle : %(policy)s. Graine du tirage : %(seed)s (à garder pour refaire le même calcul).")
        % {"policy": matched.policy, "seed": matched.seed},
        _("Résultats écrits dans « %(file)s ».") % {"file": arguments.out},
    ]


def _by_rank(matched: Matched) -> str:
    ranks = Counter(matched.rank_of(trainee) for trainee in matched.edition.trainees)
    return ", ".join(
        _("choix %(rank)s : %(count)s") % {"count": ranks[rank], "rank": rank}
        for rank in range(1, matched.edition.max_choices + 1)
    )


def _problem_counts(matched: Matched) -> str:
    problems = matched.edition.problems
    if not problems:
        return _("Rien d’étrange dans les fichiers.")
    counts = Counter(problem.level for problem in problems)
    levels = ", ".join(f"{level.label} : {counts[level]}" for level in Level)
    return _(
        "Points à relire dans les fichiers, feuille « Problèmes » : %(count)s (%(levels)s)."
    ) % {
        "count": len(problems),
        "levels": levels,
    }


def _alarm(contradiction: Disproved) -> str:
    return _(
        "ERREUR GRAVE : le résultat calculé n’a pas passé sa propre vérification (%(reason)s). "
        "Rien n’a été écrit. Signalez-le avec vos deux fichiers : c’est un défaut de Croisée."
    ) % {"reason": contradiction}


def _say(stream: object, *lines: str) -> None:
    """Write lines even to a terminal that cannot show every letter."""
    text = "".join(line + "\n" for line in lines)
    encoding = getattr(stream, "encoding", None) or "utf-8"
    stream.write(text.encode(encoding, "replace").decode(encoding))  # type: ignore[attr-defined]


def _settle_texts() -> None:
    """Texts need Django's translation, which needs settings: the smallest that will do.

    French is the language of the source, so no catalogue is loaded.
    """
    import django

    if not settings.configured:
        settings.configure(USE_I18N=False, LANGUAGE_CODE="fr")
        django.setup()
