"""What is written about a registration: received, changed by a coordinator, withdrawn."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from croisee.editions.emails import EditionLetters
from croisee.editions.enums import Audience, DocumentKind, PhaseKind
from croisee.editions.models import Edition
from croisee.mail import outbox
from croisee.mail.models import Message
from croisee.people.models import Person
from croisee.schemes.ranked.labels import described
from croisee.schemes.ranked.models import Application, Choice

CHANGED: Final = "application_changed"


def trainee_registered(application: Application, *, at: datetime) -> Message:
    """The application is received; conditions and golden rules are repeated (IM-16, IM-29).

    Returns the older message where nothing changed since it was written.
    """
    letters = EditionLetters(application.edition, at=at)
    person = application.person
    values = letters.values(person, application.province, reverse("ranked:mine"))
    with translation.override(person.language):
        values["choices"] = _choices(application)
        values["summary"] = described(application)
    values |= _what_comes(application.edition, at)
    for document in DocumentKind:
        values[str(document)] = letters.document(Audience.TRAINEE, document, person.language)
    return outbox.write(
        key=f"trainee_registered:{application.pk}:{application.version}",
        **letters.envelope("trainee_registered", person, values),
    )


def choices_changed(application: Application, *, at: datetime) -> None:
    """A coordinator changed what somebody asks for: they read it as it now stands (IM-05)."""
    letters = EditionLetters(application.edition, at=at)
    person = application.person
    values = letters.values(person, application.province, reverse("ranked:mine"))
    with translation.override(person.language):
        values["choices"] = _choices(application)
    if not application.placement_id:
        values |= _what_comes(application.edition, at)
    outbox.write(
        key=f"{CHANGED}:{application.pk}:{application.version}",
        **letters.envelope(CHANGED, person, values),
    )


def _what_comes(edition: Edition, at: datetime) -> dict[str, Any]:
    """Until when one may still change and the day of results, where they lie ahead of `at`."""
    closes = {
        phase.kind: phase.closes_at.astimezone(edition.timezone)
        for phase in edition.phases.filter(closes_at__gt=at)
        if phase.follows_dates
    }
    results = closes.get(PhaseKind.MATCHING)
    return {
        "deadline": closes.get(PhaseKind.TRAINEES),
        "results_on": results.date() if results else None,
    }


def withdrawn(application: Application, *, by: Person, at: datetime, double: bool = False) -> None:
    """A trace for who withdraws without a place; what it says of coming back is true at `at`."""
    letters = EditionLetters(application.edition, at=at)
    person = application.person
    values = letters.values(person, application.province, reverse("my_space"))
    with translation.override(person.language):
        values["news"] = _why_withdrawn(mine=by == person, double=double)
        values["choices"] = _choices(application)
    values["deadline"] = None if double else _still_open_until(application.edition, at)
    outbox.write(
        key=f"application_withdrawn:{application.pk}:{application.version}",
        **letters.envelope("application_withdrawn", person, values),
    )


def _why_withdrawn(*, mine: bool, double: bool) -> str:
    if double:
        return _(
            "Vous étiez inscrit·e deux fois, sous deux adresses. La coordination a retiré celle-ci ; "
            "votre autre inscription reste valable."
        )
    if mine:
        return _("Comme vous l’avez demandé, votre inscription est retirée.")
    return _("La coordination a retiré votre inscription, comme convenu.")


def _still_open_until(edition: Edition, at: datetime) -> datetime | None:
    """When registration closes by itself; None when it is closed, or held by hand."""
    found = edition.phases.filter(kind=PhaseKind.TRAINEES).first()
    if found is None or not found.follows_dates or not found.is_open(at):
        return None
    return found.closes_at.astimezone(edition.timezone)


def _choices(application: Application) -> list[str]:
    return chosen(application.choices.select_related("offer__service__organisation"))


def chosen(choices: Iterable[Choice]) -> list[str]:
    """Choices in words, in the order given."""
    return [
        f"{choice.rank}. {choice.offer.title}, {choice.offer.service.full_name}"
        for choice in choices
    ]
