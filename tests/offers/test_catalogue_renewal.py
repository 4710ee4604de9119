"""After any act the catalogue equals one read anew, without reading everything again."""

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import numpy as np
import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from croisee.core import journal
from croisee.directory.merging import merge_organisations, merge_services
from croisee.directory.models import Organisation, Sector, Service
from croisee.editions.models import Edition
from croisee.offers import actions
from croisee.offers.actions import answers
from croisee.offers.catalogue import demand, snapshot
from croisee.offers.catalogue.index import Index, build
from croisee.offers.catalogue.postings import NOTHING, Postings, Renewal
from croisee.offers.catalogue.snapshot import Snapshot, forget, snapshot_of
from croisee.offers.enums import OfferState
from croisee.offers.models import Offer, Slot
from croisee.offers.office_edit import OfferEditor
from croisee.placements.actions import FullError, cancel_placement, take_place
from croisee.placements.models import Placement
from croisee.schemes.ranked.actions.applications import save_application, withdraw_application
from croisee.schemes.ranked.models import Application
from tests.factories import (
    make_application,
    make_edition,
    make_offer,
    make_organisation,
    make_person,
    make_service,
)

# ---------------------------------------------------------------- the words alone

WORDS = st.frozensets(st.sampled_from(["ange", "arbre", "bois", "bord", "cerf"]), max_size=4)
STEPS = st.lists(st.tuples(st.sets(st.integers(0, 9)), st.lists(WORDS, max_size=3)), max_size=5)


@given(STEPS, st.randoms(use_true_random=False))
def test_postings_follow_their_rows(steps: list, chance: random.Random) -> None:
    held: list[frozenset[str]] = []
    postings = NOTHING
    for gone, new in steps:
        kept = [at for at in range(len(held)) if at not in gone]
        now = [held[at] for at in kept]
        places = sorted(chance.randint(0, len(now)) for _ in new)
        renewal, moved = Renewal(postings), np.full(len(held), -1, dtype=np.int64)
        for at, old in enumerate(kept):
            moved[old] = at + sum(place <= at for place in places)
        for shift, (place, words) in enumerate(zip(places, new, strict=True)):
            now.insert(place + shift, words)
            renewal.add(place + shift, words)
        held, postings = now, renewal.done(moved)
        assert _spelled(postings) == _oracle(held)


def _spelled(postings: Postings) -> dict[str, list[int]]:
    return {word: postings.rows_of(word).tolist() for word in postings.vocabulary}


def _oracle(held: list[frozenset[str]]) -> dict[str, list[int]]:
    words = sorted(frozenset().union(*held))
    return {word: [at for at, own in enumerate(held) if word in own] for word in words}


# ---------------------------------------------------------------- acts


@pytest.fixture(autouse=True)
def _empty_memory() -> Iterator[None]:
    forget()
    yield
    forget()


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[Index]:
    """Every index that was read whole."""
    made: list[Index] = []

    def watched(edition: Edition) -> Index:
        made.append(build(edition))
        return made[-1]

    monkeypatch.setattr(snapshot, "build", watched)
    return made


class Doings:
    """Random acts on an edition, each by the action that a page calls."""

    def __init__(self, edition: Edition, chance: random.Random, at: datetime) -> None:
        self.edition, self.chance, self.at = edition, chance, at
        self.by = make_person()
        self.numbers = iter(chance.sample(range(1, 400), 300))

    def offer(self, *states: OfferState) -> Offer | None:
        found = Offer.objects.filter(edition=self.edition, state__in=states or OfferState.values)
        return self.chance.choice([*found] or [None])

    def moved(self, act: Callable[..., None], *origins: OfferState) -> None:
        if offer := self.offer(*origins):
            try:
                act(offer, by=self.by, at=self.at)
            except actions.PlacesTakenError:
                assert offer.slots.filter(taken__gt=0).exists()

    def service(self) -> Service:
        """A new one in a known organisation or in a new one."""
        known = list(Organisation.objects.filter(merged_into=None, services__isnull=False))
        organisation = self.chance.choice([make_organisation(name="Les Coteaux"), *known])
        sectors = self.chance.sample(list(Sector.objects.all()), 2)
        return make_service(organisation=organisation, postcode="5000", sectors=sectors)

    def publish(self) -> None:
        if self.offer(OfferState.SUBMITTED) is None:
            number = f"H{next(self.numbers)}"
            make_offer(
                edition=self.edition, state="submitted", number=number, service=self.service()
            )
        self.moved(actions.publish_offer, OfferState.SUBMITTED)

    def pause(self) -> None:
        self.moved(actions.pause_offer, OfferState.PUBLISHED)

    def resume(self) -> None:
        self.moved(actions.resume_offer, OfferState.PAUSED)

    def withdraw(self) -> None:
        self.moved(actions.withdraw_offer, OfferState.PUBLISHED)

    def correct(self) -> None:
        if offer := self.offer(OfferState.PUBLISHED):
            actions.ask_correction(offer, {"title": "?"}, by=self.by, at=self.at)

    def edit(self) -> None:
        offer = self.offer(OfferState.PUBLISHED, OfferState.PAUSED)
        if offer:
            changes = {"title": f"Journée {self.chance.choice('ABC')}", "weekdays": ["tue"]}
            with transaction.atomic():
                OfferEditor().write(offer, changes, by=self.by, at=self.at)

    def answer(self) -> None:
        """A host corrects the service on one offer: its other offers show it too."""
        if offer := self.offer(OfferState.PUBLISHED):
            told = answers.read(offer, "lieu")
            told |= {"service": f"Antenne {self.chance.choice('XYZ')}", "postcode": "4700"}
            told["sectors"] = [self.chance.choice(list(Sector.objects.all())).pk]
            actions.save_answers(
                offer,
                "lieu",
                told,
                shown=answers.fingerprint(answers.read(offer, "lieu")),
                by=self.by,
                at=self.at,
            )

    def places(self) -> None:
        slots = list(Slot.objects.filter(offer__edition=self.edition))
        if slots:
            slot = self.chance.choice(slots)
            actions.set_places(slot, slot.taken + 2, by=self.by, at=self.at)

    def take(self) -> None:
        slots = list(Slot.objects.filter(offer__edition=self.edition, offer__state="published"))
        if slots:
            slot, person = self.chance.choice(slots), make_person()
            try:
                take_place(slot, person, source="t", choice_rank=1, by=None, at=self.at)
            except FullError:
                assert slot.taken == slot.capacity

    def free(self) -> None:
        held = list(Placement.objects.filter(edition=self.edition, state="assigned"))
        if held:
            cancel_placement(self.chance.choice(held), reason="malade", by=None, at=self.at)

    def apply(self) -> None:
        if offer := self.offer(OfferState.PUBLISHED):
            application = make_application(self.edition)
            save_application(application, [offer], by=application.person, at=self.at)

    def unapply(self) -> None:
        found = list(Application.objects.filter(edition=self.edition, state="submitted"))
        if found:
            withdraw_application(self.chance.choice(found), by=self.by, at=self.at)

    def merge(self) -> None:
        services = list(Service.objects.filter(merged_into=None).select_related("organisation"))
        if len(services) > 2:
            kept, gone = self.chance.sample(services, 2)
            merge_services(kept, gone, ("name",), by=self.by, at=self.at)

    def unite(self) -> None:
        services = list(Service.objects.filter(merged_into=None).select_related("organisation"))
        bodies = list({s.organisation_id: s.organisation for s in services}.values())
        if len(bodies) > 2:
            kept, gone = self.chance.sample(bodies, 2)
            merge_organisations(kept, gone, ("name",), by=self.by, at=self.at)


