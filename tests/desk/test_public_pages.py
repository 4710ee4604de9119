"""The public pages: home by phase, calendar and feed, texts by language, coordinators, programmes."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from croisee.desk.public.stations import stations_of
from croisee.desk.public.threads import threads_of
from croisee.desk.views import public
from croisee.editions.content import copy_into
from croisee.editions.enums import Audience, DocumentKind, PhaseKind, Switch, TextSlot
from croisee.editions.models import Document, Edition, Phase, Text
from tests.factories import make_application, make_edition, make_offer, make_person, make_province
from tests.factories import make_role as make_coordinator

pytestmark = pytest.mark.django_db
PAGES = [
    "/",
    "/calendrier/",
    "/regles-d-or/",
    "/conditions/",
    "/referents/",
    "/questions/",
    "/qui-peut-participer/",
    "/accessibilite/",
    "/vie-privee/",
    "/programme/",
    "/programmes/",
]
BIRTH = datetime(2026, 11, 1, 9, tzinfo=UTC)
MOMENTS = {
    None: datetime(2026, 11, 5, 9, tzinfo=UTC),
    PhaseKind.HOSTS: datetime(2026, 12, 10, 9, tzinfo=UTC),
    PhaseKind.PRIORITY: datetime(2027, 1, 27, 9, tzinfo=UTC),
    PhaseKind.TRAINEES: datetime(2027, 2, 16, 16, 40, tzinfo=UTC),
    PhaseKind.MATCHING: datetime(2027, 3, 1, 9, tzinfo=UTC),
    PhaseKind.IMMERSIONS: datetime(2027, 5, 3, 9, tzinfo=UTC),
    PhaseKind.FEEDBACK: datetime(2027, 8, 3, 9, tzinfo=UTC),
}


@pytest.fixture
def edition() -> Edition:
    return make_edition()


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    return lambda at: monkeypatch.setattr(public, "now", lambda: at)


def _plain(response: Any) -> str:
    return " ".join(response.text.replace("\u00a0", " ").split())


@pytest.mark.parametrize("address", PAGES)
def test_every_page_with_and_without_an_edition(client: Client, address: str) -> None:
    empty = client.get(address)
    assert empty.status_code == 200
    make_edition(with_phases=False)
    full = client.get(address)
    assert full.status_code == 200
    assert full.text.count("<h1") == 1
    assert "style=" not in full.text


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("query", ["?q=%00", "?page=-1&x=" + "y" * 3000])
def test_odd_addresses(client: Client, edition: Edition, address: str, query: str) -> None:
    assert client.get(address + query).status_code == 200


@pytest.mark.parametrize("kind", list(MOMENTS))
def test_home_follows_the_phases(
    client: Client, edition: Edition, set_clock: Any, kind: str | None
) -> None:
    """One act a phase, and where we are on the line (IM-02)."""
    set_clock(MOMENTS[kind])
    page = _plain(client.get("/"))
    assert page.count('class="btn btn-primary"') == 1
    assert page.count('aria-current="step"') == (1 if kind else 0)
    assert page.count("<h3>") == 6


def test_home_writes_dates_out(client: Client, edition: Edition, set_clock: Any) -> None:
    set_clock(MOMENTS[PhaseKind.TRAINEES])
    page = _plain(client.get("/"))
    assert "Vendredi 26 février 2027, 12 h" in page
    assert "Il reste 10 jours" in page
    assert "Phase 3 sur 6" in page


def test_home_can_be_switched_by_hand(client: Client, edition: Edition, set_clock: Any) -> None:
    set_clock(MOMENTS[PhaseKind.TRAINEES])
    edition.phases.filter(kind=PhaseKind.TRAINEES).update(switch=Switch.CLOSED)
    assert "inscriptions des stagiaires sont ouvertes" not in _plain(client.get("/"))
    edition.phases.filter(kind=PhaseKind.HOSTS).update(switch=Switch.OPEN)
    assert "les services hôtes peuvent s’inscrire" in _plain(client.get("/"))


def test_home_draws_demand_by_province(client: Client, edition: Edition, set_clock: Any) -> None:
    set_clock(MOMENTS[PhaseKind.TRAINEES])
    offer = make_offer(edition=edition, places=4)
    make_application(edition, offer)
    edition.phases.filter(kind=PhaseKind.TRAINEES).update(switch=Switch.OPEN)
    assert "Places et premiers choix par province" in _plain(client.get("/"))


def test_home_of_a_second_round_tells_what_is_left(
    client: Client, edition: Edition, set_clock: Any
) -> None:
    """Before any place is given, how many services wait; afterwards, how many places are left (IM-02)."""
    set_clock(MOMENTS[PhaseKind.TRAINEES])
    make_offer(edition=edition, places=4)
    make_offer(edition=edition, places=2)
    edition.phases.filter(kind=PhaseKind.TRAINEES).update(switch=Switch.OPEN)
    assert "2 services vous attendent" in _plain(client.get("/"))
    make_offer(edition=edition, places=4, taken=3)
    assert "Des places sont déjà attribuées, il en reste 7." in _plain(client.get("/"))


def test_threads_of_any_number_of_phases(edition: Edition) -> None:
    """The drawing holds for the phases an edition has, wherever one stands."""
    everything = list(edition.phases.all())
    for kinds in ([], everything[:1], everything[:2], everything[3:], everything[::2], everything):
        for at in MOMENTS.values():
            edition.phases.exclude(pk__in=[phase.pk for phase in kinds]).delete()
            drawing = threads_of(stations_of(edition, at))
            assert (drawing is None) == (edition.phases.count() < 2)
        Phase.objects.all().delete()
        Phase.objects.bulk_create(everything)


def test_feed(client: Client, edition: Edition) -> None:
    """A calendar program reads it: a day too many is not told, the closing is an event of its own."""
    response = client.get("/calendrier.ics")
    assert response["Content-Type"].startswith("text/calendar")
    calendar = Calendar.from_ical(response.content)
    events = {str(event["uid"]): event for event in calendar.walk("VEVENT")}
    assert len(events) == 8
    immersions = next(event for uid, event in events.items() if "-immersions@" in uid)
    assert str(immersions["dtstart"].dt) == "2027-04-12"
    assert str(immersions["dtend"].dt) == "2027-07-03"


def _feed(client: Client, kind: str) -> dict[str, str]:
    """`{end of the identity: status}` of the events of one phase."""
    events = Calendar.from_ical(client.get("/calendrier.ics").content).walk("VEVENT")
    told = {str(event["uid"]).split("@")[0]: str(event["status"]) for event in events}
    return {uid.split("-", 1)[1]: status for uid, status in told.items() if f"-{kind}" in uid}


def test_a_phase_held_open_is_prolonged_without_a_false_date(
    client: Client, edition: Edition, set_clock: Any
) -> None:
    """IM-02: held open by hand after its last day; the closing it no longer has leaves agendas."""
    set_clock(MOMENTS[PhaseKind.TRAINEES])
    last = "vendredi 15 janvier 2027"
    assert last in _plain(client.get("/calendrier/"))
    assert _feed(client, "hosts") == {"hosts": "CONFIRMED", "hosts-closes": "CONFIRMED"}
    edition.phases.filter(kind=PhaseKind.HOSTS).update(switch=Switch.OPEN)
    page = _plain(client.get("/calendrier/"))
    assert "prolongé : la date de fin sera dite ici" in page
    assert last not in page
    assert "prolongé" in _plain(client.get("/"))
    assert _feed(client, "hosts") == {"hosts": "CONFIRMED", "hosts-closes": "CANCELLED"}


def test_a_phase_held_closed_before_it_opens_is_suspended(
    client: Client, edition: Edition, set_clock: Any
) -> None:
    set_clock(MOMENTS[PhaseKind.HOSTS])
    edition.phases.filter(kind=PhaseKind.TRAINEES).update(switch=Switch.CLOSED)
    assert "Suspendu : la nouvelle date sera dite ici" in _plain(client.get("/calendrier/"))
    assert _feed(client, "trainees") == {"trainees": "CANCELLED", "trainees-closes": "CANCELLED"}


def test_the_subscribed_address_bears_the_language(client: Client, edition: Edition) -> None:
    """A calendar program says no language of its own: the page's is in the address (IM-01)."""
    page = client.get("/calendrier/", headers={"accept-language": "de"}).content.decode()
    assert "/calendrier.ics?langue=de" in page
    german = client.get("/calendrier.ics?langue=de").content.decode()
    assert "Anmeldeschluss für Gastgeber" in german
    assert "Clôture" not in german
    assert "Clôture des inscriptions" in client.get("/calendrier.ics?langue=xx").content.decode()


