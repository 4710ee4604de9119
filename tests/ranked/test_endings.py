"""What a coordinator ends after publication: a place, an offer where people go (IM-05, IM-06)."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from croisee.desk.models import Mailing
from croisee.mail.models import Message
from croisee.offers.actions import PlacesTakenError, withdraw_offer
from croisee.offers.models import Offer, Slot
from croisee.placements.actions import fix_dates
from croisee.placements.models import Placement
from croisee.schemes.ranked import queries
from croisee.schemes.ranked.actions.freeing import cancel_place, withdraw_hosted_offer
from croisee.schemes.ranked.actions.publication import publish_run
from croisee.schemes.ranked.models import Application
from tests.entry import signed_in
from tests.ranked.scenes import Scene, scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(at: datetime) -> Scene:
    """Two people placed at A, one without a place."""
    board = scene(places={"A": 2}, wishes=["A", "A", "A"], at=at)
    publish_run(board.simulate(), by=board.by, at=at)
    Message.objects.all().delete()
    return board


@pytest.fixture
def client(published: Scene) -> Client:
    return signed_in(published.by)


def placed(board: Scene) -> list[Application]:
    found = board.edition.applications.filter(placement__isnull=False)
    return list(found.select_related("person", "placement").order_by("pk"))


def cancelling(who: Application) -> str:
    return reverse("ranked:cancel_place", args=[who.edition_id, who.placement_id])


def withdrawing(board: Scene) -> str:
    return reverse("ranked:office_withdraw", args=[board.edition.pk, board.offers["A"].pk])


def told() -> set[str]:
    """Both sides; what goes to the coordination is its own affair (tests/placements)."""
    sides = Message.objects.filter(kind__in=["cancelled_trainee", "cancelled_host"])
    return set(sides.values_list("address", flat=True))


@pytest.mark.parametrize("wish, state", [("again", "submitted"), ("over", "withdrawn")])
def test_a_published_place_is_cancelled_alone(
    published: Scene, client: Client, wish: str, state: str
) -> None:
    who, other = placed(published)
    page = client.get(cancelling(who)).content.decode()
    assert who.person.full_name in page
    assert other.person.full_name not in page
    form = {"reason": "Le service déménage.", "next": wish}
    answer = client.post(cancelling(who), form, follow=True)
    assert "la place est libre" in answer.content.decode()
    old = Placement.objects.get(pk=who.placement_id)
    assert (old.state, old.cancel_reason) == ("cancelled", "Le service déménage.")
    who.refresh_from_db()
    other.refresh_from_db()
    assert (who.state, who.placement_id) == (state, None)
    assert other.placement_id is not None
    assert Slot.objects.get(offer=published.offers["A"]).taken == 1
    assert queries.waiting(published.edition).filter(pk=who.pk).exists() is (wish == "again")
    host = published.offers["A"].contacts.get().person
    assert told() == {who.person.email, host.email}


def test_whoever_answers_the_telephone_reads_the_cancellation_where_they_look(
    published: Scene, client: Client, at: datetime
) -> None:
    """IM-05: on the page of the registration and on the person's; a message to them reaches them."""
    who = placed(published)[0]
    stage = who.placement
    cancel_place(stage, again=True, reason="Le service déménage.", by=published.by, at=at)
    edition = who.edition_id
    for page in (
        reverse("ranked:application", args=[edition, who.pk]),
        reverse("desk:person", args=[edition, who.person_id]),
    ):
        text = client.get(page).content.decode()
        assert "a annulé le stage" in text
        assert "Le service déménage." in text
    ticked = {"acte": "ecrire", "coches": stage.pk}
    client.post(reverse("desk:placements", args=[edition]), ticked)
    assert Mailing.objects.get().ticked == [who.person_id]


def test_without_a_reason_nothing_is_cancelled(published: Scene, client: Client) -> None:
    who = placed(published)[0]
    answer = client.post(cancelling(who), {"reason": "", "next": "over"})
    assert "Dites en quelques mots pourquoi." in answer.content.decode()
    assert answer.context["form"]["next"].value() == "over"
    assert Placement.objects.filter(state="cancelled").count() == 0