ACTS = [
    name for name in vars(Doings) if name not in ("offer", "moved", "service") and name[0] != "_"
]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", range(4))
def test_after_any_act_the_catalogue_is_as_if_read_anew(
    seed: int, at: datetime, built: list[Index]
) -> None:
    edition, chance = make_edition(), random.Random(seed)
    doings = Doings(edition, chance, at)
    for _ in range(8):
        doings.publish()
    snapshot_of(edition)
    assert len(built) == 1
    for act in [*ACTS, *chance.choices(ACTS, k=15)]:
        getattr(doings, act)()
        _assert_equal(snapshot_of(edition), _anew(edition), act)
    assert len(built) == 1, "something was not found by its journal entry"


def _anew(edition: Edition) -> Snapshot:
    index = build(edition)
    return Snapshot(index, demand.count(edition, index))


def _assert_equal(found: Snapshot, wanted: Snapshot, act: str) -> None:
    one, other = found.index, wanted.index
    assert one.rows == other.rows, act
    assert one.positions == other.positions, act
    assert _spelled(one.postings) == _spelled(other.postings), act
    assert _tables(one) == _tables(other), act
    for name in ("points", "capacity", "left", "organisations"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=act)
    for name in ("requests", "firsts", "calm", "ratio", "order"):
        np.testing.assert_array_equal(
            getattr(found.demand, name), getattr(wanted.demand, name), err_msg=act
        )


def _tables(index: Index) -> list[Any]:
    tables = {name: (t.values, t.masks.tolist()) for name, t in index.tables.items()}
    places = [(p.values, p.at.tolist(), p.points) for p in (index.provinces, index.towns)]
    return [tables, *places]


@pytest.mark.django_db(transaction=True)
def test_a_change_without_the_journal_is_read_whole(at: datetime, built: list[Index]) -> None:
    """The control of the count above: what the journal does not tell costs a whole reading."""
    edition = make_edition()
    offer = make_offer(edition=edition, places=2)
    snapshot_of(edition)
    Slot.objects.filter(offer=offer).update(taken=1)
    _register_somebody(at)
    assert snapshot_of(edition).index.rows[0].taken == 1
    assert len(built) == 2


def _register_somebody(at: datetime) -> None:
    """An act of no concern to the catalogue."""
    journal.record("person.registered", make_person(), by=None, at=at)


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_long_for_somebody_elses_reading(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one thread reads everything again, another gets the catalogue of before."""
    edition = make_edition()
    make_offer(edition=edition)
    before = snapshot_of(edition)
    monkeypatch.setattr(snapshot, "PATIENCE", 0.05)
    _register_somebody(at)
    with _held(snapshot._lock):
        assert snapshot_of(edition) is before
    assert snapshot_of(edition) is not before


@contextmanager
def _held(lock: threading.Lock) -> Iterator[None]:
    """The lock, held by another thread."""
    has, done = threading.Event(), threading.Event()

    def hold() -> None:
        with lock:
            has.set()
            done.wait(10)

    thread = threading.Thread(target=hold)
    thread.start()
    assert has.wait(10)
    yield
    done.set()
    thread.join()
