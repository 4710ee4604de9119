"""The coordinators' offers: list, export, change in the row, bulk acts and their undo."""

import io
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from croisee.core.models import JournalEntry
from croisee.editions.enums import RoleName
from croisee.editions.models import Edition
from croisee.mail.models import Message
from croisee.offers.actions import publish_offer
from croisee.offers.models import Offer
from croisee.people.models import Person
from tests import factories
from tests.entry import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    return factories.make_edition()


@pytest.fixture
def coordinator(edition: Edition) -> Person:
    return factories.make_role(edition, territory=factories.make_province("Namur"))


@pytest.fixture
def client(coordinator: Person) -> Client:
    return signed_in(coordinator)


def url(edition: Edition, query: str = "") -> str:
    return reverse("offers:office_list", args=[edition.pk]) + query


def rows(response: Any) -> list[str]:
    return [line.head.text for line in response.context["list"].lines]


def make_many(edition: Edition, count: int) -> None:
    for _number in range(count):
        factories.make_offer(edition=edition)


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as done:
        assert client.get(address).status_code == 200
    return len(done)


@pytest.mark.parametrize(
    "query", ["", "?tri=contact", "?q=palier", "?colonnes=numero.secteurs.professions.demandes"]
)
def test_as_many_queries_for_one_row_as_for_thirty(
    client: Client, edition: Edition, query: str
) -> None:
    make_many(edition, 1)
    client.get(url(edition))
    few = queries(client, url(edition, query))
    make_many(edition, 29)
    assert queries(client, url(edition, query)) == few <= 38


def test_search_folds_accents_and_looks_at_contacts(client: Client, edition: Edition) -> None:
    contact = factories.make_person(first_name="Éloïse", last_name="Ménard")
    wanted = factories.make_offer(edition=edition, contact=contact)
    factories.make_offer(edition=edition)
    assert rows(client.get(url(edition, "?q=eloise+MENARD"))) == [wanted.number]
    assert rows(client.get(url(edition, "?q=eloise+dupont"))) == []


def test_filters_and_order_are_in_the_address(client: Client, edition: Edition) -> None:
    paused = factories.make_offer(edition=edition, state="paused", number="H901")
    late = factories.make_offer(edition=edition, state="paused", number="H902")
    factories.make_offer(edition=edition)
    assert rows(client.get(url(edition, "?etat=paused&tri=-numero"))) == ["H902", "H901"]
    assert {paused.number, late.number} == {"H901", "H902"}


def test_the_most_wanted_come_first(client: Client, edition: Edition) -> None:
    quiet = factories.make_offer(edition=edition, places=3)
    wanted = factories.make_offer(edition=edition, places=1)
    for _number in range(2):
        factories.make_application(edition, wanted, quiet)
    assert rows(client.get(url(edition, "?tri=-demandes&demande=trop"))) == [wanted.number]


def test_the_export_is_what_is_shown(client: Client, edition: Edition) -> None:
    factories.make_offer(edition=edition, title="=1+1", number="H001")
    factories.make_offer(edition=edition, title="Autre", number="H002", state="paused")
    query = "?etat=published&colonnes=numero.intitule.places&format="
    content = b"".join(client.get(url(edition, query + "xlsx")))
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["Numéro", "Intitulé", "Places"],
        ["H001", "=1+1", 2],
    ]
    assert sheet["B2"].data_type == "s"  # a text, not a formula
    text = b"".join(client.get(url(edition, query + "csv"))).decode("utf-8-sig")
    assert text.splitlines() == ["Numéro;Intitulé;Places", "H001;'=1+1;2"]


def test_an_empty_list_says_what_to_do(client: Client, edition: Edition) -> None:
    assert "formulaire des hôtes" in client.get(url(edition)).content.decode()
    factories.make_offer(edition=edition)
    assert "Rien ne correspond" in client.get(url(edition, "?q=zzzz")).content.decode()


# ---------------------------------------------------------------- changes in a row


def edited(client: Client, edition: Edition, offer: Offer, **typed: Any) -> Any:
    """Open the row, type, save."""
    form = client.get(url(edition, f"?modifier={offer.pk}")).context["list"].form
    data = {"ligne": offer.pk, **{form.add_prefix(n): form[n].value() for n in form.fields}}
    data |= {form.add_prefix(name): value for name, value in typed.items()}
    return client.post(url(edition), data)


def test_a_cell_is_changed_told_and_undone(client: Client, edition: Edition) -> None:
    offer = factories.make_offer(edition=edition, title="Ancien")
    response = edited(client, edition, offer, title="Nouveau", places="5")
    assert response.status_code == 302
    offer.refresh_from_db()
    assert (offer.title, offer.slots.get().capacity) == ("Nouveau", 5)
    page = client.get(response["Location"])
    undo = page.context["undo"]
    assert "Nouveau au lieu de Ancien" in undo["sentence"]
    client.post(reverse("desk:undo", args=[undo["id"]]))
    offer.refresh_from_db()
    assert (offer.title, offer.slots.get().capacity) == ("Ancien", 2)
    verbs = set(JournalEntry.objects.values_list("verb", flat=True))
    assert {"offer.changed", "offer.places_set"} <= verbs