def test_feed_without_edition(client: Client) -> None:
    assert Calendar.from_ical(client.get("/calendrier.ics").content).walk("VEVENT") == []


def test_texts_of_the_edition_win_and_are_safe(client: Client, edition: Edition) -> None:
    body = "# Une question\n\n<script>alert(1)</script> [x](javascript:alert(1)) **gras**"
    Text.objects.create(
        edition=edition, slot=TextSlot.FAQ, language="fr", body=body, changed_at=BIRTH
    )
    page = client.get("/questions/").text
    assert "<h2>Une question</h2>" in page
    assert "<strong>gras</strong>" in page
    assert "<script>alert" not in page
    assert "javascript:" not in page.split("&lt;script")[0].split("<main")[1]
    assert 'href="javascript' not in page


def test_a_missing_language_falls_back_openly(client: Client, edition: Edition) -> None:
    Text.objects.create(
        edition=edition, slot=TextSlot.FAQ, language="fr", body="Bonjour", changed_at=BIRTH
    )
    page = client.get("/questions/", headers={"Accept-Language": "nl"}).text
    assert "Bonjour" in page
    assert 'lang="fr"' in page
    assert 'class="status"' in page
    own = client.get("/questions/", headers={"Accept-Language": "fr"}).text
    assert 'class="status"' not in own