def test_cancelled_twice_is_once(published: Scene, client: Client) -> None:
    address = cancelling(placed(published)[0])
    form = {"reason": "Maladie de l’équipe.", "next": "again"}
    client.post(address, form)
    before = Message.objects.count()
    assert "déjà annulé" in client.post(address, form, follow=True).content.decode()
    assert (Message.objects.count(), Slot.objects.get(offer__number="A").taken) == (before, 1)


def test_the_page_of_the_person_leads_to_it(published: Scene, client: Client) -> None:
    who = placed(published)[0]
    page = client.get(reverse("ranked:application", args=[who.edition_id, who.pk]))
    assert cancelling(who) in page.content.decode()
    follow_up = reverse("desk:placement", args=[who.edition_id, who.placement_id])
    assert cancelling(who) in client.get(follow_up).content.decode()


def test_an_offer_with_people_is_never_withdrawn_unseen(published: Scene, client: Client) -> None:
    offer = published.offers["A"]
    review = reverse("offers:office_review", args=[published.edition.pk, offer.pk])
    assert withdrawing(published) in client.get(review).content.decode()
    answer = client.post(review, {"act": "withdraw"}, follow=True)
    assert answer.redirect_chain == [(withdrawing(published), 302)]
    assert Offer.objects.get(pk=offer.pk).state == "published"
    assert all(who.person.full_name in answer.content.decode() for who in placed(published))


def test_withdrawing_an_offer_frees_and_tells_everybody(published: Scene, client: Client) -> None:
    people = placed(published)
    answer = client.post(withdrawing(published), {"reason": "Le service ferme."}, follow=True)
    assert "2 personnes attendent le prochain tour" in answer.content.decode()
    offer = Offer.objects.get(number="A")
    assert (offer.state, Slot.objects.get(offer=offer).taken) == ("withdrawn", 0)
    assert queries.waiting(published.edition).count() == 3
    host = offer.contacts.get().person
    assert told() == {*(who.person.email for who in people), host.email}


def test_withdrawing_an_offer_leaves_what_took_place(
    published: Scene, client: Client, at: datetime
) -> None:
    """One was there, the other is still to come: only the other is freed and told."""
    before, coming = placed(published)
    fix_dates(
        before.placement,
        [(at, at + timedelta(minutes=1))],
        by=published.by,
        at=at - timedelta(days=9),
    )
    Message.objects.all().delete()
    offer = published.offers["A"]
    withdraw_hosted_offer(offer, reason="x", by=published.by, at=at + timedelta(hours=1))
    states = [Placement.objects.get(pk=one.placement_id).state for one in (before, coming)]
    assert states == ["dated", "cancelled"]
    assert Slot.objects.get(offer=offer).taken == 1
    assert before.person.email not in told()


def test_withdrawing_needs_a_reason(published: Scene, client: Client) -> None:
    text = client.post(withdrawing(published), {"reason": " "}).content.decode()
    assert "Dites en quelques mots pourquoi." in text
    assert Offer.objects.get(number="A").state == "published"


def test_the_act_itself_refuses_to_forget_people(published: Scene, at: datetime) -> None:
    with pytest.raises(PlacesTakenError):
        withdraw_offer(published.offers["A"], by=published.by, at=at)
    assert Offer.objects.get(number="A").state == "published"


@pytest.mark.parametrize("places", ["0", "1"])
def test_fewer_places_than_people_are_refused_with_their_names(
    published: Scene, client: Client, places: str
) -> None:
    offer = published.offers["A"]
    address = reverse("offers:office_edit", args=[published.edition.pk, offer.pk])
    shown = client.get(address).context["form"]
    stored = {name: shown[name].value() for name in shown.fields}
    data = {name: value for name, value in stored.items() if value}
    text = client.post(address, {**data, "places": places}).content.decode()
    assert "2 places sont attribuées" in text
    assert all(who.person.full_name in text for who in placed(published))
    assert Slot.objects.get(offer=offer).capacity == 2


def test_cancelling_without_proposing_again_ends_the_registration_of_that_person_only(
    published: Scene, at: datetime
) -> None:
    who, other = placed(published)
    assert who.placement
    cancel_place(who.placement, again=False, reason="x", by=published.by, at=at)
    waiting = published.edition.applications.exclude(pk__in=[who.pk, other.pk]).get()
    assert dict(published.edition.applications.values_list("pk", "state")) == {
        who.pk: "withdrawn",
        other.pk: "submitted",
        waiting.pk: "submitted",
    }
