"""The journal of an edition as a list: who did what to which object (IM-05)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from croisee.core.listing.columns import ChoiceColumn, Column, MomentColumn, TextColumn
from croisee.core.listing.filters import Filter, equal
from croisee.core.listing.folding import matching
from croisee.core.listing.history import VERBS
from croisee.core.listing.listing import Listing
from croisee.core.models import JournalEntry
from croisee.desk.models import Mailing
from croisee.desk.people import of_programme
from croisee.editions.enums import PhaseKind
from croisee.editions.models import Phase, RoleGrant
from croisee.mail.models import Message
from croisee.offers.models import Offer
from croisee.people.models import Person
from croisee.people.names import listed, listed_in_database
from croisee.placements.models import Participant
from croisee.schemes.ranked.models import Application, Decision, Round, Run, SheetImport


class JournalList(Listing):
    key = "journal"
    default_sort = "quand"
    latest_first = True
    title = gettext_lazy("Journal")
    search_hint = gettext_lazy("Nom de qui a agi ou de qui cela concerne, offre, remarque")
    nothing = gettext_lazy("Rien encore : le journal s’écrit de lui-même à chaque acte.")
    searched = ("actor__first_name", "actor__last_name", "note")

    def rows(self) -> QuerySet[JournalEntry]:
        """Acts of the edition, and those on its persons: a code by telephone, an address corrected."""
        here = of_programme(self.edition.programme).values("pk")
        on_persons = Q(scope="", subject_type="people.person", subject_id__in=here)
        return JournalEntry.objects.filter(Q(scope=self.edition.scope) | on_persons)

    def found(self, state: Any) -> QuerySet:
        """Every word in who acted or in the remark; or all of them in what the act was done to."""
        rows = super().found(state)
        if not state.q.strip():
            return rows
        about = Q(pk__in=[])
        for kind, found in self._subjects_named(state.q):
            about |= Q(subject_type=kind, subject_id__in=found)
        rest = replace(state, q="")
        return super().found(rest).filter(Q(pk__in=rows.values("pk")) | about)

    def _subjects_named(self, query: str) -> list[tuple[str, QuerySet]]:
        """Of each kind of thing the ids that the query names."""
        who, programme = ("first_name", "last_name", "email"), self.edition.programme
        people = matching(of_programme(programme), query, who).values("pk")
        offers = Offer.objects.filter(edition=self.edition)
        applications = Application.objects.filter(edition=self.edition, person__in=people)
        placed = Participant.objects.filter(
            placement__edition=self.edition, person__in=people
        ).values("placement")
        return [
            ("people.person", people),
            ("offers.offer", matching(offers, query, ("number", "title")).values("pk")),
            ("ranked.application", applications.values("pk")),
            ("placements.placement", placed),
            ("editions.rolegrant", RoleGrant.objects.filter(person__in=people).values("pk")),
            ("mail.message", self._letters_to(query)),
        ]

    def _letters_to(self, query: str) -> QuerySet:
        letters = Message.objects.filter(scope=self.edition.scope)
        return matching(letters, query, ("name", "address")).values("pk")

    def ordered(self, state: Any) -> Any:
        if not state.sort:
            return self.found(state).order_by("-at", "-pk")
        return super().ordered(state)

    def url(self) -> str:
        return reverse("desk:journal", args=[self.edition.pk])

    def counted(self, number: int) -> str:
        return ngettext("%(n)d acte", "%(n)d actes", number) % {"n": number}

    def declare_columns(self) -> Sequence[Column]:
        who = listed_in_database("actor__")
        return [
            MomentColumn("quand", _("Quand"), "at"),
            TextColumn("qui", _("Qui"), who, width=24),
            ChoiceColumn("quoi", _("Quoi"), "verb", labels=VERBS.items(), width=36),
            TextColumn("sur", _("Sur"), many=_subjects, sorts=False, width=36),
            TextColumn("remarque", _("Remarque"), "note", sorts=False, width=40),
        ]

    def declare_filters(self) -> Sequence[Filter]:
        return [equal("acte", _("Quoi"), "verb", VERBS.items())]


def _subjects(pks: Sequence[int]) -> dict[int, str]:
    """What each entry is about, by its name of today."""
    entries = list(
        JournalEntry.objects.filter(pk__in=pks).values_list("pk", "subject_type", "subject_id")
    )
    names = {kind: read({pk for _e, k, pk in entries if k == kind}) for kind, read in NAMES.items()}
    return {pk: names.get(kind, {}).get(subject, "") for pk, kind, subject in entries}


def _offers(pks: set[int]) -> dict[int, str]:
    rows = Offer.objects.filter(pk__in=pks).values_list("pk", "number", "title")
    return {pk: f"{number} {title}" for pk, number, title in rows}


def _people(pks: set[int]) -> dict[int, str]:
    rows = Person.objects.filter(pk__in=pks).values_list("pk", "first_name", "last_name")
    return {pk: listed(first, last) for pk, first, last in rows}


def _applications(pks: set[int]) -> dict[int, str]:
    names = ("person__first_name", "person__last_name")
    rows = Application.objects.filter(pk__in=pks).values_list("pk", *names)
    return {pk: listed(first, last) for pk, first, last in rows}


def _placements(pks: set[int]) -> dict[int, str]:
    names = ("person__first_name", "person__last_name")
    rows = Participant.objects.filter(placement__in=pks).values_list("placement", *names)
    return {pk: listed(first, last) for pk, first, last in rows}


def _roles(pks: set[int]) -> dict[int, str]:
    names = ("person__first_name", "person__last_name")
    rows = RoleGrant.objects.filter(pk__in=pks).values_list("pk", *names)
    return {pk: listed(first, last) for pk, first, last in rows}


def _letters(pks: set[int]) -> dict[int, str]:
    rows = Message.objects.filter(pk__in=pks).values_list("pk", "subject", "name")
    return {pk: f"{subject} ({name})" for pk, subject, name in rows}


def _rounds(pks: set[int]) -> dict[int, str]:
    rows = Round.objects.filter(pk__in=pks).values_list("pk", "number")
    return {pk: _("Tour %(n)s") % {"n": number} for pk, number in rows}


def _runs(pks: set[int]) -> dict[int, str]:
    told = _("Tour %(n)s, brouillon %(r)s")
    rows = Run.objects.filter(pk__in=pks).values_list("pk", "round__number", "number")
    return {pk: told % {"n": number, "r": run} for pk, number, run in rows}


def _decisions(pks: set[int]) -> dict[int, str]:
    names = ("application__person__first_name", "application__person__last_name")
    rows = Decision.objects.filter(pk__in=pks).values_list("pk", *names, "offer__number")
    return {pk: f"{listed(first, last)}, {number}" for pk, first, last, number in rows}


def _imports(pks: set[int]) -> dict[int, str]:
    rows = SheetImport.objects.filter(pk__in=pks).values_list("pk", "hosts_name", "trainees_name")
    return {pk: ", ".join(filter(None, names)) for pk, *names in rows}


def _phases(pks: set[int]) -> dict[int, str]:
    rows = Phase.objects.filter(pk__in=pks).values_list("pk", "kind")
    return {pk: str(PhaseKind(kind).label) for pk, kind in rows}


def _mailings(pks: set[int]) -> dict[int, str]:
    rows = Mailing.objects.filter(pk__in=pks).select_related("edition")
    return {mailing.pk: mailing.subject for mailing in rows}


NAMES = {
    "desk.mailing": _mailings,
    "editions.phase": _phases,
    "ranked.decision": _decisions,
    "ranked.round": _rounds,
    "ranked.run": _runs,
    "ranked.sheetimport": _imports,
    "editions.rolegrant": _roles,
    "mail.message": _letters,
    "offers.offer": _offers,
    "ranked.application": _applications,
    "placements.placement": _placements,
    "people.person": _people,
}
