"""How placements follow when two records of one person become one."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from croisee.core.merging import Follow, follow
from croisee.placements.models import Participant


def _placements(count: int) -> str:
    return ngettext("%(n)d stage", "%(n)d stages", count) % {"n": count}


def _two_places(_kept: Participant, gone: Participant) -> str:
    host = gone.slot.offer.service.full_name if gone.slot else ""
    return _(
        "Les deux fiches ont une place chez %(host)s. Annulez d’abord l’un des deux stages, puis "
        "revenez ici."
    ) % {"host": host}


def declare() -> None:
    follow(
        Follow(
            "placements.Participant",
            "person",
            _placements,
            within=("slot_id",),
            unique=Q(active=True) & ~Q(slot=None),
            refusal=_two_places,
            programme="placement__edition__programme",
        )
    )
