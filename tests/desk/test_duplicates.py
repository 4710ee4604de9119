"""The same person, service or institution twice: suspected with a reason, compared, made one."""

import threading

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from croisee.core.merging import AlreadyMergedError
from croisee.core.models import JournalEntry
from croisee.desk.duplicates.stored import refresh_programme
from croisee.desk.duplicates.suspects import suspects
from croisee.desk.models import NotTheSame
from croisee.directory.merging import merge_services
from croisee.directory.models import Membership, Organisation
from croisee.editions.models import Edition
from croisee.mail.models import Message
from croisee.offers.models import OfferContact
from croisee.people.merging import merge_persons
from croisee.people.models import Person
from croisee.people.sign_in import ask
from croisee.placements.actions import take_place
from croisee.placements.models import Participant
from croisee.schemes.ranked.models import Application
from tests import factories
from tests.entry import signed_in
from tests.factories.people import BIRTH

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    return factories.make_edition()


@pytest.fixture
def coordinator(edition: Edition) -> Person:
    return factories.make_role(edition, "coordinator", factories.make_province())


@pytest.fixture
def client(coordinator: Person) -> Client:
    return signed_in(coordinator)


def trainee(edition: Edition, first: str = "Thibault", **fields: object) -> Person:
    person = factories.make_person(
        **{"first_name": first, "last_name": "Lecocq", "phone": "0470 55 01 99", **fields}
    )
    factories.make_application(edition, person=person, province=factories.make_province())
    return person


def contact(edition: Edition, **fields: object) -> Person:
    """The same man, written the other way round, with a foreign prefix."""
    person = factories.make_person(
        **{
            "first_name": "LECOCQ",
            "last_name": "Thibault",
            "phone": "+32 470 55.01.99",
            **fields,
        }
    )
    service = factories.make_service(province=factories.make_province())
    factories.make_offer(edition=edition, service=service, contact=person)
    return person


def pair_url(edition: Edition, kind: str, one: object, other: object) -> str:
    return reverse("desk:duplicate", args=[edition.pk, kind, one.pk, other.pk])  # type: ignore[attr-defined]


def merge_by_hand(client: Client, url: str, **choices: str) -> object:
    """Compare, read the plan, confirm: as a coordinator does."""
    page = client.get(url, {"apercu": "1", **choices})
    data = {"vu": page.context["seen"], "apercu": "1", **choices}
    return client.post(url, data)


# ---------------------------------------------------------------- suspected


def test_a_name_and_a_telephone_however_written(edition: Edition) -> None:
    one, other = trainee(edition), contact(edition)
    [found] = suspects(edition)
    assert (found.kind, found.first, found.second) == ("personnes", one.pk, other.pk)
    assert found.reasons == ("même nom", "même téléphone", "même province")


def test_a_letter_wrong_behind_the_same_telephone(edition: Edition) -> None:
    trainee(edition), trainee(edition, last_name="Lecoq", email="t.lecoq@pro.example")
    assert [pair.reasons[0] for pair in suspects(edition)] == ["presque le même nom"]


def test_a_switchboard_alone_is_no_reason(edition: Edition) -> None:
    trainee(edition), trainee(edition, first="Aurore", last_name="Pirotte")
    assert suspects(edition) == []


def test_a_name_alone_is_no_reason(edition: Edition) -> None:
    other_place = factories.make_province("Liège")
    trainee(edition)
    namesake = factories.make_person(first_name="Thibault", last_name="Lecocq")
    factories.make_application(edition, person=namesake, province=other_place, employer="Ailleurs")
    assert suspects(edition) == []


def test_the_same_employer_is_a_reason(edition: Edition) -> None:
    for number, province in enumerate(("Namur", "Liège")):
        person = factories.make_person(first_name="Thibault", last_name="Lecocq", phone=f"{number}")
        place = factories.make_province(province)
        factories.make_application(edition, person=person, province=place, employer="SSM Orée")
    assert [pair.reasons for pair in suspects(edition)] == [("même nom", "même employeur")]