def test_places_below_those_taken_are_refused_with_the_names(
    client: Client, edition: Edition
) -> None:
    from croisee.placements.actions import take_place

    offer = factories.make_offer(edition=edition, places=2)
    for name in ("Ouali", "Marchal"):
        person = factories.make_person(last_name=name)
        take_place(
            offer.slots.get(), person, source="test", choice_rank=1, by=None, at=offer.created_at
        )
    response = edited(client, edition, offer, places="1", title="Gardé")
    text = response.content.decode()
    assert "Ouali" in text and "Marchal" in text and 'value="Gardé"' in text
    assert offer.slots.get().capacity == 2


def test_two_coordinators_lose_nothing(client: Client, edition: Edition) -> None:
    offer = factories.make_offer(edition=edition, title="Ancien")
    other = signed_in(factories.make_role(edition, "administrator"))
    mine = client.get(url(edition, f"?modifier={offer.pk}")).context["list"].form
    edited(other, edition, offer, title="Le sien")
    data = {"ligne": offer.pk, **{mine.add_prefix(n): mine[n].value() for n in mine.fields}}
    told = client.post(url(edition), {**data, mine.add_prefix("title"): "Le mien"})
    text = told.content.decode()
    assert "Le sien" in text and 'value="Le mien"' in text and "a écrit entre-temps" in text
    offer.refresh_from_db()
    assert offer.title == "Le sien"
    again = told.context["list"].form
    data = {"ligne": offer.pk, **{again.add_prefix(n): again[n].value() for n in again.fields}}
    assert client.post(url(edition), data).status_code == 302
    offer.refresh_from_db()
    assert offer.title == "Le mien"  # knowingly


def test_an_undo_leaves_what_somebody_changed_since(client: Client, edition: Edition) -> None:
    offer = factories.make_offer(edition=edition, title="Ancien")
    undo = client.get(edited(client, edition, offer, title="Nouveau")["Location"]).context["undo"]
    Offer.objects.filter(pk=offer.pk).update(title="Corrigé depuis")
    page = client.post(reverse("desk:undo", args=[undo["id"]]), follow=True)
    offer.refresh_from_db()
    assert offer.title == "Corrigé depuis"
    assert "quelqu’un l’a changé depuis" in page.content.decode()


def test_another_province_is_read_only(client: Client, edition: Edition) -> None:
    service = factories.make_service(province=factories.make_province("Liège"))
    offer = factories.make_offer(edition=edition, service=service, title="Là-bas")
    line = client.get(url(edition)).context["list"].lines[0]
    assert not line.writable and not line.edit_url
    edit = reverse("offers:office_edit", args=[edition.pk, offer.pk])
    assert "dans une autre province" in client.get(edit).content.decode()
    assert client.post(edit, {"title": "Ici"}).status_code == 403
    client.post(url(edition), {"acte": "pause", "coches": [offer.pk]})
    offer.refresh_from_db()
    assert (offer.title, offer.state) == ("Là-bas", "published")


def test_another_edition_does_not_exist(client: Client, edition: Edition) -> None:
    foreign = factories.make_offer()
    assert client.get(url(foreign.edition)).status_code == 404
    address = reverse("offers:office_review", args=[edition.pk, foreign.pk])
    assert client.get(address).status_code == 404


# ---------------------------------------------------------------- several at once


def test_bulk_pause_and_its_undo(client: Client, edition: Edition) -> None:
    offers = [factories.make_offer(edition=edition) for _number in range(3)]
    withdrawn = factories.make_offer(edition=edition, state="withdrawn")
    ticked = [offer.pk for offer in [*offers, withdrawn]]
    page = client.post(url(edition), {"acte": "pause", "coches": ticked}, follow=True)
    assert Offer.objects.filter(state="paused").count() == 3
    assert f"{withdrawn.number} est restée" in page.content.decode()
    client.post(reverse("desk:undo", args=[page.context["undo"]["id"]]))
    assert Offer.objects.filter(state="published").count() == 3


def test_publishing_all_of_a_list_asks_first(client: Client, edition: Edition) -> None:
    for _number in range(2):
        factories.make_offer(edition=edition, state="submitted")
    factories.make_offer(edition=edition, state="draft")
    address = url(edition, "?etat=submitted")
    asked = client.post(address, {"acte": "publier", "toutes": "1"})
    assert "2 offres vont entrer au catalogue" in asked.content.decode()
    assert Offer.objects.filter(state="published").count() == 0
    client.post(address, {"acte": "publier", "toutes": "1", "sur": "1"})
    assert Offer.objects.filter(state="published").count() == 2


