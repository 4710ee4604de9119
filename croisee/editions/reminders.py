"""Messages whose time has come, written by the worker now and then (mail/periodic.py).

Rooms register a `Reminder` each kind. A pass asks it which are due, in a number of queries that does
not grow with rows, leaves out those that left already, and writes at most `BATCH`. The outbox is
the only memory: the key of a message says what it is about, for whom and which time, so a pass may
be repeated, doubled or killed at any point. What a person is told of several things on one day is
one message (mails.md 5): its key names the person and the day, and its row which it stands for.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from django.db import DatabaseError, OperationalError, transaction
from django.db.models import Model

from croisee.core import journal
from croisee.editions.emails import EditionLetters
from croisee.editions.models import Edition
from croisee.editions.queries import running_editions
from croisee.editions.reminded import FAILED, Due, Reminded
from croisee.mail import outbox
from croisee.mail.models import Message
from croisee.people.models import Person

log = logging.getLogger(__name__)

BATCH: Final = 200
#: Reminders are read by day, and answered by people at work: none is written at night.
FIRST_HOUR, LAST_HOUR = 8, 19

#: `{key of a message: what it stands for}`
Chosen = dict[str, list[Due]]
#: What one message says of each.
Told = dict[Due, dict[str, Any]]


class Reminder:
    """One kind of message that leaves at its time.

    `due` names what is due, also what left already; `load` reads what those are about, all at once;
    `values` says what one message tells. A `pressing` one, bound to a date, does not wait because
    the person had another reminder today. Of a `grouped` kind a person gets one message a day at
    most; `merged` makes the values of several those of one.
    """

    kind: str
    pressing = False
    grouped = False

    def due(self, edition: Edition, at: datetime, reminded: Reminded) -> Iterable[Due]:
        raise NotImplementedError

    def load(self, edition: Edition, ids: set[int], at: datetime) -> Mapping[int, Any]:
        """`{id: thing}`; what is missing is not written."""
        raise NotImplementedError

    def values(
        self, letters: EditionLetters, thing: Any, person: Person, due: Due
    ) -> dict[str, Any]:
        raise NotImplementedError

    def merged(self, person: Person, told: list[dict[str, Any]]) -> dict[str, Any]:
        """The values of one message, of those of each thing it tells."""
        (only,) = told
        return only


_registered: dict[str, Reminder] = {}


def register(reminder: Reminder) -> None:
    _registered[reminder.kind] = reminder


def write_due(at: datetime) -> int:
    """Write what is due in the editions that run; returns how many messages. A trial reminds nobody
    (IM-23)."""
    written = 0
    running = running_editions().filter(test_mode=False).prefetch_related("phases")
    for edition in running.order_by("pk"):
        if FIRST_HOUR <= at.astimezone(edition.timezone).hour < LAST_HOUR:
            written += _Pass(edition, at, BATCH - written).run()
    return written


@dataclass(frozen=True)
class _Unwritten:
    """A message that could not be written, what it is about and why."""

    key: str
    about: Model
    words: str


class _Pass:
    """One edition, once."""

    def __init__(self, edition: Edition, at: datetime, room: int) -> None:
        self.edition, self.at, self.room = edition, at, room
        self.reminded = Reminded(edition, at)

    @cached_property
    def letters(self) -> EditionLetters:
        return EditionLetters(self.edition, at=self.at)

    def run(self) -> int:
        wanted = [one for one in _registered.values() if one.kind not in self.edition.silenced]
        return sum(self._written(one) for one in sorted(wanted, key=lambda one: not one.pressing))

    def _written(self, reminder: Reminder) -> int:
        """Of one kind. What goes wrong as a whole is told once a day, and the others go on."""
        try:
            chosen = self._chosen(reminder)
            drafts = list(self._drafts(reminder, chosen)) if chosen else []
        except OperationalError:
            raise
        except Exception as error:
            log.exception("no reminder %s of %s", reminder.kind, self.edition)
            self._tell(_Unwritten(reminder.kind, self.edition, _words(error)))
            return 0
        self.room -= len(drafts)
        return self._stored(drafts)

    def _chosen(self, reminder: Reminder) -> Chosen:
        chosen: Chosen = {}
        if self.room <= 0 or self.reminded.failed(reminder.kind):
            return chosen
        for due in reminder.due(self.edition, self.at, self.reminded):
            message = self._key(reminder, due)
            if message not in chosen and len(chosen) == self.room:
                continue
            if self.reminded.take(reminder.kind, due, message, pressing=reminder.pressing):
                chosen.setdefault(message, []).append(due)
        return chosen

    def _key(self, reminder: Reminder, due: Due) -> str:
        """Of the message: two passes of one day cannot both write it, whatever each found due."""
        if not reminder.grouped:
            return due.key(reminder.kind)
        day = f"{self.at.astimezone(self.edition.timezone):%Y%m%d}"
        return f"reminder:{reminder.kind}:edition-{self.edition.pk}:{due.person}:{day}"

    def _drafts(self, reminder: Reminder, chosen: Chosen) -> Iterator[tuple[Message, Any]]:
        every = [due for dues in chosen.values() for due in dues]
        things = reminder.load(self.edition, {due.about for due in every}, self.at)
        people = Person.objects.filter(is_active=True).in_bulk({due.person for due in every})
        for key, dues in chosen.items():
            person = people.get(dues[0].person)
            about = {due: things[due.about] for due in dues if due.about in things}
            told = self._told(reminder, about, person) if person else {}
            if person and told:
                first = about[next(iter(told))]
                with self._telling(key, first):
                    draft = self._draft(reminder, key, person, told)
                    yield draft, first

    def _told(self, reminder: Reminder, about: dict[Due, Any], person: Person) -> Told:
        """What the message says of each; that of which nothing can be said is told and left out."""
        told: Told = {}
        for due, thing in about.items():
            with self._telling(due.key(reminder.kind), thing):
                told[due] = reminder.values(self.letters, thing, person, due)
        return told

    def _draft(self, reminder: Reminder, key: str, person: Person, told: Told) -> Message:
        values = reminder.merged(person, list(told.values()))
        envelope = self.letters.envelope(reminder.kind, person, values)
        message = outbox.render_message(key=key, **envelope)
        message.covers = [due.key(reminder.kind) for due in told] if reminder.grouped else []
        return message

    def _stored(self, drafts: list[tuple[Message, Any]]) -> int:
        try:
            return outbox.store(message for message, _thing in drafts)
        except OperationalError:
            raise
        except (DatabaseError, outbox.LostMessageError):
            return sum(self._stored_alone(message, thing) for message, thing in drafts)

    def _stored_alone(self, message: Message, thing: Any) -> int:
        """The database refuses one of them: the others are stored."""
        try:
            return outbox.store([message])
        except OperationalError:
            raise
        except (DatabaseError, outbox.LostMessageError) as error:
            log.exception("the reminder %s was not stored", message.key)
            self._tell(_Unwritten(message.key, thing, _words(error)))
            return 0

    @contextmanager
    def _telling(self, key: str, thing: Any) -> Iterator[None]:
        """One bad record never stops a batch: it is told, and the others go on."""
        try:
            yield
        except OperationalError:
            raise
        except Exception as error:
            log.exception("the reminder %s was not written", key)
            self._tell(_Unwritten(key, thing, _words(error)))

    def _tell(self, failure: _Unwritten) -> None:
        """In the journal, where the to-do list reads it; tried again half a day later."""
        note, scope = f"{failure.key} {failure.words}", self.edition.scope
        with transaction.atomic():
            journal.record(FAILED, failure.about, by=None, at=self.at, scope=scope, note=note)


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]
