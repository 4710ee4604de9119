"""A host registers: drafts, remarks, last year's offer, two tabs, pause, « not this year », the link."""

import re
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from croisee.core.models import JournalEntry
from croisee.editions.models import Participation
from croisee.mail.models import Message
from croisee.offers.actions import ask_correction, publish_offer
from croisee.offers.enums import OfferState
from croisee.offers.models import Offer
from croisee.people.models import Person
from tests import factories
from tests.offers.host_answers import (
    CONTACTS,
    DAY,
    PLACE,
    PUBLIC,
    accept,
    hidden,
    make_documents,
    send,
)

pytestmark = pytest.mark.django_db

WHILE_HOSTS_PROPOSE = datetime(2026, 12, 8, 10, tzinfo=UTC)
TOO_LATE = datetime(2027, 1, 20, 10, tzinfo=UTC)
QUERIES_OF_LIST = 17


@pytest.fixture
def at_time(set_clock):
    set_clock(WHILE_HOSTS_PROPOSE)
    return set_clock


@pytest.fixture
def edition(at_time):
    edition = factories.make_edition()
    make_documents(edition)
    return edition


@pytest.fixture
def person():
    return factories.make_person(first_name="", last_name="", email="ines@amo.example")


@pytest.fixture
def client(person):
    client = Client()
    client.force_login(person)
    return client


def step(offer, page):
    return reverse("offers:step", args=[offer.pk, page])


def make_draft(client):
    send(client, reverse("offers:new"), PLACE)
    return Offer.objects.latest("pk")


def fill(client, offer):
    send(client, step(offer, "contacts"), CONTACTS)
    send(client, step(offer, "journee"), DAY)
    return send(client, step(offer, "public"), PUBLIC)


def make_whole(client):
    offer = make_draft(client)
    fill(client, offer)
    return offer


def test_boxes_ticked_before_the_session_ended_are_still_ticked(edition, client, person):
    """Nothing is lost on a time-out, and nothing is sent by coming back."""
    offer = make_whole(client)
    page = reverse("offers:check", args=[offer.pk])
    boxes = re.findall(r'name="(accept_\d+)"', client.get(page).content.decode())
    client.logout()
    client.post(page, {boxes[0]: "on"})
    client.force_login(person)
    shown = client.get(page)
    assert "encore là" in shown.content.decode()
    assert [bool(shown.context["form"][box].value()) for box in boxes] == [True, False]
    offer.refresh_from_db()
    assert offer.state == OfferState.DRAFT


def test_anybody_begins_with_an_address_and_gets_a_code(edition):
    client = Client()
    page = reverse("offers:propose")
    answer = client.post(page, {**hidden(client, page), "email": "nouvelle@amo.example"})
    assert answer.url == reverse("sign_in_sent")
    assert Person.objects.by_email("nouvelle@amo.example")
    assert Message.objects.get(kind="sign_in").address == "nouvelle@amo.example"


def test_the_draft_tells_back_where_its_postcode_lies(edition, client):
    offer = make_draft(client)
    assert offer.service.municipality.name_fr == "Dinant"
    assert "Dinant" in client.get(step(offer, "lieu")).content.decode()


def test_a_double_click_makes_one_draft(edition, client):
    page = reverse("offers:new")
    answers = {**hidden(client, page), **PLACE}
    first, second = client.post(page, answers), client.post(page, answers)
    assert first.url == second.url
    assert Offer.objects.count() == 1


def test_a_draft_can_be_finished_later_half_filled(edition, client):
    offer = make_draft(client)
    half = {**DAY, "what_you_will_face": "", "weekdays": [], "places": "", "later": "1"}
    assert send(client, step(offer, "journee"), half).url == reverse("offers:host_offers")
    offer.refresh_from_db()
    assert offer.title == DAY["title"]
    html = client.get(reverse("offers:mine", args=[offer.pk])).content.decode()
    assert "à faire" in html


def test_an_unfinished_offer_is_not_sent(edition, client):
    offer = make_draft(client)
    accept(client, reverse("offers:check", args=[offer.pk]))
    offer.refresh_from_db()
    assert offer.state == OfferState.DRAFT


