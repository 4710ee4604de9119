"""What the rooms know of a person that a message may say: for previews on somebody real.

A value is of the nature of its name whatever the message (mail/placeholders.py), so one answer of a
room serves all kinds.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from croisee.directory.models import Territory
from croisee.editions.emails import EditionLetters
from croisee.editions.models import Edition
from croisee.mail.models import Message
from croisee.people.models import Person

#: `{placeholder: value}` of a person in an edition, for a kind; "province" is where it belongs.
Facts = Callable[[Edition, Person, str], dict[str, Any]]
#: Who takes part in an edition, as a condition on persons.
TakesPart = Callable[[Edition], Q]

_facts: list[Facts] = []
_taking_part: list[TakesPart] = []


def register(facts: Facts, taking_part: TakesPart | None = None) -> None:
    _facts.append(facts)
    if taking_part:
        _taking_part.append(taking_part)


def find_reader(edition: Edition, words: str) -> Person | None:
    """Somebody of the edition whose name or address holds every word."""
    found = Person.objects.filter(reduce(or_, [told(edition) for told in _taking_part], Q()))
    for word in words.split():
        holds = Q(first_name__icontains=word) | Q(last_name__icontains=word)
        found = found.filter(holds | Q(email_key__icontains=word))
    return found.order_by("last_name", "first_name", "pk").first()


def last_reader(edition: Edition, kind: str, language: str) -> Person | None:
    """Who got this message last in this language, a trial of somebody's own apart."""
    written = Message.objects.filter(
        scope=edition.scope, kind=kind, language=language, recipient__startswith="person:"
    )
    last = written.exclude(key__startswith="sample:").order_by("-created_at", "-pk").first()
    pk = last.recipient.split(":")[1] if last else ""
    return Person.objects.filter(pk=pk).first() if pk.isdigit() else None


def values_of(edition: Edition, person: Person, kind: str, at: datetime) -> dict[str, Any]:
    """Everything that is known; empty values left out."""
    known: dict[str, Any] = {}
    for facts in _facts:
        known |= facts(edition, person, kind)
    province: Territory | None = known.pop("province", None)
    own = EditionLetters(edition, at=at).values(person, province, "/")
    del own["link"]
    return {name: value for name, value in {**known, **own}.items() if value}
