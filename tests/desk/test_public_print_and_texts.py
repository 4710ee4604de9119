"""Sheets to print and the editing of texts (IM-01, IM-16, IM-21)."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from croisee.core.models import JournalEntry
from croisee.desk.print import sheets
from croisee.editions.actions import accept_documents
from croisee.editions.content import copy_into
from croisee.editions.content.editing import change_text, place_named
from croisee.editions.enums import Audience, DocumentKind
from croisee.editions.markdown import to_html
from croisee.editions.models import Edition
from tests.entry import signed_in
from tests.factories import make_edition, make_person, make_programme, make_role

pytestmark = pytest.mark.django_db
AT = datetime(2027, 2, 16, 16, 40, tzinfo=UTC)


@pytest.fixture
def edition() -> Edition:
    return make_edition()


# ---------------------------------------------------------------- print


@pytest.mark.parametrize("address", ["/programme/agenda.pdf", "/programme/depliant.pdf"])
def test_sheets_are_served(client: Client, edition: Edition, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")


@pytest.mark.parametrize("address", ["/programme/agenda.pdf", "/programme/depliant.pdf"])
def test_no_sheet_without_edition(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
@pytest.mark.parametrize("make", [sheets.agenda_sheet, sheets.flyer])
def test_hostile_names_are_only_text(make: Any, language: str) -> None:
    """What people typed cannot read a file, open an address or break the sheet."""
    hostile = '#read("/etc/passwd") #image("http://x.example/a.png") $ ] ) \\ " *_`<@ https://x'
    programme = make_programme(name=hostile[:120], organiser=hostile)
    edition = make_edition(programme=programme, name=hostile[:100])
    with override(language):
        assert make(edition, at=AT).startswith(b"%PDF-")


def test_an_edition_without_phases_prints(edition: Edition) -> None:
    edition.phases.all().delete()
    assert sheets.agenda_sheet(edition, at=AT).startswith(b"%PDF-")


# ---------------------------------------------------------------- texts


def _edit(edition: Edition, name: str, body: str) -> None:
    place = place_named(name)
    assert place is not None
    change_text(edition, place, "fr", body, by=make_person(), at=AT)


def test_coordinator_edits_with_preview(edition: Edition) -> None:
    client = signed_in(make_role(edition))
    address = f"/bureau/{edition.pk}/textes/faq/fr/"
    assert "immersion" in client.get(address).text
    preview = client.post(address, {"body": "# Bonjour\n\n<i>x</i>", "preview": "1"})
    assert "<h2>Bonjour</h2>" in preview.text
    assert "&lt;i&gt;" in preview.text
    assert not edition.texts.exists()
    assert client.post(address, {"body": "# Bonjour"}).status_code == 302
    assert edition.texts.get().body == "# Bonjour"
    assert JournalEntry.objects.filter(verb="text.changed", scope=edition.scope).count() == 1
    assert "Bonjour" in Client().get("/questions/").text


def test_two_at_once_are_told(edition: Edition) -> None:
    """The second to save learns it, keeps their text, and may save again."""
    client = signed_in(make_role(edition))
    address = f"/bureau/{edition.pk}/textes/faq/fr/"
    seen = client.get(address).context["form"]["seen"].value()
    _edit(edition, "faq", "L’autre")
    told = client.post(address, {"body": "Le mien", "seen": seen})
    assert "entre-temps" in told.text and "Le mien" in told.text
    again = told.context["form"]["seen"].value()
    assert client.post(address, {"body": "Le mien", "seen": again}).status_code == 302
    assert edition.texts.get().body == "Le mien"


def test_texts_list(edition: Edition) -> None:
    client = signed_in(make_role(edition))
    page = client.get(f"/bureau/{edition.pk}/textes/")
    assert page.status_code == 200
    assert page.text.count("texte de départ") == 8 * 4


@pytest.mark.parametrize("body", ["\x00", "x" * 20_001, "\ud800"])
def test_refused_text_stays_in_the_field(edition: Edition, body: str) -> None:
    client = signed_in(make_role(edition))
    address = f"/bureau/{edition.pk}/textes/faq/fr/"
    data = f"body={'%ED%A0%80' if body == chr(0xD800) else body}"
    response = client.post(address, data, content_type="application/x-www-form-urlencoded")
    assert response.status_code in (200, 302)
    assert "\x00" not in "".join(edition.texts.values_list("body", flat=True))


@pytest.mark.parametrize("address", ["nonsense/fr/", "faq/xx/", "faq/%00/"])
def test_unknown_text(edition: Edition, address: str) -> None:
    client = signed_in(make_role(edition))
    assert client.get(f"/bureau/{edition.pk}/textes/{address}").status_code == 404


def test_an_accepted_version_is_never_edited(edition: Edition) -> None:
    copy_into(edition, at=AT)
    rules = {"kind": DocumentKind.GOLDEN_RULES, "audience": Audience.HOST}
    _edit(edition, "golden_rules_host", "Un")
    first = edition.documents.get(**rules)
    assert (first.version, first.bodies["fr"]) == (1, "Un")
    accept_documents(make_person(), [first], at=AT)
    _edit(edition, "golden_rules_host", "Deux")
    first.refresh_from_db()
    assert first.bodies["fr"] == "Un"
    second = edition.documents.get(version=2, **rules)
    assert second.bodies["fr"] == "Deux"
    assert second.bodies["nl"] == first.bodies["nl"]


def test_the_same_text_changes_nothing(edition: Edition) -> None:
    _edit(edition, "faq", "Bonjour")
    _edit(edition, "faq", "Bonjour")
    assert JournalEntry.objects.filter(verb="text.changed").count() == 1


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,y)",
        '<a href="x" onclick="y">z</a>',
        "![x](http://x.example/a.png)",
        "<style>*{}</style>",
        "[x](  jAvAsCrIpT:alert(1))",
        "<http://x.example/\"onmouseover='y'>",
    ],
)
def test_markdown_is_safe(text: str) -> None:
    html = to_html(text)
    assert not re.search(r"<(script|img|style)|<[^>]*\son\w+=|href=.(javascript|data)", html, re.I)
