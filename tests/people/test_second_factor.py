"""Staff show a second factor: set up at their first page, asked at each sign-in."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from croisee.core.models import JournalEntry
from croisee.people import spent_codes, staff
from croisee.people.actions import remove_second_factor
from croisee.people.models import Person
from croisee.people.sign_in import OutsideDemoError, sign_in_directly
from tests.factories import make_person
from tests.people.conftest import code_of, is_in, link_of

pytestmark = pytest.mark.django_db(transaction=True)


def code_now(secret: str) -> str:
    """What the application shows; a code serves once, so the used ones are forgotten."""
    cache.clear()
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2]))


@pytest.fixture
def administrator() -> Person:
    return make_person(is_administrator=True)


@pytest.fixture
def signed_in(client: Client, ask):
    def _signed_in(person: Person, browser: Client = client) -> Client:
        message = ask(person.email, browser=browser, next="/compte/securite/")
        browser.post(reverse("sign_in_sent"), {"code": code_of(message)})
        return browser

    return _signed_in


def set_up(browser: Client) -> str:
    """Add the application as a person does; returns the secret it keeps."""
    page = browser.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r"<code[^>]*>([A-Z2-7]+)</code>", page)[1]
    response = browser.post(reverse("mfa_activate_totp"), {"code": code_now(secret)})
    assert response["Location"] == reverse("mfa_view_recovery_codes"), response.content.decode()
    return secret


def test_staff_without_factor_are_led_to_set_it_up(administrator, signed_in) -> None:
    browser = signed_in(administrator)
    assert is_in(browser, administrator)
    for path in (reverse("mfa_index"), "/boite/"):
        response = browser.get(path)
        if response.status_code != 404:
            assert response["Location"] == reverse("mfa_activate_totp")


def test_others_are_left_alone(signed_in) -> None:
    browser = signed_in(make_person())
    assert browser.get(reverse("mfa_index")).status_code == 200


def test_staff_may_leave_and_choose_a_language_before(administrator, signed_in) -> None:
    browser = signed_in(administrator)
    browser.post(reverse("set_language_choice"), {"language": "de"})
    administrator.refresh_from_db()
    assert administrator.language == "de"
    browser.post(reverse("sign_out"))
    assert not is_in(browser, administrator)


def test_whole_life_of_a_factor(administrator, signed_in, ask) -> None:
    browser = signed_in(administrator)
    secret = set_up(browser)
    codes_page = browser.get(reverse("mfa_view_recovery_codes")).content.decode()
    recovery = re.findall(r"<code[^>]*>([\w-]+)</code>", codes_page)
    assert len(recovery) == 10
    # « C’est noté, continuer » leads staff to the desk, not to an empty space of their own.
    onwards = re.search(r'<a class="btn btn-primary" href="([^"]+)"', codes_page)
    assert browser.get(onwards[1])["Location"] == reverse("desk:start")
    assert browser.get(reverse("mfa_index")).status_code == 200

    # The next sign-in stops at the second key, by code…
    other = Client()
    message = ask(administrator.email, browser=other, next="/compte/securite/")
    response = other.post(reverse("sign_in_sent"), {"code": code_of(message)})
    assert response["Location"] == reverse("mfa_authenticate")
    assert not is_in(other, administrator)
    assert other.get(reverse("mfa_index"))["Location"].startswith(reverse("sign_in"))
    wrong = other.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert wrong.status_code == 200
    assert not is_in(other, administrator)
    response = other.post(reverse("mfa_authenticate"), {"code": code_now(secret)})
    assert response["Location"] == "/compte/securite/"
    assert is_in(other, administrator)
    assert other.get(reverse("mfa_index")).status_code == 200

    # … and by link, with a recovery code, once.
    for expected in (True, False):
        third = Client()
        third.get(link_of(ask(administrator.email, browser=third)))
        response = third.post(reverse("sign_in_confirm"), {"enter": "1"})
        assert response["Location"] == reverse("mfa_authenticate")
        third.post(reverse("mfa_authenticate"), {"code": recovery[0]})
        assert is_in(third, administrator) is expected


@pytest.mark.parametrize(("late", "enters"), [(-1, True), (0, True), (1, True), (2, False)])
def test_a_telephone_half_a_minute_off_still_serves(
    administrator, signed_in, late: int, enters: bool
) -> None:
    browser = signed_in(administrator)
    page = browser.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r"<code[^>]*>([A-Z2-7]+)</code>", page)[1]
    with pytest.MonkeyPatch.context() as patched:  # both sides in one step of the clock
        patched.setattr("allauth.mfa.totp.internal.auth.time.time", lambda: 1_800_000_015)
        counter = 1_800_000_015 // 30 - late
        code = format_hotp_value(hotp_value(secret, counter))
        browser.post(reverse("mfa_activate_totp"), {"code": code})
    assert Authenticator.objects.filter(user=administrator, type="totp").exists() == enters


def test_secret_and_recovery_seed_are_not_stored_in_clear(administrator, signed_in) -> None:
    secret = set_up(signed_in(administrator))
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    assert Authenticator.objects.count() == 2


def test_session_older_than_the_factor_must_show_it(administrator, signed_in) -> None:
    """A session opened before the set-up is not staff's way around it."""
    old, new = signed_in(administrator, Client()), signed_in(administrator, Client())
    secret = set_up(new)
    response = old.get(reverse("mfa_index"))
    assert response["Location"].startswith(reverse("mfa_reauthenticate"))
    response = old.post(
        response["Location"], {"code": code_now(secret), "next": "/compte/securite/"}
    )
    assert response["Location"] == "/compte/securite/"
    assert old.get(reverse("mfa_index")).status_code == 200


