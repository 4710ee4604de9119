"""What helps a coordinator decide on the board: moves, rules, the call list, the mails that leave."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from croisee.directory.models import Territory
from croisee.mail.actions import pause_sending
from croisee.mail.models import Message
from croisee.schemes.ranked.actions.decisions import decide
from croisee.schemes.ranked.actions.publication import publish_run
from croisee.schemes.ranked.board.calls import calls, useful_offers
from croisee.schemes.ranked.board.draft import Draft
from croisee.schemes.ranked.board.moves import moves
from croisee.schemes.ranked.board.nearby import free_offers
from croisee.schemes.ranked.board.sending import progress, under_way
from croisee.schemes.ranked.models import Decision
from tests import factories
from tests.entry import signed_in
from tests.ranked.scenes import Scene, scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def board(at: datetime) -> Scene:
    """A is full, B has one place left, C is empty; the last person has nothing."""
    return scene(places={"A": 1, "B": 2, "C": 1}, wishes=["A", "A", "B"], at=at)


def opened(board: Scene) -> tuple[Draft, str, str]:
    """The draft, the pseudonym of who has A and of who has nothing."""
    draft = Draft(board.simulate())
    holder = draft.holders["A"][0]
    return draft, holder, draft.unplaced[0]


def test_a_full_offer_is_never_offered_as_free(board: Scene) -> None:
    """Issue 5, move by hand."""
    draft, holder, lost = opened(board)
    found = moves(draft, lost)
    assert [(one.number, one.free) for one in found.free] == [("B", 1), ("C", 1)]
    assert [one.number for one in found.full] == ["A"]
    assert found.placed == []
    found = moves(draft, holder)
    assert [one.number for one in found.free] == ["B", "C"]
    assert found.full == []
    at_b = draft.holders["B"][0]
    assert [people for _, people in found.placed] == [
        [(draft.application_ids[at_b], draft.people[at_b])]
    ]


def test_a_swap_says_what_it_would_be_to_both(at: datetime) -> None:
    """Issue 5, swap two: the host is her second choice, her place is his."""
    board = scene(places={"A": 1, "B": 1, "C": 1}, wishes=["AB", "BA", "C"], at=at)
    draft = Draft(board.simulate())
    one, other, third = (draft.pseudonyms[who.pk] for who in board.who)
    listed, unlisted = moves(draft, one).placed
    assert listed == (
        f"{draft.host('B')}, B, son 2e choix",
        [(board.who[1].pk, f"{draft.people[other]}, son 2e choix")],
    )
    assert unlisted == (f"{draft.host('C')}, C", [(board.who[2].pk, draft.people[third])])


def test_where_every_place_is_fixed_nobody_is_moved(board: Scene) -> None:
    draft, holder, _ = opened(board)
    who = board.edition.applications.get(pk=draft.application_ids[holder])
    decide(board.round, who, board.offers["A"], Decision.Kind.PIN, by=board.by, at=board.at)
    again = Draft(board.simulate())
    assert moves(again, again.unplaced[0]).full == []


def test_ones_own_institution_is_never_suggested(board: Scene) -> None:
    draft, _, lost = opened(board)
    who = board.edition.applications.get(pk=draft.application_ids[lost])
    suggested = [near.offer.number for near in free_offers(draft, who, ["A"])]
    assert set(suggested) == {"B", "C"}
    who.employer = draft.offers["B"].service.full_name.upper()
    assert "B" not in [near.offer.number for near in free_offers(draft, who, ["A"])]
    who.organisation = draft.offers["C"].service.organisation
    assert "C" not in [near.offer.number for near in free_offers(draft, who, ["A"])]


def test_the_call_list_reads_what_the_draft_computed(board: Scene) -> None:
    draft, _, _ = opened(board)
    numbers = useful_offers(draft)
    stored = calls(draft, numbers)
    assert [(call.number, call.placed) for call in stored] == [("A", [1, 1, 1])]
    assert "result" not in vars(draft)  # nothing was solved again
    for one in draft.run.insights["offers"].values():
        one.pop("further", None)
    assert calls(draft, numbers) == stored


def test_the_table_of_rules_says_which_ones_an_administrator_may_compare(board: Scene) -> None:
    board.simulate()
    url = reverse("ranked:board", args=[board.edition.pk])
    text = signed_in(board.by).get(url).content.decode()
    assert "L’administration du programme peut comparer 4 autres règles" in text
    assert "Le moins de derniers choix" in text
    administrator = factories.make_role(board.edition, "administrator")
    assert (
        "L’administration du programme peut"
        not in signed_in(administrator).get(url).content.decode()
    )


def test_a_rule_bears_the_same_name_on_every_page(board: Scene) -> None:
    run = board.simulate()
    shown = Draft(run).run.insights["policies"]
    administrator = signed_in(factories.make_role(board.edition, "administrator"))
    settings = administrator.get(reverse("editions:settings", args=[board.edition.pk]))
    offered = dict(settings.context["form"].fields["policy"].choices)
    page = administrator.get(reverse("ranked:board", args=[board.edition.pk])).content.decode()
    assert len(offered) == len(shown) == 6
    assert all(offered[row["policy"]] in page for row in shown)


# ---------------------------------------------------------------- the mails of a round


def sending(client: Client, board: Scene) -> str:
    url = reverse("ranked:sending", args=[board.edition.pk, board.round.number])
    return client.get(url).content.decode()


def test_the_messages_of_a_round_say_how_far_they_are(board: Scene) -> None:
    publish_run(board.simulate(), by=board.by, at=board.at)
    client, total = signed_in(board.by), 3 + 2
    first = Message.objects.filter(key__startswith=f"result:{board.round.pk}:").first()
    assert first
    Message.objects.filter(pk=first.pk).update(state=Message.State.SENT)
    text = sending(client, board)
    assert f"1 message parti sur {total}" in text
    assert "every 3s" in text
    for page in ("desk:todo", "ranked:board"):
        shown = client.get(reverse(page, args=[board.edition.pk])).content.decode()
        assert f"1 message parti sur {total}" in shown
    Message.objects.update(state=Message.State.SENT)
    text = sending(client, board)
    assert f"{total} messages partis sur {total}" in text
    assert "every 3s" not in text
    assert under_way(board.edition) is None


def test_messages_that_do_not_leave_say_why(board: Scene) -> None:
    publish_run(board.simulate(), by=board.by, at=board.at)
    pause_sending("restaurée", by=board.by, at=board.at)
    text = sending(signed_in(board.by), board)
    assert "envoi suspendu" in text
    assert "every 3s" not in text
    assert progress(board.round).waiting == 5


# ---------------------------------------------------------------- counts


def test_the_navigation_counts_what_the_page_counts(at: datetime) -> None:
    namur = Territory.objects.get(kind="province", name_fr="Namur")
    edition = factories.make_edition()
    service = factories.make_service(province=namur)
    scene(places={"A": 1}, wishes=["A", "A"], at=at, edition=edition)
    factories.make_offer(edition=edition, service=service, state="submitted", submitted_at=at)
    client = signed_in(factories.make_role(edition, "coordinator", namur))
    page = client.get(reverse("desk:todo", args=[edition.pk]))
    badge = next(entry for entry in page.context["nav"] if entry.current)
    assert badge.count == page.context["decisions"] >= 2


def test_tabs_of_a_list_count_the_province_looked_at(at: datetime) -> None:
    edition = factories.make_edition()
    for name in ("Namur", "Namur", "Liège"):
        place = factories.make_service(
            province=Territory.objects.get(kind="province", name_fr=name)
        )
        factories.make_offer(edition=edition, service=place, state="submitted", submitted_at=at)
    client = signed_in(factories.make_role(edition))
    url = reverse("offers:office_list", args=[edition.pk])
    code = Territory.objects.get(kind="province", name_fr="Namur").code
    tabs = {t.view.name: t for t in client.get(f"{url}?province={code}").context["list"].tabs}
    assert (tabs["À relire"].count, f"province={code}" in tabs["À relire"].url) == (2, True)
    everywhere = {t.view.name: t for t in client.get(url).context["list"].tabs}
    assert everywhere["À relire"].count == 3
