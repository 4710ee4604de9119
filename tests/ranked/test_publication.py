"""Publishing a round: one transaction, once, of what is true at that moment."""

import threading
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from croisee.core.models import JournalEntry
from croisee.mail.models import Message
from croisee.offers.models import Slot
from croisee.placements.models import Participant, Placement
from croisee.schemes.ranked.actions import publication
from croisee.schemes.ranked.actions.applications import withdraw_application
from croisee.schemes.ranked.actions.decisions import decide
from croisee.schemes.ranked.actions.publication import StaleRunError, publish_run
from croisee.schemes.ranked.actions.rounds import RoundStateError
from croisee.schemes.ranked.models import Decision, Round, Run
from tests import factories
from tests.entry import signed_in
from tests.ranked.scenes import Scene, scene


def crowded(at: datetime) -> Scene:
    """Four people, three places."""
    return scene(places={"A": 1, "B": 2}, wishes=["AB", "AB", "AB", "AB"], at=at)


def written() -> dict[str, int]:
    return {
        "placements": Placement.objects.count(),
        "participants": Participant.objects.count(),
        "mails": Message.objects.count(),
        "journal": JournalEntry.objects.filter(
            verb__in=["placement.made", "round.published"]
        ).count(),
        "published": Round.objects.filter(state="published").count()
        + Run.objects.filter(state="published").count(),
        "taken": sum(Slot.objects.values_list("taken", flat=True)),
    }


@pytest.mark.django_db
def test_everything_is_written_together(at: datetime) -> None:
    board = crowded(at)
    assert publish_run(board.simulate(), by=board.by, at=at) == 3
    contacts = 2
    assert written() == {
        "placements": 3,
        "participants": 3,
        "mails": 4 + contacts,
        "journal": 3 + 1,
        "published": 2,
        "taken": 3,
    }
    placed = [who for who in board.edition.applications.all() if who.placement]
    assert {who.placement.source for who in placed} == {
        f"ranked:application:{who.pk}" for who in placed
    }


