"""The coordinators' hosts: list, participation, private links, the page of one (IM-03, IM-05, IM-11)."""

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from croisee.core.models import JournalEntry
from croisee.core.written_dates import NBSP
from croisee.desk.models import Mailing
from croisee.directory.models import Membership, Service
from croisee.editions.models import Edition, Participation, PriorityLink
from croisee.offers.models import Offer
from croisee.people.models import Person
from croisee.placements.actions import take_place
from tests import factories
from tests.entry import signed_in
from tests.factories.people import BIRTH

pytestmark = pytest.mark.django_db


@pytest.fixture
def before() -> Edition:
    return factories.make_edition(
        slug="2026", name="2026", state=Edition.State.CLOSED, starts_on=date(2025, 11, 24)
    )


@pytest.fixture
def edition(before: Edition) -> Edition:
    return factories.make_edition(programme=before.programme)


@pytest.fixture
def coordinator(edition: Edition) -> Person:
    return factories.make_role(edition, territory=factories.make_province("Namur"))


@pytest.fixture
def client(coordinator: Person) -> Client:
    return signed_in(coordinator)


def url(edition: Edition, query: str = "") -> str:
    return reverse("desk:hosts", args=[edition.pk]) + query


def page_of(edition: Edition, service: Service) -> str:
    return reverse("desk:host", args=[edition.pk, service.pk])


def named(name: str, /, **fields: Any) -> Service:
    return factories.make_service(organisation=factories.make_organisation(name=name), **fields)


def rows(response: Any) -> list[str]:
    return [line.head.text for line in response.context["list"].lines]


def cells(response: Any) -> list[dict[str, str]]:
    return [
        {cell.column.key: cell.text for cell in [line.head, *line.cells]}
        for line in response.context["list"].lines
    ]


def declined(service: Service, edition: Edition, reason: str = "Déménagement") -> Participation:
    return Participation.objects.create(
        organisation=service.organisation,
        edition=edition,
        declined_reason=reason,
        created_at=BIRTH,
    )


def placed(offer: Offer, person: Person) -> None:
    take_place(offer.slots.get(), person, source="t", choice_rank=1, by=None, at=BIRTH)


@pytest.fixture
def several(edition: Edition, before: Edition) -> dict[str, Service]:
    """One host of each kind, and one that this programme never knew."""
    names = ("Ancre", "Brouillon", "Cèdre", "Digue", "Escale", "Frêne")
    found = {name: named(name) for name in names}
    factories.make_offer(edition=edition, service=found["Ancre"])
    factories.make_offer(edition=edition, service=found["Brouillon"], state="draft")
    factories.make_offer(edition=before, service=found["Cèdre"])
    declined(found["Cèdre"], edition)
    factories.make_offer(edition=before, service=found["Digue"])
    factories.make_offer(edition=edition, service=found["Escale"], state="withdrawn")
    factories.make_offer(service=found["Frêne"])
    factories.make_offer(edition=before, service=named("Gué"), state="draft")
    return found


# ---------------------------------------------------------------- the list


def test_each_host_says_whether_it_takes_part(
    client: Client, edition: Edition, several: dict[str, Service]
) -> None:
    query = "?colonnes=institution.participation.raison"
    assert [tuple(row.values()) for row in cells(client.get(url(edition, query)))] == [
        ("Ancre", "propose", ""),
        ("Brouillon", "offre commencée", ""),
        ("Cèdre", "pas cette année", "Déménagement"),
        ("Digue", "n’a pas répondu", ""),
        ("Escale", "offre retirée", ""),
    ]
    assert rows(client.get(url(edition, "?participation=silent"))) == ["Digue"]
    assert rows(client.get(url(edition, "?participation=declined"))) == ["Cèdre"]


