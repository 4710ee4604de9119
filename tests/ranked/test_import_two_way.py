"""Export, edit, import again: the difference, conflicts, part of it or all, undone (issue 5, IM-13)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from croisee.core.models import JournalEntry
from croisee.core.spreadsheets import read_workbook
from croisee.directory.models import Organisation, Service
from croisee.editions.models import Edition
from croisee.offers.models import Offer, Slot
from croisee.people.models import Person
from croisee.placements.actions import take_place
from croisee.schemes.ranked.actions import imports
from croisee.schemes.ranked.models import SheetImport
from tests import factories
from tests.ranked.dirt.workbooks import hosts_file
from tests.ranked.round_trips import edited, exported, without_stamp

pytestmark = pytest.mark.django_db

TITLE, PLACES, FACE = (
    "Intitulé de l’immersion",
    "Nombre de places",
    "Ce à quoi le stagiaire sera confronté",
)
NUMBER, EMAIL = "N°", "E-mail"


def fields(stored: SheetImport) -> dict[str, tuple[Any, Any]]:
    """{field: (here, in the file)} of all the rows."""
    return {
        cell["field"]: (cell["before"], cell["after"])
        for change in stored.changes
        for cell in change["cells"]
    }


def taken(stored: SheetImport, by: Person, at: datetime) -> SheetImport:
    imports.confirm_import(stored, by=by, at=at)
    return SheetImport.objects.get(pk=stored.pk)


def reread(offer: Offer) -> Offer:
    return Offer.objects.get(pk=offer.pk)


# ---------------------------------------------------------------- the difference


def test_each_changed_cell_is_told_with_both_values(
    edition: Edition, offer: Offer, give: Any, at: datetime
) -> None:
    changes = {("H001", TITLE): "Après", ("H001", PLACES): 6}
    stored = give(edited(exported(edition, "offres", at), changes, NUMBER))
    assert fields(stored) == {"title": ("Avant", "Après"), "places": (4, 6)}
    assert reread(offer).title == "Avant"


def test_a_column_the_file_does_not_have_changes_nothing(
    edition: Edition, offer: Offer, give: Any, by: Person, at: datetime
) -> None:
    """The list of offers has no description: reading it back wiped them all once."""
    Offer.objects.filter(pk=offer.pk).update(description="Une journée avec l’équipe.")
    taken(give(hosts_file({"N°": "H001", "Nombre de places": 5})), by, at)
    assert reread(offer).description == "Une journée avec l’équipe."
    assert Slot.objects.get(offer=offer).capacity == 5


def test_an_unreadable_cell_leaves_what_is_stored(
    edition: Edition, offer: Offer, give: Any, at: datetime
) -> None:
    changes = {("H001", "Durée"): "trois semaines", ("H001", TITLE): "Après"}
    stored = give(edited(exported(edition, "offres", at), changes, NUMBER))
    assert set(fields(stored)) == {"title"}
    assert "trois semaines" in str(stored.summary["problems"])


def test_fewer_places_than_taken_is_refused_with_names_and_the_rest_enters(
    edition: Edition, offer: Offer, give: Any, by: Person, at: datetime
) -> None:
    """Issue 5: capacity lowered below the places taken is refused with the names concerned."""
    for name in ("Kenza", "Bastien"):
        person = factories.make_person(first_name=name, last_name="Noël")
        take_place(offer.slots.get(), person, source="t", choice_rank=1, by=None, at=at)
    changes = {("H001", TITLE): "Après", ("H001", PLACES): 1}
    stored = give(edited(exported(edition, "offres", at), changes, NUMBER))
    (refused,) = [cell["refused"] for cell in stored.changes[0]["cells"] if "refused" in cell]
    assert "Kenza Noël" in refused
    assert "Bastien Noël" in refused
    imports.choose(stored, {"offer:places:H001": True})  # ticked by hand in the request: no help
    taken(SheetImport.objects.get(pk=stored.pk), by, at)
    assert (reread(offer).title, offer.slots.get().capacity) == ("Après", 4)


def test_an_offer_enters_between_rounds(
    edition: Edition, offer: Offer, give: Any, by: Person, at: datetime
) -> None:
    factories.make_round(edition)
    late = {"N°": "H777", "Nombre de places": 2, "Institution": "Tard", "E-mail": "t@tard.example"}
    stored = taken(give(hosts_file(late)), by, at)
    assert stored.summary["offers"] == {"made": 1, "changed": 0, "unchanged": 0}
    assert edition.offers.get(number="H777").state == "published"


def test_an_address_is_corrected_where_it_is(
    edition: Edition, offer: Offer, give: Any, by: Person, at: datetime
) -> None:
    """The host is corrected, not doubled."""
    before = (Organisation.objects.count(), Service.objects.count())
    changes = {("H001", "Adresse"): "Rue Neuve 12"}
    taken(give(edited(exported(edition, "offres", at), changes, NUMBER)), by, at)
    assert reread(offer).service_id == offer.service_id
    assert reread(offer).service.address == "Rue Neuve 12"
    assert (Organisation.objects.count(), Service.objects.count()) == before


def test_a_host_of_two_offers_moves_only_when_both_rows_say_so(
    edition: Edition, offer: Offer, give: Any, by: Person, at: datetime
) -> None:
    other = factories.make_offer(edition=edition, number="H002", service=offer.service)
    file = exported(edition, "offres", at)
    taken(give(edited(file, {("H001", "Adresse"): "Rue Neuve 12"}, NUMBER)), by, at)
    assert reread(other).service.address == offer.service.address
    assert reread(offer).service.address == "Rue Neuve 12"


def test_the_list_of_hosts_corrects_a_host_and_all_its_offers(
    edition: Edition, offer: Offer, give: Any, by: Person, at: datetime
) -> None:
    other = factories.make_offer(edition=edition, number="H002", service=offer.service)
    file = edited(
        exported(edition, "hotes", at), {("H001, H002", "Adresse"): "Rue Neuve 1"}, NUMBER
    )
    taken(give(file), by, at)
    assert reread(offer).service_id == reread(other).service_id == offer.service_id
    assert reread(other).service.address == "Rue Neuve 1"


def test_the_places_of_two_offers_together_are_told_not_shared_out(
    edition: Edition, offer: Offer, give: Any, at: datetime
) -> None:
    factories.make_offer(edition=edition, number="H002", service=offer.service, places=1)
    stored = give(edited(exported(edition, "hotes", at), {("H001, H002", PLACES): 9}, NUMBER))
    assert stored.changes == []
    assert "comment les répartir n’est pas deviné" in str(stored.summary["problems"])


def test_a_telephone_corrected_in_our_own_export_is_corrected(
    edition: Edition, offer: Offer, give: Any, by: Person, at: datetime
) -> None:
    """Another file only tells it: a stored telephone is never replaced by a form's."""
    person = factories.make_person(email="anne@pro.example", phone="0470 11 22 33")
    factories.make_application(edition, offer, person=person)
    file = edited(
        exported(edition, "stagiaires", at),
        {("anne@pro.example", "Téléphone"): "0499 00 00 00"},
        EMAIL,
    )
    assert give(trainees=without_stamp(file)).changes == []
    taken(give(trainees=file), by, at)
    person.refresh_from_db()
    assert person.phone == "0499 00 00 00"


