"""Following a mailed link, as people, mail scanners and double clicks do it."""

import pytest
from django.test import Client
from django.urls import reverse

from croisee.people.models import SignInRequest
from tests.factories import make_person
from tests.people.conftest import age, code_of, follow, is_in, last_mail, link_of

pytestmark = pytest.mark.django_db


def test_link_signs_in_after_a_click(client: Client, ask) -> None:
    person = make_person()
    link = link_of(ask(person.email))
    page = client.get(follow(client, link)["Location"])
    assert person.full_name in page.content.decode()
    assert not is_in(client, person)
    response = client.post(reverse("sign_in_confirm"), {"enter": "1"})
    assert response.status_code == 302
    assert is_in(client, person)


def test_link_works_on_another_device(client: Client, ask) -> None:
    person = make_person()
    link, other = link_of(ask(person.email)), Client()
    follow(other, link)
    other.post(reverse("sign_in_confirm"), {"enter": "1"})
    assert is_in(other, person)
    assert not is_in(client, person)


@pytest.mark.parametrize("method", ["get", "head"])
def test_scanners_consume_and_write_nothing(client: Client, ask, method: str) -> None:
    person = make_person()
    link = link_of(ask(person.email))
    before = list(SignInRequest.objects.values())
    for _ in range(4):
        scanner = Client()
        getattr(scanner, method)(link)
        getattr(scanner, method)(reverse("sign_in_confirm"))
        assert not scanner.cookies.get("session")
    assert list(SignInRequest.objects.values()) == before
    follow(client, link)
    client.post(reverse("sign_in_confirm"), {"enter": "1"})
    assert is_in(client, person)


def test_post_to_the_address_of_the_link_is_refused(ask) -> None:
    person = make_person()
    assert Client().post(link_of(ask(person.email))).status_code == 405


def test_the_token_leaves_the_address_and_no_page_is_kept(client: Client, ask) -> None:
    person = make_person()
    link = link_of(ask(person.email))
    token = link.split("/")[-2]
    first = client.get(link)
    page = client.get(first["Location"])
    assert first["Referrer-Policy"] == "no-referrer"
    assert page["Referrer-Policy"] == "same-origin"  # or browsers would post « Origin: null »
    for response in (first, page):
        assert "no-store" in response["Cache-Control"]
    assert token not in first["Location"]
    assert token not in page.content.decode()
    cookie = client.cookies["sign_in"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_used_link_offers_a_new_one_to_the_stored_address(client: Client, ask) -> None:
    person = make_person()
    link = link_of(ask(person.email))
    follow(client, link)
    client.post(reverse("sign_in_confirm"), {"enter": "1"})
    later = Client()
    follow(later, link)
    page = later.get(reverse("sign_in_confirm")).content.decode()
    assert "a déjà servi" in page
    assert person.email not in page
    again = later.post(reverse("sign_in_confirm"), {"again": "1"})
    assert again["Location"] == reverse("sign_in_sent")
    later.post(reverse("sign_in_sent"), {"code": code_of(last_mail(person))})
    assert is_in(later, person)


def test_expired_link_offers_a_new_one(client: Client, ask) -> None:
    person = make_person()
    link = link_of(ask(person.email))
    age(10.1)
    follow(client, link)
    assert "plus de dix minutes" in client.get(reverse("sign_in_confirm")).content.decode()
    refused = client.post(reverse("sign_in_confirm"), {"enter": "1"})
    assert "M’envoyer un nouveau lien" in refused.content.decode()
    assert not is_in(client, person)
    client.post(reverse("sign_in_confirm"), {"again": "1"})
    follow(client, link_of(last_mail(person)))
    client.post(reverse("sign_in_confirm"), {"enter": "1"})
    assert is_in(client, person)


@pytest.mark.parametrize("token", ["x", "é" * 40, "a" * 5000, "../../admin", "%00"])
def test_broken_link_says_so_and_leads_on(client: Client, token: str) -> None:
    client.get(f"/connexion/lien/{token}/")
    page = client.get(reverse("sign_in_confirm"), follow=True)
    assert page.status_code == 200
    assert reverse("sign_in") in page.content.decode()


def test_link_for_a_closed_account_opens_nothing(client: Client, ask) -> None:
    person = make_person()
    link = link_of(ask(person.email))
    person.is_active = False
    person.save()
    follow(client, link)
    client.post(reverse("sign_in_confirm"), {"enter": "1"})
    assert not is_in(client, person)


def test_double_click_is_one_act(client: Client, ask) -> None:
    """The second POST leaves before the first answer came: same cookies."""
    person = make_person()
    follow(client, link_of(ask(person.email)))
    twin = Client()
    twin.cookies.load(client.cookies.output(header="", sep=";"))
    client.post(reverse("sign_in_confirm"), {"enter": "1"})
    twin.post(reverse("sign_in_confirm"), {"enter": "1"})
    assert is_in(client, person)
    assert is_in(twin, person)


def test_a_link_for_somebody_else_changes_who_is_in(client: Client, ask) -> None:
    first, second = make_person(), make_person()
    link = link_of(ask(second.email, browser=Client()))
    client.force_login(first, backend="django.contrib.auth.backends.ModelBackend")
    follow(client, link)
    client.post(reverse("sign_in_confirm"), {"enter": "1"})
    assert is_in(client, second)