def test_changing_the_application_leads_back_to_set_up(administrator, signed_in) -> None:
    browser = signed_in(administrator)
    set_up(browser)
    assert browser.get(reverse("mfa_deactivate_totp")).status_code == 200
    browser.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.exists()
    set_up(signed_in(administrator, Client()))


def test_new_recovery_codes_replace_the_old(administrator, signed_in) -> None:
    browser = signed_in(administrator)
    set_up(browser)
    read = lambda: re.findall(  # noqa: E731
        r"<code[^>]*>([\w-]+)</code>",
        browser.get(reverse("mfa_view_recovery_codes")).content.decode(),
    )
    before = read()
    assert browser.get(reverse("mfa_generate_recovery_codes")).status_code == 200
    browser.post(reverse("mfa_generate_recovery_codes"))
    assert not set(before) & set(read())
    file = browser.get(reverse("mfa_download_recovery_codes"))
    assert file["Content-Type"].startswith("text/plain")


def test_wrong_second_codes_are_limited(administrator, signed_in, ask) -> None:
    set_up(signed_in(administrator))
    other = Client()
    other.post(reverse("sign_in_sent"), {"code": code_of(ask(administrator.email, browser=other))})
    pages = [
        other.post(reverse("mfa_authenticate"), {"code": "000000"}).content.decode()
        for _ in range(6)
    ]
    assert pages[5] != pages[4]


def test_a_code_used_opens_nothing_while_it_would_still_be_taken(
    administrator, signed_in, ask
) -> None:
    """RFC 6238, 5.2. allauth forgets after 30 s; with its tolerance a code is good for 90."""
    secret = set_up(signed_in(administrator))
    cache.clear()
    fast = 60_000_001  # the step a telephone half a minute fast is in
    code = format_hotp_value(hotp_value(secret, fast))
    told = []
    for step in (fast - 1, fast + 1):
        other = Client()
        message = ask(administrator.email, browser=other)
        other.post(reverse("sign_in_sent"), {"code": code_of(message)})
        with pytest.MonkeyPatch.context() as patched:
            near = iter((step - 1, step, step + 1))
            patched.setattr(
                "allauth.mfa.totp.internal.auth.yield_hotp_counters_from_time",
                lambda near=near: near,
            )
            told.append(other.post(reverse("mfa_authenticate"), {"code": f"{code[:3]} {code[3:]}"}))
        # What allauth remembers is over after one period; ours lasts as long as the code.
        cache.delete(f"allauth.mfa.totp.used?user={administrator.pk}&code={code}")
    assert [response.status_code for response in told] == [302, 200]
    assert "Ce code a déjà servi" in told[1].content.decode()
    assert spent_codes.lasts_seconds() == 90


