"""An edition's own pages: phases, settings, messages' texts, team, the next edition."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from croisee.core.models import JournalEntry
from croisee.editions import team_acts
from croisee.editions.enums import PhaseKind
from croisee.editions.forms import EVERYWHERE
from croisee.editions.models import Edition, MessageText, Phase, RoleGrant
from croisee.mail.models import Message
from croisee.people.models import Person
from tests import factories
from tests.entry import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    return factories.make_edition()


@pytest.fixture
def client(edition: Edition) -> Client:
    return signed_in(factories.make_role(edition, "administrator"))


def phase(edition: Edition) -> Phase:
    return edition.phases.get(kind=PhaseKind.TRAINEES)


def test_the_timeline(client: Client, edition: Edition) -> None:
    text = client.get(reverse("editions:edition", args=[edition.pk])).content.decode()
    assert "lundi 8\u00a0février 2027, 9\u00a0h" in text


def sent(client: Client, address: str, **typed: object) -> dict:
    form = client.get(address).context["form"]
    return {name: form[name].value() for name in form.fields} | typed


def test_a_phase_is_moved_and_held_open(client: Client, edition: Edition) -> None:
    address = reverse("editions:phase", args=[edition.pk, phase(edition).pk])
    data = sent(client, address, closes_on="28/02/2027", closes_hour="18 h 30", switch="open")
    response = client.post(address, data)
    assert response.status_code == 302
    moved = phase(edition)
    local = timezone.localtime(moved.closes_at, edition.timezone)
    assert (f"{local:%d/%m/%Y %H:%M}", moved.switch) == ("28/02/2027 18:30", "open")
    undo = client.get(response["Location"]).context["undo"]
    client.post(reverse("desk:undo", args=[undo["id"]]))
    assert phase(edition).switch == "dates"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"closes_on": "01/01/2020"}, "se fermerait avant"),
        ({"opens_on": "31/02/2027"}, "date qui existe"),
        ({"closes_on": "28/03/2027", "closes_hour": "2 h 30"}, "change d’heure"),
    ],
)
def test_impossible_dates_are_told(
    client: Client, edition: Edition, typed: dict, told: str
) -> None:
    address = reverse("editions:phase", args=[edition.pk, phase(edition).pk])
    response = client.post(address, sent(client, address, **typed))
    assert told in response.content.decode()


def test_coordinators_read_the_settings(edition: Edition) -> None:
    coordinator = signed_in(factories.make_role(edition, "coordinator"))
    address = reverse("editions:settings", args=[edition.pk])
    assert "Seule l’administration" in coordinator.get(address).content.decode()
    assert coordinator.post(address, {"name": "Autre"}).status_code == 403
    assert coordinator.get(reverse("editions:duplicate", args=[edition.pk])).status_code == 404


def test_settings(client: Client, edition: Edition) -> None:
    address = reverse("editions:settings", args=[edition.pk])
    data = sent(client, address, max_choices="4", intersectoral="on")
    data = {name: value for name, value in data.items() if value not in (None, False)}
    assert client.post(address, data).status_code == 302
    edition.refresh_from_db()
    assert (edition.max_choices, edition.matching_rules) == (4, {"intersectoral": True})


def test_the_next_edition(client: Client, edition: Edition) -> None:
    MessageText.objects.create(
        edition=edition,
        kind="result_none",
        language="fr",
        subject="S",
        body="B",
        changed_at=edition.created_at,
    )
    address = reverse("editions:duplicate", args=[edition.pk])
    proposed = client.get(address).context["form"].initial
    later = edition.starts_on + timedelta(weeks=52)
    assert proposed == {"name": "édition 2028", "starts_on": later}
    early = client.post(address, {"name": "édition 2028", "starts_on": "01/01/2020"})
    assert "commence après" in early.content.decode()
    same = client.post(address, {"name": "2027", "starts_on": "22/11/2027"})
    assert "porte déjà ce nom" in same.content.decode()
    client.post(address, {"name": "édition 2028", "starts_on": "22/11/2027"})
    made = Edition.objects.get(name_fr="édition 2028")
    assert (made.previous, made.state, made.starts_on) == (
        edition,
        "preparation",
        date(2027, 11, 22),
    )
    opens = timezone.localtime(phase(made).opens_at, made.timezone)
    assert f"{opens:%A %d/%m/%Y %H:%M}" == "Monday 07/02/2028 09:00"  # 52 weeks, same hour
    assert made.message_texts.get().subject == "S"
    assert (made.name_nl, made.name_de) == ("editie 2028", "Ausgabe 2028")


def message_url(edition: Edition) -> str:
    return reverse("editions:message_text", args=[edition.pk, "result_none", "fr"])


def test_a_message_text_is_checked_kept_and_restored(edition: Edition) -> None:
    client = signed_in(factories.make_role(edition, "coordinator"))
    address = message_url(edition)
    wrong = client.post(address, {"subject": "Bonjour {inconnu}", "body": "Texte gardé"})
    text = wrong.content.decode()
    assert "{inconnu} n’existe pas" in text and "Texte gardé" in text
    seen = client.get(address).context["seen"]
    client.post(address, {"subject": "Résultat", "body": "Bonjour {first_name}", "seen": seen})
    assert MessageText.objects.get().subject == "Résultat"
    raced = client.post(address, {"subject": "Autre", "body": "Autre", "seen": seen})
    assert "entre-temps" in raced.content.decode()
    assert MessageText.objects.get().subject == "Résultat"
    client.post(address, {"restore": "1"})
    assert not MessageText.objects.exists()


def test_every_message_has_its_preview(client: Client, edition: Edition) -> None:
    from croisee.mail.kinds import KINDS

    for kind in KINDS.values():
        address = reverse("editions:message_text", args=[edition.pk, kind.name, "fr"])
        response = client.get(address)
        assert response.status_code == 404 if kind.composed else "Aperçu" in response.text


def test_inviting_and_leaving(client: Client, edition: Edition) -> None:
    address = reverse("editions:team", args=[edition.pk])
    data = {
        "first_name": "Luc",
        "last_name": "Thiry",
        "email": "luc@reseau.example",
        "language": "fr",
        "role": "coordinator",
        "territory": EVERYWHERE,
    }
    client.post(address, data)
    invited = Person.objects.get(email="luc@reseau.example")
    assert Message.objects.get(kind="invitation").address == invited.email
    journal = client.get(reverse("desk:journal", args=[edition.pk]), {"q": "Thiry"}).text
    assert "a donné un rôle" in journal.partition("<tbody")[2]
    grant = RoleGrant.objects.get(person=invited)
    assert signed_in(invited).get(reverse("desk:todo", args=[edition.pk])).status_code == 200
    end = reverse("editions:end_role", args=[edition.pk, grant.pk])
    assert signed_in(invited).post(end).status_code == 404
    assert "Mettre fin au rôle de Luc Thiry" in client.post(end).content.decode()
    assert signed_in(invited).get(reverse("desk:todo", args=[edition.pk])).status_code == 200
    client.post(end, {"sur": "1"})
    client.post(end, {"sur": "1"})
    assert signed_in(invited).get(reverse("desk:todo", args=[edition.pk])).status_code == 404
    assert JournalEntry.objects.filter(verb="role.ended").count() == 1


def test_two_clicks_on_a_last_day_are_one_act_whatever_their_order(edition: Edition) -> None:
    member, by = factories.make_role(edition), factories.make_role(edition)
    grant, at = RoleGrant.objects.get(person=member), edition.created_at + timedelta(days=1)
    for _ in range(2):
        team_acts.end_role(grant, edition, last_day=at.date() + timedelta(days=2), by=by, at=at)
    team_acts.end_role(grant, edition, by=by, at=at)
    team_acts.end_role(grant, edition, by=by, at=at - timedelta(milliseconds=3))
    assert JournalEntry.objects.filter(verb="role.ended").count() == 2


def test_a_foreign_phase_does_not_exist(client: Client, edition: Edition) -> None:
    foreign = phase(factories.make_edition())
    address = reverse("editions:phase", args=[edition.pk, foreign.pk])
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("before", "french", "expected"),
    [
        (
            {"fr": "édition 2027", "nl": "", "de": "Jahrgang 2027", "en": ""},
            "édition 2028",
            {"nl": "editie 2028", "de": "Jahrgang 2028", "en": "2028 edition"},
        ),
        (
            {"fr": "printemps 2026-2027", "nl": "lente 2026-2027", "de": "", "en": ""},
            "printemps 2027-2028",
            {"nl": "lente 2027-2028"},
        ),
        ({"fr": "édition 2027", "nl": "editie 2027", "de": "", "en": ""}, "Semaine ouverte", {}),
    ],
)
def test_names_follow_the_year(
    before: dict[str, str], french: str, expected: dict[str, str]
) -> None:
    from croisee.editions.names import following_names

    assert following_names(before, french) == expected


def test_the_name_is_in_the_reader_s_language(edition: Edition) -> None:
    from django.utils import translation

    edition.name_nl = "editie 2027"
    told = {}
    for code in ("fr", "nl", "de"):
        with translation.override(code):
            told[code] = edition.name
    assert told == {"fr": "édition 2027", "nl": "editie 2027", "de": "édition 2027"}


def test_a_territory_left_empty_is_not_the_whole_programme(
    client: Client, edition: Edition
) -> None:
    data = {"first_name": "Luc", "last_name": "Thiry", "email": "luc@reseau.example"}
    data |= {"language": "fr", "role": "coordinator", "territory": ""}
    page = client.post(reverse("editions:team", args=[edition.pk]), data).text
    assert "Choisissez un territoire, ou « partout »." in page
    assert 'value="Thiry"' in page
    assert not RoleGrant.objects.filter(person__email="luc@reseau.example").exists()
