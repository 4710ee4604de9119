"""The messages about a placement: its date to both sides, its end to everybody concerned."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone, translation

from croisee.core.written_dates import date_full, time_of_day
from croisee.editions.emails import EditionLetters
from croisee.mail import outbox
from croisee.mail.outbox import Attachment
from croisee.people.models import Person
from croisee.placements.calendar import calendar_file
from croisee.placements.models import Placement
from croisee.placements.queries import with_both_sides


def date_fixed(placement: Placement, *, at: datetime) -> None:
    """Both sides get the day, with a calendar file."""
    placement = _whole(placement)
    letters = EditionLetters(placement.edition, at=at)
    file = Attachment("immersion.ics", "text/calendar", calendar_file(placement, at=at))
    for person in [*trainees(placement), *contacts(placement)]:
        values = _values(letters, placement, person)
        with translation.override(person.language):
            values["dates"] = _days(placement)
        _write(letters, "placement_dated", placement, person, values, [file])


def cancelled(placement: Placement, *, by: Person | None, at: datetime) -> None:
    """Everybody concerned but the one who cancelled: the other side and the coordinator."""
    placement = _whole(placement)
    letters = EditionLetters(placement.edition, at=at)
    coordinator = letters.coordinator(_province(placement))
    told = {person.pk: person for person in (*trainees(placement), *contacts(placement))}
    if coordinator:
        told.setdefault(coordinator.pk, coordinator)
    for person in told.values():
        if by is None or person.pk != by.pk:
            values = _values(letters, placement, person) | {"reason": placement.cancel_reason}
            _write(letters, "placement_cancelled", placement, person, values)


def trainees(placement: Placement) -> list[Person]:
    return [participant.person for participant in placement.participants.all()]


def contacts(placement: Placement) -> list[Person]:
    """The host's contacts; a placement without a slot has no host side."""
    if placement.slot is None:
        return []
    return [contact.person for contact in placement.slot.offer.contacts.all()]


def _whole(placement: Placement) -> Placement:
    return with_both_sides(Placement.objects.filter(pk=placement.pk)).get()


def _province(placement: Placement) -> Any:
    return placement.slot.offer.service.province if placement.slot else None


def _days(placement: Placement) -> str:
    zone = placement.edition.timezone
    spans = (
        (timezone.localtime(session.starts_at, zone), timezone.localtime(session.ends_at, zone))
        for session in placement.sessions.all()
    )
    return " ; ".join(f"{date_full(starts)} – {time_of_day(ends)}" for starts, ends in spans)


def _values(letters: EditionLetters, placement: Placement, person: Person) -> dict[str, Any]:
    values = letters.values(person, _province(placement), reverse("my_space"))
    values["trainee"] = ", ".join(trainee.full_name for trainee in trainees(placement))
    if placement.slot:
        offer, service = placement.slot.offer, placement.slot.offer.service
        values |= {"offer": offer.title, "host": service.full_name, "access": offer.access}
        values["address"] = f"{service.address}, {service.postcode} {service.locality}".strip(", ")
    return values


def _write(
    letters: EditionLetters,
    kind: str,
    placement: Placement,
    to: Person,
    values: dict[str, Any],
    attachments: Iterable[Attachment] = (),
) -> None:
    key = f"{kind}:{placement.pk}:{to.pk}:{letters.at.isoformat()}"
    envelope = letters.envelope(kind, to, values)
    outbox.write(key=key, attachments=list(attachments), **envelope)