def test_sent_twice_it_is_sent_once(edition, client, person):
    offer = make_whole(client)
    page = reverse("offers:check", args=[offer.pk])
    assert accept(client, page).url == reverse("offers:received", args=[offer.pk])
    assert client.post(page).url == reverse("offers:received", args=[offer.pk])
    Offer.objects.filter(pk=offer.pk).update(state=OfferState.PUBLISHED)
    assert client.get(page).url == reverse("offers:mine", args=[offer.pk])  # it arrived long ago
    assert Message.objects.filter(kind="host_registered").count() == 1
    assert person.acceptances.count() == 2


def test_the_newsletter_is_a_box_apart(edition, client, person):
    """fields.csv: newsletter_optin, unticked; asked once, not asked again."""
    page = reverse("offers:check", args=[make_whole(client).pk])
    form = client.get(page).context["form"]
    assert not form["newsletter_optin"].value()
    boxes = {form.name_of(document): "on" for document in form.documents}
    client.post(page, {**boxes, "newsletter_optin": "on"})
    person.refresh_from_db()
    assert person.newsletter_since is not None
    again = client.get(reverse("offers:check", args=[make_whole(client).pk]))
    assert "newsletter_optin" not in again.context["form"].fields


def test_the_check_names_every_page_that_lacks_answers(edition, client):
    offer = make_draft(client)
    html = client.get(reverse("offers:check", args=[offer.pk])).content.decode()
    note = html.partition("Il manque des réponses")[2].partition("</ul>")[0]
    missing = ("contacts", "journee", "public")
    assert re.findall(r'href="([^"]+)"', note) == [step(offer, page) for page in missing]
    assert "Envoyer mon offre" not in html


def test_conditions_are_accepted_before_sending(edition, client):
    offer = make_whole(client)
    answer = client.post(reverse("offers:check", args=[offer.pk]), {"accepted": "1"})
    html = answer.content.decode()
    assert html.count("Cochez «") == 4  # the summary and each box, for two texts
    offer.refresh_from_db()
    assert offer.state == OfferState.DRAFT


def test_after_the_phase_a_late_draft_is_kept_and_told(edition, client, person, at_time):
    offer = make_whole(client)
    at_time(TOO_LATE)
    client.force_login(person)
    page = reverse("offers:check", args=[offer.pk])
    assert "Les propositions sont closes" in client.get(page).content.decode()
    accept(client, page)
    offer.refresh_from_db()
    assert offer.state == OfferState.DRAFT


def test_a_remark_stands_beside_its_field_until_it_is_followed(edition, client, person, at_time):
    offer = make_whole(client)
    accept(client, reverse("offers:check", args=[offer.pk]))
    offer.refresh_from_db()
    remarks = {"title": "Dites ce que l’on fera.", "contacts": "Ajoutez un deuxième contact."}
    ask_correction(offer, remarks, by=factories.make_person(), at=WHILE_HOSTS_PROPOSE)
    at_time(TOO_LATE)  # what was sent back may come in later too
    client.force_login(person)
    assert "Dites ce que l’on fera." in client.get(step(offer, "journee")).content.decode()
    assert "deuxième contact" in client.get(step(offer, "contacts")).content.decode()
    answers = {**DAY, "title": "Une matinée de travail de rue"}
    answer = send(client, step(offer, "journee"), answers)
    assert answer.url == reverse("offers:check", args=[offer.pk])  # nobody asked about what follows
    offer.refresh_from_db()
    assert set(offer.remarks) == {"contacts"}
    client.post(reverse("offers:check", args=[offer.pk]))
    offer.refresh_from_db()
    assert (offer.state, offer.remarks) == (OfferState.SUBMITTED, {})


