"""Coming in by link and by code, as people and mail scanners do it."""

import re
import statistics
import time
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from croisee.core.clock import now
from croisee.mail.models import Message
from croisee.people.forms import AddressForm, CodeForm
from croisee.people.models import RateWindow, SignInRequest
from croisee.people.sign_in import give_code
from croisee.people.views.arrival import safe_next
from tests.factories import make_person
from tests.people.conftest import age, code_of, follow, is_in, last_mail, link_of

pytestmark = pytest.mark.django_db


def test_link_and_code_are_in_one_mail_to_the_stored_address(ask, settings) -> None:
    settings.ORIGIN = "https://croisee.example"
    person = make_person(email="Noemie@Pro.example", language="nl")
    message = ask("  NOEMIE@pro.example ")
    assert message.address == "Noemie@Pro.example"
    assert message.language == "nl"
    assert message.urgent
    assert f"https://croisee.example{link_of(message)}" in message.text
    assert code_of(message) in message.html
    assert message.recipient == person.reference


def test_secrets_are_stored_as_digests_only(ask) -> None:
    make_person(email="a@b.example")
    message = ask("a@b.example")
    row = SignInRequest.objects.get()
    token = link_of(message).split("/")[-2]
    stored = " ".join(str(value) for value in row.__dict__.values())
    assert token not in stored
    assert code_of(message) not in stored
    assert len(token) >= 43


def test_code_signs_in(client: Client, ask) -> None:
    person = make_person()
    code = code_of(ask(person.email))
    client.post(reverse("sign_in_sent"), {"code": f" {code[:3]} {code[3:]} "})
    assert is_in(client, person)


def test_code_works_only_where_the_address_was_given(ask) -> None:
    person, stranger = make_person(), Client()
    code = code_of(ask(person.email))
    response = stranger.post(reverse("sign_in_sent"), {"code": code})
    assert response["Location"] == reverse("sign_in")
    assert not is_in(stranger, person)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_five_wrong_codes_close_the_code_but_not_the_link(client: Client, ask) -> None:
    person = make_person()
    message = ask(person.email)
    code = code_of(message)
    pages = [
        client.post(reverse("sign_in_sent"), {"code": wrong(code)}).content.decode()
        for _ in range(5)
    ]
    assert "Il reste 4 essais" in pages[0]
    assert "Il reste 1 essai." in pages[3]
    assert "ne vaut plus" in pages[4]
    client.post(reverse("sign_in_sent"), {"code": code})
    assert not is_in(client, person)
    follow(client, link_of(message))
    client.post(reverse("sign_in_confirm"), {"enter": "1"})
    assert is_in(client, person)


def test_code_of_an_earlier_mail_of_this_browser_still_works(client: Client, ask) -> None:
    person = make_person()
    first = code_of(ask(person.email))
    ask(person.email)
    client.post(reverse("sign_in_sent"), {"code": first})
    assert is_in(client, person)


def test_expired_code_offers_a_new_message(client: Client, ask) -> None:
    person = make_person()
    code = code_of(ask(person.email))
    age(10.1)
    page = client.post(reverse("sign_in_sent"), {"code": code}).content.decode()
    assert not is_in(client, person)
    assert "ne vaut plus" in page
    assert "Envoyer un nouveau message" in page


def test_code_said_on_the_phone(client: Client, ask, at) -> None:
    person, coordinator = make_person(), make_person()
    ask(person.email)
    old = give_code(person, by=coordinator, at=now())
    new = give_code(person, by=coordinator, at=now())
    client.post(reverse("sign_in_sent"), {"code": old})
    assert not is_in(client, person) or old == new
    client.post(reverse("sign_in_sent"), {"code": new})
    assert is_in(client, person)
    stranger = Client()
    ask(make_person().email, browser=stranger)
    stranger.post(reverse("sign_in_sent"), {"code": new})
    assert not is_in(stranger, person)


def test_known_and_unknown_addresses_look_the_same(ask) -> None:
    person = make_person(email="known@pro.example")
    pages = []
    for email in (person.email, "unknown@pro.example"):
        browser = Client()
        ask(email, browser=browser)
        sent = browser.get(reverse("sign_in_sent")).content.decode()
        answers = [
            browser.post(reverse("sign_in_sent"), {"code": "000000"}).content.decode()
            for _ in range(6)
        ]
        pages.append([_bare(page, email) for page in (sent, *answers)])
    assert pages[0] == pages[1]
    assert Message.objects.count() == 1


def _bare(page: str, email: str) -> str:
    page = page.replace(email, "EMAIL")
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