def test_golden_rules_show_the_version_in_force(client: Client, edition: Edition) -> None:
    for version, body in ((1, "Ancienne"), (2, "Nouvelle")):
        Document.objects.create(
            edition=edition,
            kind=DocumentKind.GOLDEN_RULES,
            audience=Audience.HOST,
            version=version,
            bodies={"fr": body},
            published_at=BIRTH,
        )
    page = _plain(client.get("/regles-d-or/"))
    assert "Nouvelle" in page and "Ancienne" not in page
    assert "Version 2" in page


def test_default_texts_are_copied_once(edition: Edition) -> None:
    copy_into(edition, at=BIRTH)
    texts, documents = edition.texts.count(), edition.documents.count()
    assert texts == 4 * len(TextSlot.values)
    assert documents == 4
    edition.texts.filter(slot=TextSlot.FAQ, language="fr").update(body="À moi")
    copy_into(edition, at=BIRTH)
    assert (edition.texts.count(), edition.documents.count()) == (texts, documents)
    assert edition.texts.get(slot=TextSlot.FAQ, language="fr").body == "À moi"


def test_every_default_text_is_there_in_four_languages() -> None:
    from croisee.editions import content

    names = {path.stem for path in (content.FOLDER / "fr").glob("*.md")}
    assert {"accessibility", "privacy"} < names
    for language in content.LANGUAGES:
        for name in names:
            assert len(content.default(name, language)) > 200, (language, name)


def test_coordinators_by_province(client: Client, edition: Edition) -> None:
    made = make_coordinator(edition, territory=make_province("Namur"))
    everywhere = make_coordinator(edition)
    left = make_coordinator(edition, person=make_person(first_name="Partie"))
    left.roles.update(ends_at=BIRTH)
    page = _plain(client.get("/referents/"))
    assert page.index(made.full_name) < page.index(everywhere.full_name)
    assert f"mailto:{made.email}" in page
    assert "Partie" not in page


def test_programmes_together(client: Client, edition: Edition) -> None:
    make_offer(edition=edition)
    make_edition(slug="autre")
    page = _plain(client.get("/programmes/"))
    assert page.count("<h2") == 2
    assert "1 offre publiée" in page


@pytest.mark.parametrize("address", PAGES)
def test_queries_do_not_grow(
    client: Client, edition: Edition, django_assert_max_num_queries: Any, address: str
) -> None:
    counts = []
    for more in (1, 29):
        for _ in range(more):
            offer = make_offer(edition=edition)
        make_application(edition, offer)
        with django_assert_max_num_queries(30) as captured:
            client.get(address)
        counts.append(len(captured))
    assert counts[0] == counts[1]