def test_a_line_adds_up_the_offers_in_play(client: Client, edition: Edition) -> None:
    service = named("Ancre", name="Rue", sectors=[factories.make_sector()])
    contact = factories.make_person(first_name="Éloïse", last_name="Ménard", phone="081 22 33 44")
    wanted = factories.make_offer(
        edition=edition, service=service, places=3, number="H901", contact=contact
    )
    factories.make_offer(
        edition=edition,
        service=service,
        places=2,
        state="submitted",
        number="H902",
        contact=contact,
    )
    factories.make_offer(edition=edition, service=service, places=9, state="withdrawn")
    placed(wanted, factories.make_person())
    for _number in range(2):
        factories.make_application(edition, wanted)
    factories.make_application(edition, employer="ANCRE")
    other = factories.make_person(first_name="Line", last_name="Rossi")
    Membership.objects.create(person=other, service=service, role=Membership.Role.REFERENCE)
    columns = (
        "institution.service.contact.telephone.reference.numeros.offres.places.attribuees.libres"
        ".demandes.envoyees.secteurs"
    )
    (row,) = cells(client.get(url(edition, f"?colonnes={columns}")))
    assert row.pop("contact").split(", ")[0] == "Éloïse Ménard"  # not the withdrawn offer's
    assert row.pop("telephone").split(", ")[0] == "081 22 33 44"
    assert row == {
        "institution": "Ancre",
        "service": "Rue",
        "secteurs": "Aide à la jeunesse",
        "reference": "Line Rossi",
        "numeros": "H901, H902",
        "offres": f"à{NBSP}relire{NBSP}:{NBSP}1, publiée{NBSP}:{NBSP}1, retirée{NBSP}:{NBSP}1",
        "places": "5",
        "attribuees": "1",
        "libres": "4",
        "demandes": "2",
        "envoyees": "1",
    }


def test_filters_are_in_the_address_and_a_search_looks_at_contacts(
    client: Client, edition: Edition, before: Edition
) -> None:
    contact = factories.make_person(first_name="Éloïse", last_name="Ménard")
    sector = factories.make_sector("Santé mentale")
    ours = named("Ancre", sectors=[sector])
    factories.make_offer(edition=edition, service=ours, contact=contact, number="H901")
    lonely = named("Berge")
    factories.make_offer(edition=edition, service=lonely).contacts.all().delete()
    factories.make_offer(edition=before, service=lonely)  # known last year, not this one
    full = named("Crique")
    factories.make_offer(edition=edition, service=full, places=1, taken=1)
    assert rows(client.get(url(edition, "?q=eloise+menard"))) == ["Ancre"]
    assert rows(client.get(url(edition, "?q=h901"))) == ["Ancre"]
    assert rows(client.get(url(edition, f"?secteur={sector.code}"))) == ["Ancre"]
    assert rows(client.get(url(edition, "?voir=contact"))) == ["Berge"]
    assert rows(client.get(url(edition, "?voir=libres&tri=-institution"))) == ["Berge", "Ancre"]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?tri=contact",
        "?q=ancre",
        "?colonnes=institution.secteurs.telephone.reference.numeros.envoyees.raison.province",
    ],
)
def test_as_many_queries_for_one_row_as_for_thirty(
    client: Client, edition: Edition, before: Edition, query: str
) -> None:
    counts = []
    for more in (1, 29):
        for number in range(more):
            service = named(f"Ancre {number}")
            offer = factories.make_offer(edition=edition if number % 2 else before, service=service)
            factories.make_application(edition, offer if number % 2 else None)
        client.get(url(edition))
        with CaptureQueriesContext(connection) as done:
            assert client.get(url(edition, query)).status_code == 200
        counts.append(len(done))
    assert counts[0] == counts[1] <= 50


def test_the_export_is_what_is_shown(
    client: Client, edition: Edition, several: dict[str, Service]
) -> None:
    query = "?participation=silent&colonnes=institution.commune.participation&format=xlsx"
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(client.get(url(edition, query))))).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["Institution", "Commune", "Participation", "Numéros d’offre"],  # by which it comes back
        ["Digue", "Dinant", "n’a pas répondu", None],
    ]


# ---------------------------------------------------------------- changed by hand


def edited(client: Client, edition: Edition, host: Service, /, **typed: Any) -> Any:
    address = reverse("desk:host_edit", args=[edition.pk, host.pk])
    form = client.get(address).context["form"]
    data = {name: form[name].value() for name in form.fields} | typed
    return client.post(address, data)