def test_the_code_that_set_the_application_up_is_used_too(administrator, signed_in, ask) -> None:
    browser = signed_in(administrator)
    page = browser.get(reverse("mfa_activate_totp")).content.decode()
    code = code_now(re.search(r"<code[^>]*>([A-Z2-7]+)</code>", page)[1])
    browser.post(reverse("mfa_activate_totp"), {"code": code})
    other = Client()
    other.post(reverse("sign_in_sent"), {"code": code_of(ask(administrator.email, browser=other))})
    told = other.post(reverse("mfa_authenticate"), {"code": code}).content.decode()
    assert "Ce code a déjà servi" in told
    assert not is_in(other, administrator)


def test_a_used_code_does_not_forgive_wrong_ones(administrator, signed_in, ask) -> None:
    secret = set_up(signed_in(administrator))
    code, other = code_now(secret), Client()
    spent_codes.spend(administrator, code)
    other.post(reverse("sign_in_sent"), {"code": code_of(ask(administrator.email, browser=other))})
    pages = [
        other.post(reverse("mfa_authenticate"), {"code": typed}).content.decode()
        for typed in ("000000", code, "000000", code, "000000", code)
    ]
    assert "Ce code a déjà servi" in pages[3]
    assert "Ce code a déjà servi" not in pages[5]  # too many tries: nothing more is said of codes


def test_administrator_removes_a_lost_factor(administrator, signed_in, at) -> None:
    set_up(signed_in(administrator))
    colleague = make_person(is_administrator=True)
    assert remove_second_factor(administrator, by=colleague, at=at)
    assert not remove_second_factor(administrator, by=colleague, at=at)
    assert JournalEntry.objects.get(verb="person.second_factor_removed").actor == colleague


def test_rooms_say_who_is_staff(monkeypatch) -> None:
    monkeypatch.setattr(staff, "_tests", [])
    person = make_person()
    assert not staff.is_staff(person)
    test = staff.register_test(lambda asked: asked.pk == person.pk)
    staff.register_test(test)
    assert staff.is_staff(person)
    assert not staff.is_staff(make_person())
    assert len(staff._tests) == 1


def test_no_password_no_sign_up_no_addresses_page(client: Client) -> None:
    for path in ("signup", "password/reset", "email", "password/change", "login/code"):
        assert client.get(f"/compte/{path}/").status_code == 404


def test_demo_doors_are_shut_outside_the_demo(rf, administrator) -> None:
    with pytest.raises(OutsideDemoError):
        sign_in_directly(rf.get("/"), administrator)


def test_demo_session_passes_without_factor_in_the_demo_only(
    client: Client, settings, administrator
) -> None:
    settings.DEMO = True
    client.force_login(administrator, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["demo_sign_in"] = True
    session.save()
    assert client.get(reverse("mfa_index")).status_code == 200
    settings.DEMO = False
    assert client.get(reverse("mfa_index")).status_code == 302


def test_the_operator_can_remove_a_lost_second_factor(administrator, signed_in) -> None:
    set_up(signed_in(administrator))
    call_command("remove_second_factor", administrator.email.upper())
    assert not Authenticator.objects.filter(user=administrator).exists()
    with pytest.raises(CommandError, match="pas de deuxième facteur"):
        call_command("remove_second_factor", administrator.email)
    with pytest.raises(CommandError, match="Personne"):
        call_command("remove_second_factor", "nobody@pro.example")


def test_staff_land_on_the_desk_after_a_recovery_code(administrator, signed_in, ask) -> None:
    browser = signed_in(administrator)
    set_up(browser)
    page = browser.get(reverse("mfa_download_recovery_codes")).content.decode()
    code = re.findall(r"\b\d{8}\b", page)[0]
    browser.post(reverse("sign_out"))
    message = ask(administrator.email, browser=browser)
    browser.post(reverse("sign_in_sent"), {"code": code_of(message)})
    entered = browser.post(reverse("mfa_authenticate"), {"code": code})
    assert entered["Location"] == reverse("desk:start")
    # a new installation has no desk to show yet
    assert browser.get(entered["Location"])["Location"] == reverse("my_space")
