"""A draft's reasons in words for coordinators: names are said, everything is in the third person.

What trainees read is worded in `matching.wording`, which names nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from croisee.core.templatetags.look import ordinal
from croisee.matching import (
    ChoiceExplanation,
    ClosedSet,
    Consequence,
    Holders,
    Move,
    Policy,
    Reason,
)
from croisee.matching.wording import sentence as worded
from croisee.schemes.ranked.models import Decision

Naming = Callable[[str], str]

RULES = {
    "intersectoral": gettext_lazy("Même secteur : la règle de l’édition demande un autre secteur."),
    "not_own_institution": gettext_lazy("C’est sa propre institution : la règle l’exclut."),
    "max_per_institution_per_offer": gettext_lazy(
        "Le nombre de personnes d’une même institution à cette offre est atteint."
    ),
    "send_capacity": gettext_lazy("Son institution envoie déjà le nombre de personnes permis."),
    "host_capacity": gettext_lazy("Cet hôte reçoit déjà le nombre de personnes permis."),
    "no_places": gettext_lazy("Plus aucune place dans ce tour."),
    "order": gettext_lazy("L’hôte n’a pas repris cette personne dans sa liste."),
}
PINNED = {
    "this_place": gettext_lazy("Fixée ici par décision."),
    "another_place": gettext_lazy("Sans objet : fixée ailleurs par décision."),
    "all_places": gettext_lazy("Toutes les places sont fixées par décision."),
}


def policy_names(language: str) -> list[tuple[str, str]]:
    """`[(policy, name)]`, in the words of the engine: one set of names for every page."""
    return [(policy.value, worded(policy, language)) for policy in Policy]


def policy_name(policy: str) -> str:
    """In the language of the page; a policy that the engine no longer knows keeps its key."""
    return dict(policy_names((get_language() or "fr")[:2])).get(policy, policy)


def why(choice: ChoiceExplanation) -> str:
    """Why somebody has, or has not, one of the choices."""
    match choice.reason:
        case Reason.GRANTED:
            return _("Obtenu.")
        case Reason.BETTER_GRANTED:
            return _("Sans objet : un choix mieux classé est obtenu.")
        case Reason.FORBIDDEN:
            return _("Exclue d’ici par décision.")
        case Reason.PINNED:
            return str(PINNED[choice.rule or "this_place"])
        case Reason.RULE:
            return str(RULES.get(choice.rule or "", _("Une règle de l’édition l’empêche.")))
    sentences = [_held(choice)]
    if choice.holders.after and choice.consequence:
        sentences.append(_cost(choice.consequence))
    return " ".join(sentences)


def _held(choice: ChoiceExplanation) -> str:
    holders = choice.holders
    if choice.reason is Reason.FULL_HIGHER_CLASS and not holders.pinned:
        return ngettext(
            "La place va à une personne prioritaire.",
            "Les %(count)d places vont à des personnes prioritaires.",
            holders.total,
        ) % {"count": holders.total}
    start = ngettext(
        "La place va à %(who)s.", "Les %(count)d places vont à %(who)s.", holders.total
    )
    return start % {"count": holders.total, "who": _listed(_parts(holders))}


def _parts(holders: Holders) -> list[str]:
    said = [
        (
            holders.pinned,
            ngettext("%d personne fixée", "%d personnes fixées", holders.pinned),
        ),
        (
            holders.higher_class,
            ngettext("%d personne prioritaire", "%d personnes prioritaires", holders.higher_class),
        ),
        (
            holders.better_number,
            ngettext(
                "%d personne mieux tirée au sort",
                "%d personnes mieux tirées au sort",
                holders.better_number,
            ),
        ),
        (
            holders.after,
            ngettext(
                "%d personne qui vient après", "%d personnes qui viennent après", holders.after
            ),
        ),
    ]
    return [text % count for count, text in said if count]


def _listed(parts: list[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return _("%(first)s et %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


def _cost(would: Consequence) -> str:
    """What giving the place all the same would cost."""
    level, loss = would.level, would.loss
    if level is None:
        return _("La lui donner prendrait un meilleur choix à quelqu’un de mieux tiré au sort.")
    among = _(" parmi les prioritaires") if level.priority_class == 0 else ""
    values = {"count": loss, "rank": ordinal(level.rank + 1, "text"), "among": among}
    if level.counts_places:
        text = ngettext(
            "La lui donner laisserait une personne de plus sans place%(among)s.",
            "La lui donner laisserait %(count)d personnes de plus sans place%(among)s.",
            loss,
        )
    elif level.reward:
        text = ngettext(
            "La lui donner ferait perdre un %(rank)s choix%(among)s, sans placer plus de monde.",
            "La lui donner ferait perdre %(count)d %(rank)s choix%(among)s, "
            "sans placer plus de monde.",
            loss,
        )
    else:
        text = ngettext(
            "La lui donner réduirait une personne de plus à un %(rank)s choix%(among)s.",
            "La lui donner réduirait %(count)d personnes de plus à un %(rank)s choix%(among)s.",
            loss,
        )
    return text % values


def closed(found: ClosedSet) -> str:
    """Why nothing could be found for somebody; '' where each choice says all: no place at all."""
    if not found.places:
        return ""
    return ngettext(
        "En suivant ses choix, on arrive à une offre complète, dont personne ne peut aller ailleurs.",
        "En suivant ses choix, puis ceux des personnes qui y sont placées, on arrive à %(count)d "
        "offres et %(places)s, toutes prises par des personnes qui n’ont rien demandé d’autre.",
        len(found.offers),
    ) % {"count": len(found.offers), "places": _places(found.places)}


def _places(number: int) -> str:
    return ngettext("%(count)d place", "%(count)d places", number) % {"count": number}


def lifted(kind: str, host: str) -> str:
    """A decision the draft was computed with and that is no longer."""
    if kind == Decision.Kind.PIN:
        return _("N’est plus fixé·e à %(host)s\u00a0: vaudra au prochain calcul.") % {"host": host}
    return _("N’est plus exclu·e de %(host)s\u00a0: vaudra au prochain calcul.") % {"host": host}


def as_row(move: Move) -> list[Any]:
    """A move as insights store it."""
    return [move.applicant, move.before, move.after, move.rank_before, move.rank_after]


def moved(move: Sequence[Any], name: Naming) -> str:
    """« Kenza El Amrani : sans place → L’Amarre (1er choix) »; a move as `as_row` gives it."""
    who, before, after, *ranks = move
    return _("%(who)s\u00a0: %(before)s → %(after)s") % {
        "who": name(who),
        "before": place(before, ranks[0], name),
        "after": place(after, ranks[1], name),
    }


def chained(moves: Sequence[Sequence[Any]], opened: str) -> list[Sequence[Any]]:
    """The moves that a new place sets off, from the place on: who takes it, who takes theirs…

    Moves are [who, before, after, …]; those that belong to no chain come last.
    """
    left = list(moves)
    found: list[Sequence[Any]] = []
    free: str | None = opened
    while taker := next((move for move in left if free is not None and move[2] == free), None):
        left.remove(taker)
        found.append(taker)
        free = taker[1]
    return [*found, *left]


def place(number: str | None, rank: int | None, name: Naming) -> str:
    if number is None:
        return _("sans place")
    if rank is None:
        return _("%(host)s (hors liste)") % {"host": name(number)}
    return _("%(host)s (%(rank)s choix)") % {"host": name(number), "rank": ordinal(rank, "text")}
