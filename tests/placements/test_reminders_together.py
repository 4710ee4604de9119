"""A host contact gets one mail a day of a kind for all its trainees, each told once (mails.md 5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.utils import translation

from croisee.core.models import JournalEntry
from croisee.editions import reminders
from croisee.editions.models import MessageText
from croisee.editions.reminded import FAILED
from croisee.mail.models import Message
from croisee.placements import actions, together
from croisee.placements.models import Placement
from croisee.placements.reminders import OfPlacements
from tests.factories import make_person
from tests.placements.test_reminders import DAY, GIVEN, NEXT_DAY, Scene, days, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return Scene()


def another(scene: Scene, first: str, last: str, *spans: tuple[datetime, datetime]) -> Placement:
    who = make_person(first_name=first, last_name=last, email=f"{first.lower()}@ti.example")
    placement = scene.place(who)
    if spans:
        actions.fix_dates(placement, spans, by=scene.host, at=GIVEN)
        Message.objects.all().delete()
    return placement


def hosts(at: datetime) -> list[str]:
    return [who for kind, who in told(at) if kind.endswith("_host")]


def test_one_question_for_all_each_with_its_button(scene: Scene) -> None:
    scene.dated()
    anke = another(scene, "Anke", "Peeters", DAY)
    assert [hosts(days(n, NEXT_DAY)) for n in (0, 1, 2)] == [["ines"], [], []]
    mail = Message.objects.get(kind="took_place_host")
    assert mail.subject == "L’immersion a-t-elle eu lieu ? Samir Haddad et Anke Peeters"
    for one in (scene.placement, anke):
        assert mail.text.count(f"/reponse/suite/{one.pk}/{scene.host.pk}/") == 1
    assert [name in mail.text for name in ("samir@ti.example", "anke@ti.example")] == [True, True]


def test_who_answered_for_one_is_asked_again_of_the_other_only(scene: Scene) -> None:
    scene.dated()
    anke = another(scene, "Anke", "Peeters", DAY)
    hosts(NEXT_DAY)
    actions.conclude(scene.placement, "done", by=scene.host, at=days(1, NEXT_DAY))
    assert hosts(days(7.1, NEXT_DAY)) == ["ines"]
    again = Message.objects.filter(kind="took_place_host").latest("created_at")
    assert again.subject == "L’immersion a-t-elle eu lieu ? Anke Peeters"
    assert again.covers == [f"reminder:took_place_host:{anke.pk}:{scene.host.pk}:20270420-2"]


def test_what_becomes_due_later_that_day_waits_for_the_next(scene: Scene) -> None:
    scene.dated()
    another(scene, "Anke", "Peeters")
    assert hosts(NEXT_DAY) == ["ines"]
    late = Placement.objects.latest("pk")
    actions.fix_dates(late, [DAY], by=scene.host, at=NEXT_DAY)
    Message.objects.filter(kind="placement_dated").delete()
    assert [hosts(days(n, NEXT_DAY)) for n in (0.1, 1)] == [[], ["ines"]]


def test_days_apart_are_said_of_each(scene: Scene) -> None:
    """IM-40: the notice to the team is a button of each trainee."""
    scene.dated()
    later = (days(2, DAY[0]), days(2, DAY[1]))
    anke = another(scene, "Anke", "Peeters", later)
    assert hosts(days(-5, DAY[0])) == ["ines"]
    mail = Message.objects.get(kind="upcoming_host")
    assert mail.subject == (
        "En immersion chez vous ces prochains jours : Samir Haddad et Anke Peeters"
    )
    assert [f"/stages/{one.pk}/avis/" in mail.text for one in (scene.placement, anke)] == [True] * 2
    assert ("mardi 20" in mail.text, "jeudi 22" in mail.text) == (True, True)


def test_a_second_pass_that_saw_less_writes_nothing_more(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two workers at once: the second read before the first wrote. Its message has the same key,
    whatever it found due, so none of the trainees is told twice."""
    scene.dated()
    second = reminders._Pass(scene.edition, NEXT_DAY, 200)  # has read what was written: nothing
    another(scene, "Anke", "Peeters", DAY)
    assert hosts(NEXT_DAY) == ["ines"]
    second.run()
    mails = Message.objects.filter(kind="took_place_host")
    assert [len(mail.covers) for mail in mails] == [2]


@pytest.fixture
def _one_cannot_be_told(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    whole = OfPlacements.values

    def broken(self, letters, thing, person, due):  # type: ignore[no-untyped-def]
        if self.host and "Anke" in str(thing.participants.get().person):
            raise ValueError("a bad record")
        return whole(self, letters, thing, person, due)

    monkeypatch.setattr(OfPlacements, "values", broken)
    yield


@pytest.mark.usefixtures("_one_cannot_be_told")
def test_the_one_that_cannot_be_told_is_left_out_and_said(scene: Scene) -> None:
    scene.dated()
    anke = another(scene, "Anke", "Peeters", DAY)
    assert hosts(NEXT_DAY) == ["ines"]
    mail = Message.objects.get(kind="took_place_host")
    assert (mail.subject.endswith("Samir Haddad"), len(mail.covers)) == (True, 1)
    entry = JournalEntry.objects.get(verb=FAILED)
    assert f":{anke.pk}:{scene.host.pk}:" in entry.note


def test_a_text_of_the_coordination_without_the_list_leads_to_the_page_of_all(scene: Scene) -> None:
    scene.dated()
    another(scene, "Anke", "Peeters", DAY)
    body = "# Alors ?\n{trainee}\n\n[Répondre]({answer_link})\n"
    MessageText.objects.create(
        edition=scene.edition,
        kind="took_place_host",
        language="fr",
        subject="Alors ?",
        body=body,
        changed_at=GIVEN,
    )
    hosts(NEXT_DAY)
    mail = Message.objects.get(kind="took_place_host")
    assert ("/mon-espace/" in mail.text, "/reponse/" in mail.text) == (True, False)


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["A"], "A"),
        (["A", "B"], "A et B"),
        (["A", "B", "C"], "A, B et C"),
        (["A", "B", "C", "D"], "A, B et 2 autres personnes"),
    ],
)
def test_many_names_in_a_subject_are_counted(names: list[str], said: str) -> None:
    with translation.override("fr"):
        assert together.named(names) == said
