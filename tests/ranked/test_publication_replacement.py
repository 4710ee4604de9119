"""A place replaced after publication: all or nothing, and only those concerned hear of it."""

from base64 import b64decode
from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from icalendar import Calendar, Component

from croisee.mail.models import Message
from croisee.offers.enums import OfferState
from croisee.offers.models import Slot
from croisee.placements.actions import fix_dates
from croisee.placements.models import Placement
from croisee.schemes.ranked.actions.freeing import free_place
from croisee.schemes.ranked.actions.replacement import ReplacementError, replace_place
from croisee.schemes.ranked.models import Application
from tests.entry import signed_in
from tests.ranked.scenes import Scene, scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def board(at: datetime) -> Scene:
    """Two people placed at « A » and « B »; « C » has a free place."""
    made = scene(places={"A": 1, "B": 1, "C": 1}, wishes=["AC", "B"], at=at)
    made.publish()
    Message.objects.all().delete()
    return made


def taken(board: Scene) -> dict[str, int]:
    slots = Slot.objects.filter(offer__edition=board.edition).select_related("offer")
    return {slot.offer.number: slot.taken for slot in slots}


def test_the_old_place_is_free_and_the_new_one_taken(board: Scene) -> None:
    old = board.who[0].placement
    new = replace_place(board.who[0], board.offers["C"], by=board.by, at=board.at, reason="maladie")
    assert taken(board) == {"A": 0, "B": 1, "C": 1}
    assert board.who[0].placement == new
    assert new.choice_rank == 2
    old.refresh_from_db()  # type: ignore[union-attr]
    assert (old.state, old.cancel_reason) == ("cancelled", "maladie")  # type: ignore[union-attr]


def test_only_those_concerned_are_mailed(board: Scene) -> None:
    replace_place(board.who[0], board.offers["C"], by=board.by, at=board.at, reason="maladie")
    contacts = {letter: offer.contacts.get().person for letter, offer in board.offers.items()}
    told = set(Message.objects.values_list("address", flat=True))
    assert {board.who[0].person.email, contacts["A"].email, contacts["C"].email} <= told
    assert not {board.who[1].person.email, contacts["B"].email} & told
    (news,) = Message.objects.filter(address=board.who[0].person.email)
    former = board.offers["A"].service.organisation.name
    assert news.kind == "result_trainee"
    assert f"Cette place remplace celle que vous aviez chez {former}" in news.text
    assert "Pourquoi ce changement : maladie" in news.text
    assert news.key == f"result:{board.round.pk}:trainee:{board.who[0].person_id}:2"


def test_the_days_of_the_former_place_leave_the_trainees_agenda(board: Scene) -> None:
    """RFC 5545: the events of the former place, cancelled, come with the mail of the new one."""
    who, day = board.who[0], board.at + timedelta(days=30)
    fix_dates(who.placement, [(day, day + timedelta(hours=7))], by=who.person, at=board.at)
    told = [b64decode(m.attachments[0]["content"]) for m in Message.objects.all()]
    Message.objects.all().delete()
    later = board.at + timedelta(seconds=1)
    replace_place(who, board.offers["C"], by=board.by, at=later, reason="maladie")
    (news,) = Message.objects.filter(address=who.person.email)
    [file] = news.attachments
    (before,) = {event["UID"]: event for ics in told for event in events(ics)}.values()
    (after,) = events(b64decode(file["content"]))
    assert (file["name"], after["UID"], after["STATUS"]) == (
        "annulation.ics",
        before["UID"],
        "CANCELLED",
    )
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert "le fichier joint la retire de votre agenda" in " ".join(news.text.split())


def test_without_a_day_there_is_nothing_to_take_out(board: Scene) -> None:
    replace_place(board.who[0], board.offers["C"], by=board.by, at=board.at, reason="maladie")
    (news,) = Message.objects.filter(address=board.who[0].person.email)
    assert news.attachments == [] and "le fichier joint" not in news.text


