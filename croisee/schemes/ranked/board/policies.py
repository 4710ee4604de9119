"""The policies side by side: same requests, same lottery."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from croisee.matching import Policy
from croisee.schemes.ranked.board.draft import Draft
from croisee.schemes.ranked.board.words import policy_name


@dataclass(frozen=True)
class PolicyRow:
    policy: str
    name: str
    note: str
    placed: int
    priority: int
    by_rank: list[int]
    without: int
    change: str
    reference: bool

    @property
    def drawn(self) -> list[int]:
        return self.by_rank


def policy_rows(draft: Draft, offered: list[Policy]) -> list[PolicyRow]:
    """The draft's own policy first, then the others this person may use."""
    found = draft.run.insights.get("policies", [])
    reference = found[0] if found else None
    shown = {str(policy) for policy in offered} | {draft.run.policy}
    return [
        PolicyRow(
            policy=row["policy"],
            name=policy_name(row["policy"]),
            note=_note(draft, row["policy"]),
            placed=row["placed"],
            priority=row["priority"],
            by_rank=row["by_rank"],
            without=len(draft.assignment) - row["placed"],
            change=_change(reference, row),
            reference=row is reference,
        )
        for row in found
        if row["policy"] in shown
    ]


def others(draft: Draft, rows: list[PolicyRow]) -> list[str]:
    """Names of the policies computed but not shown: administrators may compare these too."""
    shown = {row.policy for row in rows}
    found = draft.run.insights.get("policies", [])
    return [policy_name(row["policy"]) for row in found if row["policy"] not in shown]


def _note(draft: Draft, policy: str) -> str:
    if policy == draft.edition.policy:
        return _("règle de cette édition")
    if policy == Policy.DEFERRED_ACCEPTANCE:
        return _("personne ne gagne à ruser")
    return ""


def _change(reference: dict | None, row: dict) -> str:
    """Compared with the draft: people placed less or more, else who gains and who loses."""
    if reference is None or row is reference:
        return _("Référence")
    sentences = []
    difference = row["placed"] - reference["placed"]
    if difference < 0:
        sentences.append(
            ngettext("%d personne de moins placée", "%d personnes de moins placées", -difference)
            % -difference
        )
    elif difference:
        sentences.append(
            ngettext("%d personne de plus placée", "%d personnes de plus placées", difference)
            % difference
        )
    gaining, losing = row["gaining"], row["losing"]
    if not gaining and not losing:
        return ", ".join(sentences) or _("Le même résultat")
    gains = ngettext("%d y gagne", "%d y gagnent", gaining) % gaining
    losses = ngettext("%d y perd", "%d y perdent", losing) % losing
    return ", ".join([*sentences, gains, losses])
