"""The demo's mailbox, from a real delivery to the page that shows it."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from croisee.mail import catcher
from croisee.mail.delivery import Mailer
from croisee.mail.outbox import Attachment
from tests.factories.mail import make_message
from tests.factories.people import BIRTH
from tests.mail.sink import free_port

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings, tmp_path) -> Iterator[None]:
    """The demo's settings and its catcher, listening."""
    port = free_port()
    settings.DEMO, settings.DATA = True, tmp_path
    settings.DEMO_SMTP = f"smtp://127.0.0.1:{port}"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_HOST_USER = ""
    with catcher.running():
        yield


def deliver(**fields) -> str:
    """Send one message; the address of its page."""
    message = make_message(**fields)
    Mailer(lambda: BIRTH).turn()
    names = sorted(path.stem for path in catcher.folder().glob("*.eml"))
    assert message.subject
    return reverse("mailbox_message", args=[names[-1]])


def test_empty_box_says_what_to_do(client: Client, demo) -> None:
    assert "Elle est vide" in client.get(reverse("mailbox")).content.decode()


def test_list_is_newest_first_and_filtered(client: Client, demo) -> None:
    deliver(to="first@tilleul.example", name="Zoé Dupré")
    deliver(to="second@tilleul.example")
    page = client.get(reverse("mailbox")).content.decode()
    assert page.index("second@tilleul") < page.index("first@tilleul")
    found = client.get(reverse("mailbox"), {"q": "ZOE dupre"}).content.decode()
    assert "first@tilleul" in found
    assert "second@tilleul" not in found
    none = client.get(reverse("mailbox"), {"q": "nobody"}).content.decode()
    assert "Aucun message ne contient" in none


def test_message_shows_headers_text_and_attachments(client: Client, demo) -> None:
    calendar = Attachment("journée.ics", "text/calendar", b"BEGIN:VCALENDAR\r\n<script>")
    path = deliver(attachments=[calendar])
    response = client.get(path)
    page = response.content.decode()
    assert "Samir Benhaddou" in page
    assert "Auto-Submitted" in page
    assert "journée.ics" in page
    assert "frame-src 'self'" in response["Content-Security-Policy"]
    part = client.get(re.search(r'href="(/boite/[^"]+/piece/1/)"', page)[1])
    assert part.content == calendar.content
    assert part["Content-Type"] == "application/octet-stream"
    assert "attachment" in part["Content-Disposition"]
    assert client.get(f"{path}piece/2/").status_code == 404


def test_html_part_is_framed_harmlessly_with_links_to_the_whole_window(
    client: Client, demo
) -> None:
    path = deliver()
    response = client.get(f"{path}html/")
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script-src" not in policy
    assert "style-src 'unsafe-inline'" in policy
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert '<base target="_top">' in response.content.decode()
    outside = client.get(path)["Content-Security-Policy"]
    assert "unsafe-inline" not in outside
    assert 'sandbox="' in client.get(path).content.decode()


@pytest.mark.parametrize("name", ["x", "1-00000000", "..", "1-0000000g", "9" * 30 + "-00000000"])
def test_other_names_do_not_exist(client: Client, demo, name: str) -> None:
    for path in (f"/boite/{name}/", f"/boite/{name}/html/", f"/boite/{name}/piece/1/"):
        assert client.get(path).status_code == 404


def test_outside_the_demo_there_is_no_mailbox(client: Client, demo, settings) -> None:
    path = deliver()
    settings.DEMO = False
    for address in (reverse("mailbox"), path, f"{path}html/", f"{path}piece/1/"):
        assert client.get(address).status_code == 404