def events(file: bytes) -> list[Component]:
    return Calendar.from_ical(file).walk("VEVENT")


def test_a_second_replacement_mails_again(board: Scene) -> None:
    for offer in ("C", "A"):
        who = Application.objects.get(pk=board.who[0].pk)
        replace_place(who, board.offers[offer], by=board.by, at=board.at, reason="encore")
    keys = Message.objects.filter(kind="result_trainee").values_list("key", flat=True)
    assert {key.rpartition(":")[2] for key in keys} == {"2", "3"}
    assert taken(board) == {"A": 1, "B": 1, "C": 0}


@pytest.mark.parametrize(
    ("offer", "code"), [("B", "full"), ("A", "same_place"), ("D", "not_offered")]
)
def test_what_cannot_be_changes_nothing(board: Scene, offer: str, code: str) -> None:
    board.offers["D"] = board.offers["C"]
    if offer == "D":
        board.offers["D"].state = OfferState.PAUSED
        board.offers["D"].save()
    before = taken(board)
    with pytest.raises(ReplacementError) as refused:
        replace_place(board.who[0], board.offers[offer], by=board.by, at=board.at)
    assert refused.value.code == code
    assert (taken(board), Message.objects.count()) == (before, 0)
    assert Placement.objects.filter(state="cancelled").count() == 0


def test_it_is_done_from_the_board(board: Scene) -> None:
    client = signed_in(board.by)
    kept = f"personne={board.who[0].pk}"
    page = reverse("ranked:round", args=[board.edition.pk, 1]) + f"?{kept}"
    assert "Remplacer cette place" in client.get(page).content.decode()
    url = reverse("ranked:replace", args=[board.edition.pk, 1, board.who[0].pk])
    refused = client.post(url, {"offer": "C", "retour": kept}, follow=True).content.decode()
    assert "Dites pourquoi" in refused.partition('id="detail"')[2]  # beside the field, still filled
    assert '<option value="C" selected>' in refused
    done = client.post(url, {"offer": "C", "reason": "maladie", "retour": kept}, follow=True)
    assert "Remplacée depuis la publication" in done.content.decode()
    assert taken(board)["C"] == 1


def test_two_coordinators_at_once_the_second_is_told_and_replaces_nothing(board: Scene) -> None:
    """Nobody's replacement is lost silently: the page says which place it was made from."""
    client, place = signed_in(board.by), board.who[0].placement_id
    url = reverse("ranked:replace", args=[board.edition.pk, 1, board.who[0].pk])
    sent = {"reason": "maladie", "retour": f"personne={board.who[0].pk}", "place": place}
    client.post(url, sent | {"offer": "C"})
    Message.objects.all().delete()
    said = client.post(url, sent | {"offer": "A"}, follow=True).content.decode()
    assert f"{board.by} vient de donner une autre place à {board.who[0].person}" in said
    assert (taken(board), Message.objects.count()) == ({"A": 0, "B": 1, "C": 1}, 0)


def test_the_published_list_says_what_became_of_its_places(board: Scene) -> None:
    first, second = board.who
    replace_place(first, board.offers["C"], by=board.by, at=board.at, reason="maladie")
    assert second.placement is not None
    free_place(second.placement, reason="trop loin", by=board.by, at=board.at)
    client = signed_in(board.by)
    listed = reverse("ranked:round", args=[board.edition.pk, 1]) + "?qui=tous"
    rows = {row.pk: row.since for row in client.get(listed).context["people_page"].object_list}
    host = board.offers["C"].service.full_name
    assert rows == {first.pk: f"maintenant à {host}", second.pk: "stage annulé depuis"}
    page = client.get(reverse("ranked:outcome", args=[board.edition.pk, 1])).content.decode()
    assert "Depuis : 1 place remplacée, 1 stage annulé." in page
    assert (
        "annulé depuis la publication"
        in client.get(f"{listed}&personne={second.pk}").content.decode()
    )
