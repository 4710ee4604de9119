"""What became of the places of a published round: replaced, cancelled, given since."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from croisee.core.models import JournalEntry
from croisee.core.written_dates import time_of_day
from croisee.schemes.ranked import queries
from croisee.schemes.ranked.models import Application, Run

WITH_PLACE = "placement__slot__offer__service__organisation"


@dataclass(frozen=True)
class Since:
    """How many of the places a round gave are another one now, or none."""

    replaced: int
    cancelled: int


def since_publication(run: Run) -> Since:
    given = {
        pk: run.assignment[name]
        for pk, name in queries.pseudonyms(run.round).items()
        if run.assignment.get(name)
    }
    now = dict(
        Application.objects.filter(pk__in=given).values_list("pk", "placement__slot__offer__number")
    )
    changed = [now.get(pk) for pk, number in given.items() if now.get(pk) != number]
    return Since(len(list(filter(None, changed))), changed.count(None))


def in_words(application: Application, given: str | None) -> str:
    """« maintenant à Le Phare » where somebody's place is not the one a round gave; '' else."""
    slot = application.placement.slot if application.placement else None
    if slot is None:
        return _("stage annulé depuis") if given else ""
    if slot.offer.number == given:
        return ""
    return _("maintenant à %(host)s") % {"host": slot.offer.service.full_name}


def replaced_meanwhile(application: Application) -> str:
    """Who gave somebody another place while a page was open, and which; nothing was done."""
    acts = JournalEntry.objects.filter(
        subject_type="placements.placement", subject_id=application.placement_id or 0
    ).select_related("actor")
    act = acts.filter(verb__in=("placement.replaced", "placement.made")).first()
    values = {
        "by": act.actor if act and act.actor else _("Quelqu’un"),
        "time": time_of_day(act.at) if act else "",
        "who": application.person,
        "host": _host(application),
    }
    return (
        _(
            "%(by)s vient de donner une autre place à %(who)s (%(time)s) : « %(host)s ». Votre "
            "remplacement n’a pas été fait, regardez et décidez à nouveau."
        )
        % values
    )


def _host(application: Application) -> str:
    slot = application.placement.slot if application.placement else None
    return slot.offer.service.full_name if slot else ""