def test_last_years_offer_is_taken_over_in_two_clicks(edition, client, person):
    before = factories.make_edition(
        programme=edition.programme, slug="2026", starts_on=date(2025, 11, 24), state="closed"
    )
    person.first_name, person.last_name = "Inès", "Verhaegen"
    person.save()
    sector = factories.make_sector()
    last = factories.make_offer(
        edition=before,
        service=factories.make_service(sectors=[sector]),
        contact=person,
        places=3,
        description="Nous sommes neuf.",
        format="immersion",
        beneficiary_contact="told",
    )
    assert last.title in client.get(reverse("offers:host_offers")).content.decode()
    take_over = reverse("offers:take_over", args=[last.pk])
    first = client.post(take_over)
    assert client.post(take_over).url == first.url
    assert accept(client, first.url).url.endswith("/recue/")
    offer = Offer.objects.get(edition=edition)
    assert (offer.state, offer.previous, offer.title) == ("submitted", last, last.title)
    assert offer.slots.get().capacity == 3


def test_two_tabs_never_lose_a_change_unseen(edition, client):
    offer = make_whole(client)
    page = step(offer, "journee")
    stale = hidden(client, page)
    send(client, page, {**DAY, "title": "Un titre d’un autre onglet"})
    answer = client.post(page, {**stale, **DAY, "title": "Mon titre à moi"})
    html = answer.content.decode()
    assert "Un titre d’un autre onglet" in html and "Mon titre à moi" in html
    again = re.search(r'name="shown" value="(\w+)"', html)[1]
    client.post(page, {**DAY, "title": "Mon titre à moi", "shown": again})
    offer.refresh_from_db()
    assert offer.title == "Mon titre à moi"


def test_answers_sent_after_the_session_ended_come_back_after_the_sign_in(edition, client, person):
    offer = make_draft(client)
    client.logout()
    client.post(step(offer, "journee"), {**DAY, "title": "Tapé trop tard", "shown": ""})
    client.force_login(person)
    assert "Tapé trop tard" in client.get(step(offer, "journee")).content.decode()


def test_somebody_elses_offer_does_not_exist(edition, client):
    other = factories.make_offer(edition=edition)
    for name, more in [("mine", []), ("step", ["lieu"]), ("check", []), ("received", [])]:
        url = reverse(f"offers:{name}", args=[other.pk, *more])
        assert client.get(url).status_code == 404
        assert client.post(url, PLACE).status_code in {404, 405}
    for name in ("pause", "resume", "take_over"):
        assert client.post(reverse(f"offers:{name}", args=[other.pk])).status_code == 404
    assert client.get(f"/mes-offres/{10**30}/").status_code == 404


def test_several_contacts_and_one_stays_among_them(edition, client, person):
    offer = make_draft(client)
    page = step(offer, "contacts")
    both = {
        **CONTACTS,
        "first_name_1": "Samir",
        "last_name_1": "Haddad",
        "email_1": "samir@amo.example",
    }
    send(client, page, both)
    assert [c.person.full_name for c in offer.contacts.all()] == ["Inès Verhaegen", "Samir Haddad"]
    without_me = {**CONTACTS, "email_0": "samir@amo.example", "first_name_0": "Samir"}
    html = send(client, page, {**without_me, "last_name_0": "Haddad"}).content.decode()
    assert "Restez parmi les contacts" in html


def test_a_stranger_is_not_renamed_by_a_host(edition, client):
    stranger = factories.make_person(first_name="Aurore", email="aurore@autre.example")
    offer = make_draft(client)
    typed = {"first_name_1": "Zoé", "last_name_1": "Pirate", "email_1": stranger.email}
    html = send(client, step(offer, "contacts"), {**CONTACTS, **typed}).content.decode()
    assert "celle d’une autre personne" in html and "Aurore" not in html
    stranger.refresh_from_db()
    assert stranger.first_name == "Aurore"


def test_pause_and_resume(edition, client, person):
    offer = factories.make_offer(edition=edition, contact=person)
    for name, state in [("pause", "paused"), ("pause", "paused"), ("resume", "published")]:
        client.post(reverse(f"offers:{name}", args=[offer.pk]))
        offer.refresh_from_db()
        assert offer.state == state


