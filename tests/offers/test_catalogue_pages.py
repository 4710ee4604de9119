"""The pages of the catalogue: who reads them when, how many questions they ask, what they survive."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from croisee.directory.models import Sector
from croisee.editions.actions import give_priority_link, link_token, revoke_priority_link
from croisee.editions.enums import PhaseKind, Switch
from croisee.editions.models import Edition, Participation, PriorityLink
from croisee.offers import access, catalogue_page
from croisee.offers.actions import pause_offer
from croisee.offers.catalogue.snapshot import forget, snapshot_of
from croisee.offers.models import Offer, Slot
from croisee.offers.views import public
from tests.entry import signed_in
from tests.factories import (
    make_application,
    make_edition,
    make_offer,
    make_organisation,
    make_person,
    make_role,
    make_service,
)

pytestmark = pytest.mark.django_db
REGISTRATION = datetime(2027, 2, 16, 16, 40, tzinfo=UTC)
PRIORITY = datetime(2027, 1, 27, 9, tzinfo=UTC)
PREPARATION = datetime(2026, 12, 10, 9, tzinfo=UTC)


class _Clock:
    def __init__(self) -> None:
        self.at = REGISTRATION

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> _Clock:
    clock = _Clock()
    monkeypatch.setattr(public, "now", clock)
    return clock


@pytest.fixture(autouse=True)
def _empty_memory() -> Iterator[None]:
    forget()
    yield
    forget()


@pytest.fixture
def edition() -> Edition:
    return make_edition()


def _many(edition: Edition, count: int) -> list[Offer]:
    sectors = list(Sector.objects.all()[:3])
    return [
        make_offer(edition=edition, service=make_service(sectors=sectors)) for _ in range(count)
    ]


def _link(edition: Edition, at: datetime) -> PriorityLink:
    participation = Participation.objects.create(
        organisation=make_organisation(), edition=edition, created_at=at
    )
    return give_priority_link(participation, by=None, at=at)


# ---------------------------------------------------------------- content


def test_cards_and_detail(client: Client, edition: Edition) -> None:
    offer = make_offer(edition=edition, title="La rue comme bureau", places=2)
    for _ in range(3):
        make_application(edition, offer)
    page = client.get("/catalogue/").text
    assert "La rue comme bureau" in page
    assert "3 demandes" in page
    detail = client.get(f"/offres/{offer.number}/").text
    assert "Travail de rue" in detail or "travail de rue" in detail
    assert offer.contacts.get().person.email not in detail
    assert "Une personne au moins" in detail


def test_text_of_hosts_is_text(client: Client, edition: Edition) -> None:
    offer = make_offer(edition=edition, title="<script>alert(1)</script>", access="<b>bus</b>")
    for address in ("/catalogue/", f"/offres/{offer.number}/", "/catalogue/?q=<img src=x>"):
        page = client.get(address).text
        assert "<script>alert" not in page
        assert "<img" not in page
        assert "<b>bus" not in page


def test_places_left_after_a_round(client: Client, edition: Edition) -> None:
    """What nobody asks for is said as free, not as a demand of nought (ui.md)."""
    wanted = make_offer(edition=edition, places=3, taken=2)
    make_application(edition, wanted)
    make_offer(edition=edition, places=5, taken=1)
    make_offer(edition=edition, places=2, taken=2)
    page = client.get("/catalogue/").text.replace("\u00a0", " ")
    assert "<b>1 demande</b> pour 1 place" in page
    assert "3 places en tout" in page
    assert "<b>4 places</b> libres sur 5" in page
    assert "0 demande" not in page
    assert "complet" in page


def test_hidden_demand(client: Client, edition: Edition) -> None:
    Edition.objects.filter(pk=edition.pk).update(show_demand=False)
    offer = make_offer(edition=edition)
    make_application(edition, offer)
    for address in ("/catalogue/", f"/offres/{offer.number}/"):
        assert "demande</b>" not in client.get(address).text


def test_only_published_offers_of_this_edition(client: Client, edition: Edition) -> None:
    draft = make_offer(edition=edition, state="draft", title="Brouillon")
    elsewhere = make_offer(edition=make_edition(state="closed"), title="Ailleurs")
    page = client.get("/catalogue/").text
    assert "Brouillon" not in page and "Ailleurs" not in page
    assert client.get(f"/offres/{draft.number}/").status_code == 404
    assert client.get(f"/offres/{elsewhere.number}/").status_code == 404


def test_no_edition_is_said_kindly(client: Client) -> None:
    for address in ("/catalogue/", "/catalogue/carte/", "/offres/H1/"):
        response = client.get(address)
        assert response.status_code == 200
        assert "Aucune édition n’est en cours" in response.text


def test_empty_states_show_a_way_out(client: Client, edition: Edition) -> None:
    assert "Aucune offre n’est encore publiée" in client.get("/catalogue/").text
    make_offer(edition=edition)
    page = client.get("/catalogue/?q=introuvable").text
    assert "Aucune offre ne répond" in page
    assert "introuvable" in page
    assert 'href="/catalogue/"' in page


def test_htmx_gets_the_part_that_changes(client: Client, edition: Edition) -> None:
    make_offer(edition=edition)
    response = client.get("/catalogue/?q=rue&size=20", headers={"HX-Request": "true"})
    assert "<html" not in response.text
    assert response["HX-Push-Url"] == "/catalogue/?q=rue"


def test_map_and_list_say_the_same(client: Client, edition: Edition) -> None:
    _many(edition, 2)
    response = client.get("/catalogue/carte/")
    assert response.status_code == 200
    assert response.text.count("<svg") >= 1
    assert "Par commune" in response.text


@pytest.mark.parametrize(
    "address",
    ["?q=%00", "?page=9999999999999999999999", "?q=" + "a" * 3000, "?near=%00%00", "?size=-1",
     "?province=%ff%fe", "?sort=__class__", "?q=%ed%a0%80", "?" + "&".join(["day=mon"] * 300)],
)  # fmt: skip
def test_odd_addresses(client: Client, edition: Edition, address: str) -> None:
    make_offer(edition=edition)
    for path in ("/catalogue/", "/catalogue/carte/"):
        assert client.get(path + address).status_code == 200


@pytest.mark.parametrize("number", ["%00", "x" * 3000, "../etc", "%F0%9F%98%80", "H001'--"])
def test_odd_numbers(client: Client, edition: Edition, number: str) -> None:
    assert client.get(f"/offres/{number}/").status_code == 404


# ---------------------------------------------------------------- how many questions


def test_queries_do_not_grow(
    client: Client, edition: Edition, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for more in (1, 29):
        offers = _many(edition, more)
        make_application(edition, *offers[:3])
        taken = []
        for address in ("/catalogue/", "/catalogue/carte/", f"/offres/{offers[0].number}/"):
            with django_assert_max_num_queries(40) as captured:
                client.get(address)
            taken.append(len(captured))
        counts.append(taken)
    assert counts[0] == counts[1]


@pytest.mark.django_db(transaction=True)
def test_memory_asks_one_question(
    client: Client, edition: Edition, django_assert_max_num_queries: Any
) -> None:
    """Once in memory: the edition, its phases and the pulse of the journal."""
    _many(edition, 3)
    client.get("/catalogue/")
    with django_assert_max_num_queries(3):
        client.get("/catalogue/?q=rue&province=WNA&sort=town")


@pytest.mark.django_db(transaction=True)
def test_memory_is_fresh(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    """An act is seen at once by its journal entry; a change behind its back within a second."""
    first, second = _many(edition, 2)
    seconds = [0.0]
    monkeypatch.setattr("croisee.offers.catalogue.snapshot.time.monotonic", lambda: seconds[0])
    before = snapshot_of(edition)
    assert snapshot_of(edition) is before
    pause_offer(first, by=make_person(), at=REGISTRATION)
    after = snapshot_of(edition)
    assert [row.id for row in after.index.rows] == [second.pk]
    Slot.objects.filter(offer=second).update(taken=1)
    assert snapshot_of(edition) is after
    seconds[0] = 1.5
    assert snapshot_of(edition).index.rows[0].taken == 1


# ---------------------------------------------------------------- who, when (IM-02, IM-11)


def test_before_the_catalogue_says_when_it_opens(
    client: Client, edition: Edition, clock: _Clock
) -> None:
    clock.at = PREPARATION
    offer = make_offer(edition=edition, title="Secret jusque-là")
    for address in ("/catalogue/", f"/offres/{offer.number}/", "/catalogue/carte/"):
        page = client.get(address).text
        assert "Secret jusque-là" not in page
        assert "lundi 8 février 2027" in page.replace("\u00a0", " ")


def test_coordinators_read_it_always(edition: Edition, clock: _Clock) -> None:
    clock.at = PREPARATION
    make_offer(edition=edition, title="Déjà là")
    assert "Déjà là" in signed_in(make_role(edition)).get("/catalogue/").text
    other = make_role(make_edition(state="closed"))
    assert "Déjà là" not in signed_in(other).get("/catalogue/").text


@pytest.mark.parametrize(("switch", "open_"), [(Switch.OPEN, True), (Switch.CLOSED, False)])
def test_a_hand_on_the_switch_goes_first(
    client: Client, edition: Edition, clock: _Clock, switch: str, open_: bool
) -> None:
    clock.at = PREPARATION if open_ else REGISTRATION
    edition.phases.filter(kind=PhaseKind.TRAINEES).update(switch=switch)
    make_offer(edition=edition, title="Visible")
    assert ("Visible" in client.get("/catalogue/").text) is open_


def test_private_link(client: Client, edition: Edition, clock: _Clock) -> None:
    """A look at the page writes nothing; the button opens the catalogue and is counted once."""
    clock.at = PRIORITY
    make_offer(edition=edition, title="En priorité")
    link = _link(edition, PRIORITY)
    address = f"/acces/{link_token(link)}/"
    assert "En priorité" not in client.get("/catalogue/").text
    page = client.get(address)
    assert page.status_code == 200
    assert page["Referrer-Policy"] == "strict-origin"
    assert "no-store" in page["Cache-Control"]
    link.refresh_from_db()
    assert link.uses == 0
    for _ in range(2):
        assert client.post(address).url == "/catalogue/"  # type: ignore[attr-defined]
    link.refresh_from_db()
    assert link.uses == 1
    assert "En priorité" in client.get("/catalogue/").text


def test_what_was_begun_by_link_can_be_finished(
    client: Client, edition: Edition, clock: _Clock
) -> None:
    clock.at = PRIORITY
    make_offer(edition=edition, title="En priorité")
    link = _link(edition, PRIORITY)
    client.post(f"/acces/{link_token(link)}/")
    clock.at = datetime(2027, 2, 6, 12, tzinfo=UTC)  # between the two phases
    assert "En priorité" in client.get("/catalogue/").text
    assert "En priorité" not in Client().get("/catalogue/").text


def test_a_revoked_link_opens_nothing_and_says_so(
    client: Client, edition: Edition, clock: _Clock
) -> None:
    clock.at = PRIORITY
    make_offer(edition=edition, title="En priorité")
    link = _link(edition, PRIORITY)
    address = f"/acces/{link_token(link)}/"
    client.post(address)
    revoke_priority_link(link, by=make_person(), at=PRIORITY)
    assert "En priorité" not in client.get("/catalogue/").text
    for response in (client.get(address), client.post(address)):
        assert response.status_code == 404
        assert "Ce lien a été retiré" in response.text


def test_unknown_link(client: Client, edition: Edition) -> None:
    for token in ("nope", "x" * 2000, "%00"):
        response = client.get(f"/acces/{token}/")
        assert response.status_code == 404
        assert "Ce lien n’est pas connu" in response.text


def test_a_link_of_another_edition_opens_nothing(
    client: Client, edition: Edition, clock: _Clock
) -> None:
    clock.at = PRIORITY
    make_offer(edition=edition, title="En priorité")
    other = make_edition(state="closed")
    client.post(f"/acces/{link_token(_link(other, PRIORITY))}/")
    assert "En priorité" not in client.get("/catalogue/").text


def test_an_edition_without_registration_phase_is_open(edition: Edition) -> None:
    assert access.is_public({}, REGISTRATION)
    assert catalogue_page.priority_context(None, REGISTRATION)["usable"] is False


def test_a_private_link_opened_late_says_what_it_still_gives(
    client: Client, edition: Edition, clock: _Clock
) -> None:
    """While everybody registers it still gives priority, as « Mes offres » tells the host (IM-11)."""
    link = _link(edition, PRIORITY)
    clock.at = PRIORITY
    assert "L’accès prioritaire est ouvert" in client.get(f"/acces/{link_token(link)}/").text
    clock.at = REGISTRATION
    late = client.get(f"/acces/{link_token(link)}/").text
    assert "garde la priorité de votre service" in late
    assert "avant les autres" not in late
    assert "terminé" not in late
    clock.at = REGISTRATION + timedelta(days=200)
    assert "L’accès prioritaire s’est terminé le" in client.get(f"/acces/{link_token(link)}/").text