def test_the_team_is_not_renamed_by_a_file(
    edition: Edition, offer: Offer, give: Any, by: Person, at: datetime
) -> None:
    factories.make_application(edition, offer, person=by)
    file = edited(exported(edition, "stagiaires", at), {(by.email, "Nom"): "Autrement"}, EMAIL)
    assert give(trainees=file).changes == []


# ---------------------------------------------------------------- conflicts


def conflicting(edition: Edition, offer: Offer, give: Any, at: datetime) -> SheetImport:
    """A title changed in the file and, meanwhile, here; a text changed in the file only."""
    changes = {("H001", TITLE): "Du fichier", ("H001", FACE): "Des entretiens."}
    file = edited(exported(edition, "offres", at), changes, NUMBER)
    Offer.objects.filter(pk=offer.pk).update(title="D’ici")
    return give(file)


def test_a_conflict_shows_three_values_and_keeps_what_is_here(
    edition: Edition, offer: Offer, give: Any, by: Person, at: datetime
) -> None:
    stored = conflicting(edition, offer, give, at)
    title = next(cell for cell in stored.changes[0]["cells"] if cell["field"] == "title")
    assert title == {
        "field": "title",
        "base": "Avant",
        "before": "D’ici",
        "after": "Du fichier",
        "conflict": True,
    }
    taken(stored, by, at)
    kept = reread(offer)
    assert (kept.title, kept.what_you_will_face) == ("D’ici", "Des entretiens.")


