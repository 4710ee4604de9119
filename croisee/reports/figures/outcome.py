"""Who registered, who got what, and whether it was fair: by class, province, sector (IM-25)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from croisee.directory.models import Profession, Sector, Territory
from croisee.editions.models import Edition
from croisee.placements.models import Placement
from croisee.reports.figures.figure import Figure, Line
from croisee.schemes.ranked.models import Application


@dataclass(frozen=True)
class Registered:
    """What figures need of an application: no name, no address."""

    province: int | None
    sector: int | None
    profession: int | None
    priority: int
    placed: bool
    rank: int | None


class Registrations:
    """The complete applications of an edition, read once."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition

    @cached_property
    def all(self) -> list[Registered]:
        rows = Application.objects.filter(
            edition=self.edition, state=Application.State.SUBMITTED
        ).values_list(
            "province",
            "sector",
            "profession",
            "priority_class",
            "placement__state",
            "placement__choice_rank",
        )
        return [
            Registered(province, sector, profession, priority, state not in (None, CANCELLED), rank)
            for province, sector, profession, priority, state, rank in rows
        ]

    @cached_property
    def names(self) -> dict[str, dict[int | None, str]]:
        unknown = {None: _("à compléter")}
        provinces = Territory.objects.filter(kind="province")
        return {
            "province": unknown | {row.pk: row.name for row in provinces},
            "sector": unknown | {row.pk: row.name for row in Sector.objects.all()},
            "profession": unknown | {row.pk: row.name for row in Profession.objects.all()},
        }


CANCELLED = Placement.State.CANCELLED


def registered_by(registrations: Registrations, what: str, title: str, head: str) -> Figure:
    """How many registered per province, sector or profession; the largest first."""
    counts = Counter(getattr(one, what) for one in registrations.all)
    names = registrations.names[what]
    total = len(registrations.all)
    lines = [Line(names[key], (count,)) for key, count in counts.most_common() if key in names]
    told = ngettext("%(n)d inscription complète.", "%(n)d inscriptions complètes.", total)
    return Figure(
        key=f"inscrits-{what}",
        title=title,
        sentence=told % {"n": total},
        head=head,
        columns=(_("Inscriptions"),),
        lines=lines,
        drawing="bars",
        people=(0,),
    )


def ranks_obtained(registrations: Registrations) -> Figure:
    """First, second, third choice, elsewhere, nothing."""
    last = registrations.edition.max_choices
    counts = Counter(one.rank if one.placed else 0 for one in registrations.all)
    lines = [
        Line(_("Choix %(rank)d") % {"rank": rank}, (counts[rank],)) for rank in range(1, last + 1)
    ]
    known = {0, *range(1, last + 1)}
    elsewhere = sum(n for rank, n in counts.items() if rank not in known)
    lines += [Line(_("Hors des choix"), (elsewhere,)), Line(_("Sans place"), (counts[0],))]
    total = len(registrations.all)
    placed = total - counts[0]
    share = _percent(counts[1], total)
    sentence = _(
        "%(placed)d personnes placées sur %(total)d ; %(share)d\u00a0%% ont leur premier choix."
    ) % {"placed": placed, "total": total, "share": share}
    return Figure(
        key="rangs",
        title=_("Rang obtenu"),
        sentence=sentence,
        head=_("Résultat"),
        columns=(_("Personnes"),),
        lines=lines,
        drawing="stack",
        people=(0,),
    )


def fairness(registrations: Registrations, what: str, title: str, head: str) -> Figure:
    """The share of people placed in each group, beside that of everybody."""
    groups = Counter(_group(one, what) for one in registrations.all)
    placed = Counter(_group(one, what) for one in registrations.all if one.placed)
    names = _class_names() if what == "priority" else registrations.names[what]
    lines = [
        Line(names[key], (_percent(placed[key], count), placed[key], count))
        for key, count in groups.most_common()
        if key in names
    ]
    everybody = _percent(sum(placed.values()), sum(groups.values()))
    return Figure(
        key=f"equite-{what}",
        title=title,
        sentence=_("Tous ensemble : %(share)d\u00a0%% ont une place.") % {"share": everybody},
        head=head,
        columns=(_("Part placée (%)"), _("Placées"), _("Inscrites")),
        lines=lines,
        drawing="shares",
        people=(1, 2),
        shares=((0, 1), (0, 2)),
        note=_(
            "Un petit groupe varie beaucoup d’une personne à l’autre : lisez aussi les nombres."
        ),
    )


def _group(one: Registered, what: str) -> int | None:
    value: int | None = getattr(one, what)
    return value


def _class_names() -> dict[int | None, str]:
    return {int(value): str(label) for value, label in Application.PriorityClass.choices}


def _percent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0
