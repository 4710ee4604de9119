"""Taking spreadsheets in: whole or not at all, repeatable, with names where it is refused."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from croisee.core.models import JournalEntry
from croisee.directory.models import Organisation
from croisee.editions.models import Edition
from croisee.offers.enums import OfferState
from croisee.offers.models import Offer, Slot
from croisee.people.models import Person
from croisee.placements.actions import take_place
from croisee.schemes.ranked import queries
from croisee.schemes.ranked.actions.taking import ImportRefusedError, take_sheets
from croisee.schemes.ranked.enrolment.trainees import TraineeEnrolment
from croisee.schemes.ranked.enrolment.whole import Enrolment
from croisee.schemes.ranked.models import Application, Choice
from croisee.schemes.ranked.sheets import EditionSheets, read_edition
from tests import factories

SAMPLES = Path(__file__).parent.parent / "samples"
NAMES = ("hotes.xlsx", "stagiaires.xlsx")

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def sheets() -> EditionSheets:
    return read_edition(SAMPLES / NAMES[0], SAMPLES / NAMES[1])


def take(edition: Edition, sheets: EditionSheets, at: datetime) -> Any:
    return take_sheets(edition, sheets, names=NAMES, by=None, at=at)


def rows_of_everything() -> dict[str, int]:
    models = [model for model in apps.get_models() if model.__module__.startswith("croisee.")]
    return {model._meta.label: model.objects.count() for model in models}


def test_the_samples_become_an_edition(sheets: EditionSheets, at: datetime) -> None:
    edition = factories.make_edition()
    outcome = take(edition, sheets, at)
    assert outcome.offers.made == Offer.objects.filter(edition=edition).count() == 120
    assert queries.places_of(edition) == 408
    assert outcome.applications.made == edition.applications.count() == 290
    chosen = sum(len(trainee.choices) for trainee in sheets.trainees)
    assert Choice.objects.filter(application__edition=edition).count() == chosen


def test_taking_them_again_adds_not_one_row(sheets: EditionSheets, at: datetime) -> None:
    edition = factories.make_edition()
    take(edition, sheets, at)
    before = rows_of_everything()
    with CaptureQueriesContext(connection) as queried:
        outcome = take(edition, sheets, at)
    assert (outcome.offers.unchanged, outcome.applications.unchanged) == (120, 290)
    assert outcome.offers.changed == outcome.applications.changed == 0
    assert rows_of_everything() == before
    assert len(queried) < 30


def test_the_import_of_the_samples_asks_few_queries(
    sheets: EditionSheets, at: datetime, django_assert_max_num_queries: Any
) -> None:
    """A short transaction (reliability rule 2): about five queries a row, not more."""
    edition = factories.make_edition()
    with django_assert_max_num_queries(2400):
        take(edition, sheets, at)


def test_a_preview_is_the_act_rolled_back(sheets: EditionSheets, at: datetime) -> None:
    edition = factories.make_edition()
    before = rows_of_everything()
    seen = Enrolment(edition, sheets, NAMES, at=at).outcome
    assert rows_of_everything() == before
    assert seen.as_json() == take(edition, sheets, at).as_json()


def test_the_problems_of_the_files_are_told_with_ours(sheets: EditionSheets, at: datetime) -> None:
    outcome = take(factories.make_edition(), sheets, at)
    told = {(problem.code, problem.row) for problem in outcome.problems}
    assert {("email_invalid", 129), ("places_unreadable", 129), ("unknown_offer", 60)} <= told


def test_a_word_in_many_rows_is_told_once(sheets: EditionSheets, at: datetime) -> None:
    outcome = take(factories.make_edition(), sheets, at)
    words = [problem for problem in outcome.problems if problem.code == "profession_unknown_rows"]
    assert len(words) == len({(word.file, word.params["value"]) for word in words})
    assert all("lignes" in word.message for word in words)


def test_an_error_in_the_middle_leaves_nothing(
    sheets: EditionSheets, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = factories.make_edition()
    before = rows_of_everything()

    def broken(self: Any) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(TraineeEnrolment, "finish", broken)
    with pytest.raises(RuntimeError):
        take(edition, sheets, at)
    assert rows_of_everything() == before


# ---------------------------------------------------------------- what changed meanwhile


def only(sheets: EditionSheets, number: str, **changes: Any) -> EditionSheets:
    """The sheets with one host, changed."""
    host = next(host for host in sheets.hosts if host.number == number)
    return replace(sheets, hosts=(replace(host, **changes),), trainees=(), problems=())


def test_fewer_places_than_people_is_refused_with_their_names(
    sheets: EditionSheets, at: datetime
) -> None:
    edition = factories.make_edition()
    take(edition, only(sheets, "H003"), at)
    slot = Slot.objects.get(offer__edition=edition)
    for name in ("Kenza", "Bastien"):
        person = factories.make_person(first_name=name, last_name="Noël")
        take_place(slot, person, source="test", choice_rank=1, by=None, at=at)
    before = rows_of_everything()
    with pytest.raises(ImportRefusedError) as refused:
        take(edition, only(sheets, "H003", places=1, title="Autre"), at)
    (problem,) = refused.value.outcome.refused
    assert "Kenza Noël" in problem.message
    assert "Bastien Noël" in problem.message
    assert rows_of_everything() == before
    assert Offer.objects.get(edition=edition).title != "Autre"


def test_more_places_enter(sheets: EditionSheets, at: datetime) -> None:
    edition = factories.make_edition()
    take(edition, only(sheets, "H003"), at)
    outcome = take(edition, only(sheets, "H003", places=9), at)
    assert outcome.offers.changed == 1
    assert Slot.objects.get(offer__edition=edition).capacity == 9


def test_somebody_placed_keeps_the_choices_placed_with(sheets: EditionSheets, at: datetime) -> None:
    edition = factories.make_edition()
    take(edition, sheets, at)
    trainee = next(trainee for trainee in sheets.trainees if len(trainee.choices) == 3)
    application = edition.applications.get(person__email_key=trainee.key)
    slot = Slot.objects.get(offer=application.choices.get(rank=1).offer)
    application.placement = take_place(
        slot, application.person, source="test", choice_rank=1, by=None, at=at
    )
    application.save()
    fewer = replace(trainee, choices=trainee.choices[:1])
    outcome = take(edition, replace(sheets, hosts=(), trainees=(fewer,), problems=()), at)
    assert [problem.code for problem in outcome.problems] == ["placed_choices_kept"]
    assert application.choices.count() == 3


def test_trainees_alone_choose_among_the_offers_known(at: datetime) -> None:
    edition = factories.make_edition()
    take(edition, read_edition(SAMPLES / NAMES[0], None), at)
    known = queries.known_offers(edition)
    later = read_edition(None, SAMPLES / NAMES[1], known)
    outcome = take(edition, later, at)
    assert outcome.applications.made == 290
    assert edition.applications.filter(choices__rank=1).count() > 250


# ---------------------------------------------------------------- never replaced, never guessed


def test_a_known_person_keeps_the_name_known(sheets: EditionSheets, at: datetime) -> None:
    trainee = sheets.trainees[0]
    known = factories.make_person(email=trainee.email.upper(), last_name="Autrement")
    outcome = take(
        factories.make_edition(), replace(sheets, hosts=(), trainees=(trainee,), problems=()), at
    )
    assert "known_under_other_name" in {problem.code for problem in outcome.problems}
    assert Person.objects.by_email(trainee.email) == known
    known.refresh_from_db()
    assert known.last_name == "Autrement"


def test_priority_by_a_private_link_holds(sheets: EditionSheets, at: datetime) -> None:
    edition = factories.make_edition()
    trainee = next(trainee for trainee in sheets.trainees if not trainee.priority)
    just_one = replace(sheets, hosts=(), trainees=(trainee,), problems=())
    take(edition, just_one, at)
    application = edition.applications.get()
    participation = edition.participations.create(
        organisation=factories.make_organisation(), created_at=at
    )
    application.priority_link = participation.priority_links.create(
        nonce="n", digest="d", created_at=at
    )
    application.priority_class = Application.PriorityClass.HOST_STAFF
    application.save()
    take(edition, just_one, at)
    application.refresh_from_db()
    assert application.priority_class == Application.PriorityClass.HOST_STAFF


def test_a_withdrawal_holds_against_the_file(sheets: EditionSheets, at: datetime) -> None:
    edition = factories.make_edition()
    take(edition, sheets, at)
    gone = edition.applications.first()
    assert gone is not None
    gone.state = Application.State.WITHDRAWN
    gone.save()
    take(edition, sheets, at)
    gone.refresh_from_db()
    assert gone.state == Application.State.WITHDRAWN


def test_an_enterprise_number_makes_one_organisation(sheets: EditionSheets, at: datetime) -> None:
    edition = factories.make_edition()
    one, other = sheets.hosts[0], sheets.hosts[1]
    given = one.given | {"enterprise_number"}
    numbered = (
        replace(one, enterprise_number="0840.555.973", given=given),
        replace(other, enterprise_number="BE 0840555973", given=given),
    )
    before = Organisation.objects.count()
    take(edition, replace(sheets, hosts=numbered, trainees=(), problems=()), at)
    assert Organisation.objects.count() == before + 1


def test_a_text_beyond_its_field_is_left_out_and_told(sheets: EditionSheets, at: datetime) -> None:
    edition = factories.make_edition()
    outcome = take(edition, only(sheets, "H003", title="é" * 250, role="x" * 150), at)
    assert {problem.code for problem in outcome.problems} == {"text_beyond_field"}
    offer = Offer.objects.get(edition=edition)
    assert offer.title == offer.service.full_name


def test_offers_imported_unpublished_wait_for_review(sheets: EditionSheets, at: datetime) -> None:
    edition = factories.make_edition()
    take_sheets(edition, only(sheets, "H003"), names=NAMES, publish=False, by=None, at=at)
    assert Offer.objects.get(edition=edition).state == OfferState.SUBMITTED


def test_what_was_imported_is_in_the_journal(sheets: EditionSheets, at: datetime) -> None:
    edition = factories.make_edition()
    take(edition, only(sheets, "H003"), at)
    assert JournalEntry.objects.filter(scope=edition.scope, verb="imported.made").count() == 1


def test_a_known_telephone_is_kept_and_the_other_one_told(
    sheets: EditionSheets, at: datetime
) -> None:
    edition = factories.make_edition()
    take(edition, sheets, at)
    first = sheets.trainees[0]
    other = replace(sheets, hosts=(), trainees=(replace(first, phone="0470 00 00 00"),))
    outcome = take(edition, other, at)
    assert ("known_with_other_phone", first.row) in {(p.code, p.row) for p in outcome.problems}
    assert Person.objects.get(email_key=first.key).phone == first.phone
    again = replace(
        sheets, hosts=(), trainees=(replace(first, phone=first.phone.replace(" ", "")),)
    )
    codes = {problem.code for problem in take(edition, again, at).problems}
    assert "known_with_other_phone" not in codes


def test_importing_again_publishes_no_offer_that_waits(sheets: EditionSheets, at: datetime) -> None:
    edition = factories.make_edition()
    take_sheets(edition, only(sheets, "H003"), names=NAMES, publish=False, by=None, at=at)
    take_sheets(edition, only(sheets, "H003"), names=NAMES, publish=True, by=None, at=at)
    assert edition.offers.get().state == OfferState.SUBMITTED