def test_a_conflict_is_settled_for_the_file_by_a_tick(
    edition: Edition, offer: Offer, give: Any, by: Person, at: datetime
) -> None:
    stored = conflicting(edition, offer, give, at)
    imports.choose(stored, {"offer:title:H001": True})
    taken(SheetImport.objects.get(pk=stored.pk), by, at)
    assert reread(offer).title == "Du fichier"


def test_what_changed_here_only_is_no_difference(
    edition: Edition, offer: Offer, give: Any, at: datetime
) -> None:
    """A cell nobody touched in the file says nothing, however old the file."""
    file = exported(edition, "offres", at)
    Offer.objects.filter(pk=offer.pk).update(title="D’ici")
    assert give(file).changes == []


def test_without_its_stamp_the_same_file_is_a_simple_difference(
    edition: Edition, offer: Offer, give: Any, at: datetime
) -> None:
    file = without_stamp(exported(edition, "offres", at))
    Offer.objects.filter(pk=offer.pk).update(title="D’ici")
    assert fields(give(file)) == {"title": ("D’ici", "Avant")}


def test_the_file_of_another_edition_is_an_ordinary_file(
    edition: Edition, offer: Offer, give: Any, at: datetime
) -> None:
    other = factories.make_edition(programme=edition.programme, slug="autre")
    factories.make_offer(edition=other, number="H001", title="Ailleurs", service=offer.service)
    stored = give(exported(other, "offres", at))
    assert fields(stored)["title"] == ("Avant", "Ailleurs")
    assert "exporté d’une autre édition" in str(stored.summary["problems"])


def test_the_stamp_says_nothing_to_anybody_else(
    edition: Edition, offer: Offer, at: datetime
) -> None:
    """Who removes a column before passing a file on can trust that it is gone."""
    Offer.objects.filter(pk=offer.pk).update(title="Confidentiel")
    _sheet, stamp = read_workbook(exported(edition, "offres", at))
    assert stamp.hidden
    assert "Confidentiel" not in str(stamp.rows)
    assert "Avant" not in str(stamp.rows)


# ---------------------------------------------------------------- part of it; meanwhile


def test_what_is_not_ticked_stays(
    edition: Edition, offer: Offer, give: Any, by: Person, at: datetime
) -> None:
    changes = {("H001", TITLE): "Après", ("H001", PLACES): 6}
    stored = give(edited(exported(edition, "offres", at), changes, NUMBER))
    imports.choose(stored, {"offer:title:H001": False})
    done = taken(SheetImport.objects.get(pk=stored.pk), by, at)
    assert (reread(offer).title, offer.slots.get().capacity) == ("Avant", 6)
    assert fields(done) == {"places": (4, 6)}


def test_what_changed_between_preview_and_import_is_left_and_told(
    edition: Edition, offer: Offer, give: Any, by: Person, at: datetime
) -> None:
    changes = {("H001", TITLE): "Après", ("H001", FACE): "Des entretiens."}
    stored = give(edited(exported(edition, "offres", at), changes, NUMBER))
    Offer.objects.filter(pk=offer.pk).update(title="Entre-temps")
    done = taken(stored, by, at)
    assert (reread(offer).title, reread(offer).what_you_will_face) == (
        "Entre-temps",
        "Des entretiens.",
    )
    assert [label[:4] for label in done.summary["overtaken"]] == ["H001"]


