"""Writing to several people: who gets it, what they read, sent once (mails.md 4 and 14, IM-49)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from croisee.core.models import JournalEntry
from croisee.desk.enums import Recipients
from croisee.desk.models import Mailing
from croisee.desk.writing import actions
from croisee.desk.writing.addressees import Reason, addressees
from croisee.desk.writing.starts import Start
from croisee.editions.enums import RoleName
from croisee.editions.models import Edition
from croisee.mail.models import Message
from croisee.people.actions import refuse_announcements
from croisee.people.models import Person
from tests import factories
from tests.entry import signed_in

pytestmark = pytest.mark.django_db
State = Message.State


@pytest.fixture
def edition() -> Edition:
    return factories.make_edition(languages=["fr", "nl"])


@pytest.fixture
def administrator(edition: Edition) -> Person:
    return factories.make_role(edition, RoleName.ADMINISTRATOR)


def trainee(edition: Edition, province: str = "Namur", **fields: Any) -> Person:
    person = factories.make_person(**fields)
    factories.make_application(
        edition, person=person, state="submitted", province=factories.make_province(province)
    )
    return person


def mailing(edition: Edition, by: Person, at: datetime, **fields: Any) -> Mailing:
    recipients = fields.pop("recipients", Recipients.TRAINEES)
    made = actions.begin(edition, recipients, by=by, at=at, **fields)
    words = {"subjects": {"fr": "Nouvelles"}, "bodies": {"fr": "# Bonjour {first_name}\nMerci."}}
    actions.keep(made, kind=made.kind, seen=made.version, by=by, at=at, **words)
    return made


def page(made: Mailing, name: str = "mailing") -> str:
    return reverse(f"desk:{name}", args=[made.edition_id, made.pk])


def test_each_person_gets_one_letter_after_the_time_to_think(
    edition: Edition, administrator: Person, at: datetime
) -> None:
    anne, bram = trainee(edition), trainee(edition, language="nl", last_name="Zwart")
    made = mailing(edition, administrator, at)
    assert actions.send(made, seen=made.version, by=administrator, at=at) == 2
    rows = Message.objects.filter(batch=made.batch).order_by("pk")
    assert {row.recipient for row in rows} == {anne.reference, bram.reference}
    assert {row.not_before for row in rows} == {at + actions.THINKING_TIME}
    assert {row.state for row in rows} == {State.QUEUED}
    assert JournalEntry.objects.get(verb="mailing.sent").note == "2"


def test_a_reader_of_another_language_is_told_in_theirs(
    edition: Edition, administrator: Person, at: datetime
) -> None:
    bram = trainee(edition, language="nl")
    made = mailing(edition, administrator, at)
    actions.send(made, seen=made.version, by=administrator, at=at)
    row = Message.objects.get(recipient=bram.reference)
    assert "Dit bericht bestaat alleen in het Frans." in row.text
    assert row.text.index("Bonjour") < row.text.index("Dit bericht") < row.text.index("Merci.")
    assert "U ontvangt dit bericht" in row.text  # the foot is theirs
    assert row.language == "fr"


def test_a_second_click_writes_nothing(
    edition: Edition, administrator: Person, at: datetime
) -> None:
    trainee(edition)
    made = mailing(edition, administrator, at)
    client, data = signed_in(administrator), {"act": "send", "seen": made.version}
    client.post(page(made), data)
    second = client.post(page(made), data, follow=True)
    assert Message.objects.filter(batch=made.batch).count() == 1
    assert JournalEntry.objects.filter(verb="mailing.sent").count() == 1
    assert "rien n’est parti" in second.text


def test_who_came_since_is_written_to_alone(
    edition: Edition, administrator: Person, at: datetime
) -> None:
    first = trainee(edition)
    made = mailing(edition, administrator, at)
    actions.send(made, seen=made.version, by=administrator, at=at)
    later = trainee(edition)
    found = addressees(made, administrator, at)
    assert (found.will, found.left) == ([later], {Reason.WRITTEN: [first]})
    assert actions.send(made, seen=made.version, by=administrator, at=at) == 1


def test_coordinators_reach_their_province(edition: Edition, at: datetime) -> None:
    here, elsewhere = trainee(edition, "Namur"), trainee(edition, "Liège")
    by = factories.make_role(edition, "coordinator", factories.make_province("Namur"))
    assert addressees(mailing(edition, by, at), by, at).will == [here]
    ticked = mailing(
        edition, by, at, recipients=Recipients.TICKED, ticked=[here.pk, elsewhere.pk, 999_999]
    )
    found = addressees(ticked, by, at)
    assert (found.will, found.left) == ([here], {Reason.ELSEWHERE: [elsewhere]})


def test_the_administration_sends_to_the_author_s_people(
    edition: Edition, administrator: Person, at: datetime
) -> None:
    here, _elsewhere = trainee(edition, "Namur"), trainee(edition, "Liège")
    author = factories.make_role(edition, "coordinator", factories.make_province("Namur"))
    made = mailing(edition, author, at)
    signed_in(administrator).post(page(made), {"act": "send", "seen": made.version})
    assert Message.objects.get(batch=made.batch).recipient == here.reference


@pytest.mark.parametrize("odd", ["x", "9" * 5000, "-1", "٣", "\x00"])
def test_an_odd_person_in_the_address_shows_the_first(
    edition: Edition, administrator: Person, at: datetime, odd: str
) -> None:
    first = trainee(edition)
    made = mailing(edition, administrator, at)
    shown = signed_in(administrator).get(page(made), {"personne": odd}).context["shown"]
    assert shown.person == first


def test_who_cannot_or_will_not_is_told_why(
    edition: Edition, administrator: Person, at: datetime
) -> None:
    good = trainee(edition)
    Person.objects.filter(pk=(broken := trainee(edition)).pk).update(email="sans-adresse")
    Person.objects.filter(pk=(closed := trainee(edition)).pk).update(is_active=False)
    refuse_announcements(refusing := trainee(edition), by=None, at=at)
    made = mailing(edition, administrator, at)
    found = addressees(made, administrator, at)
    assert {person.pk for person in found.will} == {
        good.pk,
        refusing.pk,
    }  # about their registration
    made.kind = "announcement"
    found = addressees(made, administrator, at)
    assert found.will == [good]
    assert {reason: [p.pk for p in people] for reason, people in found.left.items()} == {
        Reason.ADDRESS: [broken.pk],
        Reason.CLOSED: [closed.pk],
        Reason.REFUSED: [refusing.pk],
    }


@pytest.mark.parametrize(("kind", "expected"), [("letter", False), ("announcement", True)])
def test_only_announcements_have_a_way_out(
    edition: Edition, administrator: Person, at: datetime, kind: str, expected: bool
) -> None:
    person = trainee(edition)
    made = mailing(edition, administrator, at)
    Mailing.objects.filter(pk=made.pk).update(kind=kind)
    made.refresh_from_db()
    actions.send(made, seen=made.version, by=administrator, at=at)
    row = Message.objects.get(recipient=person.reference)
    assert bool(row.unsubscribe_url) is expected
    assert (f"/courrier/{person.pk}/" in row.text) is expected


@pytest.mark.parametrize("start", [start for start in Start.values if start != Start.BLANK])
@pytest.mark.parametrize("recipients", [Recipients.EVERYBODY, Recipients.NEWS])
def test_every_text_to_begin_from_can_be_sent(
    edition: Edition, administrator: Person, start: str, recipients: str
) -> None:
    Edition.objects.update(languages=["fr", "nl", "de", "en"])
    trainee(edition, language="de")
    client = signed_in(administrator)
    response = client.post(
        reverse("desk:write", args=[edition.pk]), {"recipients": recipients, "start": start}
    )
    made = Mailing.objects.get()
    assert response["Location"] == page(made, "mailing_edit")
    form = client.get(page(made, "mailing_edit")).context["form"]
    data = {name: str(form[name].value() or "").replace("[…]", "X") for name in form.fields}
    assert set(data) - {"kind"} == {"seen"} | {
        f"{part}_{code}" for part in ("subject", "body") for code in ("fr", "nl", "de", "en")
    }
    assert client.post(page(made, "mailing_edit"), data)["Location"] == page(made)


def test_a_refused_draft_is_kept_and_told_at_the_field(
    edition: Edition, administrator: Person, at: datetime
) -> None:
    trainee(edition)
    made = mailing(edition, administrator, at)
    client = signed_in(administrator)
    typed = {
        "kind": "letter",
        "seen": made.version,
        "subject_fr": "Bonjour",
        "body_fr": "Cher {prenom}, \n---\nPied",
        "subject_nl": "",
        "body_nl": "Dag",
    }
    refused = client.post(page(made, "mailing_edit"), typed)
    assert "{prenom} n’existe pas" in refused.text
    assert refused.context["form"].errors.keys() == {"body_fr", "subject_nl"}
    made.refresh_from_db()
    assert made.bodies == {"fr": "Cher {prenom},\n---\nPied", "nl": "Dag"}
    assert client.get(page(made))["Location"] == page(made, "mailing_edit")
    client.post(page(made), {"act": "send", "seen": made.version})
    assert not Message.objects.filter(batch=made.batch).exists()


def test_what_was_left_to_fill_in_is_told(edition: Edition, administrator: Person) -> None:
    client = signed_in(administrator)
    chosen = {"recipients": Recipients.EVERYBODY, "start": Start.DEBRIEFING}
    client.post(reverse("desk:write", args=[edition.pk]), chosen)
    made = Mailing.objects.get()
    form = client.get(page(made, "mailing_edit")).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    refused = client.post(page(made, "mailing_edit"), data)
    assert refused.context["form"].errors.keys() == {"body_fr", "body_nl"}


def test_two_coordinators_changing_one_draft(
    edition: Edition, administrator: Person, at: datetime
) -> None:
    made = mailing(edition, administrator, at)
    client = signed_in(administrator)
    typed = {"kind": "letter", "subject_fr": "A", "body_fr": "Mien", "seen": made.version - 1}
    raced = client.post(page(made, "mailing_edit"), typed)
    assert "entre-temps" in raced.text and "Mien" in raced.text
    made.refresh_from_db()
    assert made.bodies["fr"] == "# Bonjour {first_name}\nMerci."
    again = typed | {"seen": raced.context["form"]["seen"].value()}
    assert client.post(page(made, "mailing_edit"), again).status_code == 302


def test_held_back_then_let_go(edition: Edition, administrator: Person, at: datetime) -> None:
    trainee(edition), trainee(edition)
    made = mailing(edition, administrator, at)
    actions.send(made, seen=made.version, by=administrator, at=at)
    Message.objects.filter(pk=Message.objects.earliest("pk").pk).update(state=State.SENT)
    later = at + timedelta(minutes=1)
    assert actions.hold_back(made, by=administrator, at=later) == 1
    assert sorted(Message.objects.values_list("state", flat=True)) == [State.HELD, State.SENT]
    held = signed_in(administrator).get(page(made)).text
    assert "Un message est retenu" in held and "Tout le monde l’a reçu" not in held
    assert actions.let_go(made, by=administrator, at=later) == 1
    assert sorted(Message.objects.values_list("state", flat=True)) == [State.QUEUED, State.SENT]


def test_nothing_of_a_trial_leaves(edition: Edition, administrator: Person, at: datetime) -> None:
    """IM-23."""
    Edition.objects.update(test_mode=True)
    person = trainee(edition)
    made = mailing(Edition.objects.get(), administrator, at)
    actions.send(made, seen=made.version, by=administrator, at=at)
    assert actions.let_go(made, by=administrator, at=at) == 0
    actions.try_on_oneself(made, person, None, by=administrator, at=at)
    assert set(Message.objects.values_list("state", flat=True)) == {State.HELD}


def test_a_trial_letter_to_oneself(edition: Edition, administrator: Person, at: datetime) -> None:
    person = trainee(edition, first_name="Wivine")
    made = mailing(edition, administrator, at)
    client = signed_in(administrator)
    client.post(page(made), {"act": "try", "personne": person.pk})
    client.post(page(made), {"act": "try", "personne": person.pk})
    [row] = Message.objects.all()
    assert (row.address, row.batch) == (administrator.email, "")
    assert "Bonjour Wivine" in row.text
    assert addressees(made, administrator, at).will == [person]


def test_a_selection_made_in_a_list(edition: Edition) -> None:
    province = factories.make_province("Namur")
    host, person = factories.make_person(), trainee(edition)
    offer = factories.make_offer(
        edition=edition, service=factories.make_service(province=province), contact=host
    )
    by = factories.make_role(edition, "coordinator", province)
    client: Client = signed_in(by)
    for name, pk, expected in [
        ("offers:office_list", offer.pk, host),
        ("ranked:applications", person.applications.get().pk, person),
        ("desk:people", person.pk, person),
    ]:
        response = client.post(reverse(name, args=[edition.pk]), {"acte": "ecrire", "coches": pk})
        made = Mailing.objects.latest("pk")
        assert (made.ticked, response["Location"]) == ([expected.pk], page(made, "mailing_edit"))


def test_drafts_are_their_authors_and_sent_ones_everybodys(edition: Edition, at: datetime) -> None:
    author = factories.make_role(edition, "coordinator", factories.make_province("Namur"))
    colleague = factories.make_role(edition, "coordinator", factories.make_province("Liège"))
    trainee(edition)
    made = mailing(edition, author, at)
    other = signed_in(colleague)
    assert other.get(page(made)).status_code == 404
    actions.send(made, seen=made.version, by=author, at=at)
    assert other.get(page(made)).status_code == 200
    assert other.post(page(made), {"act": "send", "seen": made.version}).status_code == 403
    assert other.post(page(made), {"act": "hold"}).status_code == 302  # to stop is everybody's
    assert Message.objects.get().state == State.HELD


def test_the_pages_ask_as_many_questions_for_one_as_for_thirty(
    edition: Edition, administrator: Person, at: datetime, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    made = mailing(edition, administrator, at)
    trainee(edition)
    client = signed_in(administrator)
    addresses = [page(made), page(made, "mailing_edit"), reverse("desk:write", args=[edition.pk])]
    addresses.append(reverse("desk:mailings", args=[edition.pk]))
    counts = []
    for address in addresses:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(address)
        counts.append(len(queries))
    for _n in range(29):
        trainee(edition)
        mailing(edition, administrator, at)
    for address, count in zip(addresses, counts, strict=True):
        with django_assert_num_queries(count):
            client.get(address)


@pytest.mark.parametrize(
    ("act", "before", "after"),
    [
        ("laisser-partir", State.HELD, State.QUEUED),
        ("annuler", State.QUEUED, State.CANCELLED),
        ("renvoyer", State.FAILED, State.QUEUED),
    ],
)
def test_a_click_on_messages_is_taken_back_while_they_are_here(
    edition: Edition, administrator: Person, at: datetime, act: str, before: str, after: str
) -> None:
    trainee(edition), trainee(edition)
    made = mailing(edition, administrator, at)
    actions.send(made, seen=made.version, by=administrator, at=at)
    gone, here = Message.objects.order_by("pk")
    Message.objects.update(state=before)
    client, listed = signed_in(administrator), reverse("desk:messages", args=[edition.pk])
    done = client.post(listed, {"acte": act, "coches": [gone.pk, here.pk], "sur": "1"}, follow=True)
    assert set(Message.objects.values_list("state", flat=True)) == {after}
    Message.objects.filter(pk=gone.pk).update(state=State.SENT)
    undo = reverse("desk:undo", args=[done.context["undo"]["id"]])
    assert "quelqu’un l’a changé depuis" in client.post(undo, follow=True).text
    states = dict(Message.objects.values_list("pk", "state"))
    assert states == {gone.pk: State.SENT, here.pk: before}


def test_a_sending_has_a_bound(
    edition: Edition, administrator: Person, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MOST", 1)
    trainee(edition), trainee(edition)
    made = mailing(edition, administrator, at)
    told = signed_in(administrator).post(
        page(made), {"act": "send", "seen": made.version}, follow=True
    )
    assert "province par province" in told.text
    assert not Message.objects.filter(batch=made.batch).exists()
