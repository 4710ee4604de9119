"""How roles, acceptances and participations follow a merge."""

from __future__ import annotations

from django.utils.translation import ngettext

from croisee.core.merging import Follow, follow
from croisee.editions.models import Participation


def _acceptances(count: int) -> str:
    return ngettext("%(n)d texte accepté", "%(n)d textes acceptés", count) % {"n": count}


def _roles(count: int) -> str:
    return ngettext("%(n)d rôle dans l’équipe", "%(n)d rôles dans l’équipe", count) % {"n": count}


def _participations(count: int) -> str:
    return ngettext(
        "%(n)d participation à une édition", "%(n)d participations à des éditions", count
    ) % {"n": count}


def _one_participation(kept: Participation, gone: Participation) -> None:
    """What both pledge is one pledge said twice: the higher one; private links go on working."""
    for name in ("host_pledge", "send_pledge"):
        setattr(kept, name, max(getattr(kept, name), getattr(gone, name)))
    kept.visible = kept.visible or gone.visible
    kept.declined_reason = kept.declined_reason and gone.declined_reason
    kept.save()
    gone.priority_links.update(participation=kept)
    gone.delete()


def declare() -> None:
    follow(Follow("editions.Acceptance", "person", _acceptances, within=("document_id",)))
    same_role = ("role", "programme_id", "territory_id")
    follow(Follow("editions.RoleGrant", "person", _roles, within=same_role, programme="programme"))
    follow(
        Follow(
            "editions.Participation",
            "organisation",
            _participations,
            within=("edition_id",),
            absorb=_one_participation,
            programme="edition__programme",
        )
    )
