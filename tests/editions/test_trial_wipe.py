"""Wiping a trial's data, visiting a trial, and what must never mix with real data (IM-23)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from croisee.core.models import JournalEntry
from croisee.directory.merging import merge_services
from croisee.directory.models import Organisation, Service
from croisee.editions import trial, trial_visit
from croisee.editions.actions import accept_documents, take_part
from croisee.editions.enums import Audience, DocumentKind, RoleName
from croisee.editions.models import Edition
from croisee.mail.models import Message
from croisee.offers.actions import publish_offer
from croisee.offers.enums import OfferState
from croisee.offers.models import Offer
from croisee.people.merging import merge_persons
from croisee.people.models import Person
from croisee.placements.actions import take_place
from croisee.schemes.ranked.actions.rounds import run_round
from croisee.schemes.ranked.models import Application
from tests import factories
from tests.entry import signed_in
from tests.factories.people import BIRTH

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    return factories.make_edition(test_mode=True, created_at=BIRTH - timedelta(days=1))


@pytest.fixture
def administrator(edition: Edition) -> Person:
    return factories.make_role(edition, RoleName.ADMINISTRATOR)


def fill(edition: Edition, at: datetime) -> tuple[Person, Person]:
    """A whole edition in small: (its host, its trainee)."""
    host, trainee = factories.make_person(), factories.make_person()
    offer = factories.make_offer(edition=edition, contact=host, state=OfferState.SUBMITTED)
    publish_offer(offer, by=host, at=at)
    take_part(offer.service.organisation, edition, at=at)
    application = factories.make_application(edition, offer, person=trainee)
    matching_round = factories.make_round(edition)
    factories.make_decision(matching_round, application, offer)
    run_round(matching_round, policy="max_by_class", by=None, at=at)
    placement = take_place(offer.slots.get(), trainee, source="test", choice_rank=1, by=None, at=at)
    Application.objects.filter(pk=application.pk).update(placement=placement)
    document = edition.documents.create(
        kind=DocumentKind.CONDITIONS, audience=Audience.HOST, version=1, published_at=at
    )
    accept_documents(host, [document], at=at)
    return host, trainee


def test_everything_of_the_trial_goes_and_nothing_else(
    edition: Edition, administrator: Person, at: datetime
) -> None:
    real = factories.make_edition(programme=edition.programme, slug="reelle")
    kept = fill(real, at)
    both = factories.make_person()
    factories.make_application(real, person=both)
    before = {model: model.objects.count() for model in (Offer, Person, Service, Organisation)}
    mails = Message.objects.count()
    gone = fill(edition, at)
    factories.make_application(edition, person=both)
    counts = trial.wipe(edition, by=administrator, at=at)
    assert (counts["offers.offer"], counts["ranked.application"], counts["people.person"]) == (
        1,
        2,
        2,
    )
    assert {model: model.objects.count() for model in before} == before
    assert Message.objects.count() == mails
    assert not Person.objects.filter(pk__in=[person.pk for person in gone]).exists()
    assert Person.objects.filter(pk__in=[both.pk, *(person.pk for person in kept)]).count() == 3
    assert not trial.has_data(edition)
    assert (edition.phases.count(), edition.documents.count()) == (6, 1)
    assert JournalEntry.objects.get(verb="edition.trial_wiped").actor == administrator


def test_people_known_before_the_trial_stay(
    edition: Edition, administrator: Person, at: datetime
) -> None:
    known = factories.make_person(created_at=edition.created_at - timedelta(days=9))
    factories.make_application(edition, person=known)
    trial.wipe(edition, by=administrator, at=at)
    assert Person.objects.filter(pk=known.pk).exists()


def test_who_was_merged_during_the_trial_goes_too(
    edition: Edition, administrator: Person, at: datetime
) -> None:
    before = {model: model.objects.count() for model in (Person, Service, Organisation)}
    _host, kept = fill(edition, at)
    gone, twice = factories.make_person(), factories.make_person()
    factories.make_offer(edition=edition, contact=gone)
    for other in (gone, twice):
        merge_persons(kept, other, (), by=administrator, at=at)
    first, second = Service.objects.order_by("pk")
    merge_services(first, second, (), by=administrator, at=at)
    counts = trial.wipe(edition, by=administrator, at=at)
    assert {model: model.objects.count() for model in before} == before
    assert (counts["people.person"], counts["directory.organisation"]) == (4, 2)


@pytest.mark.parametrize("older", ["kept", "gone"])
def test_a_merge_with_somebody_known_before_the_trial_stays_whole(
    edition: Edition, administrator: Person, at: datetime, older: str
) -> None:
    born = edition.created_at - timedelta(days=9)
    kept = factories.make_person(**({"created_at": born} if older == "kept" else {}))
    gone = factories.make_person(**({"created_at": born} if older == "gone" else {}))
    factories.make_application(edition, person=gone)
    merge_persons(kept, gone, (), by=administrator, at=at)
    trial.wipe(edition, by=administrator, at=at)
    assert Person.objects.filter(pk__in=[kept.pk, gone.pk]).count() == 2


def test_real_data_are_never_wiped(edition: Edition, administrator: Person, at: datetime) -> None:
    Edition.objects.update(test_mode=False)
    with pytest.raises(ValueError, match="not a trial"):
        trial.wipe(edition, by=administrator, at=at)
    page = reverse("editions:wipe", args=[edition.pk])
    assert signed_in(administrator).get(page).status_code == 404


def test_the_page_counts_and_asks_for_the_name(
    edition: Edition, administrator: Person, at: datetime
) -> None:
    fill(edition, at)
    client, page = signed_in(administrator), reverse("editions:wipe", args=[edition.pk])
    assert ("Offres", 1) in [(str(a), n) for a, n in client.get(page).context["counts"]]
    refused = client.post(page, {"name": "autre"})
    assert "Écrivez exactement" in refused.text and Offer.objects.exists()
    assert client.post(page, {"name": "Édition 2027"}).status_code == 302
    assert not Offer.objects.exists() and not Message.objects.exists()
    assert "rien à effacer" in client.get(page).text


def settings_of(client: Client, edition: Edition, **typed: object) -> dict[str, object]:
    form = client.get(reverse("editions:settings", args=[edition.pk])).context["form"]
    values = {name: form[name].value() for name in form.fields} | typed
    return {name: value for name, value in values.items() if value not in (None, False)}


@pytest.mark.parametrize("trial_before", [True, False])
def test_trial_and_real_data_never_mix(
    edition: Edition, administrator: Person, at: datetime, trial_before: bool
) -> None:
    Edition.objects.update(test_mode=trial_before)
    fill(edition, at)
    client = signed_in(administrator)
    page = reverse("editions:settings", args=[edition.pk])
    refused = client.post(page, settings_of(client, edition, test_mode=not trial_before))
    assert refused.context["form"].errors.keys() == {"test_mode"}
    edition.refresh_from_db()
    assert edition.test_mode is trial_before


def test_the_trial_ends_once_it_is_empty(edition: Edition, administrator: Person) -> None:
    client = signed_in(administrator)
    page = reverse("editions:settings", args=[edition.pk])
    assert client.post(page, settings_of(client, edition, test_mode=False)).status_code == 302
    edition.refresh_from_db()
    assert edition.test_mode is False


def test_saving_settings_reports_only_what_changed(administrator: Person, edition: Edition) -> None:
    """The order of the languages is kept: the first is the main one."""
    Edition.objects.update(languages=["de", "fr"])
    client = signed_in(administrator)
    page = reverse("editions:settings", args=[edition.pk])
    client.post(page, settings_of(client, edition, max_choices="5"))
    assert JournalEntry.objects.get(verb="edition.changed").changes == {"max_choices": [3, 5]}
    edition.refresh_from_db()
    assert edition.languages == ["de", "fr"]
    client.post(page, settings_of(client, edition, languages=["fr", "nl", "de"]))
    edition.refresh_from_db()
    assert edition.languages == ["de", "fr", "nl"]


def test_the_public_home_never_shows_a_trial(edition: Edition) -> None:
    public = factories.make_edition(
        programme=edition.programme,
        slug="publique",
        name="édition publique",
        starts_on="2020-01-01",
    )
    visitor = Client()
    assert visitor.get(reverse("home")).context["frame_edition"] == public
    link = trial_visit.link_path(edition)
    assert visitor.get(link).status_code == 200  # a scanner that follows it changes nothing
    assert visitor.get(reverse("home")).context["frame_edition"] == public
    visitor.post(link)
    home = visitor.get(reverse("home"))
    assert home.context["frame_edition"] == edition
    assert "ce que vous écrivez sera effacé" in home.text
    assert Client().get(reverse("home")).context["frame_edition"] == public
    visitor.post(reverse("editions:leave_trial"))
    assert visitor.get(reverse("home")).context["frame_edition"] == public


def test_the_link_ends_with_the_trial(edition: Edition) -> None:
    link = trial_visit.link_path(edition)
    visitor = Client()
    visitor.post(link)
    assert visitor.get(link[:-2] + "/").status_code == 404
    Edition.objects.update(test_mode=False, state=Edition.State.PREPARATION)
    assert visitor.get(link).status_code == 404
    assert not visitor.get(reverse("home")).context["frame_edition"]


@pytest.mark.parametrize("act", ["retry", "release", "again"])
@pytest.mark.parametrize("state", list(Message.State))
def test_no_button_lets_a_trial_message_leave(
    edition: Edition, administrator: Person, at: datetime, act: str, state: str
) -> None:
    factories.make_application(edition)
    message = Message.objects.create(
        key="trial",
        kind="letter",
        scope=edition.scope,
        address="x@pro.example",
        language="fr",
        subject="S",
        text="T",
        message_id="<t@x>",
        state=state,
        not_before=at,
        created_at=at,
    )
    client = signed_in(administrator)
    client.post(reverse("desk:message", args=[edition.pk, message.pk]), {"act": act})
    client.post(
        reverse("desk:messages", args=[edition.pk]),
        {"acte": "renvoyer", "coches": message.pk, "sur": "1"},
    )
    assert set(Message.objects.values_list("state", flat=True)) == {state}
