"""A text of a message is read on a real person and tried on oneself; automatic ones are switched off."""

from __future__ import annotations

from datetime import UTC, datetime
from html import unescape

import pytest
from django.urls import reverse

from croisee.core.models import JournalEntry
from croisee.editions.enums import RoleName
from croisee.editions.models import Edition
from croisee.mail.kinds import AUTOMATIC
from croisee.mail.models import Message
from croisee.people.models import Person
from croisee.placements.actions import take_place
from tests.entry import signed_in
from tests.factories import make_application, make_edition, make_offer, make_person, make_role

pytestmark = pytest.mark.django_db

AT = datetime(2027, 3, 16, 9, tzinfo=UTC)


@pytest.fixture
def edition() -> Edition:
    return make_edition()


@pytest.fixture
def coordinator(edition: Edition) -> Person:
    return make_role(
        edition, person=make_person(first_name="Aurore", email="aurore@reseau.example")
    )


def page(edition: Edition, kind: str) -> str:
    return reverse("editions:message_text", args=[edition.pk, kind, "fr"])


def place(edition: Edition) -> tuple[Person, Person]:
    host = make_person(first_name="Inès", last_name="Verhaegen")
    trainee = make_person(first_name="Anke", last_name="Peeters")
    offer = make_offer(edition=edition, contact=host, title="Une nuit au SAMU social")
    make_application(edition, offer, person=trainee)
    take_place(offer.slots.get(), trainee, source="test", choice_rank=1, by=None, at=AT)
    return host, trainee


TEXT = {"subject": "Rappel pour {first_name}", "body": "# {trainee}\n\n{offer}\n\n{answer_link}"}


@pytest.mark.parametrize("kind", [kind.name for kind in AUTOMATIC])
def test_each_automatic_message_is_read_on_a_real_person(
    edition: Edition, coordinator: Person, kind: str
) -> None:
    host, trainee = place(edition)
    who = host if "host" in kind or kind.startswith(("priority", "offer")) else trainee
    sent = {"subject": "Pour {first_name}", "body": "# Titre", "reader": who.last_name}
    shown = signed_in(coordinator).post(page(edition, kind), sent | {"preview": "1"})
    text = unescape(shown.content.decode())
    assert f"Aperçu pour {who.full_name}" in text
    assert f"Pour {who.first_name}" in text


def test_the_values_of_a_preview_are_those_of_the_person(
    edition: Edition, coordinator: Person
) -> None:
    host, trainee = place(edition)
    sent = TEXT | {"reader": host.email, "preview": "1"}
    text = unescape(
        signed_in(coordinator).post(page(edition, "no_contact_host"), sent).content.decode()
    )
    assert "Rappel pour Inès" in text
    assert trainee.full_name in text
    assert "Une nuit au SAMU social" in text


def test_somebody_who_does_not_take_part_is_not_shown(
    edition: Edition, coordinator: Person
) -> None:
    make_person(last_name="Inconnue")
    sent = TEXT | {"reader": "Inconnue", "preview": "1"}
    text = unescape(
        signed_in(coordinator).post(page(edition, "no_contact_host"), sent).content.decode()
    )
    assert "Personne de ce nom ne participe à cette édition." in text
    assert "Rappel pour {first_name}" in text  # what was typed is kept


def test_a_trial_goes_to_oneself_even_from_a_trial_edition(
    edition: Edition, coordinator: Person
) -> None:
    Edition.objects.update(test_mode=True)
    _host, trainee = place(edition)
    sent = TEXT | {"reader": trainee.last_name, "sample": "1"}
    shown = signed_in(coordinator).post(page(edition, "no_contact_host"), sent)
    assert "aurore@reseau.example" in shown.content.decode()
    mail = Message.objects.get()
    assert (mail.address, mail.state) == ("aurore@reseau.example", Message.State.QUEUED)
    assert mail.subject == "Essai : Rappel pour Anke"
    assert "Une nuit au SAMU social" in mail.text
    assert not edition.message_texts.exists()


def test_automatic_messages_are_ticks_of_the_settings(edition: Edition) -> None:
    administrator = signed_in(make_role(edition, RoleName.ADMINISTRATOR))
    url = reverse("editions:settings", args=[edition.pk])
    shown = administrator.get(url)
    form = shown.context["form"]
    assert form.initial["automatic"] == [kind.name for kind in AUTOMATIC]
    kept = [name for name in form.initial["automatic"] if name != "upcoming_host"]
    sent = {name: "" if value is None else value for name, value in form.initial.items()}
    sent = {name: value for name, value in sent.items() if value is not False}
    answer = administrator.post(url, sent | {"automatic": kept})
    assert answer.status_code == 302, answer.context["form"].errors
    edition.refresh_from_db()
    assert edition.silenced == ["upcoming_host"]
    entry = JournalEntry.objects.get(verb="edition.changed")
    assert list(entry.changes) == ["automatic"]