def test_withdrawing_a_published_offer_shows_who_is_concerned_and_frees_them(
    edition, client, person
):
    from croisee.placements.actions import take_place

    offer = factories.make_offer(edition=edition, contact=person)
    trainee = factories.make_person(first_name="Zoé", last_name="Claes")
    application = factories.make_application(edition, offer, person=trainee)
    application.placement = take_place(
        offer.slots.get(), trainee, source="ranked", choice_rank=1, by=None, at=TOO_LATE
    )
    application.save()
    page = reverse("ranked:withdraw_offer", args=[offer.pk])
    assert "Zoé Claes" in client.get(page).content.decode()
    assert "Dites en quelques mots" in client.post(page, {"reason": ""}).content.decode()
    client.post(page, {"reason": "Déménagement"})
    offer.refresh_from_db()
    application.refresh_from_db()
    assert (offer.state, application.placement) == ("withdrawn", None)
    assert JournalEntry.objects.filter(verb="placement.cancelled", note="Déménagement").exists()


def test_not_this_year_with_a_reason_and_back(edition, client, person):
    service = factories.make_service()
    service.memberships.create(person=person, role="contact")
    page = reverse("offers:decline", args=[service.organisation_id])
    assert "quelques mots" in client.post(page, {"reason": " "}).content.decode()
    client.post(page, {"reason": "Équipe en sous-effectif"})
    participation = Participation.objects.get(organisation=service.organisation)
    assert participation.declined_reason == "Équipe en sous-effectif"
    client.post(reverse("offers:undecline", args=[service.organisation_id]))
    participation.refresh_from_db()
    assert participation.declined_reason == ""


def test_who_passes_this_year_is_not_asked_to_take_last_year_over(edition, client, person):
    before = factories.make_edition(
        programme=edition.programme, slug="2026", starts_on=date(2025, 11, 24), state="closed"
    )
    last = factories.make_offer(edition=before, contact=person, title="Une offre d’avant")
    last.service.memberships.create(person=person, role="contact")
    assert "Reprendre" in client.get(reverse("offers:host_offers")).content.decode()
    page = reverse("offers:decline", args=[last.service.organisation_id])
    client.post(page, {"reason": "Travaux"})
    assert "Reprendre" not in client.get(reverse("offers:host_offers")).content.decode()


def test_the_private_link_is_given_counted_renewed_and_revoked(edition, client, person):
    offer = factories.make_offer(edition=edition, contact=person)
    page, act = (
        reverse("offers:host_offers"),
        reverse("offers:priority_link", args=[offer.service.organisation_id]),
    )
    client.post(act, {"act": "renew"})
    client.post(act, {"act": "renew"})  # a double click gives one
    participation = Participation.objects.get()
    link = participation.priority_links.get()
    html = client.get(page).content.decode()
    assert "Utilisé 0 fois" in html and "http" in html
    client.post(act, {"act": "renew", "shown": link.pk})
    assert participation.priority_links.filter(revoked_at=None).count() == 1
    newest = participation.priority_links.latest("pk")
    client.post(act, {"act": "revoke", "shown": newest.pk})
    assert not participation.priority_links.filter(revoked_at=None).exists()


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_of_ones_offers_costs_the_same_with_many(
    edition, client, person, django_assert_num_queries, rows
):
    for _ in range(rows):
        factories.make_offer(edition=edition, contact=person)
    with django_assert_num_queries(QUERIES_OF_LIST):
        client.get(reverse("offers:host_offers"))


def test_a_published_offer_changes_with_a_trace(edition, client):
    offer = make_whole(client)
    accept(client, reverse("offers:check", args=[offer.pk]))
    offer.refresh_from_db()
    publish_offer(offer, by=factories.make_person(), at=WHILE_HOSTS_PROPOSE)
    answer = send(client, step(offer, "public"), {**PUBLIC, "lunch": "À apporter"})
    assert answer.url == reverse("offers:mine", args=[offer.pk])
    entry = JournalEntry.objects.filter(verb="offer.changed").first()
    assert entry.changes["lunch"] == ["Avec le groupe", "À apporter"]