def test_known_and_unknown_addresses_take_the_same_time(settings) -> None:
    addresses = {"known": [], "unknown": []}
    people = [make_person() for _ in range(30)]
    for number, person in enumerate(people):
        for name, email in (("known", person.email), ("unknown", f"nobody{number}@pro.example")):
            RateWindow.objects.all().delete()
            start = time.perf_counter()
            Client().post("/connexion/", {"email": email})
            addresses[name].append(time.perf_counter() - start)
    known, unknown = (statistics.median(times) for times in addresses.values())
    assert abs(known - unknown) < 0.35 * max(known, unknown) + 0.002


def test_an_address_may_ask_five_times_then_is_told_when(client: Client, ask) -> None:
    for email in ("known@pro.example", "unknown@pro.example"):
        if email.startswith("known"):
            make_person(email=email)
        for _ in range(5):
            ask(email)
        page = client.post("/connexion/", {"email": email.upper()})
        assert page.status_code == 429
        assert 0 < int(page["Retry-After"]) <= 901
        assert re.search(r"Réessayez à \d+", page.content.decode())


def test_the_limit_ends(ask, client: Client) -> None:
    person = make_person()
    for _ in range(5):
        ask(person.email)
    RateWindow.objects.update(ends_at=now() - timedelta(seconds=1))
    assert ask(person.email)


def test_a_machine_may_not_try_address_after_address(client: Client, settings) -> None:
    codes = [
        client.post("/connexion/", {"email": f"x{i}@pro.example"}).status_code for i in range(61)
    ]
    assert codes[:60] == [302] * 60
    assert codes[60] == 429


@pytest.mark.parametrize(
    "path",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/\x00",
        "x" * 400,
        "///evil.example",
        "http:evil.example",
    ],
)
def test_next_stays_on_this_site(client: Client, path: str) -> None:
    person = make_person()
    client.post("/connexion/", {"email": person.email, "next": path})
    client.post(reverse("sign_in_sent"), {"code": code_of(last_mail(person))})
    assert is_in(client, person)
    stored = SignInRequest.objects.filter(person=person).get()
    assert stored.next_path == ""


def test_next_is_followed_after_link_and_code(client: Client, ask) -> None:
    person = make_person()
    message = ask(person.email, next="/offres/?sector=1")
    other = Client()
    follow(other, link_of(message))
    assert other.post(reverse("sign_in_confirm"), {"enter": "1"})["Location"] == "/offres/?sector=1"
    message = ask(person.email, next="/offres/")
    response = client.post(reverse("sign_in_sent"), {"code": code_of(message)})
    assert response["Location"] == "/offres/"


@pytest.mark.parametrize(
    "email", ["", "x", "a@b", "a\x00@b.be", "é" * 300 + "@b.be", "a@b.be\nBcc: x@y.be"]
)
def test_wrong_addresses_are_told(client: Client, email: str) -> None:
    page = client.post("/connexion/", {"email": email})
    assert page.status_code == 200
    assert "error-text" in page.content.decode()
    assert Message.objects.count() == 0


@pytest.mark.parametrize("code", ["", "12", "abcdef", "١٢٣٤٥٦", "1" * 4000, "\x00"])
def test_odd_codes_are_told(client: Client, ask, code: str) -> None:
    ask(make_person().email)
    page = client.post(reverse("sign_in_sent"), {"code": code})
    assert page.status_code == 200
    assert "error-text" in page.content.decode()


@pytest.mark.parametrize("text", ["\ud800", "\ud800@x.be", "a@b\udfff.be"])
def test_forms_refuse_half_characters(text: str) -> None:
    assert not AddressForm({"email": text}).is_valid()
    assert not CodeForm({"code": text}).is_valid()
    assert safe_next(f"/{text}") == ""


def test_who_is_in_is_led_on(client: Client, ask) -> None:
    person = make_person()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/connexion/?next=/x/")["Location"] == "/x/"
    assert client.get(reverse("sign_in_sent")).status_code == 302


def test_sign_out_is_a_post(client: Client) -> None:
    person = make_person()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/deconnexion/").status_code == 405
    client.post("/deconnexion/")
    assert not is_in(client, person)


def test_signing_in_changes_the_session_key(client: Client, ask) -> None:
    person = make_person()
    message = ask(person.email)
    session = client.session
    session["planted"] = 1
    session.save()
    client.cookies["session"] = session.session_key
    client.post(reverse("sign_in_sent"), {"code": code_of(message)})
    assert is_in(client, person)
    assert client.session.session_key != session.session_key
