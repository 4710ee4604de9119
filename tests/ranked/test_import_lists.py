"""The lists of the desk read back: what they said then, what cannot come back, whose rows they are.

Issue 5: export, edit in Excel, import again; conflicts with what changed meanwhile (IM-05, IM-13).
"""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import openpyxl
import pytest
from django.urls import reverse

from croisee.core.spreadsheets import Source
from croisee.directory.models import Territory
from croisee.directory.queries import Gazetteer
from croisee.editions.models import Edition, Participation
from croisee.offers.models import Offer
from croisee.people.models import Person
from croisee.schemes.ranked.actions import imports
from croisee.schemes.ranked.models import SheetImport
from tests import factories
from tests.entry import signed_in
from tests.ranked.dirt.workbooks import hosts_file, trainees_file
from tests.ranked.round_trips import edited, exported

pytestmark = pytest.mark.django_db

OFFERS, HOSTS, APPLICATIONS = "offers:office_list", "desk:hosts", "ranked:applications"


def list_of(edition: Edition, name: str, kind: str = "xlsx", query: str = "") -> Source:
    """The file of a list as its page exports it."""
    client = signed_in(factories.make_role(edition))
    url = reverse(name, args=[edition.pk])
    response = client.get(f"{url}?format={kind}&{query}")
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    return Source(f"liste.{kind}", content)


def told(stored: SheetImport) -> list[str]:
    """What is said of a file, without the no-break spaces of French typography."""
    return [one["message"].replace("\u00a0", " ") for one in stored.summary["problems"]]


def cells(stored: SheetImport) -> list[dict[str, Any]]:
    return [cell for change in stored.changes for cell in change["cells"]]


# ---------------------------------------------------------------- what the list said then


def test_a_cell_of_a_list_changed_on_both_sides_is_a_conflict_and_only_that_one(
    edition: Edition, offer: Offer, give: Any, at: datetime
) -> None:
    changes = {("H001", "Intitulé"): "Du fichier", ("H001", "Places"): 6}
    file = edited(list_of(edition, OFFERS), changes, "Numéro")
    Offer.objects.filter(pk=offer.pk).update(title="D’ici")
    assert cells(give(file)) == [
        {"field": "title", "base": "Avant", "before": "D’ici", "after": "Du fichier",
         "conflict": True},
        {"field": "places", "base": 4, "before": 4, "after": 6},
    ]  # fmt: skip


def test_what_changed_here_only_is_no_difference_with_a_list(
    edition: Edition, offer: Offer, give: Any
) -> None:
    """Even without an entry of the journal: the file itself says what it said."""
    file = list_of(edition, OFFERS)
    Offer.objects.filter(pk=offer.pk).update(title="D’ici")
    assert give(file).changes == []


def test_a_telephone_is_corrected_in_the_list_of_registrations(
    edition: Edition, offer: Offer, give: Any, by: Person, at: datetime
) -> None:
    person = factories.make_person(email="anne@pro.example", phone="0470 11 22 33")
    factories.make_application(edition, offer, person=person)
    file = list_of(edition, APPLICATIONS, query="colonnes=nom.courriel.telephone")
    file = edited(file, {("anne@pro.example", "Téléphone"): "0499 00 00 00"}, "E-mail")
    stored = give(trainees=file)
    assert told(stored) == []
    imports.confirm_import(stored, by=by, at=at)
    person.refresh_from_db()
    assert person.phone == "0499 00 00 00"


def test_a_list_without_its_places_comes_back_all_the_same(
    edition: Edition, offer: Offer, give: Any
) -> None:
    file = list_of(edition, OFFERS, query="colonnes=numero.intitule")
    stored = give(edited(file, {("H001", "Intitulé"): "Après"}, "Numéro"))
    assert (told(stored), [cell["after"] for cell in cells(stored)]) == ([], ["Après"])


def test_the_list_of_hosts_comes_back(
    edition: Edition, offer: Offer, give: Any, by: Person, at: datetime
) -> None:
    factories.make_offer(edition=edition, number="H002", service=offer.service)
    file = list_of(edition, HOSTS)
    stored = give(edited(file, {("H001, H002", "Commune"): "Ciney"}, "Numéros d’offre"))
    assert told(stored) == []
    imports.confirm_import(stored, by=by, at=at)
    offer.service.refresh_from_db()
    assert offer.service.locality == "Ciney"


