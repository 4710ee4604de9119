"""The journal of an edition as a list: who did what to which object (IM-05)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from croisee.core.listing.columns import ChoiceColumn, Column, MomentColumn, TextColumn
from croisee.core.listing.filters import Filter, equal
from croisee.core.listing.history import VERBS
from croisee.core.listing.listing import Listing
from croisee.core.models import JournalEntry
from croisee.offers.models import Offer
from croisee.placements.models import Participant
from croisee.schemes.ranked.models import Application


class JournalList(Listing):
    key = "journal"
    default_sort = "quand"
    title = gettext_lazy("Journal")
    search_hint = gettext_lazy("Nom de qui a agi, remarque")
    nothing = gettext_lazy("Rien encore : le journal s’écrit de lui-même à chaque acte.")
    searched = ("actor__first_name", "actor__last_name", "note")

    def rows(self) -> QuerySet[JournalEntry]:
        return JournalEntry.objects.filter(scope=self.edition.scope)

    def ordered(self, state: Any) -> Any:
        if not state.sort:
            return self.found(state).order_by("-at", "-pk")
        return super().ordered(state)

    def url(self) -> str:
        return reverse("desk:journal", args=[self.edition.pk])

    def counted(self, number: int) -> str:
        return ngettext("%(n)d acte", "%(n)d actes", number) % {"n": number}

    def declare_columns(self) -> Sequence[Column]:
        who = Concat("actor__first_name", Value(" "), "actor__last_name")
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


def _applications(pks: set[int]) -> dict[int, str]:
    names = ("person__first_name", "person__last_name")
    rows = Application.objects.filter(pk__in=pks).values_list("pk", *names)
    return {pk: f"{first} {last}" for pk, first, last in rows}


def _placements(pks: set[int]) -> dict[int, str]:
    names = ("person__first_name", "person__last_name")
    rows = Participant.objects.filter(placement__in=pks).values_list("placement", *names)
    return {pk: f"{first} {last}" for pk, first, last in rows}


NAMES = {
    "offers.offer": _offers,
    "ranked.application": _applications,
    "placements.placement": _placements,
}
