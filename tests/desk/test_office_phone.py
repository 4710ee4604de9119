"""Helping by phone: finding, the page of a person, codes, refused addresses, messages."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from croisee.core.models import JournalEntry
from croisee.desk.models import SavedView
from croisee.editions.models import Edition
from croisee.mail.models import Message
from croisee.people.models import Person
from tests import factories
from tests.entry import signed_in
from tests.factories.people import BIRTH

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    return factories.make_edition()


@pytest.fixture
def client(edition: Edition) -> Client:
    return signed_in(factories.make_role(edition, "coordinator", factories.make_province()))


@pytest.fixture
def trainee(edition: Edition) -> Person:
    person = factories.make_person(first_name="Clémence", last_name="Hautôt", phone="081 55 02 17")
    factories.make_application(edition, person=person, province=factories.make_province())
    return person


def make_message(edition: Edition, person: Person, **fields: object) -> Message:
    number = Message.objects.count()
    values = {
        "key": f"k{number}",
        "kind": "trainee_registered",
        "scope": edition.scope,
        "recipient": person.reference,
        "address": person.email,
        "name": person.full_name,
        "language": "fr",
        "subject": "Inscription reçue",
        "text": "Bonjour",
        "message_id": f"<{number}@x>",
        "not_before": BIRTH,
        "created_at": BIRTH,
    }
    return Message.objects.create(**{**values, **fields})


def person_url(edition: Edition, person: Person) -> str:
    return reverse("desk:person", args=[edition.pk, person.pk])


@pytest.mark.parametrize("query", ["hau", "clemence HAUTOT", "0815502", "081 55"])
def test_found_in_three_letters(client: Client, trainee: Person, query: str) -> None:
    page = client.get(reverse("desk:find"), {"q": query})
    assert [one.last_name for one in page.context["found"].people] == ["Hautôt"]


def test_a_foreign_person_is_not_found(client: Client, edition: Edition) -> None:
    stranger = factories.make_person(last_name="Hautecour")
    factories.make_application(factories.make_edition(), person=stranger)
    assert client.get(reverse("desk:find"), {"q": "hautecour"}).context["found"].nothing
    assert client.get(person_url(edition, stranger)).status_code == 404


def test_all_that_was_sent_and_done(client: Client, edition: Edition, trainee: Person) -> None:
    make_message(edition, trainee, state="failed", error="550 boîte inconnue")
    text = client.get(person_url(edition, trainee)).content.decode()
    assert "550 boîte inconnue" in text and "Inscription reçue" in text


def test_a_code_is_read_out_and_journaled(
    client: Client, edition: Edition, trainee: Person
) -> None:
    page = client.post(person_url(edition, trainee), {"act": "code"}).content.decode()
    assert re.search(r"\d{6}", page)
    assert JournalEntry.objects.filter(verb="person.code_given", subject_id=trainee.pk).exists()


def test_no_code_for_a_member_of_the_team(client: Client, edition: Edition) -> None:
    colleague = factories.make_role(edition, "administrator")
    assert client.post(person_url(edition, colleague), {"act": "code"}).status_code == 403


def test_a_refused_address_is_corrected_and_sent_again(
    client: Client, edition: Edition, trainee: Person
) -> None:
    message = make_message(edition, trainee, state="failed", error="550")
    address = reverse("desk:message", args=[edition.pk, message.pk])
    wrong = client.post(address, {"act": "retry", "address": "pas-une-adresse"})
    assert "adresse complète" in wrong.content.decode()
    client.post(address, {"act": "retry", "address": "juste@pro.example"})
    message.refresh_from_db()
    assert (message.state, message.address) == ("queued", "juste@pro.example")


def test_a_message_that_left_can_be_sent_again(
    client: Client, edition: Edition, trainee: Person
) -> None:
    message = make_message(edition, trainee, state="sent")
    address = reverse("desk:message", args=[edition.pk, message.pk])
    assert 'value="again"' in client.get(address).content.decode()
    assert client.post(address, {"act": "again"}).status_code == 302
    assert Message.objects.filter(state="queued", recipient=message.recipient).count() == 1


def test_an_address_of_somebody_else_is_refused(
    client: Client, edition: Edition, trainee: Person
) -> None:
    taken = factories.make_person()
    address = reverse("desk:person_edit", args=[edition.pk, trainee.pk])
    form = client.get(address).context["form"]
    data = {name: form[name].value() for name in form.fields}
    refused = client.post(address, {**data, "email": taken.email, "phone": "081 55 00 00"})
    text = refused.content.decode()
    assert "déjà celle de quelqu’un d’autre" in text and "081 55 00 00" in text
    trainee.refresh_from_db()
    assert trainee.phone == "081 55 02 17"  # all or nothing
    assert client.post(address, {**data, "email": "neuve@pro.example"}).status_code == 302
    trainee.refresh_from_db()
    assert trainee.email_key == "neuve@pro.example"


def test_held_messages_are_released_together(
    client: Client, edition: Edition, trainee: Person
) -> None:
    for _number in range(3):
        make_message(edition, trainee, state="held")
    address = reverse("desk:messages", args=[edition.pk]) + "?etat=held"
    asked = client.post(address, {"acte": "laisser-partir", "toutes": "1"})
    assert "3 messages validés" in asked.content.decode()
    client.post(address, {"acte": "laisser-partir", "toutes": "1", "sur": "1"})
    assert Message.objects.filter(state="queued").count() == 3


def test_a_message_in_doubt_is_decided(client: Client, edition: Edition, trainee: Person) -> None:
    message = make_message(edition, trainee, state="in_doubt", begun_at=BIRTH)
    address = reverse("desk:message", args=[edition.pk, message.pk])
    client.post(address, {"act": "arrived"})
    message.refresh_from_db()
    assert message.state == "sent"
    page = client.post(address, {"act": "lost"}, follow=True)
    assert "a changé entre-temps" in page.content.decode()


def test_as_many_queries_for_one_message_as_for_thirty(
    client: Client, edition: Edition, trainee: Person
) -> None:
    counts = []
    for more in (1, 29):
        for _number in range(more):
            make_message(edition, trainee)
        for name in ("desk:messages", "desk:people", "desk:journal", "desk:placements"):
            client.get(reverse(name, args=[edition.pk]))
        with CaptureQueriesContext(connection) as done:
            client.get(reverse("desk:messages", args=[edition.pk]))
            client.get(person_url(edition, trainee))
        counts.append(len(done))
    assert counts[0] == counts[1]


def test_a_view_is_kept_shared_and_removed(client: Client, edition: Edition) -> None:
    here = reverse("offers:office_list", args=[edition.pk])
    data = {"nom": "En pause", "liste": "offres", "adresse": "?etat=paused", "retour": here}
    save = reverse("desk:save_view", args=[edition.pk])
    assert client.post(save, {**data, "partagee": "1"})["Location"] == here
    colleague = signed_in(factories.make_role(edition, "coordinator"))
    assert "En pause" in colleague.get(here).content.decode()
    view = SavedView.objects.get()
    forget = reverse("desk:forget_view", args=[edition.pk, view.pk])
    assert colleague.post(forget).status_code == 404
    client.post(forget, {"retour": "https://ailleurs.example/"})
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("back", ["https://ailleurs.example/", "//ailleurs.example", "{}", "home"])
def test_a_view_without_name_is_told(client: Client, edition: Edition, back: str) -> None:
    save = reverse("desk:save_view", args=[edition.pk])
    data = {"nom": "", "liste": "offres", "adresse": "?x", "retour": back}
    response = client.post(save, data)
    assert response["Location"] == "/bureau/"


def test_the_todo_page(client: Client, edition: Edition, trainee: Person) -> None:
    make_message(edition, trainee, state="failed")
    offer = factories.make_offer(edition=edition, state="submitted", submitted_at=BIRTH)
    page = client.get(reverse("desk:todo", args=[edition.pk]) + "?province=toutes")
    tasks = {task.what: task for task in page.context["tasks"]}
    assert tasks["Adresse refusée"].late
    late = next(task for what, task in tasks.items() if what.startswith("Offre à relire"))
    assert late.url == reverse("offers:office_review", args=[edition.pk, offer.pk])
    for task in tasks.values():
        assert client.get(task.url).status_code == 200


def test_an_address_corrected_once_is_corrected_everywhere(
    client: Client, edition: Edition, trainee: Person
) -> None:
    """What waits follows the person; what left stays as it was sent."""
    states = ("failed", "held", "queued", "sent")
    before = trainee.email
    made = {state: make_message(edition, trainee, state=state) for state in states}
    refused = make_message(edition, trainee, state="failed")
    url = reverse("desk:message", args=[edition.pk, refused.pk])
    taken = factories.make_person()
    told = client.post(url, {"act": "retry", "address": taken.email})
    assert "réunissez" in told.content.decode()
    client.post(url, {"act": "retry", "address": "juste@pro.example"})
    trainee.refresh_from_db()
    assert trainee.email == "juste@pro.example"
    addresses = {state: Message.objects.get(pk=made[state].pk).address for state in states}
    new = "juste@pro.example"
    assert addresses == {"failed": new, "held": new, "queued": new, "sent": before}
    assert Message.objects.get(pk=refused.pk).state == "queued"


def test_the_address_of_a_person_elsewhere_is_left_alone(edition: Edition, trainee: Person) -> None:
    neighbour = signed_in(
        factories.make_role(edition, "coordinator", factories.make_province("Liège"))
    )
    message = make_message(edition, trainee, state="failed")
    url = reverse("desk:message", args=[edition.pk, message.pk])
    told = neighbour.post(url, {"act": "retry", "address": "juste@pro.example"})
    assert "autre province" in told.content.decode()
    assert Person.objects.get(pk=trainee.pk).email == trainee.email


def test_the_journal_is_searched_by_what_was_done_to_whom(
    client: Client, edition: Edition, trainee: Person
) -> None:
    client.post(person_url(edition, trainee), {"act": "code"})
    offer = factories.make_offer(edition=edition, title="La rue comme bureau")
    url = reverse("desk:journal", args=[edition.pk])
    for query, found in (("hautot clem", 1), ("personne d’autre", 0), ("", 1)):
        lines = client.get(url, {"q": query}).context["list"].lines
        assert len(lines) == found, query
    text = client.get(url).content.decode()
    assert "Hautôt, Clémence" in text and offer.title not in text
