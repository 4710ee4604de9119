"""Taking a whole import back: each cell that nobody changed since, each new row nothing hangs on.

What cannot be taken back stays as it is and is told, with its reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from django.apps import apps
from django.db import transaction
from django.db.models import F, Model
from django.utils.translation import gettext_noop

from croisee.core import journal
from croisee.directory.models import Membership
from croisee.editions.models import Edition
from croisee.mail.models import Message
from croisee.offers.models import Offer, OfferContact, Slot
from croisee.people.models import Person
from croisee.schemes.ranked.actions.imports import UNDO_KEPT, ImportStateError
from croisee.schemes.ranked.enrolment.cells import (
    SERVICE_FIELDS,
    Cells,
    application_cells,
    offer_cells,
    same,
)
from croisee.schemes.ranked.enrolment.difference import OFFER, Cell
from croisee.schemes.ranked.enrolment.elsewhere import Elsewhere
from croisee.schemes.ranked.enrolment.hosts import HostEnrolment
from croisee.schemes.ranked.enrolment.journaled import journaled
from croisee.schemes.ranked.enrolment.known import Known
from croisee.schemes.ranked.enrolment.origins import Origin
from croisee.schemes.ranked.enrolment.outcome import Outcome, mute
from croisee.schemes.ranked.enrolment.trainees import TraineeEnrolment
from croisee.schemes.ranked.enrolment.whole import lock
from croisee.schemes.ranked.models import Application, SheetImport

State = SheetImport.State

# Why something stays. Kept as they are, put into the reader's language when shown.
GONE: Final = gettext_noop("n’existe plus")
CHANGED: Final = gettext_noop("changé depuis par quelqu’un : la nouvelle valeur est gardée")
TAKEN: Final = gettext_noop("des places sont attribuées au-delà : libérez-les d’abord")
PLACED: Final = gettext_noop("la personne a une place : ses choix sont gardés")
EDITED: Final = gettext_noop("modifié depuis par quelqu’un : la ligne est gardée")
CHOSEN: Final = gettext_noop("quelque chose en dépend (choix, place ou tour) : la ligne est gardée")


def may_undo(stored: SheetImport, at: datetime) -> bool:
    """Whether an import was taken, and not too long ago."""
    if stored.state != State.APPLIED or stored.applied_at is None:
        return False
    return stored.applied_at > at - UNDO_KEPT


@transaction.atomic
def undo_import(stored: SheetImport, *, by: Person, at: datetime) -> dict[str, Any]:
    """Give back what the import changed; {"restored": cells, "removed": rows, "left": [...]}.

    Raises ImportStateError when it was undone already, or is too old.
    """
    since = at - UNDO_KEPT
    claimed = SheetImport.objects.filter(pk=stored.pk, state=State.APPLIED, applied_at__gt=since)
    if not claimed.update(state=State.UNDONE, undone_at=at):
        raise ImportStateError(stored.pk)
    lock(stored.edition)
    undoing = _Undoing(stored, by=by, at=at)
    undoing.restore()
    undoing.remove()
    report = undoing.report()
    SheetImport.objects.filter(pk=stored.pk).update(
        summary={**stored.summary, "undone": report}, changes=stored.changes
    )
    journal.record("import.undone", stored, by=by, at=at, scope=stored.edition.scope)
    return report


class _Undoing:
    def __init__(self, stored: SheetImport, *, by: Person, at: datetime) -> None:
        self.stored, self.by, self.at = stored, by, at
        self.edition = stored.edition
        self.known = Known(self.edition, at=at)
        outcome, everywhere = Outcome(), Elsewhere(None, self.known.gazetteer)
        nothing: tuple[None, Edition, list[Model]] = (None, self.edition, [])
        self.hosts = HostEnrolment(self.known, outcome, "", Origin(*nothing, {}), everywhere)
        self.trainees = TraineeEnrolment(self.known, outcome, "", Origin(*nothing, {}), everywhere)
        self.offers = {offer.pk: offer for offer in self.known.offers.values()}
        self.applications = {one.pk: one for one in self.known.applications.values()}
        self.left: list[dict[str, Any]] = []
        self.restored, self.removed = 0, 0

    def report(self) -> dict[str, Any]:
        return {"restored": self.restored, "removed": self.removed, "left": self.left}

    def _leave(self, row: Mapping[str, Any], why: str, **more: Any) -> None:
        self.left.append({"kind": row["kind"], "label": row["label"], "why": why, **more})

    def _thing(self, row: Mapping[str, Any]) -> Any:
        return (self.offers if row["kind"] == OFFER else self.applications).get(row["pk"])

    # -------- cells

    def restore(self) -> None:
        rows = [row for row in self.stored.changes if not row["new"]]
        back = [(row, cells) for row in rows if (cells := self._back(row))]
        alike: dict[int, list[Cells]] = {}
        for row, cells in back:
            of_service = {one.field: one.after for one in cells if one.field in SERVICE_FIELDS}
            if row["kind"] == OFFER and of_service:
                alike.setdefault(self.offers[row["pk"]].service_id, []).append(of_service)
        for row, cells in back:
            self._write(row, {one.field: one.after for one in cells}, alike)
            self.restored += len(cells)
        self.trainees.finish()
        self._record(back)

    def _back(self, row: Mapping[str, Any]) -> list[Cell]:
        """The cells of a row that go back; the others are told."""
        thing = self._thing(row)
        if thing is None:
            self._leave(row, GONE)
            return []
        now = offer_cells(thing) if row["kind"] == OFFER else application_cells(thing)
        found = []
        for cell in row["cells"]:
            name, before = cell["field"], cell["before"]
            if same(name, now[name], before):
                continue
            why = self._why_not(thing, cell, now[name])
            if why:
                self._leave(row, why, field=name, now=now[name], before=before)
            else:
                found.append(Cell(name, now[name], before))
        return found

    def _why_not(self, thing: Any, cell: Mapping[str, Any], now: Any) -> str:
        if not same(cell["field"], now, cell["after"]):
            return CHANGED
        if cell["field"] == "places":
            slot = self.known.slot(thing)
            return TAKEN if slot and slot.taken > cell["before"] else ""
        if cell["field"] in {"choices", "state"} and thing.placement_id:
            return PLACED
        return ""

    def _write(
        self, row: Mapping[str, Any], after: Cells, alike: Mapping[int, list[Cells]]
    ) -> None:
        thing = self._thing(row)
        if row["kind"] == OFFER:
            self.hosts.write(thing, after, alike=alike, tell=mute())
        else:
            self.trainees.write(thing, after, mute())

    def _record(self, back: list[tuple[dict[str, Any], list[Cell]]]) -> None:
        for kind in sorted({row["kind"] for row, _cells in back}):
            mine = [(self._thing(row), cells) for row, cells in back if row["kind"] == kind]
            changes = {thing.pk: journaled(cells) for thing, cells in mine}
            self._journal("imported.undone", [thing for thing, _cells in mine], changes)

    def _journal(
        self, verb: str, things: Iterable[Model], changes: Mapping[int, Any] | None = None
    ) -> None:
        journal.record_many(
            verb, things, by=self.by, at=self.at, scope=self.edition.scope, changes=changes
        )

    # -------- rows

    def remove(self) -> None:
        """New applications, then new offers, then what was made for them."""
        new = [row for row in self.stored.changes if row["new"]]
        self._remove([row for row in new if row["kind"] != OFFER], Application, {"ranked.Choice"})
        inner = {"offers.OfferContact", "offers.Slot"}
        self._remove([row for row in new if row["kind"] == OFFER], Offer, inner)
        made = self.stored.summary.get("made", {})
        self._remove_memberships(made.get("directory.Membership", []))
        for label in ("editions.Participation", "directory.Service", "directory.Organisation"):
            self._remove_made(label, made.get(label, []))
        self._remove_made("people.Person", self._never_written_to(made.get("people.Person", [])))

    def _remove(self, rows: list[dict[str, Any]], model: type[Model], inner: set[str]) -> None:
        pks = [row["pk"] for row in rows]
        stored = {thing.pk: thing for thing in model._default_manager.filter(pk__in=pks)}
        held = hanging(model, pks, ignoring=inner) | _taken(model, pks)
        gone = []
        for row in rows:
            thing: Any = stored.get(row["pk"])
            if thing is None:
                self._leave(row, GONE)
            elif row["pk"] in held:
                self._leave(row, CHOSEN)
            elif thing.version != row["version"]:
                self._leave(row, EDITED)
            else:
                gone.append(thing)
        self._journal("imported.removed", gone)
        model._default_manager.filter(pk__in=[thing.pk for thing in gone]).delete()
        self.removed += len(gone)

    def _remove_memberships(self, pks: list[int]) -> None:
        """Somebody is no longer a contact of a service when no offer of it names them."""
        for membership in Membership.objects.filter(pk__in=pks):
            named = OfferContact.objects.filter(
                person=membership.person_id, offer__service=membership.service_id
            )
            if not named.exists():
                membership.delete()

    def _remove_made(self, label: str, pks: list[int]) -> None:
        model = apps.get_model(label)
        rows = model._default_manager.filter(pk__in=pks)
        if label == "editions.Participation":  # an institution that still proposes something stays
            proposing = Offer.objects.filter(edition=self.edition)
            rows = rows.exclude(organisation__in=proposing.values("service__organisation"))
            pks = list(rows.values_list("pk", flat=True))
        held = hanging(model, pks, ignoring=set())
        model._default_manager.filter(pk__in=set(pks) - held).delete()

    def _never_written_to(self, pks: list[int]) -> list[int]:
        """Somebody who signed in, or to whom a message was prepared, exists for good."""
        persons = Person.objects.filter(pk__in=pks, last_login=None)
        references = {person.reference: person.pk for person in persons}
        written = Message.objects.filter(recipient__in=references).values_list(
            "recipient", flat=True
        )
        return sorted(set(references.values()) - {references[one] for one in written})


def _taken(model: type[Model], pks: list[int]) -> set[int]:
    """Offers with a place that somebody has, or had: the slot is history."""
    if model is not Offer:
        return set()
    slots = dict(
        Offer.objects.filter(pk__in=pks, slots__isnull=False).values_list("slots__pk", "pk")
    )
    return {slots[pk] for pk in hanging(Slot, list(slots), ignoring=set())}


def hanging(model: type[Model], pks: list[int], *, ignoring: set[str]) -> set[int]:
    """Which rows some other row points to, in one query for each kind of row that may."""
    found: set[int] = set()
    relations: Iterable[Any] = model._meta.get_fields(include_hidden=True)
    for relation in relations:
        other: Any = relation.related_model
        points_here = relation.auto_created and not relation.concrete and pks
        if not points_here or other._meta.auto_created or other._meta.label in ignoring:
            continue
        name = relation.field.name
        pointing = other._default_manager.filter(**{f"{name}__in": pks})
        found |= set(pointing.values_list(F(name), flat=True))
    return found & set(pks)
