"""A trainee registers: choices before the sign-in, short pages, sent once, changed, withdrawn."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from croisee.directory.models import Organisation, Service
from croisee.editions.actions import give_priority_link, take_part
from croisee.editions.enums import Audience
from croisee.mail.models import Message
from croisee.placements.actions import take_place
from croisee.schemes.ranked.models import Application
from tests import factories
from tests.offers.host_answers import hidden, make_documents, send

pytestmark = pytest.mark.django_db

WHILE_TRAINEES_REGISTER = datetime(2027, 2, 16, 10, tzinfo=UTC)
IN_PRIORITY = datetime(2027, 1, 28, 10, tzinfo=UTC)
BETWEEN = datetime(2027, 2, 6, 10, tzinfo=UTC)
TOO_LATE = datetime(2027, 3, 1, 10, tzinfo=UTC)

YOU = {
    "first_name": "Samir",
    "last_name": "Haddad",
    "phone": "0471 12 34 56",
    "language": "fr",
}
WORK = {
    "profession": "educator",
    "profession_text": "",
    "employer": "Planning Le Tilleul",
    "organisation": "",
    "sector": "mental-health",
    "postcode": "5000",
    "status": "employee",
}
WISHES = {
    "expectations": "Comprendre comment une AMO garde le lien.",
    "goals": ["knowledge"],
    "availability": "mardi",
}
QUERIES_OF_CHOICES = 27
BOXES = {"hierarchy_agreement": "on", "confidentiality_accepted": "on"}


@pytest.fixture
def at_time(monkeypatch):
    def set_clock(instant):
        monkeypatch.setattr("django.utils.timezone.now", lambda: instant)

    set_clock(WHILE_TRAINEES_REGISTER)
    return set_clock


@pytest.fixture
def edition(at_time):
    edition = factories.make_edition()
    make_documents(edition, Audience.TRAINEE)
    return edition


@pytest.fixture
def person():
    return factories.make_person(first_name="", last_name="", email="samir@tilleul.example")


@pytest.fixture
def client(person):
    client = Client()
    client.force_login(person)
    return client


def url(page):
    return reverse("ranked:page", args=[page])


def add(client, offer):
    return client.post(reverse("ranked:shortlist_add", args=[offer.pk]))


def press(client, **button):
    """A button of « Mes choix », with the order the page showed."""
    page = reverse("ranked:mine")
    return client.post(page, {**hidden(client, page), **button})


def chosen(application):
    return [choice.offer for choice in application.choices.order_by("rank")]


def fill(client):
    send(client, url("vous"), YOU)
    send(client, url("travail"), WORK)
    return send(client, url("attentes"), WISHES)


def submit(client, **more):
    page = reverse("ranked:check")
    html = client.get(page).content.decode()
    boxes = dict.fromkeys(re.findall(r'name="(accept_\d+)"', html), "on")
    return client.post(page, {**boxes, **BOXES, **more})


def test_choices_made_before_the_sign_in_are_kept(edition, person):
    first, second = (factories.make_offer(edition=edition) for _ in range(2))
    client = Client()
    add(client, first)
    add(client, second)
    client.force_login(person)
    assert fill(client).url == reverse("ranked:check")
    assert chosen(Application.objects.get(person=person)) == [first, second]


@pytest.mark.parametrize("ticked", [True, False])
def test_the_newsletter_is_a_box_apart(edition, client, person, ticked):
    """fields.csv: newsletter_optin, unticked."""
    add(client, factories.make_offer(edition=edition))
    fill(client)
    form = client.get(reverse("ranked:check")).context["form"]
    assert not form["newsletter_optin"].value()
    submit(client, **({"newsletter_optin": "on"} if ticked else {}))
    person.refresh_from_db()
    assert bool(person.newsletter_since) is ticked
    assert Application.objects.get(person=person).state == "submitted"


def test_a_whole_registration_is_sent_once_and_confirmed(edition, client, person):
    add(client, factories.make_offer(edition=edition))
    fill(client)
    assert submit(client).url == reverse("ranked:received")
    assert submit(client).url == reverse("ranked:received")
    application = Application.objects.get(person=person)
    person.refresh_from_db()
    assert (application.state, person.full_name) == ("submitted", "Samir Haddad")
    assert application.hierarchy_agreement and application.confidentiality_accepted
    assert application.province.name_fr == "Namur"
    assert person.acceptances.count() == 2
    mail = Message.objects.get(kind="trainee_registered")
    assert "Comprendre comment une AMO garde le lien." in mail.text
    assert "respecter le secret professionnel" in mail.text
    assert client.get(reverse("ranked:received")).status_code == 200


def test_boxes_ticked_before_the_session_ended_are_still_ticked(edition, client, person):
    add(client, factories.make_offer(edition=edition))
    fill(client)
    client.logout()
    client.post(reverse("ranked:check"), {"hierarchy_agreement": "on"})
    client.force_login(person)
    form = client.get(reverse("ranked:check")).context["form"]
    assert form["hierarchy_agreement"].value() and not form["confidentiality_accepted"].value()
    assert Application.objects.get(person=person).state == "draft"


def test_a_registration_without_a_choice_is_not_sent(edition, client, person):
    fill(client)
    assert "Vos choix" in client.get(reverse("ranked:check")).content.decode()
    submit(client)
    assert Application.objects.get(person=person).state == "draft"


def test_the_order_changes_by_buttons_and_a_double_click_moves_once(edition, client, person):
    offers = [factories.make_offer(edition=edition) for _ in range(3)]
    for offer in offers:
        add(client, offer)
    fill(client)
    page = reverse("ranked:mine")
    sent = {**hidden(client, page), "up": offers[2].pk}
    client.post(page, sent)
    client.post(page, sent)
    application = Application.objects.get(person=person)
    assert chosen(application) == [offers[0], offers[2], offers[1]]
    press(client, down=offers[0].pk)
    assert chosen(application) == [offers[2], offers[0], offers[1]]
    press(client, remove=offers[2].pk)
    assert [choice.rank for choice in application.choices.order_by("rank")] == [1, 2]


def test_an_order_changed_elsewhere_is_not_overwritten(edition, client, person):
    offers = [factories.make_offer(edition=edition) for _ in range(3)]
    for offer in offers:
        add(client, offer)
    fill(client)
    stale = hidden(client, reverse("ranked:mine"))
    press(client, remove=offers[0].pk)
    answer = client.post(reverse("ranked:mine"), {**stale, "up": offers[2].pk}, follow=True)
    assert "changé ailleurs" in answer.content.decode()
    assert chosen(Application.objects.get(person=person)) == offers[1:]


def test_no_more_choices_than_the_edition_allows(edition, client, person):
    offers = [factories.make_offer(edition=edition) for _ in range(4)]
    fill(client)
    for offer in offers[:3]:
        add(client, offer)
    answer = client.post(reverse("ranked:shortlist_add", args=[offers[3].pk]), follow=True)
    assert "Vous avez déjà 3 choix" in answer.content.decode()
    assert len(chosen(Application.objects.get(person=person))) == 3


def test_ones_own_institution_is_refused_with_a_word(edition, client, person):
    offer = factories.make_offer(edition=edition)
    fill(client)
    Application.objects.update(organisation=offer.service.organisation)
    answer = client.post(reverse("ranked:shortlist_add", args=[offer.pk]), follow=True)
    assert "votre propre institution" in answer.content.decode()
    assert chosen(Application.objects.get(person=person)) == []


def test_two_institutions_of_one_name_are_told_apart_by_their_place(edition, client, person):
    hosts = [("Le Relais", "Namur"), ("Le Relais", "Eupen"), ("La Source", "Ath")]
    for name, place in hosts:
        offer = factories.make_offer(edition=edition)
        Organisation.objects.filter(pk=offer.service.organisation_id).update(name=name)
        Service.objects.filter(pk=offer.service_id).update(locality=place)
    page = client.get(url("travail")).content.decode()
    assert "Le Relais (Namur)" in page
    assert "Le Relais (Eupen)" in page
    assert "La Source<" in page


def test_an_institution_named_after_the_choice_keeps_it_from_being_sent(edition, client, person):
    offer = factories.make_offer(edition=edition)
    add(client, offer)
    fill(client)
    send(client, url("travail"), {**WORK, "organisation": str(offer.service.organisation_id)})
    assert "votre propre institution" in client.get(reverse("ranked:check")).content.decode()
    submit(client)
    assert Application.objects.get(person=person).state == "draft"


def test_the_demand_is_told_in_counts_with_freer_offers_like_it(edition, client):
    sector = factories.make_sector()
    crowded, free = (
        factories.make_offer(edition=edition, service=factories.make_service(sectors=[sector]))
        for _ in range(2)
    )
    for _ in range(7):
        factories.make_application(edition, crowded)
    add(client, crowded)
    html = client.get(reverse("ranked:mine")).content.decode()
    assert "7\u00a0demandes" in html or "7 demandes" in html
    assert "Très demandée" in html
    assert f'name="add" value="{free.pk}"' in html


def test_the_demand_is_not_shown_where_the_edition_hides_it(edition, client):
    edition.show_demand = False
    edition.save()
    crowded = factories.make_offer(edition=edition)
    for _ in range(7):
        factories.make_application(edition, crowded)
    add(client, crowded)
    assert "demandes" not in client.get(reverse("ranked:mine")).content.decode()


def test_the_staff_of_a_host_begin_by_the_link_and_finish_after_it(
    edition, client, person, at_time
):
    offer, hosting = (factories.make_offer(edition=edition) for _ in range(2))
    participation = take_part(hosting.service.organisation, edition, at=IN_PRIORITY)
    link = give_priority_link(participation, by=None, at=IN_PRIORITY)
    at_time(IN_PRIORITY)
    session = client.session
    session["priority_link"] = link.pk
    session.save()
    add(client, offer)
    send(client, url("vous"), YOU)
    at_time(BETWEEN)
    client.session.pop("priority_link", None)
    send(client, url("travail"), WORK)
    send(client, url("attentes"), WISHES)
    submit(client)
    application = Application.objects.get(person=person)
    assert (application.state, application.priority_class) == ("submitted", 0)
    assert application.organisation == hosting.service.organisation


def test_nobody_begins_without_a_link_before_the_opening(edition, client, person, at_time):
    at_time(IN_PRIORITY)
    assert send(client, url("vous"), YOU).url == reverse("ranked:apply")
    assert not Application.objects.filter(person=person).exists()


def test_what_was_begun_without_the_link_does_not_enter_by_it(edition, client, person, at_time):
    hosting = factories.make_offer(edition=edition)
    participation = take_part(hosting.service.organisation, edition, at=IN_PRIORITY)
    link = give_priority_link(participation, by=None, at=IN_PRIORITY)
    send(client, url("vous"), YOU)
    session = client.session
    session["priority_link"] = link.pk
    session.save()
    send(client, url("travail"), WORK)
    assert Application.objects.get(person=person).priority_class == 1


def test_after_the_deadline_choices_stay_as_they_are(edition, client, person, at_time):
    offers = [factories.make_offer(edition=edition) for _ in range(2)]
    application = factories.make_application(edition, *offers, person=person)
    at_time(TOO_LATE)
    press(client, up=offers[1].pk)
    add(client, factories.make_offer(edition=edition))
    assert chosen(application) == offers


def test_the_page_of_an_offer_leads_to_a_button_that_adds_it(edition, client, person):
    first, second = (factories.make_offer(edition=edition) for _ in range(2))
    factories.make_application(edition, first, person=person)
    html = client.get(reverse("ranked:apply"), {"offre": second.number}).content.decode()
    assert reverse("ranked:shortlist_add", args=[second.pk]) in html


def test_withdrawing_is_one_question_and_one_click_and_one_may_come_back(edition, client, person):
    offer = factories.make_offer(edition=edition)
    application = factories.make_application(edition, offer, person=person)
    page = reverse("ranked:withdraw")
    assert "La coordination la lit" in client.get(page).content.decode()
    client.post(page, {"reason": "Surcharge"})
    client.post(page, {"reason": "Surcharge"})
    application.refresh_from_db()
    assert application.state == "withdrawn"
    send(client, url("vous"), YOU)
    application.refresh_from_db()
    assert application.state == "draft"


def test_who_gives_a_place_back_is_told_that_the_host_reads_why(edition, client, person):
    offer = factories.make_offer(edition=edition)
    slot = offer.slots.get()
    placement = take_place(
        slot, person, source="ranked", choice_rank=1, by=None, at=WHILE_TRAINEES_REGISTER
    )
    factories.make_application(edition, offer, person=person, placement=placement)
    page = client.get(reverse("ranked:withdraw")).content.decode()
    assert "Votre hôte et la coordination la lisent" in page


def test_answers_sent_after_the_session_ended_come_back_after_the_sign_in(edition, person):
    client = Client()
    answer = client.post(url("vous"), {**YOU, "shown": ""})
    assert answer.url.startswith(reverse("sign_in"))
    client.force_login(person)
    html = client.get(url("vous")).content.decode()
    assert "Haddad" in html and "encore là" in html
    assert "Haddad" not in client.get(url("vous")).content.decode()


def test_two_tabs_never_lose_a_change_unseen(edition, client, person):
    send(client, url("vous"), YOU)
    stale = hidden(client, url("attentes"))
    client.post(url("attentes"), {**stale, **WISHES})
    again = client.post(url("attentes"), {**stale, **WISHES})
    assert again.status_code == 302  # the same answers, twice
    other = client.post(url("attentes"), {**stale, **WISHES, "expectations": "Autre chose."})
    html = other.content.decode()
    assert "Comprendre comment une AMO garde le lien." in html and "Autre chose." in html
    assert Application.objects.get(person=person).expectations == WISHES["expectations"]


@pytest.mark.parametrize("others", [3, 30])
def test_the_page_of_ones_choices_costs_the_same_with_many_others(
    edition, client, django_assert_num_queries, others
):
    offer = factories.make_offer(edition=edition)
    add(client, offer)
    fill(client)
    for _ in range(others):
        factories.make_application(edition, factories.make_offer(edition=edition), offer)
    with django_assert_num_queries(QUERIES_OF_CHOICES):
        client.get(reverse("ranked:mine"))


def test_choices_are_dragged_into_another_order_and_nothing_else(edition, client):
    """The drag is an extra: it sends what the buttons send, the same offers in another order."""
    offers = [factories.make_offer(edition=edition) for _ in range(3)]
    fill(client)
    for offer in offers:
        add(client, offer)
    application = Application.objects.get()
    wanted = [offers[2], offers[0], offers[1]]
    press(client, order=",".join(str(offer.pk) for offer in wanted))
    assert chosen(application) == wanted
    stranger = factories.make_offer(edition=edition)
    for order in (f"{offers[0].pk}", f"{offers[0].pk},{offers[1].pk},{stranger.pk}", "1,1,x", ""):
        press(client, order=order)
        assert chosen(application) == wanted


def test_the_language_of_correspondence_is_asked_and_kept(edition, client, person):
    html = client.get(url("vous")).content.decode()
    assert re.search(r'name="language" value="fr"[^>]*checked', html)
    send(client, url("vous"), {**YOU, "language": "de"})
    person.refresh_from_db()
    assert person.language == "de"
    assert 'lang="de"' in client.get(url("travail")).content.decode()