def test_a_service_entered_twice(edition: Edition) -> None:
    for street in ("rue du Palier 3", "r. du Palier 3"):
        body = factories.make_organisation(name="AMO L’Amarre")
        service = factories.make_service(organisation=body, address=street)
        factories.make_offer(edition=edition, service=service)
    [found] = suspects(edition)
    assert found.kind == "services" and found.reasons == ("même nom", "même code postal")


def test_two_enterprise_numbers_are_two_institutions(edition: Edition) -> None:
    for number in ("0840555973", "0400378485"):
        body = factories.make_organisation(name="AMO L’Amarre", enterprise_number=number)
        service = factories.make_service(organisation=body)
        factories.make_offer(edition=edition, service=service)
    assert suspects(edition) == []


def test_an_institution_twice_with_different_services(edition: Edition) -> None:
    for name in ("Équipe de rue", "Internat"):
        body = factories.make_organisation(name="AMO L’Amarre")
        service = factories.make_service(organisation=body, name=name, address=f"rue {name}")
        factories.make_offer(edition=edition, service=service)
    assert [pair.kind for pair in suspects(edition)] == ["institutions"]


def test_listed_by_province_and_counted_on_the_to_do_page(client: Client, edition: Edition) -> None:
    trainee(edition), contact(edition)
    here, elsewhere = factories.make_province(), factories.make_province("Liège")
    url = reverse("desk:duplicates", args=[edition.pk])
    assert len(client.get(url, {"province": here.code}).context["pairs"]) == 1
    assert client.get(url, {"province": elsewhere.code}).context["pairs"] == []
    refresh_programme(edition)  # as the worker does
    tasks = client.get(reverse("desk:todo", args=[edition.pk])).context["tasks"]
    assert [task.count for task in tasks if task.what == "Doublon possible"] == [1]


def test_as_many_queries_for_one_pair_as_for_thirty(client: Client, edition: Edition) -> None:
    counts, url = [], reverse("desk:duplicates", args=[edition.pk])
    for more in (1, 29):
        for number in range(more):
            name = f"Lecocq{more}{number}"
            trainee(edition, last_name=name), contact(edition, first_name=name)
        client.get(url)
        with CaptureQueriesContext(connection) as done:
            assert client.get(url).status_code == 200
        counts.append(len(done))
    assert counts[0] == counts[1]


# ---------------------------------------------------------------- persons become one


def test_what_hangs_on_both_hangs_on_the_one_kept(client: Client, edition: Edition) -> None:
    kept, gone = trainee(edition, email="t.lecocq@pro.example"), contact(edition)
    url = pair_url(edition, "personnes", kept, gone)
    page = client.get(url, {"apercu": "1", "garder": "1"}).content.decode()
    assert "contact de 1 offre" in page and Person.objects.get(pk=gone.pk).is_active
    answer = merge_by_hand(client, url, garder="1", first_name="1", last_name="1", email="1")
    assert answer["Location"] == reverse("desk:person", args=[edition.pk, kept.pk])  # type: ignore[index]
    assert OfferContact.objects.get().person == kept
    gone.refresh_from_db()
    assert gone.merged_into == kept and not gone.is_active
    assert suspects(edition) == []


def test_the_value_chosen_of_each_field_is_kept(client: Client, edition: Edition) -> None:
    kept, gone = trainee(edition), contact(edition, email="nouvelle@pro.example")
    before = kept.email
    url = pair_url(edition, "personnes", kept, gone)
    merge_by_hand(client, url, garder="1", first_name="1", last_name="1", phone="2", email="2")
    kept.refresh_from_db()
    names = (kept.full_name, kept.phone, kept.email)
    assert names == ("Thibault Lecocq", "+32 470 55.01.99", "nouvelle@pro.example")
    assert Person.objects.by_email(before) == kept


def test_the_old_address_still_leads_in(client: Client, edition: Edition) -> None:
    kept, gone = trainee(edition), contact(edition)
    merge_by_hand(client, pair_url(edition, "personnes", kept, gone), garder="1", email="1")
    ask(gone.email.upper(), language="fr", at=BIRTH)
    assert Message.objects.get(kind="sign_in").address == kept.email


