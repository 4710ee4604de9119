"""A date on a day the host does not usually receive is asked about once, and taken when meant."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from croisee.mail.models import Message
from croisee.placements.actions import take_place
from croisee.placements.models import Placement
from tests import factories

pytestmark = pytest.mark.django_db

AT = datetime(2027, 3, 16, 10, tzinfo=UTC)
SATURDAY, MONDAY, TUESDAY = "24/04/2027", "19/04/2027", "20/04/2027"
HOURS = {"begins": "9 h", "ends": "16 h"}


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`sent(weekdays, **typed)`: the placement, the form and what it answered, for its trainee."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)
    trainee = factories.make_person()
    client = Client()
    client.force_login(trainee)
    known: dict[str, Placement] = {}

    def send(weekdays: list[str], **typed: str) -> tuple[Placement, str]:
        if not known:
            offer = factories.make_offer(weekdays=weekdays)
            slot = offer.slots.get()
            taken = take_place(slot, trainee, source="t", choice_rank=1, by=None, at=AT)
            known["placement"] = taken
        page = reverse("placements:date", args=[known["placement"].pk])
        answer = client.post(page, {**HOURS, **typed})
        text = answer.content.decode() if answer.status_code == 200 else ""
        return known["placement"], text.replace("\xa0", " ")

    return send


@pytest.mark.parametrize(
    ("weekdays", "day", "said"),
    [
        (["mon", "thu"], TUESDAY, "Jours possibles de l’offre : lundi, jeudi."),
        (["mon", "thu"], SATURDAY, "Jours possibles de l’offre : lundi, jeudi."),
        ([], SATURDAY, "C’est un jour de week-end."),
    ],
)
def test_it_is_asked_beside_the_field_before_anybody_is_written_to(
    sent: Any, weekdays: list[str], day: str, said: str
) -> None:
    placement, html = sent(weekdays, day=day)
    assert said in html and "enregistrez encore une fois" in html
    assert "error-summary" not in html and f'value="{day}"' in html and "autofocus" in html
    assert (placement.sessions.count(), Message.objects.count()) == (0, 0)


def test_sent_again_it_is_taken(sent: Any) -> None:
    sent(["mon"], day=SATURDAY)
    placement, html = sent(["mon"], day=SATURDAY, meant="2027-04-24")
    assert (placement.sessions.get().starts_at.day, html) == (24, "")


def test_another_such_day_is_asked_about_in_its_turn(sent: Any) -> None:
    placement, html = sent(["mon"], day=TUESDAY, meant="2027-04-24")
    assert "mardi 20 avril 2027" in html and not placement.sessions.exists()


@pytest.mark.parametrize(("weekdays", "day"), [(["mon"], MONDAY), (["sat"], SATURDAY)])
def test_a_day_the_host_ticked_goes_without_a_word(
    sent: Any, weekdays: list[str], day: str
) -> None:
    assert sent(weekdays, day=day)[0].sessions.count() == 1


def test_what_was_fixed_before_is_not_asked_again(sent: Any) -> None:
    sent(["mon"], day=SATURDAY, meant="2027-04-24")
    placement, html = sent(["mon"], day=SATURDAY, day_2=MONDAY)
    assert (placement.sessions.count(), html) == (2, "")


def test_only_the_row_concerned_is_remarked_on(sent: Any) -> None:
    _placement, html = sent(["mon"], day=MONDAY, day_2=SATURDAY)
    assert html.count("enregistrez encore une fois") == 1
    assert "samedi 24 avril 2027" in html