def test_every_field_is_changed_told_journaled_and_undone(
    client: Client, edition: Edition, before: Edition
) -> None:
    service = named("Ancre", locality="Anseremme")
    factories.make_offer(edition=before, service=service)
    typed = {"service": "Rue", "address": "quai 4", "declined_reason": "Une équipe réduite"}
    answer = edited(client, edition, service, **typed)
    service.refresh_from_db()
    assert (service.name, service.address) == ("Rue", "quai 4")
    assert service.locality == "Anseremme"  # the postcode did not move: as it was written
    said = Participation.objects.get(edition=edition)
    assert said.declined_reason == "Une équipe réduite"
    verbs = JournalEntry.objects.order_by("pk").values_list("verb", "subject_type")
    assert list(verbs) == [
        ("service.changed", "directory.service"),
        ("participation.declined", "editions.participation"),
    ]
    page = client.get(answer["Location"])
    assert "a noté « pas cette année »" in page.content.decode()
    client.post(reverse("desk:undo", args=[page.context["undo"]["id"]]))
    service.refresh_from_db()
    said.refresh_from_db()
    assert (service.name, service.address, said.declined_reason) == ("", "rue du Palier 3", "")


def test_a_new_postcode_writes_the_town_and_the_province(client: Client, edition: Edition) -> None:
    service = named("Ancre")
    factories.make_offer(edition=edition, service=service)
    refused = edited(client, edition, service, postcode="9999")
    assert "n’existe pas en Belgique" in refused.content.decode()
    edited(client, edition, service, postcode="4000")
    service.refresh_from_db()
    assert service.province and service.province.name_fr == "Liège"
    assert service.locality == "Liège"


def test_who_still_proposes_cannot_be_noted_as_absent(client: Client, edition: Edition) -> None:
    service = named("Ancre")
    factories.make_offer(edition=edition, service=service, number="H901")
    page = edited(client, edition, service, declined_reason="Une équipe réduite")
    assert page.status_code == 200
    assert "L’institution propose encore H901" in page.content.decode()
    assert "Une équipe réduite" in page.content.decode()
    assert not Participation.objects.exists() and not JournalEntry.objects.exists()


def test_two_coordinators_on_one_host_lose_nothing(
    client: Client, edition: Edition, coordinator: Person
) -> None:
    service = named("Ancre")
    factories.make_offer(edition=edition, service=service)
    address = reverse("desk:host_edit", args=[edition.pk, service.pk])
    form = client.get(address).context["form"]
    mine = {name: form[name].value() for name in form.fields}
    edited(signed_in(coordinator), edition, service, address="quai 4")
    refused = client.post(address, mine | {"address": "quai 5"})
    assert "a écrit entre-temps « quai 4 »" in refused.content.decode()
    assert Service.objects.get(pk=service.pk).address == "quai 4"


def test_the_pledge_is_asked_where_the_edition_asks_it(client: Client, edition: Edition) -> None:
    service = named("Ancre")
    factories.make_offer(edition=edition, service=service)
    address = reverse("desk:host_edit", args=[edition.pk, service.pk])
    assert "send_pledge" not in client.get(address).context["form"].fields
    Edition.objects.filter(pk=edition.pk).update(asks_send_pledge=True)
    edited(client, edition, service, send_pledge="2")
    assert Participation.objects.get().send_pledge == 2
    assert cells(client.get(url(edition, "?colonnes=institution.promis")))[0]["promis"] == "2"


# ---------------------------------------------------------------- acts on several


def test_private_links_are_given_stopped_and_taken_back(client: Client, edition: Edition) -> None:
    first, second = named("Ancre"), named("Berge")
    twin = factories.make_service(organisation=first.organisation, name="Autre")
    for service in (first, twin):
        factories.make_offer(edition=edition, service=service)
    factories.make_offer(edition=edition, service=second, state="submitted", published_at=None)
    ticked = {"acte": "donner-lien", "coches": [first.pk, twin.pk, second.pk]}
    page = client.post(url(edition), ticked, follow=True)
    assert "Berge n’a pas encore d’offre publiée" in page.content.decode()
    link = PriorityLink.objects.get()
    assert link.participation.organisation == first.organisation
    shown = cells(client.get(url(edition, "?colonnes=institution.lien")))
    assert [row["lien"] for row in shown] == ["donné, pas encore servi"] * 2 + [""]
    page = client.post(url(edition), {"acte": "arreter-lien", "coches": [first.pk]}, follow=True)
    link.refresh_from_db()
    assert link.revoked_at
    client.post(reverse("desk:undo", args=[page.context["undo"]["id"]]))
    link.refresh_from_db()
    assert link.revoked_at is None  # the same link works again
    verbs = JournalEntry.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == [f"priority_link.{act}" for act in ("given", "revoked", "restored")]


