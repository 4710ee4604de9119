"""What a careful person reads in the two spreadsheets of an edition: plain frozen records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from croisee.core.spreadsheets import Sheet
from croisee.core.text import email_key
from croisee.schemes.ranked.sheets.problems import Problem


@dataclass(frozen=True, slots=True)
class HostRow:
    """One offer, from the row that counts. Texts are clean; '' or () where nothing was given."""

    row: int
    number: str
    places: int
    answered_at: datetime | None
    institution: str
    service: str
    enterprise_number: str
    address: str
    postcode: str
    town: str
    province: str
    sectors: tuple[str, ...]
    contact: str
    contact_first_name: str  # only when the file has it apart; `contact` is always the whole name
    contact_last_name: str
    role: str
    email: str
    phone: str
    title: str
    description: str
    face: str
    professions: tuple[str, ...]
    duration: str
    days: tuple[str, ...]
    dates: str
    languages: tuple[str, ...]
    conditions: bool | None
    given: frozenset[str]  # the fields the file has a column for, and whose cell could be read
    beside: tuple[str, ...] = ()  # the other numbers of a row that speaks of several offers

    @property
    def label(self) -> str:
        """« institution : title », as forms show it after the number."""
        return " : ".join(part for part in (self.institution or self.service, self.title) if part)


@dataclass(frozen=True, slots=True)
class RankedChoice:
    """The trainee's `rank`-th choice (from 1), kept even when choices before it fell."""

    rank: int
    number: str


@dataclass(frozen=True, slots=True)
class TraineeRow:
    """One registration, from the row that counts. `choices` are by rank, possibly with gaps."""

    row: int
    email: str
    answered_at: datetime | None
    first_name: str
    last_name: str
    phone: str
    profession: str
    employer: str
    postcode: str
    town: str
    province: str
    sector: str
    priority: bool
    choices: tuple[RankedChoice, ...]
    expectations: str
    availability: str
    conditions: bool | None
    given: frozenset[str]  # as for hosts; of choices, each rank by its own name: « choice_1 »

    @property
    def key(self) -> str:
        """What makes two registrations the same person's: NFKC and casefold of the address."""
        return email_key(self.email)

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True, slots=True)
class KnownOffer:
    """An offer a choice may name: from the hosts' file, or from the database on the web."""

    number: str
    institution: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a file: the field it is read as, '' when it is not read.

    `ours`: we wrote it ourselves, what it means is not a question.
    """

    kind: str  # "hosts" or "trainees"
    text: str
    field: str
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Stamp:
    """Where a file of ours comes from. `before` is the sheet as it left; None when a file remembers
    only its origin."""

    edition: int
    kind: str
    at: datetime
    columns: Mapping[str, str]  # folded heading → field, '' for what is not to be read
    before: Sheet | None


@dataclass(frozen=True, slots=True)
class EditionSheets:
    """Everything read from the files of an edition; `max_choices` is the number of ranks asked.

    `stamps` are those of files that we exported, by kind; the rows `…_before` are what these files
    said when they left.
    """

    hosts: tuple[HostRow, ...]
    trainees: tuple[TraineeRow, ...]
    problems: tuple[Problem, ...]
    max_choices: int
    headings: tuple[Heading, ...] = field(default=(), compare=False)
    stamps: Mapping[str, Stamp] = field(default_factory=dict, compare=False)
    hosts_before: tuple[HostRow, ...] = field(default=(), compare=False)
    trainees_before: tuple[TraineeRow, ...] = field(default=(), compare=False)
