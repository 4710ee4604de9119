"""Newsletter and calls: asked for, and stopped by a link that scanners may follow (RFC 8058)."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from croisee.core.models import JournalEntry
from croisee.mail.delivery import compose
from croisee.people.actions import ask_for_news, refuse_announcements
from croisee.people.announcements import unsubscribe_url
from croisee.people.merging import merge_persons
from croisee.people.models import Person
from tests import factories
from tests.entry import signed_in
from tests.factories.mail import make_message

pytestmark = pytest.mark.django_db


def path_of(person: Person) -> str:
    return "/" + unsubscribe_url(person.pk).split("/", 3)[3]


def test_following_the_link_changes_nothing_posting_does_once(at: datetime) -> None:
    person = factories.make_person()
    ask_for_news(person, by=person, at=at)
    visitor = Client(enforce_csrf_checks=True)
    assert "Ne plus recevoir" in visitor.get(path_of(person)).text
    person.refresh_from_db()
    assert person.newsletter_since == at
    for _again in range(2):  # a mail reader posts this, with neither page nor cookie
        answer = visitor.post(path_of(person), {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    person.refresh_from_db()
    assert person.newsletter_since is None and person.announcements_refused_at is not None
    assert JournalEntry.objects.filter(verb="person.announcements_refused").count() == 1


def test_a_cut_link_is_told_and_stops_nobody(at: datetime) -> None:
    person, other = factories.make_person(), factories.make_person()
    ask_for_news(other, by=other, at=at)
    swapped = path_of(person).replace(f"/{person.pk}/", f"/{other.pk}/")
    for address in (swapped, path_of(other)[:-3] + "/"):
        answer = Client().post(address)
        assert (answer.status_code, "pas complet" in answer.text) == (404, True)
    other.refresh_from_db()
    assert other.newsletter_since == at


def test_the_link_of_a_merged_record_stops_the_person_kept(at: datetime) -> None:
    kept, gone = factories.make_person(), factories.make_person()
    ask_for_news(kept, by=kept, at=at)
    merge_persons(kept, gone, (), by=kept, at=at)
    assert Client().post(path_of(gone)).status_code == 200
    kept.refresh_from_db()
    assert kept.announcements_refused_at is not None and kept.newsletter_since is None


def test_the_page_is_in_the_person_s_language() -> None:
    person = factories.make_person(language="nl")
    assert "Geen aankondigingen meer ontvangen?" in Client().get(path_of(person)).text


def test_ones_own_choice(at: datetime) -> None:
    person = factories.make_person()
    client, page = signed_in(person), reverse("announcements")
    client.post(page, {"want": "1"})
    person.refresh_from_db()
    assert person.newsletter_since is not None
    client.post(page, {"stop": "1"})
    person.refresh_from_db()
    assert (person.newsletter_since, bool(person.announcements_refused_at)) == (None, True)
    refuse_announcements(person, by=person, at=at)  # said again, the first time stays
    assert person.announcements_refused_at != at


def test_only_a_message_with_a_way_out_has_its_headers() -> None:
    with_one = compose(make_message(kind="announcement", unsubscribe_url="https://x.be/c/1/a/"))
    assert with_one.extra_headers["List-Unsubscribe"] == "<https://x.be/c/1/a/>"
    assert with_one.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "List-Unsubscribe" not in compose(make_message()).extra_headers