def test_one_writes_to_those_who_have_not_answered(
    client: Client, edition: Edition, before: Edition
) -> None:
    contact = factories.make_person()
    silent = named("Digue")
    factories.make_offer(edition=before, service=silent, contact=contact)
    page = client.post(url(edition, "?participation=silent"), {"acte": "ecrire", "toutes": "1"})
    mailing = Mailing.objects.get()
    assert mailing.ticked == [contact.pk]
    assert page["Location"] == reverse("desk:mailing_edit", args=[edition.pk, mailing.pk])


# ---------------------------------------------------------------- the page


def test_the_page_tells_everything_of_a_host(
    client: Client, edition: Edition, before: Edition
) -> None:
    service = named("Ancre")
    contact = factories.make_person(first_name="Éloïse", last_name="Ménard")
    offer = factories.make_offer(edition=edition, service=service, contact=contact)
    last = factories.make_offer(edition=before, service=service, title="Une journée d’avant")
    trainee = factories.make_person(last_name="Ouali")
    placed(offer, trainee)
    sent = factories.make_application(edition, employer="Ancre").person
    text = client.get(page_of(edition, service)).content.decode()
    for told in (offer.number, last.title, "Ménard", "Ouali", sent.last_name, "propose"):
        assert told in text


def test_as_many_queries_for_one_offer_as_for_thirty(client: Client, edition: Edition) -> None:
    service, counts = named("Ancre"), []
    for more in (1, 29):
        for _number in range(more):
            offer = factories.make_offer(edition=edition, service=service)
            placed(offer, factories.make_person())
            factories.make_application(edition, offer, employer="Ancre")
        client.get(page_of(edition, service))
        with CaptureQueriesContext(connection) as done:
            assert client.get(page_of(edition, service)).status_code == 200
        counts.append(len(done))
    assert counts[0] == counts[1] <= 50


def test_a_link_is_given_on_the_page_and_shown_to_who_may_write(
    client: Client, edition: Edition
) -> None:
    service = named("Ancre")
    factories.make_offer(edition=edition, service=service)
    assert "/acces/" not in client.get(page_of(edition, service)).content.decode()
    page = client.post(page_of(edition, service), {"act": "donner-lien"}, follow=True)
    assert "/acces/" in page.content.decode() and PriorityLink.objects.count() == 1
    client.post(page_of(edition, service), {"act": "donner-lien"})
    assert PriorityLink.objects.count() == 1
    neighbour = signed_in(factories.make_role(edition, territory=factories.make_province("Liège")))
    assert "/acces/" not in neighbour.get(page_of(edition, service)).content.decode()


def test_a_merged_service_leads_to_the_one_kept(client: Client, edition: Edition) -> None:
    kept, gone = named("Ancre"), named("Ancre bis")
    factories.make_offer(edition=edition, service=kept)
    Service.objects.filter(pk=gone.pk).update(merged_into=kept)
    assert client.get(page_of(edition, gone))["Location"] == page_of(edition, kept)


def test_a_host_is_found_and_reached_from_its_offers(client: Client, edition: Edition) -> None:
    service = named("Le Frêne")
    offer: Offer = factories.make_offer(edition=edition, service=service)
    address = page_of(edition, service)
    assert address in client.get(reverse("desk:find"), {"q": "frene"}).content.decode()
    assert address in client.get(reverse("offers:office_list", args=[edition.pk])).content.decode()
    review = reverse("offers:office_review", args=[edition.pk, offer.pk])
    assert address in client.get(review).content.decode()
