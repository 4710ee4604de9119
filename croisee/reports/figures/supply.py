"""Demand and places by province, sector and profession; which sectors lack places (IM-39, IM-44)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from croisee.directory.models import Profession, Sector, Territory
from croisee.editions.models import Edition
from croisee.offers.enums import OfferState
from croisee.offers.models import Offer, Slot
from croisee.reports.figures.figure import Figure, Line
from croisee.schemes.ranked.models import Application, Choice

SUBMITTED = Application.State.SUBMITTED
MOST_LINES = 40


class Supply:
    """What is offered and what is asked for, read once for all the figures of a page."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition

    @cached_property
    def places(self) -> dict[int, int]:
        """`{offer: places}` of the published offers."""
        slots = Slot.objects.filter(offer__edition=self.edition, offer__state=OfferState.PUBLISHED)
        found: Counter[int] = Counter()
        for offer, capacity in slots.values_list("offer_id", "capacity"):
            found[offer] += capacity
        return dict(found)

    @cached_property
    def requests(self) -> list[tuple[int, int]]:
        """(offer, rank) of every choice of a complete application."""
        choices = Choice.objects.filter(
            application__edition=self.edition, application__state=SUBMITTED
        )
        return list(choices.values_list("offer_id", "rank"))

    @cached_property
    def provinces(self) -> dict[int, list[int]]:
        return self._grouped(
            Offer.objects.filter(edition=self.edition).values_list("pk", "service__province")
        )

    @cached_property
    def sectors(self) -> dict[int, list[int]]:
        return self._grouped(
            Offer.objects.filter(edition=self.edition).values_list("pk", "service__sectors")
        )

    @cached_property
    def professions(self) -> dict[int, list[int]]:
        return self._grouped(
            Offer.objects.filter(edition=self.edition).values_list("pk", "professions")
        )

    @staticmethod
    def _grouped(pairs: Iterable[Any]) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for offer, group in pairs:
            if group is not None:
                found.setdefault(offer, []).append(group)
        return found

    def lines(self, groups: dict[int, list[int]], names: dict[int, str]) -> list[Line]:
        """(places, first choices, all choices) of each group that has any; most places first."""
        places, first, wanted = Counter[int](), Counter[int](), Counter[int]()
        for offer, count in self.places.items():
            for group in groups.get(offer, ()):
                places[group] += count
        for offer, rank in self.requests:
            for group in groups.get(offer, ()):
                wanted[group] += 1
                first[group] += rank == 1
        keys = sorted(places | wanted, key=lambda key: (-places[key], names.get(key, "")))
        return [
            Line(names[key], (places[key], first[key], wanted[key]))
            for key in keys[:MOST_LINES]
            if key in names
        ]


def by_province(supply: Supply) -> Figure:
    names = {row.pk: row.name for row in Territory.objects.filter(kind="province")}
    lines = supply.lines(supply.provinces, names)
    return _figure("places-province", _("Places et demandes par province"), _("Province"), lines)


def by_sector(supply: Supply) -> Figure:
    names = {row.pk: row.name for row in Sector.objects.all()}
    note = _("Un service de plusieurs secteurs compte dans chacun.")
    lines = supply.lines(supply.sectors, names)
    return _figure("places-secteur", _("Places et demandes par secteur"), _("Secteur"), lines, note)


def by_profession(supply: Supply) -> Figure:
    names = {row.pk: row.name for row in Profession.objects.all()}
    note = _("Une offre où l’on peut suivre plusieurs professions compte dans chacune.")
    lines = supply.lines(supply.professions, names)
    title = _("Places et demandes par profession à suivre")
    return _figure("places-profession", title, _("Profession"), lines, note)


def _figure(key: str, title: str, head: str, lines: list[Line], note: str = "") -> Figure:
    over = [line.label for line in lines if (line.values[1] or 0) > (line.values[0] or 0)]
    if over:
        sentence = _("Plus de premiers choix que de places : %(names)s.") % {
            "names": ", ".join(over[:4])
        }
    else:
        sentence = _("Nulle part plus de premiers choix que de places.")
    return Figure(
        key=key,
        title=title,
        sentence=sentence,
        head=head,
        columns=(_("Places"), _("Premiers choix"), _("Tous les choix")),
        lines=lines,
        drawing="pairs",
        drawn=(0, 1),
        people=(1, 2),
        note=note,
    )


def in_short_supply(supply: Supply) -> Figure:
    """All sectors of the list, the barest first: where hosts are to be looked for (IM-39, IM-44)."""
    names = {row.pk: row.name for row in Sector.objects.all()}
    known = {line.label: line.values for line in supply.lines(supply.sectors, names)}
    lines = []
    for name in names.values():
        places, first, wanted = known.get(name, (0, 0, 0))
        missing = max(int(first or 0) - int(places or 0), 0)
        if missing or not places:
            lines.append(Line(name, (missing, places, first, wanted)))
    lines.sort(key=lambda line: (-(line.values[0] or 0), line.values[1] or 0, line.label))
    none = [line.label for line in lines if not line.values[1]]
    sentence = (
        _("Sans aucune place : %(names)s.") % {"names": ", ".join(none)}
        if none
        else _("Chaque secteur a au moins une place.")
    )
    return Figure(
        key="secteurs-manquants",
        title=_("Secteurs où les places manquent"),
        sentence=sentence,
        head=_("Secteur"),
        columns=(_("Places qui manquent"), _("Places"), _("Premiers choix"), _("Tous les choix")),
        lines=lines,
        drawing="bars",
        people=(0, 2, 3),
        note=_("Places qui manquent : les premiers choix, moins les places."),
    )