def test_the_journal_of_both_is_read_on_one_page(client: Client, edition: Edition) -> None:
    kept, gone = trainee(edition), contact(edition)
    client.post(reverse("desk:person", args=[edition.pk, gone.pk]), {"act": "code"})
    merge_by_hand(client, pair_url(edition, "personnes", kept, gone), garder="1", email="1")
    page = client.get(reverse("desk:person", args=[edition.pk, gone.pk]), follow=True)
    text = page.content.decode()
    assert "a donné un code de connexion" in text and "a réuni deux fiches" in text
    assert gone.email in text


def test_two_requests_for_one_edition_are_told(client: Client, edition: Edition) -> None:
    kept, gone = trainee(edition), trainee(edition, email="autre@pro.example")
    url = pair_url(edition, "personnes", kept, gone)
    page = client.get(url, {"apercu": "1", "garder": "1"})
    assert "Retirez d’abord celle qui ne doit pas compter" in page.content.decode()
    assert merge_by_hand(client, url, garder="1").status_code == 200  # type: ignore[attr-defined]
    gone.refresh_from_db()
    assert gone.merged_into is None and gone.is_active
    gone.applications.update(state=Application.State.WITHDRAWN)
    assert merge_by_hand(client, url, garder="1").status_code == 302  # type: ignore[attr-defined]
    assert [a.person for a in Application.objects.order_by("pk")] == [kept, gone]


def test_the_registration_too_many_is_withdrawn_in_place(client: Client, edition: Edition) -> None:
    """Both can be read, one is withdrawn here, then the merge is one click away."""
    kept, gone = trainee(edition), trainee(edition, email="autre@pro.example")
    one, other = (person.applications.get() for person in (kept, gone))
    url = pair_url(edition, "personnes", kept, gone)
    page = client.get(url, {"apercu": "1", "garder": "1"}).text
    for row in (one, other):
        assert reverse("ranked:application", args=[edition.pk, row.pk]) in page
    done = client.post(url, {"acte": "retirer", "apercu": "1", "inscription": one.pk}, follow=True)
    assert "ne se défait pas" in done.text and done.context["shown"].kept == "2"
    one.refresh_from_db()
    assert one.state == Application.State.WITHDRAWN
    told = Message.objects.get(kind="application_withdrawn")
    assert told.recipient == kept.reference and "autre inscription reste valable" in told.text
    assert merge_by_hand(client, url, garder="2").status_code == 302  # type: ignore[attr-defined]
    other.refresh_from_db()
    assert other.person == gone and other.state == Application.State.SUBMITTED


def test_only_a_registration_in_the_way_is_withdrawn(client: Client, edition: Edition) -> None:
    kept, gone = trainee(edition), contact(edition)
    url = pair_url(edition, "personnes", kept, gone)
    sent = {"acte": "retirer", "apercu": "1", "inscription": kept.applications.get().pk}
    assert client.post(url, sent).status_code == 200
    assert kept.applications.get().state == Application.State.SUBMITTED


def test_two_places_at_one_host_are_told(client: Client, edition: Edition) -> None:
    kept, gone = trainee(edition), trainee(edition, email="autre@pro.example")
    offer = factories.make_offer(edition=edition, places=2)
    for person in (kept, gone):
        take_place(offer.slots.get(), person, source="test", choice_rank=1, by=None, at=BIRTH)
    gone.applications.update(state=Application.State.WITHDRAWN)
    page = client.get(pair_url(edition, "personnes", kept, gone), {"apercu": "1", "garder": "1"})
    assert "Annulez d’abord l’un des deux stages" in page.content.decode()
    assert set(Participant.objects.values_list("person", flat=True)) == {kept.pk, gone.pk}


def test_the_team_is_merged_by_the_administration_only(client: Client, edition: Edition) -> None:
    one, member = trainee(edition), factories.make_role(edition, "coordinator")
    url = pair_url(edition, "personnes", one, member)
    assert client.post(url, {"acte": "differents"}).status_code == 403
    boss = signed_in(factories.make_role(edition, "administrator"))
    page = boss.get(url, {"apercu": "1", "garder": "1"}).content.decode()
    assert "ouvre le bureau" in page
    assert merge_by_hand(boss, url, garder="2", email="2").status_code == 302  # type: ignore[attr-defined]
    one.refresh_from_db()
    assert one.merged_into == member