def test_a_publication_taken_back_writes_to_nobody(client: Client, edition: Edition) -> None:
    offer = factories.make_offer(edition=edition, state="submitted")
    address = reverse("offers:office_review", args=[edition.pk, offer.pk])
    page = client.post(address, {"act": "publish"}, follow=True)
    assert Message.objects.get(kind="offer_published").state == "queued"
    undo = page.context["undo"]
    client.post(reverse("desk:undo", args=[undo["id"]]))
    offer.refresh_from_db()
    assert offer.state == "submitted"
    assert Message.objects.get(kind="offer_published").state == "cancelled"


def test_nothing_ticked_is_told(client: Client, edition: Edition) -> None:
    page = client.post(url(edition), {"acte": "pause"}, follow=True)
    assert "Cochez d’abord" in page.content.decode()


# ---------------------------------------------------------------- checking


def test_publish_then_the_next(client: Client, edition: Edition) -> None:
    first = factories.make_offer(
        edition=edition, state="submitted", submitted_at=edition.created_at
    )
    second = factories.make_offer(
        edition=edition, state="submitted", submitted_at=edition.created_at
    )
    address = reverse("offers:office_review", args=[edition.pk, first.pk])
    assert b'data-key="p"' in client.get(address).content
    response = client.post(address, {"act": "publish"})
    assert response["Location"] == reverse("offers:office_review", args=[edition.pk, second.pk])


def test_the_next_one_is_one_that_i_may_decide(client: Client, edition: Edition) -> None:
    since = edition.created_at
    first = factories.make_offer(edition=edition, state="submitted", submitted_at=since)
    liege = factories.make_service(province=factories.make_province("Liège"))
    factories.make_offer(edition=edition, state="submitted", submitted_at=since, service=liege)
    address = reverse("offers:office_review", args=[edition.pk, first.pk])
    assert client.get(address).context["next"] is None
    assert client.post(address, {"act": "publish"})["Location"] == url(edition)


def test_an_offer_decided_meanwhile_is_read_again_first(client: Client, edition: Edition) -> None:
    """Published by a colleague while this one was writing remarks: not taken back unseen."""
    offer = factories.make_offer(edition=edition, state="submitted")
    address = reverse("offers:office_review", args=[edition.pk, offer.pk])
    assert f'name="seen" value="{offer.version}"' in client.get(address).text
    colleague = factories.make_role(edition, RoleName.ADMINISTRATOR)
    publish_offer(offer, by=colleague, at=edition.created_at)
    asked = {"act": "correct", "title": "Trop court", "seen": str(offer.version - 1)}
    page = client.post(address, asked).text
    assert f"{colleague} a changé cette offre pendant que vous la lisiez" in page
    assert "Trop court" in page
    offer.refresh_from_db()
    assert (offer.state, offer.remarks) == ("published", {})
    assert client.post(address, asked | {"seen": str(offer.version)}).status_code == 302


def test_a_correction_needs_a_remark(client: Client, edition: Edition) -> None:
    offer = factories.make_offer(edition=edition, state="submitted")
    address = reverse("offers:office_review", args=[edition.pk, offer.pk])
    assert "au moins une remarque" in client.post(address, {"act": "correct"}).content.decode()
    client.post(address, {"act": "correct", "title": "Trop court"})
    offer.refresh_from_db()
    assert (offer.state, offer.remarks) == ("correction", {"title": "Trop court"})


def test_every_field_of_the_page(client: Client, edition: Edition) -> None:
    offer = factories.make_offer(edition=edition)
    address = reverse("offers:office_edit", args=[edition.pk, offer.pk])
    form = client.get(address).context["form"]
    data = {name: form[name].value() for name in form.fields}
    data |= {"access": "Bus 4", "weekdays": ["tue"], "postcode": "5000", "service": "Équipe"}
    wrong = client.post(address, {**data, "postcode": "9999", "access": "gardé"})
    assert "n’existe pas en Belgique" in wrong.content.decode()
    assert "gardé" in wrong.content.decode()
    response = client.post(address, data)
    assert response.status_code == 302
    offer.refresh_from_db()
    assert (offer.access, offer.weekdays) == ("Bus 4", ["tue"])
    assert (offer.service.name, offer.service.postcode) == ("Équipe", "5000")


@pytest.mark.parametrize("bad", ["\ud800", "\x00", "9" * 30, "=cmd()", "x" * 20_000])
def test_hostile_values_give_no_fault(client: Client, edition: Edition, bad: str) -> None:
    offer = factories.make_offer(edition=edition)
    address = reverse("offers:office_edit", args=[edition.pk, offer.pk])
    names = client.get(address).context["form"].fields
    sent = bad.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    assert client.post(address, dict.fromkeys(names, sent)).status_code < 500
    data = {"acte": sent, "coches": sent, "ligne": sent}
    assert client.post(url(edition), data).status_code < 500
    assert client.get(url(edition), {"q": sent, "page": sent, "etat": sent}).status_code == 200
