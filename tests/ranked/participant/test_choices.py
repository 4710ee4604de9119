"""A trainee's ranked choices: kept before the sign-in, ordered, limited, never lost unseen."""

import pytest
from django.test import Client
from django.urls import reverse

from croisee.directory.models import Organisation, Service
from croisee.schemes.ranked.models import Application
from tests import factories
from tests.offers.host_answers import hidden, send
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
QUERIES_OF_CHOICES = 27


def test_choices_made_before_the_sign_in_are_kept(edition, person):
    first, second = (factories.make_offer(edition=edition) for _ in range(2))
    client = Client()
    add(client, first)
    add(client, second)
    client.force_login(person)
    assert fill(client).url == reverse("ranked:check")
    assert chosen(Application.objects.get(person=person)) == [first, second]


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


def test_the_page_of_an_offer_leads_to_a_button_that_adds_it(edition, client, person):
    first, second = (factories.make_offer(edition=edition) for _ in range(2))
    factories.make_application(edition, first, person=person)
    html = client.get(reverse("ranked:apply"), {"offre": second.number}).content.decode()
    assert reverse("ranked:shortlist_add", args=[second.pk]) in html


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
