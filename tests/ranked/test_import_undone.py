"""A whole import taken back: what nobody changed since, what nothing hangs on (issue 5)."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from croisee.core.models import JournalEntry
from croisee.core.spreadsheets import Source
from croisee.directory.models import Organisation, Service
from croisee.editions.models import Edition
from croisee.offers.models import Offer, OfferContact, Slot
from croisee.people.models import Person
from croisee.placements.actions import take_place
from croisee.schemes.ranked.actions import imports, undoing
from croisee.schemes.ranked.models import Application, Round, RoundEntry, SheetImport
from tests import factories
from tests.ranked.dirt.workbooks import host, hosts_file, trainee, trainees_file
from tests.ranked.round_trips import edited, exported

pytestmark = pytest.mark.django_db

TITLE, PLACES, FACE = (
    "Intitulé de l’immersion",
    "Nombre de places",
    "Ce à quoi le stagiaire sera confronté",
)
NUMBER, EMAIL = "N°", "E-mail"


def taken(stored: SheetImport, by: Person, at: datetime) -> SheetImport:
    imports.confirm_import(stored, by=by, at=at)
    return SheetImport.objects.get(pk=stored.pk)


def reread(offer: Offer) -> Offer:
    return Offer.objects.get(pk=offer.pk)


def with_new_rows() -> tuple[Source, Source]:
    return (
        hosts_file(host(number="H500", name="Neuve", email="neuve@h.example")),
        trainees_file(trainee(email="neuf@pro.example", one="H500")),
    )


def counts() -> dict[str, int]:
    models = (Offer, Slot, OfferContact, Application, Person, Organisation, Service)
    return {model.__name__: model._default_manager.count() for model in models}


def test_undoing_gives_back_every_cell_and_takes_away_every_new_row(
    edition: Edition, offer: Offer, give: Any, by: Person, at: datetime
) -> None:
    before, places = counts(), offer.slots.get().capacity
    changes = {("H001", TITLE): "Après", ("H001", PLACES): 6, ("H001", "Adresse"): "Rue Neuve 12"}
    first = taken(give(edited(exported(edition, "offres", at), changes, NUMBER)), by, at)
    second = taken(give(*with_new_rows()), by, at)
    assert counts() != before
    assert undoing.undo_import(second, by=by, at=at) == {"restored": 0, "removed": 2, "left": []}
    assert counts() == before
    assert undoing.undo_import(first, by=by, at=at) == {"restored": 3, "removed": 0, "left": []}
    back = reread(offer)
    assert (back.title, back.slots.get().capacity) == ("Avant", places)
    assert back.service.address == offer.service.address
    verbs = JournalEntry.objects.filter(verb__in=["imported.undone", "imported.removed"])
    assert sorted(verbs.values_list("verb", flat=True)) == [
        "imported.removed",
        "imported.removed",
        "imported.undone",
    ]


def test_what_somebody_changed_since_stays_and_is_told(
    edition: Edition, offer: Offer, give: Any, by: Person, at: datetime
) -> None:
    changes = {("H001", TITLE): "Après", ("H001", FACE): "Des entretiens."}
    stored = taken(give(edited(exported(edition, "offres", at), changes, NUMBER)), by, at)
    Offer.objects.filter(pk=offer.pk).update(title="Depuis")
    report = undoing.undo_import(stored, by=by, at=at)
    assert report["restored"] == 1
    assert [(one["field"], one["now"], one["why"]) for one in report["left"]] == [
        ("title", "Depuis", undoing.CHANGED)
    ]
    assert reread(offer).title == "Depuis"


def test_places_given_since_keep_their_capacity(
    edition: Edition, offer: Offer, give: Any, by: Person, at: datetime
) -> None:
    file = edited(exported(edition, "offres", at), {("H001", PLACES): 6}, NUMBER)
    stored = taken(give(file), by, at)
    for _ in range(5):
        person = factories.make_person()
        take_place(offer.slots.get(), person, source="t", choice_rank=1, by=None, at=at)
    report = undoing.undo_import(stored, by=by, at=at)
    assert [one["why"] for one in report["left"]] == [undoing.TAKEN]
    assert offer.slots.get().capacity == 6


@pytest.mark.parametrize("hook", ["chosen", "placed", "in a round", "edited"])
def test_a_new_row_that_something_hangs_on_stays(
    edition: Edition, offer: Offer, give: Any, by: Person, at: datetime, hook: str
) -> None:
    stored = taken(give(*with_new_rows()), by, at)
    new, application = edition.offers.get(number="H500"), edition.applications.get()
    why, kinds = undoing.CHOSEN, {"offer"}
    if hook == "chosen":
        factories.make_application(edition, new)
    elif hook == "placed":
        take_place(new.slots.get(), by, source="t", choice_rank=1, by=None, at=at)
    elif hook == "in a round":
        round_: Round = factories.make_round(edition)
        RoundEntry.objects.create(round=round_, application=application, pseudonym="s1")
        kinds = {"application", "offer"}  # who stays has chosen the offer
    else:
        Offer.objects.filter(pk=new.pk).update(version=7)
        why = undoing.EDITED
    report = undoing.undo_import(stored, by=by, at=at)
    assert {(one["kind"], one["why"]) for one in report["left"]} == {(kind, why) for kind in kinds}
    assert edition.offers.filter(number="H500").exists()


def test_an_import_is_undone_once(
    edition: Edition, offer: Offer, give: Any, by: Person, at: datetime
) -> None:
    file = edited(exported(edition, "offres", at), {("H001", TITLE): "Après"}, NUMBER)
    stored = taken(give(file), by, at)
    undoing.undo_import(stored, by=by, at=at)
    with pytest.raises(imports.ImportStateError):
        undoing.undo_import(stored, by=by, at=at)


def test_an_old_import_is_no_longer_undone(
    edition: Edition, offer: Offer, give: Any, by: Person, at: datetime
) -> None:
    file = edited(exported(edition, "offres", at), {("H001", TITLE): "Après"}, NUMBER)
    stored = taken(give(file), by, at)
    later = at + imports.UNDO_KEPT + timedelta(minutes=1)
    assert not undoing.may_undo(stored, later)
    with pytest.raises(imports.ImportStateError):
        undoing.undo_import(stored, by=by, at=later)
    assert reread(offer).title == "Après"


def test_choices_go_back_unless_the_person_has_a_place(
    edition: Edition, offer: Offer, give: Any, by: Person, at: datetime
) -> None:
    other = factories.make_offer(edition=edition, number="H002")
    people = [factories.make_person(email=f"p{n}@pro.example") for n in range(2)]
    made = [factories.make_application(edition, offer, person=person) for person in people]
    changes = {(person.email, "Choix 1"): "H002" for person in people}
    file = edited(exported(edition, "stagiaires", at), changes, EMAIL)
    stored = taken(give(trainees=file), by, at)
    place = take_place(other.slots.get(), people[0], source="t", choice_rank=1, by=None, at=at)
    Application.objects.filter(pk=made[0].pk).update(placement=place)
    report = undoing.undo_import(stored, by=by, at=at)
    assert [one["why"] for one in report["left"]] == [undoing.PLACED]
    numbers = [one.choices.get().offer.number for one in made]
    assert numbers == ["H002", "H001"]


# ---------------------------------------------------------------- several at once


@pytest.mark.django_db(transaction=True)
def test_an_import_undone_by_six_at_once_is_undone_once(at: datetime) -> None:
    """A double click, or two coordinators: one report; with the guard on the state taken away each
    would give one."""
    edition = factories.make_edition()
    by = factories.make_role(edition)
    offer = factories.make_offer(edition=edition, number="H001", title="Avant")
    file = edited(exported(edition, "offres", at), {("H001", TITLE): "Après"}, NUMBER)
    stored = imports.begin_import(edition, (file, None), publish=True, by=by, at=at)
    imports.confirm_import(SheetImport.objects.get(pk=stored.pk), by=by, at=at)
    outcomes: list[Any] = []
    start = threading.Barrier(6)

    def undo() -> None:
        try:
            mine = SheetImport.objects.get(pk=stored.pk)
            start.wait()
            outcomes.append(undoing.undo_import(mine, by=by, at=at)["restored"])
        except imports.ImportStateError:
            outcomes.append("already")
        finally:
            connection.close()

    threads = [threading.Thread(target=undo) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, outcomes)) == ["1", *["already"] * 5]
    assert reread(offer).title == "Avant"
    assert JournalEntry.objects.filter(verb="imported.undone").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_preview_taken_by_six_at_once_is_taken_once(at: datetime) -> None:
    edition = factories.make_edition()
    by = factories.make_role(edition)
    stored = imports.begin_import(edition, with_new_rows(), publish=True, by=by, at=at)
    outcomes: list[str] = []
    start = threading.Barrier(6)

    def take() -> None:
        try:
            mine = SheetImport.objects.get(pk=stored.pk)
            start.wait()
            imports.confirm_import(mine, by=by, at=at)
            outcomes.append("taken")
        except imports.ImportStateError:
            outcomes.append("already")
        finally:
            connection.close()

    threads = [threading.Thread(target=take) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [*["already"] * 5, "taken"]
    assert (edition.offers.count(), edition.applications.count()) == (1, 1)
