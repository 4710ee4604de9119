"""A host's people: the language we write in, the person of reference, who is sent; the private link."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from croisee.directory.models import Membership
from croisee.editions.models import Participation
from croisee.offers.actions import ask_correction
from croisee.offers.labels import described
from croisee.offers.models import Offer
from croisee.people.models import Person
from tests import factories
from tests.offers.host_answers import CONTACTS, PLACE, send

pytestmark = pytest.mark.django_db
WHILE_HOSTS_PROPOSE = datetime(2026, 12, 8, 10, tzinfo=UTC)
BEFORE = datetime(2026, 11, 1, 10, tzinfo=UTC)
SECOND = {
    "first_name_1": "Hilde",
    "last_name_1": "Peeters",
    "email_1": "hilde@amo.example",
    "language_1": "nl",
}


@pytest.fixture
def at_time(set_clock):
    set_clock(WHILE_HOSTS_PROPOSE)
    return set_clock


@pytest.fixture
def edition(at_time):
    return factories.make_edition()


@pytest.fixture
def person():
    return factories.make_person(first_name="Inès", last_name="Verhaegen", email="ines@amo.example")


@pytest.fixture
def client(person, at_time):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def contacts_page(edition, client):
    send(client, reverse("offers:new"), PLACE)
    return reverse("offers:step", args=[Offer.objects.latest("pk").pk, "contacts"])


def test_each_contact_is_written_to_in_their_language(client, contacts_page, person):
    send(client, contacts_page, {**CONTACTS, **SECOND, "language_0": "de"})
    person.refresh_from_db()
    assert person.language == "de"
    assert Person.objects.by_email("hilde@amo.example").language == "nl"
    assert 'lang="de"' in client.get(contacts_page).content.decode()


def test_the_language_of_the_site_is_proposed_for_somebody_new(client, contacts_page, person):
    person.language = "nl"
    person.save()
    html = client.get(contacts_page).content.decode()
    assert html.count('<option value="nl" selected>') == 2  # one's own row, and the empty one


def test_a_colleague_who_comes_here_keeps_the_language_they_chose(client, contacts_page):
    send(client, contacts_page, {**CONTACTS, **SECOND})
    hilde = Person.objects.by_email("hilde@amo.example")
    Client().force_login(hilde)  # she came here herself
    assert "Choisie par la personne elle-même" in client.get(contacts_page).content.decode()
    send(client, contacts_page, {**CONTACTS, **SECOND, "language_1": "en", "title_1": "Équipe"})
    hilde.refresh_from_db()
    assert hilde.language == "nl"
    assert hilde.offer_contacts.get().title == "Équipe"


def test_one_person_of_reference_is_named_and_shown(client, contacts_page):
    """MY-12."""
    both = {**CONTACTS, **SECOND, "reference_0": "on", "reference_1": "on"}
    assert "Une seule personne de référence" in send(client, contacts_page, both).content.decode()
    send(client, contacts_page, {**CONTACTS, **SECOND, "reference_1": "on"})
    offer = Offer.objects.get()
    reference = Membership.objects.get(role="reference")
    assert (reference.person.full_name, reference.service) == ("Hilde Peeters", offer.service)
    assert ("Personne de référence", "Hilde Peeters") in described(offer)
    send(client, contacts_page, {**CONTACTS, **SECOND})
    assert not Membership.objects.filter(role="reference").exists()


def test_how_many_are_sent_is_asked_only_where_the_edition_asks_it(edition, client):
    """MY-02: host at least one and send at least one."""
    new = reverse("offers:new")
    assert "send_pledge" not in client.get(new).content.decode()
    edition.asks_send_pledge = True
    edition.save()
    html = send(client, new, {**PLACE, "send_pledge": "0"}).content.decode()
    assert html.count("Écrivez combien de personnes vous enverrez") == 2
    answer = send(client, new, {**PLACE, "send_pledge": "3"})
    assert answer.status_code == 302
    offer = Offer.objects.get()
    assert Participation.objects.get(organisation=offer.service.organisation).send_pledge == 3
    assert ("Nombre de personnes que vous enverrez", "3") in described(offer)
    page = reverse("offers:step", args=[offer.pk, "lieu"])
    assert 'name="send_pledge" value="3"' in client.get(page).content.decode()


def test_the_link_stays_in_sight_when_the_offer_is_sent_back(edition, client, person):
    """IM-11: the link given can be seen and stopped, whatever became of the offer since."""
    offer = factories.make_offer(edition=edition, contact=person, published_at=WHILE_HOSTS_PROPOSE)
    act = reverse("offers:priority_link", args=[offer.service.organisation_id])
    client.post(act, {"act": "renew"})
    ask_correction(offer, {"title": "Dites plus."}, by=person, at=WHILE_HOSTS_PROPOSE)
    page = reverse("offers:host_offers")
    html = client.get(page).content.decode()
    assert "Remplacer par un nouveau" in html and "Arrêter ce lien" in html
    Offer.objects.update(state="withdrawn")
    html = client.get(page).content.decode()
    assert "Remplacer par un nouveau" not in html and "Arrêter ce lien" in html
    link = Participation.objects.get().priority_links.get()
    client.post(act, {"act": "revoke", "shown": link.pk})
    link.refresh_from_db()
    assert link.revoked_at == WHILE_HOSTS_PROPOSE
    assert "Arrêter ce lien" not in client.get(page).content.decode()


@pytest.mark.parametrize(
    ("switch", "at", "told"),
    [
        ("dates", BEFORE, "Les propositions s’ouvrent le"),
        ("open", BEFORE, ""),
        ("closed", BEFORE, "ne sont pas ouvertes en ce moment"),
        ("closed", WHILE_HOSTS_PROPOSE, "ne sont pas ouvertes en ce moment"),
        ("dates", datetime(2027, 2, 1, tzinfo=UTC), "sont closes depuis le"),
    ],
)
def test_the_door_of_hosts_follows_the_switch_by_hand(edition, at_time, switch, at, told):
    """IM-02."""
    at_time(at)
    edition.phases.filter(kind="hosts").update(switch=switch)
    html = Client().get(reverse("offers:propose")).content.decode()
    said = [
        words
        for words in (
            "Les propositions s’ouvrent le",
            "ne sont pas ouvertes en ce moment",
            "sont closes depuis le",
        )
        if words in html
    ]
    assert said == ([told] if told else [])


def test_a_newcomer_reads_that_the_code_left_and_a_stranger_where_to_begin(edition):
    """Reliability rule 9: the page is the same for a known and an unknown address."""
    known = factories.make_person(email="connue@amo.example")
    texts = {}
    for door in ("offers:propose", "sign_in"):
        for email in (known.email, f"nouvelle-{len(texts)}@amo.example"):
            client = Client()
            client.post(reverse(door), {"email": email}, follow=True)
            html = client.get(reverse("sign_in_sent")).content.decode()
            texts[door, email == known.email] = html.split("<main")[1].replace(email, "…")
    assert "Un message vient de partir vers" in texts["offers:propose", False]
    assert "là, toute adresse reçoit un code" in texts["sign_in", False].replace("\u00a0", " ")
    for door in ("offers:propose", "sign_in"):
        assert _without_token(texts[door, True]) == _without_token(texts[door, False])


def _without_token(html: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html)


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (WHILE_HOSTS_PROPOSE, "Il ouvre le catalogue avant les autres"),
        (datetime(2027, 2, 16, tzinfo=UTC), "Le catalogue est ouvert à tout le monde"),
        (datetime(2027, 3, 10, tzinfo=UTC), "ce lien ne sert plus cette année"),
    ],
)
def test_the_link_tells_what_it_still_gives(edition, client, person, at_time, at, told):
    """IM-11: early access first, priority afterwards, nothing once registrations are closed."""
    offer = factories.make_offer(edition=edition, contact=person, published_at=BEFORE)
    client.post(
        reverse("offers:priority_link", args=[offer.service.organisation_id]), {"act": "renew"}
    )
    at_time(at)
    client.force_login(person)
    html = client.get(reverse("offers:host_offers")).content.decode()
    assert told in html and "Arrêter ce lien" in html
