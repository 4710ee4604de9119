"""The coordinators' follow-up of placements: who goes where, contact taken, dated, done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from croisee.core import journal
from croisee.core.form_fields import PickField
from croisee.core.listing.bulk import Bulk, Outcome
from croisee.core.listing.columns import (
    ChoiceColumn,
    Column,
    DayColumn,
    ListColumn,
    NumberColumn,
    TextColumn,
    named,
)
from croisee.core.listing.editing import Editor, RefusedError, change
from croisee.core.listing.filters import Filter, equal
from croisee.core.listing.folding import Related
from croisee.core.listing.undo import register
from croisee.directory.queries import provinces
from croisee.editions import rules as edition_rules
from croisee.editions.models import Edition
from croisee.editions.office_list import TerritorialList
from croisee.offers.models import OfferContact
from croisee.people.models import Person
from croisee.placements.models import Participant, Placement

State = Placement.State
SIGNS = {
    State.ASSIGNED: "now",
    State.DONE: "ok",
    State.PARTLY: "ok",
    State.NO_SHOW: "bad",
    State.CANCELLED: "bad",
}
FOLLOWED = [choice for choice in State.choices if choice[0] != State.CANCELLED]
SILENT_AFTER = timedelta(days=10)


class FollowUpForm(forms.Form):
    state = PickField(label=gettext_lazy("Suivi"), choices=FOLLOWED)


class PlacementEditor(Editor):
    """Only the follow-up: a place is freed by cancelling it, on the page of the application."""

    key = "placement"
    form_class = FollowUpForm

    def load(self, edition: Edition, pk: int, *, lock: bool = False) -> Placement | None:
        found = Placement.objects.filter(edition=edition, pk=pk)
        if lock:
            found = found.select_for_update(of=("self",))
        return found.select_related("edition__programme", "slot__offer__service__province").first()

    def read(self, thing: Placement) -> dict[str, Any]:
        return {"state": thing.state}

    def write(
        self, thing: Placement, changes: dict[str, Any], *, by: Person | None, at: datetime
    ) -> None:
        if State.CANCELLED in (thing.state, changes["state"]):
            raise RefusedError(_("Ce stage est annulé : son suivi ne change plus."), "state")
        before = self.read(thing)
        Placement.objects.filter(pk=thing.pk).update(state=changes["state"])
        scope = thing.edition.scope
        told = journal.difference(before, changes, set())
        journal.record("placement.changed", thing, by=by, at=at, scope=scope, changes=told)

    def may(self, person: Person, thing: Placement, at: datetime) -> bool:
        place = thing.slot.offer.service.province if thing.slot else None
        return edition_rules.writes_in(person, thing.edition.programme, place, at)

    def name(self, thing: Placement) -> str:
        names = thing.participants.select_related("person")
        told = ", ".join(participant.person.full_name for participant in names)
        return _("Stage de %(name)s") % {"name": told}


PLACEMENTS = register(PlacementEditor())


def _people(*names: str) -> Callable[[Sequence[int]], dict[int, list[str]]]:
    def many(pks: Sequence[int]) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        rows = Participant.objects.filter(placement__in=pks).order_by("pk")
        for pk, *texts in rows.values_list("placement_id", *names):
            found.setdefault(pk, []).append(", ".join(filter(None, texts)))
        return found

    return many


def _contacts(*names: str) -> Callable[[Sequence[int]], dict[int, list[str]]]:
    def many(pks: Sequence[int]) -> dict[int, list[str]]:
        offers = dict(Placement.objects.filter(pk__in=pks).values_list("pk", "slot__offer_id"))
        found: dict[int, list[str]] = {}
        rows = OfferContact.objects.filter(offer__in=set(offers.values())).order_by("order", "pk")
        for offer, *texts in rows.values_list("offer_id", *names):
            found.setdefault(offer, []).append(" ".join(filter(None, texts)))
        return {pk: found.get(offer, []) for pk, offer in offers.items()}

    return many


class PlacementList(TerritorialList):
    key = "stages"
    default_sort = "stagiaire"
    title = gettext_lazy("Stages")
    search_hint = gettext_lazy("Nom, institution, numéro d’offre")
    nothing = gettext_lazy(
        "Aucun stage encore : ils naissent de la publication d’un tour de matching."
    )
    searched = (
        "slot__offer__number",
        "slot__offer__title",
        "slot__offer__service__organisation__name",
        "slot__offer__service__locality",
    )
    place = "slot__offer__service__province_id"
    editor = PLACEMENTS

    def rows(self) -> QuerySet[Placement]:
        return Placement.objects.filter(edition=self.edition)

    def url(self) -> str:
        return reverse("desk:placements", args=[self.edition.pk])

    def link(self, pk: int) -> str:
        return reverse("desk:placement", args=[self.edition.pk, pk])

    def counted(self, number: int) -> str:
        return ngettext("%(n)d stage", "%(n)d stages", number) % {"n": number}

    def related(self) -> Sequence[Related]:
        names = ("person__first_name", "person__last_name", "person__email")
        return [Related(Participant.objects.all(), "placement", *names)]

    def views(self) -> Sequence[tuple[Any, str]]:
        return [
            (_("Sans contact depuis 10 jours"), "?suivi=muet"),
            (_("Sans date"), "?suivi=contacted"),
            (_("Ont eu lieu"), "?suivi=done"),
        ]

    def declare_columns(self) -> Sequence[Column]:
        full_name = ("person__last_name", "person__first_name")
        return [
            ListColumn("stagiaire", _("Stagiaire"), many=_people(*full_name), width=26),
            ListColumn(
                "courriel", _("E-mail"), many=_people("person__email"), shown=False, width=30
            ),
            ListColumn("telephone", _("Téléphone"), many=_people("person__phone"), shown=False),
            TextColumn("offre", _("Offre"), "slot__offer__number", width=8),
            TextColumn(
                "institution",
                _("Institution"),
                "slot__offer__service__organisation__name",
                width=30,
            ),
            TextColumn("commune", _("Commune"), "slot__offer__service__locality"),
            TextColumn(
                "province", _("Province"), named("slot__offer__service__province"), shown=False
            ),
            ListColumn(
                "contact",
                _("Contact chez l’hôte"),
                many=_contacts("person__first_name", "person__last_name"),
                width=26,
            ),
            ListColumn(
                "contact_courriel",
                _("E-mail du contact"),
                many=_contacts("person__email"),
                shown=False,
                width=30,
            ),
            NumberColumn("rang", _("Choix"), "choice_rank", width=8),
            DayColumn("attribue", _("Attribué le"), "created_at"),
            ChoiceColumn(
                "suivi", _("Suivi"), "state", labels=State.choices, signs=SIGNS, edit="state"
            ),
        ]

    def declare_filters(self) -> Sequence[Filter]:
        silent = [("muet", _("sans contact depuis 10 jours")), *State.choices]
        return [
            Filter("suivi", _("Suivi"), silent, self._by_state),
            equal(
                "province",
                _("Province"),
                "slot__offer__service__province__code",
                lambda: [(row.code, row.name) for row in provinces()],
            ),
        ]

    def _by_state(self, rows: QuerySet, value: str) -> QuerySet:
        if value == "muet":
            return rows.filter(without_contact(self.at))
        return rows.filter(state=value)

    def declare_bulk(self) -> Sequence[Bulk]:
        return [
            self._marking("contact", State.CONTACTED, _("Contact pris")),
            self._marking("date", State.DATED, _("Date fixée")),
            self._marking("fait", State.DONE, _("A eu lieu")),
            self._marking("absence", State.NO_SHOW, _("Absence")),
        ]

    def _marking(self, key: str, state: str, label: str) -> Bulk:
        told = ngettext_lazy("Un stage est à jour.", "%(n)d stages sont à jour.", "n")

        def run(ids: Sequence[int], *, by: Person, at: datetime) -> Outcome:
            outcome = Outcome()
            for pk in ids:
                try:
                    wanted = {"state": str(state)}
                    changes = change(PLACEMENTS, self.edition, pk, wanted, {}, by=by, at=at)
                    outcome.add(pk, changes)
                except RefusedError as error:
                    outcome.left.append(error.sentence)
            return outcome

        return Bulk(key, label, run, lambda n: str(told % {"n": n}), editor=PLACEMENTS.key)


def without_contact(at: datetime) -> Q:
    """Given a place more than ten days ago, and nobody has called the other."""
    return Q(state=State.ASSIGNED, created_at__lt=at - SILENT_AFTER)
