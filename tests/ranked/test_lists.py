"""The coordinators' applications: list, choices by hand, registering on the phone."""

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from croisee.core import journal
from croisee.core.models import JournalEntry
from croisee.editions.models import Edition
from croisee.mail.models import Message
from croisee.people.models import Person
from croisee.placements.models import Placement
from croisee.schemes.ranked.models import Application
from tests import factories
from tests.entry import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    return factories.make_edition()


@pytest.fixture
def client(edition: Edition) -> Client:
    return signed_in(factories.make_role(edition, "coordinator"))


def url(edition: Edition, query: str = "") -> str:
    return reverse("ranked:applications", args=[edition.pk]) + query


def names(response: Any) -> list[str]:
    return [line.head.text for line in response.context["list"].lines]


def make_many(edition: Edition, count: int) -> None:
    offer = factories.make_offer(edition=edition)
    for _number in range(count):
        factories.make_application(edition, offer, province=factories.make_province())


def test_as_many_queries_for_one_row_as_for_thirty(client: Client, edition: Edition) -> None:
    counts = []
    for more in (1, 29):
        make_many(edition, more)
        client.get(url(edition))
        with CaptureQueriesContext(connection) as done:
            client.get(url(edition, "?q=lambert&tri=-remise"))
        counts.append(len(done))
    assert counts[0] == counts[1] <= 20


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("elodie", ["Hautôt, Élodie"]),
        ("TILLEUL hautot", ["Hautôt, Élodie"]),  # each word anywhere, accents do not count
        ("é·lodie", ["Hautôt, Élodie"]),
        ("namurois", ["Ælst, Noé"]),
        ("ael noe 5000", ["Ælst, Noé"]),
        ("elodie foyer", []),
        ("hautot %", ["Hautôt, Élodie"]),  # signs are not looked for
        ("_", ["Ælst, Noé", "Hautôt, Élodie"]),  # nothing to look for
    ],
)
def test_search(client: Client, edition: Edition, query: str, found: list[str]) -> None:
    elodie = factories.make_person(first_name="Élodie", last_name="Hautôt", phone="")
    noe = factories.make_person(first_name="Noé", last_name="Ælst")
    factories.make_application(edition, person=elodie, employer="Planning Le Tilleul")
    factories.make_application(edition, person=noe, employer="Foyer namurois", postcode="5000")
    response = client.get(url(edition), {"q": query})
    assert (names(response), response.context["list"].total) == (found, len(found))


def test_sorted_by_name_whatever_is_missing(client: Client, edition: Edition) -> None:
    for first, last in (("Zoé", "Évrard"), ("Ann", ""), ("", "Duval"), ("Ana", "evrard")):
        person = factories.make_person(first_name=first, last_name=last)
        factories.make_application(edition, person=person)
    expected = ["Ann", "Duval", "evrard, Ana", "Évrard, Zoé"]
    assert names(client.get(url(edition))) == expected
    assert names(client.get(url(edition, "?tri=-nom"))) == expected[::-1]


def test_the_arrow_tells_the_order_shown(client: Client, edition: Edition) -> None:
    """The journal begins with the latest: its arrow points down, and its head leads to the oldest."""
    address = reverse("desk:journal", args=[edition.pk])
    head = client.get(address).context["list"].headings[0]
    assert (head.direction, "tri=quand" in head.url) == ("descending", True)
    assert client.get(address + head.url).context["list"].headings[0].direction == "ascending"
    assert client.get(url(edition)).context["list"].headings[0].direction == "ascending"


def test_tabs_count_what_they_show(client: Client, edition: Edition) -> None:
    offers = [factories.make_offer(edition=edition) for _number in range(2)]
    factories.make_application(edition, *offers)
    for _number in range(2):
        factories.make_application(edition, offers[0])
    factories.make_application(edition, state="draft")
    factories.make_application(edition, offers[0], state="withdrawn")
    tabs = client.get(url(edition)).context["list"].tabs
    assert [tab.count for tab in tabs] == [3, 3, 1, 2, 1]
    assert [len(names(client.get(tab.url))) for tab in tabs] == [3, 3, 1, 2, 1]


def test_what_is_typed_is_never_markup(client: Client, edition: Edition) -> None:
    factories.make_application(edition, employer="<b>Tilleul</b>", person=_named("<i>Zoé</i>"))
    page = client.get(url(edition)).content.decode()
    assert "&lt;b&gt;Tilleul" in page and "&lt;i&gt;Zoé" in page
    assert "<b>Tilleul" not in page and "<i>Zoé" not in page


def test_filters(client: Client, edition: Edition) -> None:
    offers = [factories.make_offer(edition=edition) for _number in range(2)]
    factories.make_application(edition, *offers, person=_named("Zoé"))
    factories.make_application(edition, offers[0], priority=True, person=_named("Andy"))
    factories.make_application(edition, state="draft", person=_named("Élise"))
    assert names(client.get(url(edition, "?choix=1"))) == ["Ouali, Andy"]
    assert names(client.get(url(edition, "?choix=2"))) == ["Ouali, Zoé"]
    assert names(client.get(url(edition, "?etat=draft"))) == ["Ouali, Élise"]
    assert names(client.get(url(edition, "?priorite=0"))) == ["Ouali, Andy"]
    assert names(client.get(url(edition))) == ["Ouali, Andy", "Ouali, Élise", "Ouali, Zoé"]