def test_a_person_of_another_programme_is_left_to_its_coordination(
    client: Client, edition: Edition
) -> None:
    kept, gone = trainee(edition), contact(edition)
    factories.make_application(factories.make_edition(), person=gone)
    url = pair_url(edition, "personnes", kept, gone)
    assert "autre programme" in client.get(url).content.decode()
    assert client.post(url, {"acte": "differents"}).status_code == 403


def test_what_changed_meanwhile_is_read_again(client: Client, edition: Edition) -> None:
    kept, gone = trainee(edition), contact(edition)
    url = pair_url(edition, "personnes", kept, gone)
    seen = client.get(url, {"apercu": "1", "garder": "1"}).context["seen"]
    Person.objects.filter(pk=kept.pk).update(phone="081 00 00 00")
    page = client.post(url, {"vu": seen, "apercu": "1", "garder": "1"})
    assert "a changé entre-temps" in page.content.decode()
    assert Person.objects.get(pk=gone.pk).merged_into is None


def test_said_once_to_be_different(client: Client, edition: Edition) -> None:
    one, other = trainee(edition), contact(edition)
    url = pair_url(edition, "personnes", other, one)
    for _twice in range(2):
        assert client.post(url, {"acte": "differents"}).status_code == 302
    assert suspects(edition) == [] and NotTheSame.objects.count() == 1
    assert JournalEntry.objects.filter(verb="duplicate.dismissed").count() == 1


def test_the_second_of_two_coordinators_is_led_to_the_merged_record(
    client: Client, edition: Edition
) -> None:
    kept, gone = trainee(edition), contact(edition)
    url = pair_url(edition, "personnes", kept, gone)
    seen = client.get(url, {"apercu": "1", "garder": "2"}).context["seen"]
    merge_by_hand(client, url, garder="1", email="1")
    page = client.post(url, {"vu": seen, "garder": "2", "apercu": "1"}, follow=True)
    assert "déjà réunies" in page.content.decode()
    assert JournalEntry.objects.filter(verb="person.merged").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one_merge() -> None:
    """Each keeps another record; with the merge taken out of the lock both would close one."""
    edition = factories.make_edition()
    one, other = trainee(edition), contact(edition)
    by, gate, answers = factories.make_person(), threading.Barrier(2), []

    def merge(kept: Person, gone: Person) -> None:
        gate.wait()
        try:
            merge_persons(kept, gone, (), by=by, at=BIRTH)
            answers.append("merged")
        except AlreadyMergedError:
            answers.append("already")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=merge, args=pair) for pair in ((one, other), (other, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["already", "merged"]
    assert Person.objects.filter(pk__in=[one.pk, other.pk], merged_into=None).count() == 1


# ---------------------------------------------------------------- services and institutions


def test_a_service_and_its_lone_institution_become_one(client: Client, edition: Edition) -> None:
    sides = []
    for number in ("", "0840555973"):
        body = factories.make_organisation(name="AMO L’Amarre", enterprise_number=number)
        sides.append(factories.make_service(organisation=body))
        factories.make_offer(edition=edition, service=sides[-1])
    kept, gone = sides
    person = factories.make_person()
    for service in sides:
        Membership.objects.create(person=person, service=service, role="contact")
    url = pair_url(edition, "services", kept, gone)
    assert "rejoint" in client.get(url, {"apercu": "1", "garder": "1"}).content.decode()
    merge_by_hand(client, url, garder="1")
    assert kept.offers.count() == 2 and person.memberships.get().service == kept
    assert Organisation.objects.get(pk=kept.organisation_id).enterprise_number == "0840555973"
    gone.refresh_from_db()
    assert gone.organisation.merged_into_id == kept.organisation_id
    assert suspects(edition) == []


def test_a_service_merged_twice_is_told() -> None:
    kept, gone, by = factories.make_service(), factories.make_service(), factories.make_person()
    merge_services(kept, gone, (), by=by, at=BIRTH)
    with pytest.raises(AlreadyMergedError):
        merge_services(gone, kept, (), by=by, at=BIRTH)
