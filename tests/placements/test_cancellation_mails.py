"""A cancellation, told to each reader in words of their own (mails.md 12)."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.urls import reverse

from croisee.directory.models import Territory
from croisee.mail.models import Message
from croisee.people.models import Person
from croisee.placements.actions import cancel_placement, cancel_placements, take_place
from croisee.placements.enums import Sequel
from croisee.placements.models import Placement
from tests.factories import make_edition, make_offer, make_person, make_role

pytestmark = pytest.mark.django_db


class Case:
    """One offer with two contacts, two trainees, and the coordinator of the programme."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.edition = make_edition()
        self.aurore = make_person(
            first_name="Aurore", last_name="Pirotte", email="a@reseau.example"
        )
        make_role(self.edition, person=self.aurore)
        self.ines = make_person(first_name="Inès", last_name="Verhaegen")
        self.luc = make_person(first_name="Luc", last_name="Petit")
        self.offer = make_offer(edition=self.edition, contact=self.ines, title="La rue")
        self.offer.contacts.create(person=self.luc, order=1)
        self.samir = make_person(first_name="Samir", last_name="Haddad")
        self.anke = make_person(first_name="Anke", last_name="Peeters")
        self.first, self.second = (self._placed(who) for who in (self.samir, self.anke))

    def _placed(self, who: Person) -> Placement:
        slot = self.offer.slots.get()
        return take_place(slot, who, source="test", choice_rank=1, by=None, at=self.at)

    def cancel(self, by: Person | None, sequel: Sequel) -> None:
        cancel_placement(self.first, reason="malade", by=by, at=self.at, sequel=sequel)

    def mail(self, to: Person) -> Message:
        return Message.objects.get(address=to.email)


@pytest.fixture
def case(at: datetime) -> Case:
    return Case(at)


def kinds() -> dict[str, str]:
    return dict(Message.objects.values_list("address", "kind"))


def test_who_renounces_gets_a_trace_and_the_others_their_news(case: Case) -> None:
    case.cancel(case.samir, Sequel.LEAVES)
    assert kinds() == {
        case.samir.email: "cancelled_trace",
        case.ines.email: "cancelled_host",
        case.luc.email: "cancelled_host",
        case.aurore.email: "cancelled_coordinator",
    }
    trace = case.mail(case.samir).text
    assert "Nous avons bien noté que vous renoncez à votre place." in trace
    assert "Votre inscription est retirée" in trace
    host = case.mail(case.ines).text
    assert "Samir Haddad renonce à sa place." in host
    assert "La place est de nouveau libre" in host
    assert all("malade" in mail.text for mail in Message.objects.all())
    assert not Message.objects.filter(address=case.anke.email).exists()


def test_a_host_who_declines_gets_a_trace_and_the_trainee_waits(case: Case) -> None:
    case.cancel(case.ines, Sequel.WAITS)
    assert kinds()[case.ines.email] == "cancelled_trace"
    assert "que vous ne recevez pas Samir Haddad" in case.mail(case.ines).text
    trainee = case.mail(case.samir)
    assert trainee.kind == "cancelled_trainee"
    assert "Inès Verhaegen ne peut finalement pas vous recevoir." in trainee.text
    assert "Votre inscription reste valable" in trainee.text
    assert "Inès Verhaegen, de votre équipe, a annulé" in case.mail(case.luc).text


def test_the_coordinator_reads_who_is_concerned_and_answers_who_cancelled(case: Case) -> None:
    case.cancel(case.samir, Sequel.LEAVES)
    mail = case.mail(case.aurore)
    for said in ("Samir Haddad renonce", case.samir.email, case.ines.email, case.offer.number):
        assert said in mail.text
    assert reverse("desk:placement", args=[case.edition.pk, case.first.pk]) in mail.text
    assert mail.reply_to == case.samir.email
    assert case.aurore.last_name not in mail.text.replace(case.aurore.email, "")
    assert case.mail(case.ines).reply_to == case.aurore.email


def test_a_coordinator_who_cancels_writes_to_both_sides_and_not_to_herself(case: Case) -> None:
    case.cancel(case.aurore, Sequel.WAITS)
    assert kinds() == {
        case.samir.email: "cancelled_trainee",
        case.ines.email: "cancelled_host",
        case.luc.email: "cancelled_host",
    }
    assert "La coordination a annulé cette place." in case.mail(case.samir).text


def test_who_is_given_another_place_learns_it_from_that_mail(case: Case) -> None:
    case.cancel(case.aurore, Sequel.MOVES)
    assert set(kinds()) == {case.ines.email, case.luc.email}
    assert "a donné une autre place à Samir Haddad" in case.mail(case.ines).text


def test_an_offer_that_ends_is_told_once_to_its_host_for_all_trainees(case: Case) -> None:
    both = [case.first, case.second]
    freed = cancel_placements(
        both, reason="Déménagement", by=case.ines, at=case.at, sequel=Sequel.WAITS, offer_ends=True
    )
    assert (len(freed), Message.objects.count()) == (2, 5)
    assert "Samir Haddad, Anke Peeters" in case.mail(case.ines).text
    assert "retire l’offre" in case.mail(case.aurore).text
    assert "?suivi=cancelled" in case.mail(case.aurore).text
    assert "Anke" not in case.mail(case.samir).text


def test_cancelling_twice_writes_once(case: Case) -> None:
    case.cancel(case.samir, Sequel.LEAVES)
    before = Message.objects.count()
    case.cancel(case.samir, Sequel.LEAVES)
    assert Message.objects.count() == before


@pytest.mark.parametrize("language", ["nl", "de", "en"])
def test_the_news_are_in_the_language_of_the_reader(case: Case, language: str) -> None:
    Person.objects.update(language=language)
    case.samir.refresh_from_db()
    case.cancel(case.samir, Sequel.LEAVES)
    assert Message.objects.filter(language=language).count() == 4
    for mail in Message.objects.all():
        assert not any(french in mail.text for french in ("renonce", "libre", "inscription"))


def test_the_coordinator_of_where_the_trainee_works_is_told_too(case: Case) -> None:
    """A place in one province, its trainee from another: one mail to each coordinator."""
    liege = Territory.objects.get(kind=Territory.Kind.PROVINCE, name_fr="Liège")
    nora = make_person(first_name="Nora", last_name="Lejeune", email="nora@reseau.example")
    make_role(case.edition, person=nora, territory=liege)
    homes = {case.first.pk: liege}
    act = {"reason": "malade", "by": case.ines, "at": case.at, "sequel": Sequel.WAITS}
    cancel_placements([case.first, case.second], homes=homes, **act)
    told = Message.objects.filter(kind="cancelled_coordinator")
    assert set(told.values_list("address", flat=True)) == {case.aurore.email, nora.email}
    hers, whole = case.mail(nora).text, case.mail(case.aurore).text
    assert ("Samir" in hers, "Anke" in hers) == (True, False)
    assert ("Samir" in whole, "Anke" in whole) == (True, True)


def test_one_coordinator_of_both_provinces_gets_one_mail(case: Case) -> None:
    homes = {case.first.pk: case.offer.service.province}
    act = {"reason": "malade", "by": case.ines, "at": case.at, "sequel": Sequel.WAITS}
    cancel_placements([case.first], homes=homes, **act)
    assert Message.objects.filter(kind="cancelled_coordinator").count() == 1