def test_the_journal_says_what_changed_and_no_personal_text(
    edition: Edition, offer: Offer, give: Any, by: Person, at: datetime
) -> None:
    person = factories.make_person(email="anne@pro.example")
    factories.make_application(edition, offer, person=person)
    changes = {("H001", TITLE): "Après"}
    taken(give(edited(exported(edition, "offres", at), changes, NUMBER)), by, at)
    wish = {("anne@pro.example", "Mes attentes"): "Secret de Anne"}
    taken(give(trainees=edited(exported(edition, "stagiaires", at), wish, EMAIL)), by, at)
    entries = JournalEntry.objects.filter(verb="imported.changed").order_by("pk")
    assert [entry.changes for entry in entries] == [
        {"title": ["Avant", "Après"]},
        {"expectations": ["…", "…"]},
    ]


# ---------------------------------------------------------------- headings


def test_an_unknown_heading_is_told_once_and_remembered(
    edition: Edition, offer: Offer, give: Any, by: Person, at: datetime
) -> None:
    file = hosts_file({"Dossier": "H001", "Combien": 7, "Remarques": "à voir"})
    stored = give(file)
    assert stored.summary["lacking"]
    assert [heading[1] for heading in stored.summary["headings"]] == [
        "Dossier",
        "Combien",
        "Remarques",
    ]
    said = {("hosts", "dossier"): "number", ("hosts", "combien"): "places"}
    imports.say_headings(stored, said, by=by, at=at)
    stored.refresh_from_db()
    assert fields(stored) == {"places": (4, 7)}
    assert fields(give(file)) == {"places": (4, 7)}  # the next file asks nothing


def test_a_recognised_heading_can_be_corrected_or_left_out(
    edition: Edition, offer: Offer, give: Any, by: Person, at: datetime
) -> None:
    row = {"N°": "H001", "Nombre de places": 4, "Intitulé": "Non", "Titre court": "Oui"}
    stored = give(hosts_file(row))
    assert fields(stored) == {"title": ("Avant", "Non")}
    imports.say_headings(stored, {("hosts", "intitule"): ""}, by=by, at=at)
    stored.refresh_from_db()
    assert fields(stored) == {"title": ("Avant", "Oui")}


def test_an_import_cannot_be_taken_before_its_columns_are_told(
    edition: Edition, give: Any, by: Person, at: datetime
) -> None:
    stored = give(hosts_file({"Dossier": "H001"}))
    with pytest.raises(imports.ImportStateError):
        imports.confirm_import(stored, by=by, at=at)


# ---------------------------------------------------------------- kept no longer than needed


def test_an_abandoned_preview_keeps_nothing_of_its_rows(
    edition: Edition, offer: Offer, give: Any, by: Person, at: datetime
) -> None:
    file = edited(exported(edition, "offres", at), {("H001", TITLE): "Après"}, NUMBER)
    stored = give(file)
    imports.discard_import(stored, by=by, at=at)
    stored.refresh_from_db()
    assert (stored.changes, stored.summary, stored.hosts_file) == ([], {}, None)


def test_a_preview_forgotten_by_its_author_is_forgotten_by_us(
    edition: Edition, offer: Offer, give: Any, at: datetime
) -> None:
    file = exported(edition, "offres", at)
    stored = give(file)
    other = factories.make_role(edition)
    later = at + imports.PREVIEW_KEPT + timedelta(days=1)
    imports.begin_import(edition, (file, None), publish=True, by=other, at=later)
    stored.refresh_from_db()
    assert stored.state == SheetImport.State.DISCARDED


def test_the_values_of_an_import_too_old_to_be_undone_are_forgotten(
    edition: Edition, offer: Offer, give: Any, by: Person, at: datetime
) -> None:
    file = edited(exported(edition, "offres", at), {("H001", TITLE): "Après"}, NUMBER)
    old = taken(give(file), by, at)
    assert old.changes
    later = at + imports.UNDO_KEPT + timedelta(days=1)
    imports.begin_import(edition, (file, None), publish=True, by=by, at=later)
    old.refresh_from_db()
    assert (old.state, old.changes) == (SheetImport.State.APPLIED, [])
    assert old.summary["offers"]["changed"] == 1
