"""What an import did, or would do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from croisee.schemes.ranked.enrolment.difference import RowChange
from croisee.schemes.ranked.sheets.problems import Problem


@dataclass
class Count:
    made: int = 0
    changed: int = 0
    unchanged: int = 0

    def as_json(self) -> dict[str, int]:
        return {"made": self.made, "changed": self.changed, "unchanged": self.unchanged}


@dataclass
class Outcome:
    """Counts of offers and applications, what is odd, and what was done of it."""

    offers: Count = field(default_factory=Count)
    applications: Count = field(default_factory=Count)
    places: int = 0
    problems: list[Problem] = field(default_factory=list)
    done: list[RowChange] = field(default_factory=list)
    told_before: list[Problem] = field(default_factory=list)  # of the file as it left

    def before(self, who: str) -> Teller:
        """Tells what was odd in a row of ours already."""
        return Teller(self, "", 0, who, self.told_before)

    @property
    def refused(self) -> list[Problem]:
        """What keeps the whole import from being taken."""
        return [problem for problem in self.problems if problem.code in BLOCKING]

    def count(self, kind: Count, rows: int, changes: Sequence[RowChange]) -> None:
        """How many of the rows are new, changed, or as they are stored; those that somebody else may
        change are none of these."""
        kind.made = sum(change.pk is None for change in changes)
        kind.changed = sum(bool(change.pk and change.items) for change in changes)
        kind.unchanged = rows - len(changes)

    def as_json(self) -> dict[str, Any]:
        return {
            "offers": self.offers.as_json(),
            "applications": self.applications.as_json(),
            "places": self.places,
            "refused": len(self.refused),
            "problems": [problem.as_json() for problem in self.problems],
        }


@dataclass(frozen=True)
class Teller:
    """Tells what is odd in one row of one file."""

    outcome: Outcome
    file: str
    row: int
    who: str
    told: list[Problem] | None = None  # the outcome's own, unless it is said otherwise

    def __call__(self, code: str, *, column: str = "", **params: str | int) -> None:
        problem = Problem(code, self.file, self.row, column, self.who, params)
        (self.outcome.problems if self.told is None else self.told).append(problem)


def mute() -> Teller:
    """Tells nobody: what is odd was told when the difference was worked out."""
    return Teller(Outcome(), "", 0, "")


#: Words that come back row after row are told once for all their rows.
REPEATED = {
    "profession_unknown",
    "sector_unknown",
    "sector_kept_as_text",
    "word_unknown",
    "row_without_number",
}
MOST_ROWS = 8


def grouped(problems: list[Problem]) -> list[Problem]:
    """The same word in several rows of a file as one problem, at the first of these rows."""
    groups: dict[tuple[str, str, str | int], list[Problem]] = {}
    for problem in problems:
        if problem.code in REPEATED:
            key = problem.code, problem.file, problem.params["value"]
            groups.setdefault(key, []).append(problem)
    return [
        _together(found) if len(found) > 1 else problem
        for problem in problems
        for found in [groups.get((problem.code, problem.file, problem.params.get("value", "")), [])]
        if not found or found[0] is problem
    ]


def _together(found: list[Problem]) -> Problem:
    rows = [str(problem.row) for problem in found[:MOST_ROWS]]
    more = ["…"] if len(found) > MOST_ROWS else []
    params = {"value": found[0].params["value"], "rows": ", ".join([*rows, *more])}
    first = found[0]
    return Problem(f"{first.code}_rows", first.file, first.row, first.column, params=params)


#: A row refused alone does not stop the others; these would undo what is stored.
BLOCKING = frozenset({"places_below_taken"})


def assign(target: Model, values: dict[str, Any]) -> bool:
    """Set what differs; True when something did. Related objects are compared by their ids."""
    changed = False
    for name, value in values.items():
        if isinstance(value, Model):
            differs = getattr(target, f"{name}_id") != value.pk
        elif value is None and target._meta.get_field(name).is_relation:
            differs = getattr(target, f"{name}_id") is not None
        else:
            differs = getattr(target, name) != value
        if differs:
            setattr(target, name, value)
            changed = True
    return changed


def fitted(model: type[Model], values: dict[str, Any], tell: Teller) -> dict[str, Any]:
    """The values without texts longer than their field: told, never cut (reliability rule 11)."""
    fitting = dict(values)
    for name, value in values.items():
        limit = getattr(model._meta.get_field(name), "max_length", None)
        if isinstance(value, str) and limit and len(value) > limit:
            beginning = f"{value[:40]}…"
            tell("text_beyond_field", value=beginning, length=len(value), limit=limit)
            fitting[name] = ""
    return fitting
