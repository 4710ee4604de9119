"""The coordinators' list of applications: choices, priority, province, state, placement (IM-04)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from croisee.core.ids import Among
from croisee.core.listing.bulk import Bulk, Outcome
from croisee.core.listing.columns import (
    ChoiceColumn,
    Column,
    DayColumn,
    ListColumn,
    NumberColumn,
    TextColumn,
    YesNoColumn,
    named,
)
from croisee.core.listing.editing import change
from croisee.core.listing.filters import Filter, among, equal
from croisee.directory.models import Sector
from croisee.directory.queries import provinces
from croisee.editions.office_list import TerritorialList
from croisee.people.models import Person
from croisee.people.names import listed_in_database, order_in_database
from croisee.schemes.ranked import rules
from croisee.schemes.ranked.models import Application, Choice
from croisee.schemes.ranked.office_edit import APPLICATIONS

State = Application.State
SIGNS = {State.DRAFT: "now", State.WITHDRAWN: "bad"}
PLACED = {
    "avec": (gettext_lazy("avec une place"), Q(placement__isnull=False)),
    "sans": (gettext_lazy("sans place"), Q(placement=None, state=State.SUBMITTED)),
}


def _choices(pks: Sequence[int]) -> dict[int, list[str]]:
    """The numbers chosen, in order; a dash holds the place of a missing rank."""
    found: dict[int, list[str]] = {}
    rows = Choice.objects.filter(Among("application", pks)).order_by("rank")
    for pk, rank, number in rows.values_list("application_id", "rank", "offer__number"):
        mine = found.setdefault(pk, [])
        mine += ["–"] * (rank - 1 - len(mine)) + [number]
    return found


class ApplicationList(TerritorialList):
    key = "inscriptions"
    default_sort = "nom"
    title = gettext_lazy("Inscriptions de stagiaires")
    search_hint = gettext_lazy("Nom, employeur, adresse")
    nothing = gettext_lazy(
        "Aucune inscription encore. Elles arrivent par le formulaire, par l’import d’un tableur, ou "
        "vous inscrivez vous-même quelqu’un qui téléphone."
    )
    searched = (
        "person__first_name",
        "person__last_name",
        "person__email",
        "person__phone",
        "employer",
        "postcode",
    )
    place = "province_id"
    editor = APPLICATIONS
    identity = "courriel"
    comes_back = (
        "trainees",
        {
            "courriel": "email",
            "telephone": "phone",
            "profession": "profession",
            "employeur": "employer",
            "secteur": "sector",
            "code_postal": "postcode",
            "choix": "choice_1",
            "priorite": "priority",
            "attentes": "expectations",
            "disponibilites": "availability",
        },
    )

    def rows(self) -> QuerySet[Application]:
        return rules.visible_in_office(self.edition)

    def url(self) -> str:
        return reverse("ranked:applications", args=[self.edition.pk])

    def link(self, pk: int) -> str:
        return reverse("ranked:application", args=[self.edition.pk, pk])

    def acts(self) -> Sequence[tuple[Any, str]]:
        return [(_("Importer un tableur"), reverse("ranked:import", args=[self.edition.pk]))]

    def primary(self) -> tuple[Any, str]:
        return _("Inscrire quelqu’un"), reverse("ranked:register", args=[self.edition.pk])

    def counted(self, number: int) -> str:
        return ngettext("%(n)d inscription", "%(n)d inscriptions", number) % {"n": number}

    def views(self) -> Sequence[tuple[Any, str]]:
        return [
            (_("Complètes"), "?etat=submitted"),
            (_("Sans place"), "?place=sans"),
            (_("Brouillons non terminés"), "?etat=draft"),
            (_("Un seul choix"), "?choix=1&etat=submitted"),
            (_("Retirées"), "?etat=withdrawn"),
        ]

    def declare_columns(self) -> Sequence[Column]:
        name, order = listed_in_database("person__"), order_in_database("person__")
        return [
            TextColumn("nom", _("Nom"), name, sorted_by=order, width=26, tight=True),
            TextColumn("courriel", _("E-mail"), "person__email", shown=False, width=30),
            Column("telephone", _("Téléphone"), "person__phone", shown=False),
            TextColumn("profession", _("Profession"), _profession(), width=24),
            TextColumn("employeur", _("Employeur"), "employer", edit="employer", width=30),
            TextColumn("secteur", _("Secteur"), named("sector"), shown=False, width=24),
            Column("code_postal", _("Code postal"), "postcode", edit="postcode", width=10),
            TextColumn("province", _("Province"), named("province"), shown=False),
            ListColumn("choix", _("Choix"), many=_choices, sorts=False, tight=True),
            YesNoColumn("priorite", _("Prioritaire"), PRIORITY, edit="priority_class", width=10),
            ChoiceColumn(
                "statut", _("Statut"), "status", labels=Application.Status.choices, shown=False
            ),
            DayColumn("remise", _("Inscrit·e le"), "submitted_at"),
            ChoiceColumn("etat", _("État"), "state", labels=State.choices, signs=SIGNS),
            TextColumn("place", _("Place"), "placement__slot__offer__number", width=8),
            NumberColumn("rang", _("Rang obtenu"), "placement__choice_rank", shown=False, width=8),
            TextColumn(
                "attentes", _("Attentes"), "expectations", shown=False, sorts=False, width=60
            ),
            TextColumn(
                "disponibilites",
                _("Disponibilités"),
                "availability",
                shown=False,
                sorts=False,
                edit="availability",
            ),
        ]

    def declare_filters(self) -> Sequence[Filter]:
        return [
            Filter("province", _("Province"), _provinces, _by_province),
            equal(
                "secteur",
                _("Secteur"),
                "sector__code",
                lambda: [(row.code, row.name) for row in Sector.objects.all()],
            ),
            equal("etat", _("État"), "state", State.choices),
            equal("priorite", _("Priorité"), "priority_class", Application.PriorityClass.choices),
            among("place", _("Place"), PLACED),
            Filter("choix", _("Choix"), CHOSEN, _by_choices),
        ]

    def declare_bulk(self) -> Sequence[Bulk]:
        return [
            Bulk(
                "prioritaires",
                _("Donner la priorité"),
                self._priority(Application.PriorityClass.HOST_STAFF),
                _told(
                    ngettext_lazy(
                        "Une inscription est prioritaire.",
                        "%(n)d inscriptions sont prioritaires.",
                        "n",
                    )
                ),
                editor=APPLICATIONS.key,
            ),
            Bulk(
                "non-prioritaires",
                _("Retirer la priorité"),
                self._priority(Application.PriorityClass.OTHERS),
                _told(
                    ngettext_lazy(
                        "Une inscription n’est plus prioritaire.",
                        "%(n)d inscriptions ne sont plus prioritaires.",
                        "n",
                    )
                ),
                editor=APPLICATIONS.key,
            ),
        ]

    def _priority(self, wanted: int) -> Callable[..., Outcome]:
        def run(ids: Sequence[int], *, by: Person, at: datetime) -> Outcome:
            outcome = Outcome()
            for pk in ids:
                new = {"priority_class": int(wanted)}
                changes = change(APPLICATIONS, self.edition, pk, new, {}, by=by, at=at)
                outcome.add(pk, changes)
            return outcome

        return run


PRIORITY = Case(
    When(priority_class=Application.PriorityClass.HOST_STAFF, then=Value(True)),
    default=Value(False),
)
CHOSEN = [
    ("0", gettext_lazy("aucun")),
    ("1", gettext_lazy("un seul")),
    ("2", gettext_lazy("plusieurs")),
]


def _by_choices(rows: QuerySet, value: str) -> QuerySet:
    """Counted among the choices alone: joined and grouped, every application would be read."""
    if value == "0":
        return rows.filter(choices=None)
    by_person = Choice.objects.order_by().values("application").annotate(chosen=Count("pk"))
    wanted = by_person.filter(chosen__gte=2) if value == "2" else by_person.filter(chosen=1)
    return rows.filter(pk__in=wanted.values("application"))


def _provinces() -> list[tuple[str, str]]:
    return [*((row.code, row.name) for row in provinces()), ("aucune", _("aucune"))]


def _by_province(rows: QuerySet, value: str) -> QuerySet:
    return rows.filter(province=None) if value == "aucune" else rows.filter(province__code=value)


def _profession() -> Any:
    """From the list, else as it was written."""
    return Coalesce(named("profession"), F("profession_text"))


def _told(sentence: Any) -> Callable[[int], str]:
    return lambda count: str(sentence % {"n": count})