def test_hosts_who_propose_nothing_are_told_where_somebody_changed_them(
    edition: Edition, offer: Offer, give: Any, at: datetime
) -> None:
    """They said « not this year »: their row is there to be read, not to come back."""
    for _number in range(2):
        Participation.objects.create(
            edition=edition,
            organisation=factories.make_service().organisation,
            declined_reason="Pas cette année",
            created_at=at,
        )
    file = list_of(edition, HOSTS)
    assert told(give(file)) == []
    blank: dict[Any, str] = {(None, "Commune"): "Ciney"}
    (said,) = told(give(edited(file, blank, "Numéros d’offre")))
    assert said.startswith("La ligne n’a pas de numéro d’offre : elle n’est pas lue.")


# ---------------------------------------------------------------- .csv


@pytest.mark.parametrize("name", [OFFERS, HOSTS, APPLICATIONS])
def test_the_csv_of_a_list_changes_nothing_read_back(
    edition: Edition, offer: Offer, give: Callable[..., SheetImport], name: str
) -> None:
    Offer.objects.filter(pk=offer.pk).update(title='=1+1; « a », "b"')
    person = factories.make_person(email="anne@pro.example", phone="+32 470 11 22 33")
    factories.make_application(edition, offer, person=person)
    columns = "nom.numero.numeros.intitule.institution.service.places.courriel.telephone.choix"
    file = list_of(edition, name, "csv", f"colonnes={columns}")
    stored = give(trainees=file) if name == APPLICATIONS else give(file)
    assert stored.changes == []
    assert stored.summary["applications" if name == APPLICATIONS else "offers"]["unchanged"] == 1
    assert [one for one in told(stored) if "non reconnues" not in one] == []


@pytest.mark.parametrize(
    ("content", "title"),
    [
        ("\ufeffN°;Nombre de places;Intitulé\r\nH001;4;Été\r\n".encode(), "Été"),
        ('N°,Nombre de places,Intitulé\nH001,4,"Été, hiver"\n'.encode(), "Été, hiver"),
        ("sep=;\r\nN°;Nombre de places;Intitulé\r\nH001;4;Été\r\n".encode("cp1252"), "Été"),
        ("N°\tNombre de places\tIntitulé\r\nH001\t4\tÉté\r\n".encode("utf-16"), "Été"),
        ('N°;Nombre de places;Intitulé\nH001;4;"Deux\nlignes"\n'.encode(), "Deux lignes"),
        ("N°;Nombre de places;Intitulé\nH001;4;'-10 %\n".encode(), "-10 %"),
    ],
)
def test_a_csv_file_is_read_as_people_save_it(
    edition: Edition, offer: Offer, give: Any, content: bytes, title: str
) -> None:
    stored = give(Source("o.csv", content))
    assert [cell["after"] for cell in cells(stored)] == [title]
    (said,) = told(stored)
    assert said.startswith("Un fichier CSV ne garde pas ce qu’il disait à l’export")


# ---------------------------------------------------------------- what cannot come back is told


def test_a_column_that_is_computed_is_told_and_not_taken(
    edition: Edition, offer: Offer, give: Any, at: datetime
) -> None:
    changes = {("H001", "Province"): "Luxembourg", ("H001", "Attribuées"): 3}
    stored = give(edited(exported(edition, "offres", at), changes, "N°"))
    assert stored.changes == []
    assert told(stored) == [
        "La colonne « Attribuées » ne se corrige pas par un fichier : ce qui y a changé (lignes 2) "
        "n’est pas repris.",
        "La colonne « Province » se déduit du code postal : ce qui y a changé (lignes 2) n’est pas "
        "repris.",
    ]


