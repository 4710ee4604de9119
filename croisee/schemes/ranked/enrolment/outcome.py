"""What an import did, or would do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

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
    """Counts of offers and applications, what is odd, and the objects for the journal."""

    offers: Count = field(default_factory=Count)
    applications: Count = field(default_factory=Count)
    places: int = 0
    problems: list[Problem] = field(default_factory=list)
    made: list[Model] = field(default_factory=list)
    changed: list[Model] = field(default_factory=list)

    @property
    def refused(self) -> list[Problem]:
        """What keeps the whole import from being taken."""
        return [problem for problem in self.problems if problem.code in BLOCKING]

    def as_json(self) -> dict[str, Any]:
        return {
            "offers": self.offers.as_json(),
            "applications": self.applications.as_json(),
            "places": self.places,
        }


#: A row refused alone does not stop the others; these would undo what is stored.
BLOCKING = frozenset({"places_below_taken"})


def assign(target: Any, values: dict[str, Any]) -> bool:
    """Set what differs; True when something did."""
    different = {name: value for name, value in values.items() if getattr(target, name) != value}
    for name, value in different.items():
        setattr(target, name, value)
    return bool(different)
