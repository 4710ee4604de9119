"""What is done to persons. Identity is the folded address; personal text stays out of the journal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction

from croisee.core import journal
from croisee.core.text import email_key
from croisee.mail.actions import readdress
from croisee.people.models import Language, Person

EDITABLE = ("first_name", "last_name", "phone", "language")


class EmailTakenError(ValueError):
    """Another person has this address."""


def find_or_create_person(
    email: str,
    *,
    first_name: str,
    last_name: str,
    at: datetime,
    by: Person | None = None,
    phone: str = "",
    language: str = Language.FR,
) -> tuple[Person, bool]:
    """(the person this address leads to, whether they are new). What is known is not changed."""
    defaults = {
        "email": email,
        "first_name": first_name,
        "last_name": last_name,
        "phone": phone,
        "language": language,
        "created_at": at,
    }
    with transaction.atomic():
        person, made = Person.objects.get_or_create(email_key=email_key(email), defaults=defaults)
        if made:
            journal.record("person.registered", person, by=by, at=at)
    return person.current, made


def change_person(person: Person, *, by: Person | None, at: datetime, **fields: str) -> None:
    """Change names, phone or language; what stays equal is not written."""
    unknown = fields.keys() - set(EDITABLE)
    if unknown:
        raise TypeError(f"not to be changed this way: {sorted(unknown)}")
    before = {name: getattr(person, name) for name in fields}
    changes = journal.difference(before, fields, Person.PERSONAL_FIELDS)
    if not changes:
        return
    with transaction.atomic():
        _assign(person, fields)
        journal.record("person.changed", person, by=by, at=at, changes=changes)


def change_email(person: Person, email: str, *, by: Person | None, at: datetime) -> None:
    """Give a person another address; links and codes sent to the old one stop working.

    What waits to be sent follows to the new one. An address of a merged record of the same person
    changes places with the present one. Raises EmailTakenError when somebody else has it.
    """
    if person.email == email:
        return
    before = person.email
    try:
        with transaction.atomic():
            if not _swap_with_own(person, email):
                _assign(person, {"email": email})
            _close_ways_in(person, at)
            readdress(person.reference, before, email)
            journal.record("person.email_changed", person, by=by, at=at)
    except IntegrityError:
        person.refresh_from_db()
        raise EmailTakenError(email_key(email)) from None


def _swap_with_own(person: Person, email: str) -> bool:
    """An address is unique, so a third one, no mailbox, holds the place for an instant."""
    other = person.merged.filter(email_key=email_key(email)).first()
    if other is None:
        return False
    before = person.email
    _assign(other, {"email": f"person-{other.pk}@swap.invalid"})
    _assign(person, {"email": email})
    _assign(other, {"email": before})
    return True


def choose_language(person: Person, language: str, *, at: datetime) -> None:
    change_person(person, by=person, at=at, language=language)


def ask_for_news(person: Person, *, by: Person | None, at: datetime) -> None:
    """The newsletter is wanted, since now; asked again, the first time stays."""
    if person.newsletter_since:
        return
    with transaction.atomic():
        _assign(person, {"newsletter_since": at, "announcements_refused_at": None})
        journal.record("person.news_asked", person, by=by, at=at)


def refuse_announcements(person: Person, *, by: Person | None, at: datetime) -> None:
    """Neither newsletter nor calls any more; what concerns a registration still comes."""
    if person.announcements_refused_at:
        return
    with transaction.atomic():
        _assign(person, {"newsletter_since": None, "announcements_refused_at": at})
        journal.record("person.announcements_refused", person, by=by, at=at)


def set_active(person: Person, *, active: bool, by: Person | None, at: datetime) -> None:
    """Close or open the door of a person. Closing ends their sessions and ways in for good:
    opened again, a browser left somewhere does not come back in."""
    if person.is_active == active:
        return
    with transaction.atomic():
        _assign(person, {"is_active": active})
        if not active:
            _end_sessions(person, at)
        verb = "person.opened" if active else "person.closed"
        journal.record(verb, person, by=by, at=at)


def make_administrator(person: Person, *, by: Person | None, at: datetime) -> None:
    if person.is_administrator and person.is_active:
        return
    with transaction.atomic():
        _assign(person, {"is_administrator": True, "is_active": True})
        journal.record("person.made_administrator", person, by=by, at=at)


def remove_second_factor(person: Person, *, by: Person | None, at: datetime) -> bool:
    """For who lost both telephone and recovery codes; they set up another when they come in again.

    Whoever holds the lost telephone gains nothing: open sessions end, ways in stop working.
    """
    with transaction.atomic():
        removed, _by_model = Authenticator.objects.filter(user=person).delete()
        if removed:
            _end_sessions(person, at)
            journal.record("person.second_factor_removed", person, by=by, at=at)
    return bool(removed)


def _end_sessions(person: Person, at: datetime) -> None:
    person.set_unusable_password()  # sessions are signed with it: a new one ends them
    person.save(update_fields=["password"])
    _close_ways_in(person, at)


def _close_ways_in(person: Person, at: datetime) -> None:
    person.sign_in_requests.filter(used_at=None, expires_at__gt=at).update(expires_at=at)


def _assign(person: Person, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        setattr(person, name, value)
    extra = ["email_key"] if "email" in fields else []
    person.save(update_fields=[*fields, *extra])