def test_a_deleted_row_is_told_and_removes_nothing(
    edition: Edition, offer: Offer, give: Any, at: datetime
) -> None:
    factories.make_offer(edition=edition, number="H002")
    book = openpyxl.load_workbook(io.BytesIO(exported(edition, "offres", at).content))
    book.worksheets[0].delete_rows(2)
    stream = io.BytesIO()
    book.save(stream)
    stored = give(Source("offres.xlsx", stream.getvalue()))
    assert told(stored) == [
        "Lignes de l’export qui ne sont plus dans le fichier (1) : H001. Rien ne leur arrive : un "
        "import ne supprime rien."
    ]
    assert stored.changes == []


def test_rows_absent_from_most_of_an_edition_are_told(edition: Edition, give: Any) -> None:
    for number in range(4):
        factories.make_offer(edition=edition, number=f"H{number}", places=1)
    rows = [{"N°": f"H{number}", "Nombre de places": 1} for number in range(3)]
    said = "Offres de l’édition qui ne sont pas dans ce fichier : 1. Rien ne leur arrive."
    assert said in told(give(hosts_file(*rows)))
    assert said not in told(give(hosts_file(*rows[:1])))  # a late answer is no list


def test_an_emptied_title_is_kept_and_told(
    edition: Edition, offer: Offer, give: Any, at: datetime
) -> None:
    changes = {("H001", "Intitulé de l’immersion"): None}
    stored = give(edited(exported(edition, "offres", at), changes, "N°"))
    assert stored.changes == []
    assert told(stored) == [
        "La cellule « Intitulé de l’immersion » est vide dans le fichier : ce qui est enregistré, "
        "« Avant », est gardé."
    ]


def test_zero_places_keep_what_is_stored_and_say_so(
    edition: Edition, offer: Offer, give: Any, at: datetime
) -> None:
    stored = give(edited(exported(edition, "offres", at), {("H001", "Nombre de places"): 0}, "N°"))
    assert stored.changes == []
    assert told(stored)[0].startswith("Zéro place : les 4 places enregistrées sont gardées.")


@pytest.mark.parametrize("name", ["offres", "hotes"])
def test_our_own_file_untouched_needs_no_remark(
    edition: Edition, offer: Offer, give: Any, at: datetime, name: str
) -> None:
    assert told(give(exported(edition, name, at))) == []


def test_what_was_odd_already_is_not_told_again(
    edition: Edition, offer: Offer, give: Any, at: datetime
) -> None:
    """A profession in no list, somebody without a choice: read at the first import, not at each."""
    Offer.objects.filter(pk=offer.pk).update(professions_text="Clown")
    factories.make_application(edition, person=factories.make_person(email="a@pro.example"))
    assert told(give(exported(edition, "offres", at))) == []
    assert told(give(trainees=exported(edition, "stagiaires", at))) == []
    changes = {("H001", "Profession(s) à suivre"): "Jongleur"}
    (said,) = told(give(edited(exported(edition, "offres", at), changes, "N°")))
    assert said.startswith("La profession « Jongleur » n’est pas dans la liste")


def test_an_unreadable_address_keeps_the_one_stored_and_the_rest_enters(
    edition: Edition, offer: Offer, give: Any, at: datetime
) -> None:
    changes = {("H001", "E-mail"): "pas une adresse", ("H001", "Nombre de places"): 5}
    stored = give(edited(exported(edition, "offres", at), changes, "N°"))
    assert [cell["field"] for cell in cells(stored)] == ["places"]
    assert "celle qui est enregistrée est gardée" in told(stored)[0]


# ---------------------------------------------------------------- whose rows they are


def province_of(postcode: str) -> Territory:
    place = Gazetteer().place(postcode)
    assert place
    assert place.province
    return place.province


@pytest.fixture
def namur() -> Territory:
    return province_of("5000")


@pytest.fixture
def liege() -> Territory:
    return province_of("4000")


def given(edition: Edition, by: Person, at: datetime, *files: Source | None) -> SheetImport:
    hosts, trainees = files if len(files) == 2 else (files[0], None)
    stored = imports.begin_import(edition, (hosts, trainees), publish=True, by=by, at=at)
    return SheetImport.objects.get(pk=stored.pk)


