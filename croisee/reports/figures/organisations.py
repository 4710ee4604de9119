"""Hosting and sending, organisation by organisation: a balance hosts asked for (IM-38)."""

from __future__ import annotations

from collections import Counter

from django.utils.translation import gettext as _

from croisee.core.text import fold
from croisee.directory.models import Organisation
from croisee.editions.models import Edition
from croisee.placements.queries import active_placements
from croisee.reports.figures.figure import Figure, Line
from croisee.schemes.ranked.models import Application


def hosted_and_sent(edition: Edition) -> Figure:
    """People each organisation receives and sends; who only sends stands first."""
    hosted = Counter(
        active_placements(edition).values_list("slot__offer__service__organisation", flat=True)
    )
    sent = Counter(senders(edition).values())
    keys = {key for key in [*hosted, *sent] if key is not None}
    names = dict(Organisation.objects.filter(pk__in=keys).values_list("pk", "name"))
    ordered = sorted(keys, key=lambda key: (hosted[key] - sent[key], names.get(key, "")))
    only_send = sum(1 for key in keys if sent[key] and not hosted[key])
    both = sum(1 for key in keys if sent[key] and hosted[key])
    return Figure(
        key="institutions",
        title=_("Accueillir et envoyer"),
        sentence=_(
            "%(both)d institutions accueillent et envoient ; %(only)d envoient sans accueillir."
        )
        % {"both": both, "only": only_send},
        head=_("Institution"),
        columns=(_("Accueille"), _("Envoie")),
        lines=[Line(names.get(key, ""), (hosted[key], sent[key])) for key in ordered],
        ranked=True,
        drawing="pairs",
        drawn=(0, 1),
        people=(0, 1),
        note=_(
            "Une personne compte pour son institution, ou pour l’hôte du même nom s’il n’y en a qu’un."
        ),
    )


def senders(edition: Edition) -> dict[int, int]:
    """`{application id: organisation id}`: by the organisation of the application, else by an
    employer's name only one host bears."""
    hosts = Organisation.objects.filter(services__offers__edition=edition).distinct()
    by_name: dict[str, list[int]] = {}
    for pk, name in hosts.values_list("pk", "name"):
        by_name.setdefault(fold(name), []).append(pk)
    rows = Application.objects.filter(edition=edition, state=Application.State.SUBMITTED)
    found: dict[int, int] = {}
    for pk, organisation, employer in rows.values_list("pk", "organisation", "employer"):
        named = by_name.get(fold(employer), [])
        if organisation or len(named) == 1:
            found[pk] = organisation or named[0]
    return found
