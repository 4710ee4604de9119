"""Reading a message over before it leaves: on real people, and in which languages they read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from croisee.desk.models import Mailing
from croisee.desk.writing.addressees import Addressees
from croisee.desk.writing.letters import Letters, language_for
from croisee.mail.models import Message
from croisee.people.models import Language, Person


@dataclass(frozen=True)
class Shown:
    """The letter of one person, and who comes before and after."""

    person: Person
    letter: Message
    place: int
    before: int | None
    after: int | None

    @property
    def text(self) -> str:
        """The words alone, without the lines drawn under titles."""
        lines = self.letter.text.splitlines()
        return "\n".join(line for line in lines if not line or line.strip("=-") or line == "--")


@dataclass(frozen=True)
class Share:
    """How many read a language, and the language they get when theirs is not written."""

    label: str
    count: int
    first: int
    instead: str


class Reading:
    def __init__(self, mailing: Mailing, found: Addressees, by: Person, at: datetime) -> None:
        self.mailing, self.found, self.by, self.at = mailing, found, by, at

    def of(self, wanted: int) -> Shown | None:
        """The letter of this addressee, else of the first; None when nobody gets it."""
        people = self.found.will
        if not people:
            return None
        place = next((n for n, person in enumerate(people) if person.pk == wanted), 0)
        person = people[place]
        letters = Letters(self.mailing, self.by, self.at)
        return Shown(
            person,
            letters.letter(person, self.found.province_of[person.pk]),
            place + 1,
            people[place - 1].pk if place else None,
            people[place + 1].pk if place + 1 < len(people) else None,
        )

    @property
    def shares(self) -> list[Share]:
        """The languages of the addressees, the most read first."""
        counts = Counter(person.language for person in self.found.will)
        return [self._share(code, count) for code, count in counts.most_common()]

    def _share(self, code: str, count: int) -> Share:
        got = language_for(self.mailing, code)
        first = next(person.pk for person in self.found.will if person.language == code)
        instead = str(Language(got).label) if got != code else ""
        return Share(str(Language(code).label), count, first, instead)