def test_what_exists_in_another_province_is_shown_and_not_taken(
    edition: Edition, namur: Territory, liege: Territory, at: datetime
) -> None:
    """Coordinators read everything and write in their province, by a file as by hand."""
    for number, province in (("H001", namur), ("H002", liege)):
        service = factories.make_service(province=province)
        factories.make_offer(edition=edition, number=number, title="Avant", service=service)
    title = "Intitulé de l’immersion"
    changes = {("H001", title): "Après", ("H002", title): "Après"}
    file = edited(exported(edition, "offres", at), changes, "N°")
    by = factories.make_role(edition, territory=namur)
    stored = given(edition, by, at, file)
    assert [change.get("elsewhere") for change in stored.changes] == [None, liege.pk]
    assert stored.summary["offers"]["changed"] == 1
    imports.choose(stored, {"offer:title:H002": True})  # ticked by hand in the request: no help
    imports.confirm_import(SheetImport.objects.get(pk=stored.pk), by=by, at=at)
    titles = dict(edition.offers.values_list("number", "title"))
    assert titles == {"H001": "Après", "H002": "Avant"}
    page = signed_in(by).get(reverse("ranked:import_preview", args=[edition.pk, stored.pk]))
    assert page.status_code == 200


def test_the_page_says_who_imports_the_other_rows(
    edition: Edition, namur: Territory, liege: Territory, at: datetime
) -> None:
    service = factories.make_service(province=liege)
    factories.make_offer(edition=edition, number="H002", title="Avant", service=service)
    changes = {("H002", "Intitulé de l’immersion"): "Après"}
    by = factories.make_role(edition, territory=namur)
    stored = given(edition, by, at, edited(exported(edition, "offres", at), changes, "N°"))
    url = reverse("ranked:import_preview", args=[edition.pk, stored.pk])
    page = signed_in(by).get(url).content.decode()
    assert "Liège\u00a0: à importer par son ou sa référent·e." in page
    assert 'name="prendre"' not in page
    admin = factories.make_role(edition, "administrator")
    again = given(edition, admin, at, edited(exported(edition, "offres", at), changes, "N°"))
    assert "elsewhere" not in again.changes[0]


def test_new_registrations_of_the_whole_network_enter_whoever_imports(
    edition: Edition, offer: Offer, namur: Territory, at: datetime
) -> None:
    """One person imports the answers of the form for all (IM-04); rounds cross provinces."""
    by = factories.make_role(edition, territory=namur)
    stored = given(edition, by, at, None, trainees_file())  # she works in Liège
    imports.confirm_import(stored, by=by, at=at)
    assert edition.applications.values_list("province__name_fr", flat=True)[0] == "Liège"


def test_a_new_offer_of_another_province_waits_for_its_coordinator(
    edition: Edition, namur: Territory, at: datetime
) -> None:
    """Who reads an offer before the catalogue is the coordinator of its address (ui.md)."""
    rows = [
        {"N°": number, "Nombre de places": 1, "Institution": number, "Code postal": postcode,
         "E-mail": f"{number}@host.example"}
        for number, postcode in (("N1", "5000"), ("L1", "4000"), ("X1", ""))
    ]  # fmt: skip
    by = factories.make_role(edition, territory=namur)
    stored = given(edition, by, at, hosts_file(*rows))
    imports.confirm_import(stored, by=by, at=at)
    states = dict(edition.offers.values_list("number", "state"))
    assert states == {"N1": "published", "L1": "submitted", "X1": "submitted"}


def test_an_import_is_undone_by_who_took_it_or_who_writes_everywhere(
    edition: Edition, namur: Territory, at: datetime
) -> None:
    service = factories.make_service(province=namur)
    offer = factories.make_offer(edition=edition, number="H001", title="Avant", service=service)
    changes = {("H001", "Intitulé de l’immersion"): "Après"}
    by = factories.make_role(edition, territory=namur)
    stored = given(edition, by, at, edited(exported(edition, "offres", at), changes, "N°"))
    imports.confirm_import(stored, by=by, at=at)
    url = reverse("ranked:import_undo", args=[edition.pk, stored.pk])
    colleague = signed_in(factories.make_role(edition, territory=namur))
    assert "n’est pas le vôtre" in colleague.post(url, follow=True).content.decode()
    offer.refresh_from_db()
    assert offer.title == "Après"
