"""« Mon espace »: one sentence says what is next; each side has its own part (IM-15)."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from croisee.placements import actions
from croisee.placements.actions import take_place
from croisee.schemes.ranked.actions.applications import withdraw_application
from tests import factories

pytestmark = pytest.mark.django_db

WHILE_HOSTS_PROPOSE = datetime(2026, 12, 8, 10, tzinfo=UTC)
WHILE_TRAINEES_REGISTER = datetime(2027, 2, 16, 10, tzinfo=UTC)
AFTER_MATCHING = datetime(2027, 3, 16, 10, tzinfo=UTC)
AFTERWARDS = datetime(2027, 4, 25, 10, tzinfo=UTC)
TWO_DAYS = [
    (datetime(2027, 4, day, 7, tzinfo=UTC), datetime(2027, 4, day, 14, tzinfo=UTC))
    for day in (20, 22)
]


@pytest.fixture
def at_time(set_clock):
    set_clock(AFTER_MATCHING)
    return set_clock


@pytest.fixture
def edition(at_time):
    return factories.make_edition()


@pytest.fixture
def host():
    return factories.make_person(first_name="Inès", last_name="Verhaegen")


@pytest.fixture
def trainee():
    return factories.make_person(first_name="Samir", last_name="Haddad")


def space(person):
    client = Client()
    client.force_login(person)
    answer = client.get(reverse("my_space"))
    assert answer.status_code == 200
    return answer.content.decode()


def place(edition, host, trainee, *, rank=1):
    offer = factories.make_offer(edition=edition, contact=host)
    application = factories.make_application(edition, offer, person=trainee)
    placement = take_place(
        offer.slots.get(), trainee, source="ranked", choice_rank=rank, by=None, at=AFTER_MATCHING
    )
    application.placement = placement
    application.save()
    return placement


def publish(edition, application, deadline):
    """A published round that spoke of this application."""
    from croisee.schemes.ranked.models import RoundEntry, Run

    made = factories.make_round(
        edition, state="published", published_at=AFTER_MATCHING, contact_deadline=deadline
    )
    RoundEntry.objects.create(round=made, application=application, pseudonym="p1")
    return Run.objects.create(
        round=made,
        number=1,
        state="published",
        policy="max_by_class",
        seed="g",
        problem={},
        vector=[],
        assignment={"p1": None},
        fingerprint="f",
        at=AFTER_MATCHING,
    )


def test_somebody_new_finds_two_doors(edition):
    html = space(factories.make_person())
    assert reverse("offers:propose") in html and reverse("ranked:apply") in html


def test_signed_out_one_is_asked_who_one_is(edition):
    assert Client().get(reverse("my_space")).url.startswith(reverse("sign_in"))


def test_a_draft_is_to_be_finished_before_the_deadline(edition, trainee, at_time):
    at_time(WHILE_TRAINEES_REGISTER)
    factories.make_application(edition, person=trainee, state="draft", submitted_at=None)
    assert "Terminez votre inscription avant le vendredi 26" in space(trainee)


def test_a_placed_trainee_writes_to_the_host_before_the_deadline(edition, host, trainee):
    placement = place(edition, host, trainee)
    publish(edition, placement.application, date(2027, 3, 26))
    html = space(trainee)
    assert "Écrivez à Inès Verhaegen avant le vendredi 26" in html
    assert "mailto:" in html and host.email in html
    assert "Comprendre%20comment%20une%20AMO" in html  # the expectations, in the letter
    assert "votre 1<sup>er</sup> choix" in html


def test_then_fixes_the_date_then_comes(edition, host, trainee):
    placement = place(edition, host, trainee)
    actions.mark_contacted(placement, by=trainee, at=AFTER_MATCHING)
    assert "Notez ici la date fixée avec Inès Verhaegen" in space(trainee)
    starts, ends = datetime(2027, 4, 20, 7, tzinfo=UTC), datetime(2027, 4, 20, 14, tzinfo=UTC)
    actions.fix_dates(placement, [(starts, ends)], by=trainee, at=AFTER_MATCHING)
    html = space(trainee)
    assert "Votre immersion a lieu le mardi 20" in html
    assert reverse("placements:calendar", args=[placement.pk]) in html


def test_the_host_sees_trainees_with_their_expectations(edition, host, trainee, at_time):
    placement = place(edition, host, trainee)
    html = space(host)
    assert "Samir Haddad va vous écrire" in html
    assert "Comprendre comment une AMO garde le lien." in html
    starts, ends = datetime(2027, 4, 20, 7, tzinfo=UTC), datetime(2027, 4, 20, 14, tzinfo=UTC)
    actions.fix_dates(placement, [(starts, ends)], by=host, at=AFTER_MATCHING)
    at_time(AFTERWARDS)
    assert "L’immersion de Samir Haddad a-t-elle eu lieu" in space(host)


def test_a_correction_comes_before_everything_else(edition, host, trainee):
    place(edition, host, trainee)
    factories.make_offer(edition=edition, contact=host, state="correction", title="À revoir")
    assert "vous demande de corriger" in space(host)


def test_without_a_place_one_learns_why(edition, trainee):
    offer = factories.make_offer(edition=edition)
    application = factories.make_application(edition, offer, person=trainee)
    publish(edition, application, None)
    html = space(trainee)
    assert "pas de place pour vous dans ce tour" in html and reverse("ranked:why") in html


def test_between_two_rounds_one_may_still_choose(edition, trainee, at_time):
    """What helps is to choose again, and until when; the reason stands beside it."""
    offer = factories.make_offer(edition=edition)
    application = factories.make_application(edition, offer, person=trainee)
    publish(edition, application, None)
    at_time(WHILE_TRAINEES_REGISTER)
    html = space(trainee)
    assert "jusqu’au vendredi 26" in html and "Comprendre pourquoi" in html
    assert f'class="btn btn-primary" href="{reverse("ranked:mine")}"' in html


def test_an_offer_taken_back_is_not_asked_for_again(edition, host, at_time):
    """The host had just said why not; « reprenez votre offre » stood on top of the next page."""
    at_time(WHILE_HOSTS_PROPOSE)
    year = {"slug": "2026", "starts_on": date(2025, 11, 24), "state": "closed"}
    before = factories.make_edition(programme=edition.programme, **year)
    last = factories.make_offer(edition=before, contact=host, title="Une journée")
    assert "Reprenez votre offre" in space(host)
    now_given = {"contact": host, "service": last.service, "title": "Une journée"}
    factories.make_offer(edition=edition, state="withdrawn", **now_given)
    assert "Reprenez votre offre" not in space(host)


def test_after_giving_a_place_back_one_reads_what_happened_and_what_is_possible(
    edition, host, trainee, at_time
):
    placement = place(edition, host, trainee)
    application = placement.application
    withdraw_application(application, by=trainee, at=AFTER_MATCHING)
    html = space(trainee)
    name = placement.slot.offer.service.full_name
    assert f"Vous avez rendu votre place chez {name} le mardi 16" in html
    assert "Les inscriptions ne sont plus ouvertes" in html
    assert "Vous n’avez encore rien ici" not in html
    at_time(WHILE_TRAINEES_REGISTER)
    html = space(trainee)
    assert "Vous pouvez encore vous réinscrire" in html and reverse("ranked:apply") in html


def test_a_registration_withdrawn_by_the_coordination_is_not_told_as_ones_own(edition, trainee):
    application = factories.make_application(edition, person=trainee)
    withdraw_application(application, by=factories.make_person(), at=AFTER_MATCHING)
    html = space(trainee)
    assert "Votre inscription est retirée." in html and "Vous avez retiré" not in html


def test_another_date_is_proposed_only_where_there_is_one(edition, host, trainee):
    placement = place(edition, host, trainee)
    assert "Fixer une autre date" not in space(trainee)
    actions.fix_dates(placement, TWO_DAYS, by=trainee, at=AFTER_MATCHING)
    html = space(trainee)
    assert "Fixer une autre date" in html
    assert "La prochaine date de votre immersion : le mardi 20" in html.replace("\u00a0:", " :")


def test_the_outcome_is_asked_after_the_last_date(edition, host, trainee, at_time):
    placement = place(edition, host, trainee)
    actions.fix_dates(placement, TWO_DAYS, by=trainee, at=AFTER_MATCHING)
    at_time(datetime(2027, 4, 21, 10, tzinfo=UTC))
    assert "a-t-elle eu lieu" not in space(host)
    assert "le jeudi 22" in space(host)
    at_time(AFTERWARDS)
    assert "L’immersion de Samir Haddad a-t-elle eu lieu" in space(host)


def test_an_imported_trainee_with_a_place_has_nothing_left_to_do(edition, host, trainee):
    place(edition, host, trainee)
    client = Client()
    client.force_login(trainee)
    html = client.get(reverse("ranked:page", args=["vous"])).content.decode()
    assert "Votre travail" in html
    assert "à faire" not in html and "à compléter" not in html


def test_one_person_may_be_host_and_trainee(edition, host, trainee, at_time):
    at_time(WHILE_TRAINEES_REGISTER)
    factories.make_offer(edition=edition, contact=host, title="Chez moi")
    factories.make_application(edition, factories.make_offer(edition=edition), person=host)
    html = space(host)
    assert "Chez moi" in html and "Votre inscription" in html


def test_a_host_with_a_draft_is_told_until_when(edition, host, at_time):
    at_time(WHILE_HOSTS_PROPOSE)
    factories.make_offer(edition=edition, contact=host, state="draft")
    assert "Terminez votre offre avant le" in space(host)


@pytest.mark.parametrize("rows", [1, 30])
def test_the_space_of_a_host_costs_the_same_with_many_trainees(
    edition, host, django_assert_num_queries, rows
):
    for _ in range(rows):
        place(edition, host, factories.make_person())
    client = Client()
    client.force_login(host)
    with django_assert_num_queries(24):
        client.get(reverse("my_space"))