def _named(first: str) -> Person:
    return factories.make_person(first_name=first, last_name="Ouali")


def test_a_gap_in_the_choices_is_shown(client: Client, edition: Edition) -> None:
    offer = factories.make_offer(edition=edition)
    factories.make_application(edition, None, offer)
    line = client.get(url(edition, "?colonnes=nom.choix")).context["list"].lines[0]
    assert line.cells[0].text == f"–, {offer.number}"


def form_of(client: Client, application: Application) -> tuple[str, dict[str, Any]]:
    address = reverse("ranked:application_edit", args=[application.edition_id, application.pk])
    form = client.get(address).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return address, {name: value for name, value in values.items() if value not in (None, False)}


def test_choices_are_changed_and_journaled(client: Client, edition: Edition) -> None:
    first, second = (factories.make_offer(edition=edition) for _number in range(2))
    application = factories.make_application(edition, first)
    address, data = form_of(client, application)
    same = client.post(address, {**data, "choice_2": first.number})
    assert "déjà un autre choix" in same.content.decode()
    response = client.post(address, {**data, "choice_1": second.number, "choice_3": first.number})
    assert response.status_code == 302
    stored = list(application.choices.values_list("rank", "offer__number"))
    assert stored == [(1, second.number), (3, first.number)]
    entry = JournalEntry.objects.get(verb="application.changed")
    assert entry.changes["choice_1"] == [first.number, second.number]
    undo = client.get(response["Location"]).context["undo"]
    client.post(reverse("desk:undo", args=[undo["id"]]))
    assert list(application.choices.values_list("rank", "offer__number")) == [(1, first.number)]


def test_the_journal_of_a_stage_is_in_words(client: Client, edition: Edition, at: datetime) -> None:
    offer = factories.make_offer(edition=edition)
    application = factories.make_application(edition, offer, state="submitted")
    placement = Placement.objects.create(
        edition=edition,
        slot=offer.slots.get(),
        source=f"ranked:application:{application.pk}",
        created_at=at,
    )
    placement.participants.create(person=application.person, slot=placement.slot)
    changes = {"state": ["assigned", "contacted"]}
    scope = edition.scope
    journal.record("placement.contacted", placement, by=None, at=at, scope=scope, changes=changes)
    pages = (
        reverse("ranked:application", args=[edition.pk, application.pk]),
        reverse("desk:placement", args=[edition.pk, placement.pk]),
    )
    for page in pages:
        assert "attribué → contact pris" in client.get(page).text


def test_the_postcode_says_the_province(client: Client, edition: Edition) -> None:
    application = factories.make_application(edition)
    address, data = form_of(client, application)
    client.post(address, {**data, "postcode": "5500"})
    application.refresh_from_db()
    assert application.province is not None
    assert application.province.name_fr == "Namur"


def test_bulk_priority_and_undo(client: Client, edition: Edition) -> None:
    rows = [factories.make_application(edition) for _number in range(3)]
    data = {"acte": "prioritaires", "coches": [row.pk for row in rows]}
    page = client.post(url(edition), data, follow=True)
    assert Application.objects.filter(priority_class=0).count() == 3
    client.post(reverse("desk:undo", args=[page.context["undo"]["id"]]))
    assert Application.objects.filter(priority_class=0).count() == 0


def phoned(offer: Any, **more: str) -> dict[str, str]:
    return {
        "first_name": "Fatou",
        "last_name": "Diarra",
        "email": "fatou.diarra@pro.example",
        "language": "fr",
        "priority_class": "1",
        "postcode": "5100",
        "choice_1": offer.number,
        **more,
    }


def test_somebody_is_registered_on_the_phone(client: Client, edition: Edition) -> None:
    offer = factories.make_offer(edition=edition)
    address = reverse("ranked:register", args=[edition.pk])
    empty = client.post(address, phoned(offer, choice_1="", email="pas une adresse"))
    text = empty.content.decode()
    assert "Choisissez au moins une offre" in text and "pas une adresse" in text
    client.post(address, phoned(offer))
    made = Application.objects.get(person__email="fatou.diarra@pro.example")
    assert made.state == "submitted"
    assert Message.objects.filter(kind="trainee_registered", address=made.person.email).exists()
    assert JournalEntry.objects.filter(verb="application.submitted").get().actor is not None
    again = client.post(address, phoned(offer))
    assert again["Location"] == reverse("ranked:application", args=[edition.pk, made.pk])
    other = client.post(address, phoned(offer, last_name="Autre"))
    assert "est celle de Fatou Diarra" in other.content.decode()
    assert Application.objects.count() == 1


def test_withdrawn_and_restored(client: Client, edition: Edition) -> None:
    application = factories.make_application(edition)
    address = reverse("ranked:application", args=[edition.pk, application.pk])
    client.post(address, {"act": "withdraw"})
    application.refresh_from_db()
    assert application.state == "withdrawn"
    client.post(address, {"act": "restore"})
    application.refresh_from_db()
    assert application.state == "submitted"


def test_another_edition_does_not_exist(client: Client, edition: Edition) -> None:
    foreign = factories.make_application(factories.make_edition())
    for name in ("ranked:application", "ranked:application_edit"):
        assert client.get(reverse(name, args=[edition.pk, foreign.pk])).status_code == 404
