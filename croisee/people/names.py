"""The one rule for the order of names.

In a sentence, a heading or a letter: first name, then name (`Person.full_name`). In a list that is
sorted by name: name, comma, first name (`listed`), so that the eye finds the order it
reads. Whatever is sorted, is sorted by name first (`BY_NAME`).
"""

from __future__ import annotations

from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.functions import Concat

BY_NAME = ("last_name", "first_name", "pk")


def listed(first_name: str, last_name: str) -> str:
    """« Lecocq, Thibault »; what is missing leaves no comma."""
    return ", ".join(filter(None, [last_name, first_name]))


def listed_in_database(path: str = "") -> Case:
    """`listed` as an expression of a query; `path` leads to the person, « person__ » for instance."""
    first, last = f"{path}first_name", f"{path}last_name"
    missing = Q(**{first: ""}) | Q(**{last: ""})
    return Case(
        When(missing, then=Concat(F(last), F(first))),
        default=Concat(F(last), Value(", "), F(first)),
        output_field=CharField(),
    )


def order_in_database(path: str = "") -> Concat:
    """The order of `listed`, once folded: name and first name, without looking at what is missing."""
    return Concat(F(f"{path}last_name"), Value(" "), F(f"{path}first_name"))