@pytest.mark.django_db
@pytest.mark.parametrize("step", ["_place", "_take", "outbox.store", "journal.record_many"])
def test_an_error_in_the_middle_leaves_nothing(
    step: str, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = crowded(at)
    run = board.simulate()
    before = written()

    def power_cut(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("power cut")

    with monkeypatch.context() as patch:
        patch.setattr(f"{publication.__name__}.{step}", power_cut)
        with pytest.raises(RuntimeError):
            publish_run(run, by=board.by, at=at)
    assert written() == before
    assert publish_run(run, by=board.by, at=at) == 3


@pytest.mark.django_db
def test_a_second_publication_does_nothing(at: datetime) -> None:
    board = crowded(at)
    first, second = board.simulate(), board.simulate("deferred_acceptance")
    publish_run(first, by=board.by, at=at)
    before = written()
    for run in (first, second):
        with pytest.raises(RoundStateError):
            publish_run(run, by=board.by, at=at)
    assert written() == before


def _withdraw(board: Scene) -> None:
    withdraw_application(board.who[0], by=board.by, at=board.at)


def _register(board: Scene) -> None:
    factories.make_application(board.edition, board.offers["A"])


def _choose_otherwise(board: Scene) -> None:
    board.who[0].choices.filter(rank=2).delete()


def _fewer_places(board: Scene) -> None:
    Slot.objects.filter(offer=board.offers["B"]).update(capacity=1)


def _decide(board: Scene) -> None:
    decide(
        board.round,
        board.who[0],
        board.offers["B"],
        Decision.Kind.FORBID,
        by=board.by,
        at=board.at,
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change", [_withdraw, _register, _choose_otherwise, _fewer_places, _decide]
)
def test_a_draft_of_another_state_of_things_is_refused(change: Any, at: datetime) -> None:
    board = crowded(at)
    run = board.simulate()
    change(board)
    before = written()
    with pytest.raises(StaleRunError):
        publish_run(run, by=board.by, at=at)
    assert written() == before


@pytest.mark.django_db
def test_what_changes_while_the_mails_are_rendered_is_noticed(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = crowded(at)
    run = board.simulate()
    render = publication.letters.result_messages

    def slow(*args: Any, **kwargs: Any) -> Any:
        messages = render(*args, **kwargs)
        _withdraw(board)
        return messages

    monkeypatch.setattr(publication.letters, "result_messages", slow)
    with pytest.raises(StaleRunError):
        publish_run(run, by=board.by, at=at)
    assert Placement.objects.count() == 0


@pytest.mark.django_db
def test_held_mails_wait_to_be_read(at: datetime) -> None:
    board = crowded(at)
    publish_run(board.simulate(), by=board.by, at=at, hold=True)
    assert set(Message.objects.values_list("state", flat=True)) == {Message.State.HELD}


@pytest.mark.django_db(transaction=True)
def test_twenty_simultaneous_publications_are_one(at: datetime) -> None:
    """Reliability rule 3. Two drafts of one round, twenty coordinators, one result."""
    board = crowded(at)
    board.round.contact_deadline = date(2027, 3, 20)
    board.round.save()
    drafts = [board.simulate().pk, board.simulate().pk]
    start = threading.Barrier(20)
    outcomes: list[str] = []

    def publish(draft: int) -> None:
        try:
            run = Run.objects.get(pk=draft)
            start.wait()
            publish_run(run, by=board.by, at=at)
            outcomes.append("published")
        except RoundStateError:
            outcomes.append("already")
        except Exception as error:  # noqa: BLE001 (any other is what the test looks for)
            outcomes.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=publish, args=(drafts[n % 2],)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["already"] * 19 + ["published"]
    assert (Placement.objects.count(), Message.objects.count()) == (3, 6)
    assert sum(Slot.objects.values_list("taken", flat=True)) == 3


@pytest.mark.django_db(transaction=True)
def test_simulations_at_once_make_one_draft_of_each_rule(at: datetime) -> None:
    """Two clicks, or two coordinators: nothing is computed twice, no number given twice."""
    board = crowded(at)
    start = threading.Barrier(6)
    errors: list[str] = []
    rules = ["max_by_class", "deferred_acceptance", "generous"]

    def simulate(policy: str) -> None:
        try:
            start.wait()
            board.simulate(policy)
        except Exception as error:  # noqa: BLE001
            errors.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=simulate, args=(policy,)) for policy in rules * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    made = dict(board.round.runs.values_list("number", "policy"))
    assert (sorted(made), sorted(made.values())) == ([1, 2, 3], sorted(rules))


@pytest.mark.django_db
def test_who_is_there_already_is_named_and_nothing_is_done(at: datetime) -> None:
    board = scene(places={"A": 2}, wishes=["A"], at=at)
    run = board.simulate()
    person = board.who[0].person
    slot = board.offers["A"].slots.get()
    placement = Placement.objects.create(
        edition=board.edition, slot=slot, source="elsewhere", created_at=at
    )
    Participant.objects.create(placement=placement, person=person, slot=slot)
    before = written()
    address = reverse("ranked:publish", args=[board.edition.pk, 1, run.number])
    told = signed_in(board.by).post(address, follow=True).text
    assert f"{person} chez «\u00a0{board.offers['A'].service.full_name}\u00a0» (A)" in told
    assert written() == before


@pytest.mark.django_db
def test_the_second_to_publish_is_told_who_was_quicker(at: datetime) -> None:
    board = crowded(at)
    run = board.simulate("deferred_acceptance")
    address = reverse("ranked:publish", args=[board.edition.pk, 1, run.number])
    assert "une autre règle que celle de cette édition" in signed_in(board.by).get(address).text
    publish_run(run, by=board.by, at=at)
    second = signed_in(factories.make_role(board.edition))
    told = second.post(address, follow=True).text
    assert f"{board.by} a publié ce tour à 17\u00a0h\u00a040" in told
