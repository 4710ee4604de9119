"""A trainee registers: short pages, sent once, finished after the link, changed, withdrawn."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from croisee.editions.actions import give_priority_link, take_part
from croisee.mail.models import Message
from croisee.placements.actions import take_place
from croisee.schemes.ranked.models import Application
from tests import factories
from tests.offers.host_answers import send
from tests.ranked.participant.answers import (
    WISHES,
    WORK,
    YOU,
    add,
    chosen,
    fill,
    press,
    submit,
    url,
)

pytestmark = pytest.mark.django_db

WHILE_TRAINEES_REGISTER = datetime(2027, 2, 16, 10, tzinfo=UTC)
IN_PRIORITY = datetime(2027, 1, 28, 10, tzinfo=UTC)
BETWEEN = datetime(2027, 2, 6, 10, tzinfo=UTC)
TOO_LATE = datetime(2027, 3, 1, 10, tzinfo=UTC)


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


def test_the_check_names_every_page_that_lacks_answers(edition, client):
    send(client, url("vous"), YOU)
    html = client.get(reverse("ranked:check")).content.decode()
    note = html.partition("Il manque des réponses")[2].partition("</ul>")[0]
    expected = [url("travail"), reverse("ranked:mine"), url("attentes")]
    assert re.findall(r'href="([^"]+)"', note) == expected
    assert "Envoyer mon inscription" not in html


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


def test_begun_by_link_the_catalogue_is_open_on_another_device(edition, client, person, at_time):
    """IM-11: what was begun with a link can be finished, also where the link was never opened."""
    offer = factories.make_offer(edition=edition, title="Une nuit au SAMU")
    participation = take_part(offer.service.organisation, edition, at=IN_PRIORITY)
    link = give_priority_link(participation, by=None, at=IN_PRIORITY)
    factories.make_application(edition, person=person, state="draft", priority_link=link)
    for instant in (IN_PRIORITY, BETWEEN):
        at_time(instant)
        assert "SAMU" in client.get(reverse("offers:catalogue")).text
        stranger = Client()
        stranger.force_login(factories.make_person())
        assert "SAMU" not in stranger.get(reverse("offers:catalogue")).text
    told = Client().get(reverse("offers:catalogue")).text
    assert "ont accès dès le" not in told  # the priority is over: nothing to wait for


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


def test_the_language_of_correspondence_is_asked_and_kept(edition, client, person):
    html = client.get(url("vous")).content.decode()
    assert re.search(r'name="language" value="fr"[^>]*checked', html)
    send(client, url("vous"), {**YOU, "language": "de"})
    person.refresh_from_db()
    assert person.language == "de"
    assert 'lang="de"' in client.get(url("travail")).content.decode()
